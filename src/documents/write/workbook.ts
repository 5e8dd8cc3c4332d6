/**
 * An official document as a workbook: stamp, title and text over the table in merged cells, the table
 * as in print; every further table has its own tab. A4 landscape, one page wide, header rows repeated.
 */
import { type Cell, type CellStyle, type MergeRange, type WriteSheet, writeXlsx } from 'hucre/xlsx';
import { columnWidths, MM_PER_POINT, textWidth } from './column-widths.ts';
import { placeCells } from './grid.ts';
import type { OfficialBlock, OfficialCell, OfficialDocument, OfficialParagraph, OfficialTable } from './model.ts';
import { startsLikeFormula } from './sheet.ts';
import { cellText, tabName } from './xlsx.ts';

const FONT = 'Times New Roman';
const POINTS = 11;
/** What a tab's columns add up to: the width of an A4 page on its side, nearly. */
const TAB_WIDTH = 265;
const MM_PER_CHARACTER = 1.95;
const LINE_HEIGHT = POINTS * 1.36;
/** More than this above the table, in points, would leave no room to scroll under frozen rows. */
const TALLEST_FROZEN = 170;

export async function writeWorkbook(document: OfficialDocument): Promise<Uint8Array> {
  return writeXlsx({
    sheets: tabsOf(document).map((tab, index) => worksheet(tab, index)),
    properties: { title: document.title.join(' '), creator: 'Опора' },
    defaultFont: { name: FONT, size: POINTS },
  });
}

type Tab = { name: string; stamp: string[]; title: string[]; blocks: OfficialBlock[]; signature: string | null };

function tabsOf(document: OfficialDocument): Tab[] {
  const first: Tab = { name: document.tab, stamp: document.stamp, title: document.title, blocks: [], signature: null };
  const tabs = [first];
  for (const block of document.blocks) {
    const tab = tabs.at(-1)!;
    const second = block.kind === 'table' && tab.blocks.some(({ kind }) => kind === 'table');
    const name = block.kind === 'paragraph' ? block.tab : undefined;
    if (name === undefined && !second) tab.blocks.push(block);
    else tabs.push({ name: name ?? `${tab.name} ${tabs.length + 1}`, stamp: [], title: [], blocks: [block], signature: null });
  }
  const { signature } = document;
  if (signature) tabs.at(-1)!.signature = `${signature.post} ____________________ ${signature.name}`;
  return tabs;
}

/** A tab being filled from the top. */
type Filling = {
  row: number;
  widths: number[];
  cells: Map<string, Partial<Cell>>;
  merges: MergeRange[];
  heights: Map<number, { height: number }>;
};

function worksheet(tab: Tab, index: number): WriteSheet {
  const table = tab.blocks.find((block) => block.kind === 'table');
  const widths = table ? columnWidths(table, TAB_WIDTH, POINTS) : [TAB_WIDTH];
  const filling: Filling = { row: 0, widths, cells: new Map(), merges: [], heights: new Map() };
  for (const line of tab.stamp) fullWidth(filling, line, STAMP, stampColumn(widths));
  if (tab.title.length > 0) fullWidth(filling, tab.title.join('\n'), TITLE);
  let headerRows: { first: number; last: number } | null = null;
  for (const block of tab.blocks) {
    if (block.kind === 'paragraph') fullWidth(filling, paragraphText(block), PARAGRAPH[block.style]);
    else {
      headerRows = { first: filling.row, last: filling.row + block.header.length - 1 };
      addTable(filling, block);
    }
  }
  if (tab.signature !== null) {
    filling.row += 1;
    fullWidth(filling, tab.signature, PARAGRAPH.body);
  }
  const frozen = headerRows !== null && heightAbove(filling, headerRows.first) <= TALLEST_FROZEN;
  return {
    name: tabName(tab.name, index),
    columns: widths.map((width) => ({ width: width / MM_PER_CHARACTER })),
    rows: Array.from({ length: filling.row }, () => []),
    cells: filling.cells,
    merges: filling.merges,
    rowDefs: filling.heights,
    freezePane: frozen ? { rows: headerRows!.last + 1 } : undefined,
    pageSetup: {
      paperSize: 'a4', orientation: 'landscape', fitToPage: true, fitToWidth: 1, fitToHeight: 0,
      printTitlesRow: headerRows === null ? undefined : `$${headerRows.first + 1}:$${headerRows.last + 1}`,
      margins: { left: 0.6, right: 0.5, top: 0.8, bottom: 0.6, header: 0.4, footer: 0.3 },
    },
    headerFooter: { oddHeader: '&C&P', firstHeader: '', differentFirst: true },
  };
}

