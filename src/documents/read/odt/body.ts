/** Blocks of an OpenDocument text or sheet. */
import type { Block, Paragraph, Table } from '../../model.ts';
import { assembleTable, type DraftCell, type DraftRow, paragraph } from '../assemble.ts';
import type { Budget } from '../limits.ts';
import { childrenOf, elements, type XmlNode } from '../xml.ts';
import { readInline } from './inline.ts';
import { OdtLists, type OpenList } from './lists.ts';
import { type OdtStyle, type OdtStyles, OUTLINE } from './styles.ts';

const WRAPPERS = new Set([
  'text:section',
  'text:index-body',
  'text:table-of-content',
  'text:illustration-index',
  'text:alphabetical-index',
  'text:user-index',
  'text:index-title',
  'text:numbered-paragraph',
  'draw:frame',
  'draw:g',
  'draw:a',
  'draw:text-box',
  'draw:custom-shape',
  'draw:rect',
  'text:list-header',
  'office:text',
  'office:spreadsheet',
]);
/** Empty rows and cells that only fill the sheet up to its end are repeated more often than this. */
const MOST_EMPTY_REPEATS = 64;

export class OdtBody {
  readonly #styles: OdtStyles;
  readonly #lists: OdtLists;
  readonly #budget: Budget;
  readonly #outerRows = new Map<XmlNode, DraftRow[]>();

  constructor(styles: OdtStyles, budget: Budget) {
    this.#styles = styles;
    this.#lists = new OdtLists(styles);
    this.#budget = budget;
  }

  /** A row of an outer table that is still being parsed. */
  readOuterRow(row: XmlNode, table: XmlNode, header: boolean): void {
    const rows = this.#outerRows.get(table) ?? [];
    this.#outerRows.set(table, rows);
    this.#addRow(row, header, rows);
  }

  readBlock(node: XmlNode): Block[] {
    this.#budget.step();
    if (node.name === 'text:p' || node.name === 'text:h') return this.#paragraph(node, this.#headingNumber(node));
    if (node.name === 'text:list') return this.#list(node, null);
    if (node.name === 'table:table') return [this.#table(node)];
    if (!WRAPPERS.has(node.name) || node.attributes['text:display'] === 'none') return [];
    return elements(node).flatMap((inner) => this.readBlock(inner));
  }

  #list(node: XmlNode, around: OpenList | null): Block[] {
    const list = this.#lists.open(node, around, this.#listStyleOfFirst(node));
    return elements(node).flatMap((item): Block[] => {
      if (item.name === 'text:list-header') return this.#blocksOf(item);
      return item.name === 'text:list-item' ? this.#listItem(item, list) : [];
    });
  }

