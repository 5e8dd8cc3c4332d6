/**
 * An official document as a workbook: stamp, title and text over the table in merged cells, the table
 * as in print; every further table has its own tab. A4 landscape, one page wide, header rows repeated.
 */
import { type Cell, type CellStyle, type MergeRange, type WriteSheet, writeXlsx } from 'hucre/xlsx';
import { columnWidths } from './column-widths.ts';
import { placeCells } from './grid.ts';
import type { OfficialBlock, OfficialDocument, OfficialParagraph, OfficialTable } from './model.ts';
import { type RowText, rowHeight } from './row-height.ts';
import { startsLikeFormula } from './sheet.ts';
import { cellText, tabName } from './xlsx.ts';

const POINTS = 11;
const FONT = { name: 'Times New Roman', size: POINTS } as const;
/** What a tab's columns add up to: the width of an A4 page on its side, nearly. */
const TAB_WIDTH = 265;
const MM_PER_CHARACTER = 1.95;
/** More than this above the table, in points, would leave no room to scroll under frozen rows. */
const TALLEST_FROZEN = 170;

export async function writeWorkbook(document: OfficialDocument): Promise<Uint8Array> {
  return writeXlsx({
    sheets: tabsOf(document).map((tab, index) => worksheet(tab, index)),
    properties: { title: document.title.join(' '), creator: 'Опора' },
    defaultFont: FONT,
  });
}

type Tab = { name: string; stamp: string[]; title: string[]; blocks: OfficialBlock[]; signature: string | null };

function tabsOf(document: OfficialDocument): Tab[] {
  const first: Tab = { name: document.tab, stamp: document.stamp, title: document.title, blocks: [], signature: null };
  const tabs = [first];
  for (const block of document.blocks) {
    const tab = tabs.at(-1)!;
    const second = block.kind === 'table' && tab.blocks.some(({ kind }) => kind === 'table');
    if (block.tab === undefined && !second) tab.blocks.push(block);
    else
      tabs.push({
        name: block.tab ?? `${tab.name} ${tabs.length + 1}`,
        stamp: [],
        title: [],
        blocks: [block],
        signature: null,
      });
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
      paperSize: 'a4',
      orientation: 'landscape',
      fitToPage: true,
      fitToWidth: 1,
      fitToHeight: 0,
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
  const width = widths.slice(from).reduce((total, each) => total + each, 0);
  filling.heights.set(row, { height: rowHeight([rowText(text.split('\n'), width, style)]) });
  filling.row += 1;
}

function addTable(filling: Filling, table: OfficialTable): void {
  const rows = [...table.header, ...table.rows];
  const placed = placeCells(rows, table.columns.length);
  rows.forEach(({ role }, index) => {
    const header = index < table.header.length;
    const row = filling.row + index;
    const texts: RowText[] = [];
    placed[index]!.forEach((cell, column) => {
      if (!cell) return;
      const { columnSpan = 1, rowSpan = 1 } = cell;
      const style =
        header || role === 'section' ? HEADING_CELL : bodyStyle(role === 'total', table.columns[column]!.align);
      const numeric = table.columns[column]!.numeric === true && !header && /^\d{1,9}$/.test(cell.paragraphs.join());
      filling.cells.set(
        `${row},${column}`,
        numeric ? { value: Number(cell.paragraphs[0]), style } : textCell(cell.paragraphs.join('\n'), style),
      );
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
      const width = filling.widths.slice(column, column + columnSpan).reduce((total, each) => total + each, 0);
      if (rowSpan === 1) texts.push(rowText(cell.paragraphs, width, style));
    });
    filling.heights.set(row, { height: rowHeight(texts) });
  });
  filling.row += rows.length;
}

function rowText(lines: string[], width: number, { font }: CellStyle): RowText {
  return { lines, width, points: font?.size ?? POINTS, bold: font?.bold === true };
}

function heightAbove(filling: Filling, row: number): number {
  let total = 0;
  for (let at = 0; at < row; at += 1) total += filling.heights.get(at)?.height ?? POINTS * 1.3;
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

function bodyStyle(bold: boolean, horizontal: 'left' | 'center' | 'right'): CellStyle {
  return { font: { ...FONT, bold }, border: BOX, alignment: { vertical: 'top', horizontal, wrapText: true } };
}

function mergedStyle(horizontal: 'left' | 'center', { size, bold }: { size: number; bold: boolean }): CellStyle {
  return {
    font: { ...FONT, size, bold },
    alignment: { vertical: bold ? 'center' : 'top', horizontal, wrapText: true },
  };
}

const LINE = { style: 'thin', color: { rgb: '000000' } } as const;
const BOX = { top: LINE, right: LINE, bottom: LINE, left: LINE } as const;
const HEADING_CELL: CellStyle = {
  font: { ...FONT, bold: true },
  border: BOX,
  alignment: { vertical: 'center', horizontal: 'center', wrapText: true },
};
const STAMP = mergedStyle('left', { size: POINTS, bold: false });
const TITLE = mergedStyle('center', { size: 14, bold: true });
const PARAGRAPH: Record<OfficialParagraph['style'], CellStyle> = {
  body: mergedStyle('left', { size: POINTS, bold: false }),
  heading: mergedStyle('center', { size: 12, bold: true }),
  note: mergedStyle('center', { size: POINTS, bold: false }),
};