function fullWidth(filling: Filling, text: string, style: CellStyle, from = 0): void {
  const { row, widths } = filling;
  const last = widths.length - 1;
  filling.cells.set(`${row},${from}`, textCell(text, style));
  if (last > from) filling.merges.push({ startRow: row, startCol: from, endRow: row, endCol: last });
  // A merged cell does not grow with its text by itself.
  const width = widths.slice(from).reduce((total, each) => total + each, 0);
  filling.heights.set(row, { height: linesIn(text.split('\n'), width, style.font?.bold === true) * LINE_HEIGHT * ((style.font?.size ?? POINTS) / POINTS) + 4 });
  filling.row += 1;
}

function addTable(filling: Filling, table: OfficialTable): void {
  const rows = [...table.header, ...table.rows];
  const placed = placeCells(rows, table.columns.length);
  rows.forEach(({ role }, index) => {
    const header = index < table.header.length;
    const row = filling.row + index;
    let lines = 1;
    placed[index]!.forEach((cell, column) => {
      if (!cell) return;
      const { columnSpan = 1, rowSpan = 1 } = cell;
      const style = header || role === 'section' ? HEADING_CELL : { ...CELL, font: { bold: role === 'total' }, alignment: { ...CELL.alignment, horizontal: table.columns[column]!.align } };
      const numeric = table.columns[column]!.numeric === true && !header && /^\d{1,9}$/.test(cell.paragraphs.join());
      filling.cells.set(`${row},${column}`, numeric ? { value: Number(cell.paragraphs[0]), style } : textCell(cell.paragraphs.join('\n'), style));
      if (columnSpan > 1 || rowSpan > 1) {
        const end = { row: row + rowSpan - 1, column: column + columnSpan - 1 };
        filling.merges.push({ startRow: row, startCol: column, endRow: end.row, endCol: end.column });
        // Each covered cell draws its own part of the border.
        for (let at = row; at <= end.row; at += 1) {
          for (let across = column; across <= end.column; across += 1) {
            if (at !== row || across !== column) filling.cells.set(`${at},${across}`, { value: null, style });
          }
        }
      }
      if (rowSpan === 1) lines = Math.max(lines, cellLines(cell, filling.widths.slice(column, column + columnSpan), header || role !== undefined));
    });
    filling.heights.set(row, { height: Math.min(lines * LINE_HEIGHT + 3, 409) });
  });
  filling.row += rows.length;
}

function cellLines(cell: OfficialCell, widths: number[], bold: boolean): number {
  return linesIn(cell.paragraphs, widths.reduce((total, width) => total + width, 0), bold);
}

/** Spreadsheets set text wider than print does, and break lines less evenly: better a line too many. */
function linesIn(paragraphs: string[], width: number, bold: boolean): number {
  const em = POINTS * MM_PER_POINT * (bold ? 1.12 : 1.04);
  return paragraphs.reduce((total, text) => total + Math.max(1, Math.ceil((textWidth(text, em) / (width - 3)) * 1.06)), 0);
}

function heightAbove(filling: Filling, row: number): number {
  let total = 0;
  for (let at = 0; at < row; at += 1) total += filling.heights.get(at)?.height ?? LINE_HEIGHT;
  return total;
}

/** The stamp takes the right-hand part: as many of the last columns as make up two fifths of the width. */
function stampColumn(widths: number[]): number {
  let width = 0;
  for (let column = widths.length - 1; column > 0; column -= 1) {
    width += widths[column]!;
    if (width >= TAB_WIDTH * 0.36) return column;
  }
  return 0;
}

function paragraphText({ lead, text }: OfficialParagraph): string {
  return lead === undefined ? text : `${lead} ${text}`;
}

function textCell(text: string, style: CellStyle): Partial<Cell> {
  return { value: cellText(text), style: startsLikeFormula(text) ? { ...style, numFmt: '@' } : style };
}

const LINE = { style: 'thin', color: { rgb: '000000' } } as const;
const CELL = {
  border: { top: LINE, right: LINE, bottom: LINE, left: LINE },
  alignment: { vertical: 'top', wrapText: true },
} as const satisfies CellStyle;
const HEADING_CELL: CellStyle = {
  ...CELL, font: { bold: true }, alignment: { vertical: 'center', horizontal: 'center', wrapText: true },
};
const STAMP: CellStyle = { alignment: { horizontal: 'left', vertical: 'top', wrapText: true } };
const TITLE: CellStyle = { font: { bold: true, size: 13 }, alignment: { horizontal: 'center', vertical: 'center', wrapText: true } };
const PARAGRAPH: Record<OfficialParagraph['style'], CellStyle> = {
  body: { alignment: { horizontal: 'left', vertical: 'top', wrapText: true } },
  heading: { font: { bold: true, size: 12 }, alignment: { horizontal: 'center', vertical: 'center', wrapText: true } },
  note: { alignment: { horizontal: 'center', vertical: 'top', wrapText: true } },
};