  #listItem(item: XmlNode, list: OpenList): Block[] {
    let numbered = false;
    return elements(item).flatMap((node): Block[] => {
      if (node.name === 'text:list') return this.#list(node, list);
      if (numbered || (node.name !== 'text:p' && node.name !== 'text:h')) return this.readBlock(node);
      numbered = true;
      return this.#paragraph(node, this.#lists.number(list, item.attributes['text:start-value']));
    });
  }

  #listStyleOfFirst(list: XmlNode): string | null {
    const first = elements(childrenOf(list, 'text:list-item')[0])[0];
    return this.#styles.get('paragraph', first?.attributes['text:style-name']).listStyle;
  }

  /** Headings outside of lists may be numbered by the outline of the document. */
  #headingNumber(node: XmlNode): string | null {
    const level = Number(node.attributes['text:outline-level'] ?? 0);
    if (node.name !== 'text:h' || level < 1 || node.attributes['text:is-list-header'] === 'true') return null;
    return this.#lists.number({ counterKey: OUTLINE, styleName: OUTLINE, level: level - 1 }, undefined);
  }

  #paragraph(node: XmlNode, listNumber: string | null): Block[] {
    const style = this.#styles.get('paragraph', node.attributes['text:style-name']);
    if (style.hidden) return [];
    const { boxes, text, links, bold, italic } = readInline(node, style, this.#styles, this.#budget);
    const own: Paragraph = paragraph(text, {
      listNumber,
      links,
      bold,
      italic,
      align: style.align,
      headingLevel: headingLevel(node, style),
    });
    return [own, ...boxes.flatMap((box) => this.#blocksOf(box))];
  }

  #blocksOf(container: XmlNode): Block[] {
    return elements(container).flatMap((node) => this.readBlock(node));
  }

  #table(node: XmlNode): Table {
    const rows = this.#outerRows.get(node) ?? this.#rowsOf(node);
    this.#outerRows.delete(node);
    while (
      rows.length > 0 &&
      rows.at(-1)!.cells.every((cell) => cell.paragraphs.length === 0 && cell.tables.length === 0)
    )
      rows.pop();
    return assembleTable(rows, this.#budget, this.#columnEdges(node));
  }

  #rowsOf(container: XmlNode, header = false): DraftRow[] {
    const rows: DraftRow[] = [];
    for (const node of elements(container)) {
      if (node.name === 'table:table-row') this.#addRow(node, header, rows);
      else if (isRowGroup(node)) rows.push(...this.#rowsOf(node, header || node.name === 'table:table-header-rows'));
    }
    return rows;
  }

  #addRow(node: XmlNode, header: boolean, rows: DraftRow[]): void {
    if (node.attributes['table:visibility'] === 'collapse') return;
    const cells = this.#cells(node);
    const empty = cells.every((cell) => cell.paragraphs.length === 0 && cell.tables.length === 0);
    const stated = Number(node.attributes['table:number-rows-repeated'] ?? 1) || 1;
    const repeats = empty && stated > MOST_EMPTY_REPEATS ? 1 : stated;
    for (let repeat = 0; repeat < repeats; repeat += 1) {
      this.#budget.cell(Math.max(cells.length, 1));
      rows.push({ header, cells: repeat === 0 ? cells : structuredClone(cells) });
    }
  }

  #cells(row: XmlNode): DraftCell[] {
    const cells: DraftCell[] = [];
    let column = 0;
    for (const node of elements(row)) {
      const repeats = Number(node.attributes['table:number-columns-repeated'] ?? 1) || 1;
      if (node.name === 'table:covered-table-cell') column += repeats;
      if (node.name !== 'table:table-cell') continue;
      const blocks = this.#blocksOf(node);
      const shown = blocks.length === 0 && repeats > MOST_EMPTY_REPEATS ? 0 : repeats;
      const columnSpan = spanOf(node, 'table:number-columns-spanned');
      for (let repeat = 0; repeat < shown; repeat += 1) {
        this.#budget.cell();
        cells.push({
          column: column + repeat,
          columnSpan,
          rowSpan: spanOf(node, 'table:number-rows-spanned'),
          paragraphs: blocks.filter((block) => block.kind === 'paragraph').map((own) => ({ ...own })),
          tables: blocks.filter((block) => block.kind === 'table'),
        });
      }
      column += repeats;
    }
    return cells;
  }

  #columnEdges(table: XmlNode): number[] {
    const edges = [0];
    const columns = [
      table,
      ...elements(table).filter((node) => /^table:table-(?:columns|header-columns|column-group)$/.test(node.name)),
    ];
    for (const column of columns.flatMap((container) => childrenOf(container, 'table:table-column'))) {
      const width = this.#styles.get('table-column', column.attributes['table:style-name']).columnWidth ?? 0;
      const repeats = Math.min(
        Number(column.attributes['table:number-columns-repeated'] ?? 1) || 1,
        MOST_EMPTY_REPEATS,
      );
      for (let repeat = 0; repeat < repeats; repeat += 1) edges.push(edges.at(-1)! + width);
    }
    return edges;
  }
}

function headingLevel(node: XmlNode, style: OdtStyle): number | null {
  const outline = Number(node.attributes['text:outline-level']);
  return node.name === 'text:h' && outline >= 1 && outline <= 9 ? outline : style.headingLevel;
}

function isRowGroup(node: XmlNode): boolean {
  return /^table:table-(?:header-rows|rows|row-group)$/.test(node.name);
}

function spanOf(node: XmlNode, name: string): number {
  return Math.min(Math.max(Number(node.attributes[name] ?? 1) || 1, 1), 10_000);
}
