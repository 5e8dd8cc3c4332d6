/** Styles of a DOCX, each resolved along the chain of styles it is based on. */
import type { Paragraph } from '../../model.ts';
import type { Budget } from '../limits.ts';
import { child, parseXml, type XmlNode } from '../xml.ts';

export type ParagraphFormat = {
  align: Paragraph['align'];
  headingLevel: number | null;
  numbering: { listId: string | null; level: number | null } | null;
};

export type RunFormat = { bold: boolean | null; italic: boolean | null; hidden: boolean | null };

export type Style = ParagraphFormat & RunFormat;

export type Styles = {
  /** The style of paragraphs that name none. */
  defaultParagraph: string | null;
  get: (id: string | null) => Style;
};

type RawStyle = Style & { name: string; basedOn: string | null };

const PLAIN: Style = { align: null, headingLevel: null, numbering: null, bold: null, italic: null, hidden: null };
const BODY_TEXT_LEVEL = 9;
const LONGEST_CHAIN = 32;
const SKIPPED = new Set(['w:latentStyles', 'w:docDefaults', 'w:tblStylePr']);
const HEADING_NAME = /^(?:heading|заголовок)\s*([1-9])$/i;
const TITLE_NAME = /^(?:title|название)$/i;

export function readStyles(xml: string | null, budget: Budget): Styles {
  const raw = new Map<string, RawStyle>();
  let defaultParagraph: string | null = null;
  const take = (node: XmlNode): boolean => {
    if (node.name !== 'w:style') return false;
    const id = node.attributes['w:styleId'] ?? '';
    raw.set(id, rawStyle(node));
    if (node.attributes['w:type'] === 'paragraph' && isOn(node.attributes['w:default'])) defaultParagraph = id;
    return true;
  };
  if (xml !== null) parseXml(xml, budget, { take, skip: SKIPPED });

  const resolved = new Map<string, Style>();
  const get = (id: string | null): Style => {
    if (id === null) return PLAIN;
    const known = resolved.get(id);
    if (known) return known;
    const style = resolve(id, raw);
    resolved.set(id, style);
    return style;
  };
  return { defaultParagraph, get };
}

function resolve(id: string, raw: Map<string, RawStyle>): Style {
  const result: Style = { ...PLAIN };
  let current: string | null = id;
  for (let steps = 0; current !== null && steps < LONGEST_CHAIN; steps += 1) {
    const style: RawStyle | undefined = raw.get(current);
    if (!style) break;
    result.align ??= style.align;
    result.headingLevel ??= style.headingLevel ?? headingLevelOfName(style.name);
    result.numbering = mergeNumbering(result.numbering, style.numbering);
    result.bold ??= style.bold;
    result.italic ??= style.italic;
    result.hidden ??= style.hidden;
    current = style.basedOn;
  }
  return result;
}

export function mergeNumbering(
  own: ParagraphFormat['numbering'],
  base: ParagraphFormat['numbering'],
): ParagraphFormat['numbering'] {
  if (!own || !base) return own ?? base;
  return { listId: own.listId ?? base.listId, level: own.level ?? base.level };
}

function rawStyle(node: XmlNode): RawStyle {
  return {
    name: child(node, 'w:name')?.attributes['w:val'] ?? '',
    basedOn: child(node, 'w:basedOn')?.attributes['w:val'] ?? null,
    ...paragraphFormat(child(node, 'w:pPr')),
    ...runFormat(child(node, 'w:rPr')),
  };
}

function headingLevelOfName(name: string): number | null {
  const level = HEADING_NAME.exec(name)?.[1];
  return level ? Number(level) : TITLE_NAME.test(name) ? 1 : null;
}

export function paragraphFormat(properties: XmlNode | null): ParagraphFormat {
  const outline = child(properties, 'w:outlineLvl')?.attributes['w:val'];
  const numbering = child(properties, 'w:numPr');
  const level = child(numbering, 'w:ilvl')?.attributes['w:val'];
  return {
    align: alignment(child(properties, 'w:jc')?.attributes['w:val']),
    headingLevel: outline !== undefined && Number(outline) < BODY_TEXT_LEVEL ? Number(outline) + 1 : null,
    numbering: numbering && {
      listId: child(numbering, 'w:numId')?.attributes['w:val'] ?? null,
      level: level === undefined ? null : Number(level),
    },
  };
}

export function runFormat(properties: XmlNode | null): RunFormat {
  return { bold: toggle(properties, 'w:b'), italic: toggle(properties, 'w:i'), hidden: toggle(properties, 'w:vanish') };
}

function alignment(value: string | undefined): Paragraph['align'] {
  switch (value) {
    case 'left':
    case 'start':
      return 'left';
    case 'center':
      return 'center';
    case 'right':
    case 'end':
      return 'right';
    case 'both':
    case 'distribute':
      return 'justify';
    default:
      return null;
  }
}

/** A property that is on when it merely stands there. */
export function toggle(properties: XmlNode | null, name: string): boolean | null {
  const node = child(properties, name);
  return node ? isOn(node.attributes['w:val'] ?? 'true') : null;
}

export function isOn(value: string | undefined): boolean {
  return value !== undefined && !/^(?:0|false|off)$/i.test(value);
}
