/** Blocks of a DOCX: paragraphs with their automatic numbers, tables with their merges. */
import type { Block, Paragraph, Table } from '../../model.ts';
import { assembleTable, type DraftCell, type DraftRow, paragraph } from '../assemble.ts';
import type { Budget } from '../limits.ts';
import { ListCounters } from '../numbering.ts';
import { child, childrenOf, elements, type XmlNode } from '../xml.ts';
import type { Lists } from './numbering.ts';
import type { Relation } from '../package.ts';
import { type InlineContext, isPlaceholder, readInline } from './runs.ts';
import { mergeNumbering, paragraphFormat, type Style, type Styles, toggle } from './styles.ts';

type Sources = { styles: Styles; lists: Lists; relations: Map<string, Relation>; budget: Budget };

/** A paragraph whose end mark was deleted runs on into the next one. */
type ReadParagraph = { paragraph: Paragraph; runsOn: boolean; boxes: XmlNode[] };

/** Elements that merely wrap blocks, rows or cells. */
const WRAPPERS = new Set([
  'w:sdt',
  'w:sdtContent',
  'w:customXml',
  'w:ins',
  'w:moveTo',
  'w:smartTag',
  'mc:AlternateContent',
  'mc:Choice',
]);

export class BodyReader {
  readonly #sources: Sources;
  readonly #counters = new ListCounters();
  readonly #inline: InlineContext;
  readonly #blocks: Block[] = [];
  readonly #outerRows = new Map<XmlNode, DraftRow[]>();
  #bodyTail: Paragraph | null = null;

  constructor(sources: Sources) {
    this.#sources = sources;
    this.#inline = { ...sources, fields: [] };
  }

  /** A row of a table that is still being parsed. */
  readOuterRow(row: XmlNode, table: XmlNode): void {
    const rows = this.#outerRows.get(table) ?? [];
    this.#outerRows.set(table, rows);
    const draft = this.#row(row);
    if (draft) rows.push(draft);
  }

  readBodyChild(node: XmlNode): void {
    this.#bodyTail = this.#readBlock(node, this.#blocks, this.#bodyTail);
  }

  finish(): Block[] {
    if (this.#bodyTail) this.#blocks.push(this.#bodyTail);
    return this.#blocks;
  }

  #blocksOf(container: XmlNode): Block[] {
    const blocks: Block[] = [];
    let tail: Paragraph | null = null;
    for (const node of elements(container)) tail = this.#readBlock(node, blocks, tail);
    if (tail) blocks.push(tail);
    return blocks;
  }

  /** Adds what the node holds; `tail` is a paragraph that still runs on, and so is the result. */
  #readBlock(node: XmlNode, blocks: Block[], tail: Paragraph | null): Paragraph | null {
    if (node.name === 'w:p') return this.#addParagraph(this.#paragraph(node), blocks, tail);
    if (node.name === 'w:tbl') {
      if (tail) blocks.push(tail);
      blocks.push(this.#table(node));
      return null;
    }
    if (!WRAPPERS.has(node.name) || (node.name === 'w:sdt' && isPlaceholder(node))) return tail;
    let rest = tail;
    const inside = node.name === 'mc:AlternateContent' ? childrenOf(node, 'mc:Choice').slice(0, 1) : elements(node);
    for (const inner of inside) rest = this.#readBlock(inner, blocks, rest);
    return rest;
  }

  #addParagraph(read: ReadParagraph, blocks: Block[], tail: Paragraph | null): Paragraph | null {
    const { paragraph: own, boxes, runsOn } = read;
    if (tail) {
      own.text = tail.text + own.text;
      own.links.unshift(...tail.links);
    }
    if (!runsOn) blocks.push(own);
    for (const box of boxes) blocks.push(...this.#box(box));
    return runsOn ? own : null;
  }

