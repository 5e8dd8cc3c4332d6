/** Web pages, «saved as web page» by Word, and what Word puts on the clipboard. */
import type { Block, Paragraph } from '../../model.ts';
import { paragraph } from '../assemble.ts';
import type { Budget } from '../limits.ts';
import { bulletText, formatNumber, type NumberFormat } from '../numbering.ts';
import { headingLevelOf, isDropped, isListMark, type Look, lookOf } from './style.ts';
import { readHtmlTable } from './table.ts';
import { attribute, type HtmlElement, type HtmlNode, isElement, isText, parseHtml, textOf } from './tree.ts';

const BLOCK_TAGS = new Set([
  'address',
  'article',
  'aside',
  'blockquote',
  'body',
  'caption',
  'center',
  'dd',
  'details',
  'div',
  'dl',
  'dt',
  'fieldset',
  'figcaption',
  'figure',
  'footer',
  'form',
  'h1',
  'h2',
  'h3',
  'h4',
  'h5',
  'h6',
  'header',
  'hr',
  'legend',
  'li',
  'main',
  'nav',
  'ol',
  'p',
  'pre',
  'section',
  'summary',
  'ul',
]);
const LIST_TYPES: Record<string, NumberFormat> = {
  '1': 'decimal',
  a: 'lowerLetter',
  A: 'upperLetter',
  i: 'lowerRoman',
  I: 'upperRoman',
};
const WEB_ADDRESS = /^(?:https?|mailto|ftp):/i;
const PLAIN: Look = { bold: false, italic: false, align: null };

export function readHtml(html: string, budget: Budget): Block[] {
  const reader = new FlowReader(budget);
  reader.readChildren(parseHtml(html, budget), PLAIN, 0);
  return reader.finish();
}

/** Text runs on until a block begins or ends; then it is a paragraph. */
class FlowReader {
  readonly #budget: Budget;
  readonly #blocks: Block[] = [];
  #open: Paragraph | null = null;
  #preformatted = false;
  /** The number of a list item that has begun and has no paragraph yet. */
  #mark: string | null = null;
  #headingLevel: number | null = null;
  #filled = { all: 0, bold: 0, italic: 0 };

  constructor(budget: Budget) {
    this.#budget = budget;
  }

  finish(): Block[] {
    this.#endParagraph();
    return this.#blocks;
  }

  readChildren(element: HtmlElement, look: Look, depth: number): void {
    this.#budget.depth(depth);
    for (const node of element.childNodes) this.#readNode(node, look, depth);
  }

  #readNode(node: HtmlNode, look: Look, depth: number): void {
    this.#budget.step();
    if (isText(node)) this.#addText(node.value, look);
    if (!isElement(node) || isDropped(node)) return;
    const own = lookOf(node, look);
    if (node.tagName === 'br') this.#add('\n', look);
    else if (node.tagName === 'table') this.#addTable(node, own, depth);
    else if (isListMark(node)) this.#paragraph(own).listNumber = listMark(textOf(node));
    else if (node.tagName === 'ol' || node.tagName === 'ul') this.#readList(node, own, depth);
    else if (BLOCK_TAGS.has(node.tagName)) this.#readBlock(node, own, depth);
    else this.#readInline(node, own, depth);
  }

  #readBlock(element: HtmlElement, look: Look, depth: number): void {
    this.#endParagraph();
    const outer = { heading: this.#headingLevel, preformatted: this.#preformatted };
    this.#headingLevel = headingLevelOf(element) ?? outer.heading;
    this.#preformatted = outer.preformatted || element.tagName === 'pre';
    this.readChildren(element, look, depth + 1);
    this.#endParagraph();
    this.#headingLevel = outer.heading;
    this.#preformatted = outer.preformatted;
  }

  #readInline(element: HtmlElement, look: Look, depth: number): void {
    const address = element.tagName === 'a' ? attribute(element, 'href') : null;
    if (address !== null && WEB_ADDRESS.test(address)) this.#paragraph(look).links.push(address);
    if (element.tagName === 'input' || element.tagName === 'textarea')
      this.#addText(attribute(element, 'value') ?? '', look);
    this.readChildren(element, look, depth + 1);
  }

  #readList(list: HtmlElement, look: Look, depth: number): void {
    this.#endParagraph();
    let number = Number(attribute(list, 'start') ?? 1) || 1;
    const format = LIST_TYPES[attribute(list, 'type') ?? '1'] ?? 'decimal';
    for (const item of list.childNodes) {
      if (!isElement(item) || isDropped(item)) continue;
      if (item.tagName !== 'li') {
        this.#readNode(item, look, depth + 1);
        continue;
      }
      number = Number(attribute(item, 'value') ?? number) || number;
      this.#mark = list.tagName === 'ol' ? `${formatNumber(number, format)}.` : '•';
      number += 1;
      this.#readBlock(item, lookOf(item, look), depth + 1);
      // An empty item shows its number too: Word numbers the rows of a table so.
      if (this.#mark !== null) this.#paragraph(look);
      this.#endParagraph();
    }
  }

  #addTable(table: HtmlElement, look: Look, depth: number): void {
    this.#endParagraph();
    const contentOf = (element: HtmlElement, inner: Look): Block[] => {
      const reader = new FlowReader(this.#budget);
      reader.readChildren(element, inner, depth + 1);
      return reader.finish();
    };
    this.#blocks.push(...readHtmlTable(table, look, this.#budget, contentOf));
  }

  #addText(text: string, look: Look): void {
    const folded = this.#preformatted ? text : text.replace(/[ \t\r\n\f]+/g, ' ');
    if (folded.trim() === '' && !this.#open) return;
    this.#add(folded, look);
    if (folded.trim() === '') return;
    this.#filled.all += 1;
    if (look.bold) this.#filled.bold += 1;
    if (look.italic) this.#filled.italic += 1;
  }

  #add(text: string, look: Look): void {
    const open = this.#paragraph(look);
    open.text += text.startsWith(' ') && /\s/.test(open.text.slice(-1)) ? text.slice(1) : text;
  }

  #paragraph(look: Look): Paragraph {
    if (this.#open) return this.#open;
    this.#open = paragraph('', { align: look.align, headingLevel: this.#headingLevel, listNumber: this.#mark });
    this.#mark = null;
    return this.#open;
  }

  #endParagraph(): void {
    if (!this.#open) return;
    const { all, bold, italic } = this.#filled;
    this.#blocks.push({ ...this.#open, bold: all > 0 && bold === all, italic: all > 0 && italic === all });
    this.#filled = { all: 0, bold: 0, italic: 0 };
    this.#open = null;
  }
}

function listMark(text: string): string | null {
  const mark = text.replace(/[\s\u00a0]+/g, ' ').trim();
  if (mark === '') return null;
  return /[\p{L}\p{N}]/u.test(mark) && mark !== 'o' ? mark : bulletText(mark);
}
