/** Styles and list styles of an OpenDocument file, from both parts that hold them. */
import type { Paragraph } from '../../model.ts';
import type { NumberFormat, NumberLevel } from '../numbering.ts';
import { child, childrenOf, elements, type XmlNode } from '../xml.ts';

export type OdtStyle = {
  bold: boolean | null;
  italic: boolean | null;
  hidden: boolean | null;
  align: Paragraph['align'];
  headingLevel: number | null;
  listStyle: string | null;
  columnWidth: number | null;
};

type RawStyle = OdtStyle & { parent: string | null; displayName: string };

const PLAIN: OdtStyle = {
  bold: null,
  italic: null,
  hidden: null,
  align: null,
  headingLevel: null,
  listStyle: null,
  columnWidth: null,
};
const FORMATS: Record<string, NumberFormat> = {
  '1': 'decimal',
  a: 'lowerLetter',
  A: 'upperLetter',
  i: 'lowerRoman',
  I: 'upperRoman',
};
const ALIGNMENTS: Record<string, Paragraph['align']> = {
  start: 'left',
  left: 'left',
  center: 'center',
  end: 'right',
  right: 'right',
  justify: 'justify',
};
const LONGEST_CHAIN = 32;
const HEADING_NAME = /^(?:heading|заголовок)\s*([1-9])$/i;
const TITLE_NAME = /^(?:title|название|заголовок)$/i;
/** Twentieths of a point in a unit. */
const UNITS: Record<string, number> = { cm: 567, mm: 56.7, in: 1440, pt: 20, pc: 240, px: 15 };

export class OdtStyles {
  readonly #styles = new Map<string, RawStyle>();
  readonly #lists = new Map<string, NumberLevel[]>();
  readonly #resolved = new Map<string, OdtStyle>();

  /** Adds the styles inside an `office:styles` or `office:automatic-styles`. */
  add(container: XmlNode): void {
    for (const node of elements(container)) {
      const name = node.attributes['style:name'] ?? '';
      if (node.name === 'style:style') this.#styles.set(key(node.attributes['style:family'], name), rawStyle(node));
      if (node.name === 'text:list-style') this.#lists.set(name, listLevels(node));
      if (node.name === 'text:outline-style') this.#lists.set(OUTLINE, listLevels(node));
    }
  }

  get(family: 'paragraph' | 'text' | 'table-column', name: string | undefined): OdtStyle {
    const id = key(family, name ?? '');
    const known = this.#resolved.get(id);
    if (known) return known;
    const style = this.#resolve(family, name ?? null);
    this.#resolved.set(id, style);
    return style;
  }

  list(name: string): NumberLevel[] | null {
    return this.#lists.get(name) ?? null;
  }

  #resolve(family: string, name: string | null): OdtStyle {
    const result: OdtStyle = { ...PLAIN };
    let current = name;
    for (let steps = 0; current !== null && steps < LONGEST_CHAIN; steps += 1) {
      const style: RawStyle | undefined = this.#styles.get(key(family, current));
      const named = headingLevelOfName(style?.displayName ?? current);
      result.headingLevel ??= style?.headingLevel ?? named;
      if (!style) break;
      result.bold ??= style.bold;
      result.italic ??= style.italic;
      result.hidden ??= style.hidden;
      result.align ??= style.align;
      result.listStyle ??= style.listStyle;
      result.columnWidth ??= style.columnWidth;
      current = style.parent;
    }
    return result;
  }
}

/** The list style of numbered headings. */
export const OUTLINE = 'Outline';

function key(family: string | undefined, name: string): string {
  return `${family}:${name}`;
}

function rawStyle(node: XmlNode): RawStyle {
  const text = child(node, 'style:text-properties')?.attributes ?? {};
  const paragraph = child(node, 'style:paragraph-properties')?.attributes ?? {};
  const column = child(node, 'style:table-column-properties')?.attributes ?? {};
  const level = Number(node.attributes['style:default-outline-level']);
  return {
    parent: node.attributes['style:parent-style-name'] ?? null,
    displayName: node.attributes['style:display-name'] ?? (node.attributes['style:name'] ?? '').replaceAll('_20_', ' '),
    bold: text['fo:font-weight'] === undefined ? null : /^(?:bold|[6-9]00)$/.test(text['fo:font-weight']),
    italic: text['fo:font-style'] === undefined ? null : /italic|oblique/.test(text['fo:font-style']),
    hidden: text['text:display'] === undefined ? null : text['text:display'] === 'none',
    align: ALIGNMENTS[paragraph['fo:text-align'] ?? ''] ?? null,
    headingLevel: level >= 1 && level <= 9 ? level : null,
    listStyle: node.attributes['style:list-style-name'] ?? null,
    columnWidth: lengthOf(column['style:column-width']),
  };
}

function headingLevelOfName(name: string): number | null {
  const plain = name.replaceAll('_20_', ' ');
  const level = HEADING_NAME.exec(plain)?.[1];
  return level ? Number(level) : TITLE_NAME.test(plain) ? 1 : null;
}

function lengthOf(value: string | undefined): number | null {
  const parts = /^([\d.]+)(\w+)$/.exec(value ?? '');
  const unit = UNITS[parts?.[2] ?? ''];
  return parts && unit ? Number(parts[1]) * unit : null;
}

function listLevels(node: XmlNode): NumberLevel[] {
  const levels: NumberLevel[] = [];
  for (const level of elements(node)) {
    const index = Number(level.attributes['text:level']) - 1;
    if (index >= 0 && index < 10) levels[index] = numberLevel(level, index);
  }
  return Array.from(
    levels,
    (level) => level ?? { start: 1, format: 'none', text: '', restartAfter: null, legal: false },
  );
}

function numberLevel(node: XmlNode, index: number): NumberLevel {
  const { attributes } = node;
  const start = Number(attributes['text:start-value'] ?? 1);
  const plain = { start, restartAfter: null, legal: false };
  if (node.name.startsWith('text:list-level-style-bullet'))
    return { ...plain, format: 'bullet', text: attributes['text:bullet-char'] ?? '' };
  if (node.name.startsWith('text:list-level-style-image')) return { ...plain, format: 'bullet', text: '' };
  const format = numberFormat(attributes['style:num-format'] ?? '');
  const shown = Number(attributes['text:display-levels'] ?? 1);
  const counters = Array.from({ length: shown }, (_, offset) => `%${index + 2 - shown + offset}`).filter(
    (counter) => !/%[-0]/.test(counter),
  );
  const built = `${attributes['style:num-prefix'] ?? ''}${counters.join('.')}${attributes['style:num-suffix'] ?? ''}`;
  // LibreOffice writes the full pattern beside the attributes of the standard.
  const pattern = attributes['loext:num-list-format']?.replace(/%(\d)%/g, '%$1');
  return {
    ...plain,
    format,
    text:
      format === 'none'
        ? (attributes['style:num-prefix'] ?? '') + (attributes['style:num-suffix'] ?? '')
        : (pattern ?? built),
  };
}

/** «А, Б, .., Аа, Бб, ... (ru)» is how LibreOffice names the Russian letters. */
function numberFormat(code: string): NumberFormat {
  if (code === '') return 'none';
  if (/^[а]/.test(code)) return 'russianLower';
  if (/^[А]/.test(code)) return 'russianUpper';
  if (/^01|^0/.test(code)) return 'decimalZero';
  return FORMATS[code] ?? 'decimal';
}

/** Everything below `node` that is a style container. */
export function styleContainers(root: XmlNode): XmlNode[] {
  return [...childrenOf(root, 'office:styles'), ...childrenOf(root, 'office:automatic-styles')];
}