  /** A text box is a little document of its own: fields of the text around do not reach into it. */
  #box(box: XmlNode): Block[] {
    const outside = this.#inline.fields;
    this.#inline.fields = [];
    const blocks = this.#blocksOf(box);
    this.#inline.fields = outside;
    return blocks;
  }

  #paragraph(node: XmlNode): ReadParagraph {
    this.#sources.budget.step();
    const properties = child(node, 'w:pPr');
    const styleId = child(properties, 'w:pStyle')?.attributes['w:val'] ?? this.#sources.styles.defaultParagraph;
    const style = this.#sources.styles.get(styleId);
    const own = paragraphFormat(properties);
    const inline = readInline(node, style, this.#inline);
    const mark = child(properties, 'w:rPr');
    const runsOn = child(mark, 'w:del') !== null || child(mark, 'w:moveFrom') !== null;
    const hidden = (toggle(mark, 'w:vanish') ?? false) && inline.text === '';
    return {
      runsOn,
      boxes: inline.boxes,
      paragraph: paragraph(inline.text, {
        listNumber: runsOn || hidden ? null : this.#listNumber(own.numbering, style, styleId),
        headingLevel: own.headingLevel ?? style.headingLevel,
        align: own.align ?? style.align,
        bold: inline.bold,
        italic: inline.italic,
        links: inline.links,
      }),
    };
  }

  #listNumber(own: Style['numbering'], style: Style, styleId: string | null): string | null {
    const numbering = mergeNumbering(own, style.numbering);
    if (!numbering?.listId) return null;
    const list = this.#sources.lists.get(numbering.listId);
    if (!list) return null;
    const level = own?.level ?? this.#sources.lists.levelOfStyle(numbering.listId, styleId) ?? numbering.level ?? 0;
    return this.#counters.next(list, level);
  }

  #table(node: XmlNode): Table {
    const rows = this.#outerRows.get(node) ?? this.#rows(node);
    this.#outerRows.delete(node);
    return assembleTable(rows, this.#sources.budget, gridEdges(node));
  }

  #rows(container: XmlNode): DraftRow[] {
    return elements(container).flatMap((node): DraftRow[] => {
      const row = node.name === 'w:tr' ? this.#row(node) : null;
      if (row) return [row];
      return WRAPPERS.has(node.name) ? this.#rows(node) : [];
    });
  }

  #row(node: XmlNode): DraftRow | null {
    const properties = child(node, 'w:trPr');
    if (child(properties, 'w:del') || toggle(properties, 'w:hidden')) return null;
    const before = Number(child(properties, 'w:gridBefore')?.attributes['w:val'] ?? 0) || 0;
    const cells: DraftCell[] = [];
    this.#cells(node, before, cells);
    return { header: toggle(properties, 'w:tblHeader') ?? false, cells };
  }

  #cells(container: XmlNode, firstColumn: number, cells: DraftCell[]): number {
    let column = firstColumn;
    for (const node of elements(container)) {
      if (node.name === 'w:tc') column = this.#cell(node, column, cells);
      else if (WRAPPERS.has(node.name)) column = this.#cells(node, column, cells);
    }
    return column;
  }

  #cell(node: XmlNode, column: number, cells: DraftCell[]): number {
    const properties = child(node, 'w:tcPr');
    if (child(properties, 'w:cellDel')) return column;
    const span = Math.max(1, Number(child(properties, 'w:gridSpan')?.attributes['w:val'] ?? 1) || 1);
    const blocks = this.#blocksOf(node);
    const paragraphs = blocks.filter((block) => block.kind === 'paragraph');
    const tables = blocks.filter((block) => block.kind === 'table');
    const left = cells.at(-1);
    if (left && mergeState(properties, 'w:hMerge') === 'continue') {
      left.columnSpan += span;
      left.paragraphs.push(...paragraphs);
      left.tables.push(...tables);
      return column + span;
    }
    const continues =
      mergeState(properties, 'w:vMerge') === 'continue' ||
      child(properties, 'w:cellMerge')?.attributes['w:vMerge'] === 'cont';
    cells.push({ column, columnSpan: span, rowSpan: 1, continues, paragraphs, tables });
    return column + span;
  }
}

function mergeState(properties: XmlNode | null, name: string): 'restart' | 'continue' | null {
  const node = child(properties, name);
  if (!node) return null;
  return node.attributes['w:val'] === 'restart' ? 'restart' : 'continue';
}

/** Where each grid column begins, in twentieths of a point. */
function gridEdges(table: XmlNode): number[] {
  const edges = [0];
  for (const column of childrenOf(child(table, 'w:tblGrid'), 'w:gridCol')) {
    edges.push(edges.at(-1)! + (Number(column.attributes['w:w']) || 0));
  }
  return edges;
}
