/** What of a web page's looks is read: hidden parts, weight, alignment, and Word's own marks. */
import type { Paragraph } from '../../model.ts';
import type { HtmlElement } from './tree.ts';
import { attribute } from './tree.ts';

export type Look = { bold: boolean; italic: boolean; align: Paragraph['align'] };

const DROPPED_TAGS = new Set([
  'script',
  'style',
  'noscript',
  'template',
  'head',
  'del',
  'svg',
  'object',
  'iframe',
  'select',
  'button',
  'rt',
  'rp',
  'xml',
]);
const DROPPED_STYLE =
  /display\s*:\s*none|mso-hide\s*:\s*all|visibility\s*:\s*hidden|mso-element\s*:\s*(?:comment-list|comment|footnote-list|endnote-list|header|footer)\b|mso-special-character\s*:\s*comment/i;
const DROPPED_CLASS =
  /(?:^|\s)(?:MsoCommentReference|msocomanchor|msocomtxt|MsoCommentText|MsoFootnoteReference)(?:\s|$)/i;
/** How LibreOffice names the running head and foot. */
const PAGE_FURNITURE = /^(?:header|footer)$/;
const BOLD_TAGS = new Set(['b', 'strong', 'th', 'h1', 'h2', 'h3', 'h4', 'h5', 'h6']);
const ITALIC_TAGS = new Set(['i', 'em', 'cite']);
const ALIGNMENTS = new Set(['left', 'center', 'right', 'justify']);

export function isDropped(element: HtmlElement): boolean {
  if (DROPPED_TAGS.has(element.tagName) || attribute(element, 'hidden') !== null) return true;
  if (PAGE_FURNITURE.test(attribute(element, 'title') ?? '') && element.tagName === 'div') return true;
  return DROPPED_STYLE.test(attribute(element, 'style') ?? '') || DROPPED_CLASS.test(attribute(element, 'class') ?? '');
}

export function lookOf(element: HtmlElement, around: Look): Look {
  const style = attribute(element, 'style') ?? '';
  const weight = /font-weight\s*:\s*(\w+)/i.exec(style)?.[1];
  const slant = /font-style\s*:\s*(\w+)/i.exec(style)?.[1];
  return {
    bold: weight ? /^(?:bold|bolder|[6-9]00)$/i.test(weight) : around.bold || BOLD_TAGS.has(element.tagName),
    italic: slant ? /^(?:italic|oblique)$/i.test(slant) : around.italic || ITALIC_TAGS.has(element.tagName),
    align: alignOf(element, style) ?? around.align,
  };
}

function alignOf(element: HtmlElement, style: string): Paragraph['align'] {
  const value = (
    /text-align\s*:\s*(\w+)/i.exec(style)?.[1] ??
    attribute(element, 'align') ??
    (element.tagName === 'center' ? 'center' : '')
  ).toLowerCase();
  // On a table «align» places the table itself.
  if (element.tagName === 'table' || !ALIGNMENTS.has(value)) return null;
  return value as Paragraph['align'];
}

export function headingLevelOf(element: HtmlElement): number | null {
  const level =
    /^h([1-6])$/.exec(element.tagName)?.[1] ??
    /mso-outline-level\s*:\s*([1-9])/i.exec(attribute(element, 'style') ?? '')?.[1];
  if (level) return Number(level);
  return /(?:^|\s)MsoTitle(?:\s|$)/i.test(attribute(element, 'class') ?? '') ? 1 : null;
}

/** The span in which Word keeps an automatic number. */
export function isListMark(element: HtmlElement): boolean {
  return /mso-list\s*:\s*Ignore/i.test(attribute(element, 'style') ?? '');
}
