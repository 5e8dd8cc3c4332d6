/**
 * A list as a workbook: header row frozen, filtered and repeated in print, text wrapped, dates and
 * numbers as such, A4 landscape fitted to the page's width. Texts stay texts, whatever they begin with.
 */
import { type CellStyle, type CellValue, type WriteSheet, writeXlsx } from 'hucre/xlsx';
import { isValid, partsOf } from '#kernel/dates.ts';
import { type RowText, rowHeight } from './row-height.ts';
import { type Sheet, type SheetColumn, type SheetValue, startsLikeFormula } from './sheet.ts';

/** Excel refuses a file with a longer text in a cell. */
const LONGEST_TEXT = 32_767;

const POINTS = 11;
const MM_PER_CHARACTER = 1.95;
/** Of one line: such rows need no height of their own. */
const ORDINARY_HEIGHT = 20;

export async function tableToXlsx(...sheets: Sheet[]): Promise<Uint8Array> {
  return writeXlsx({ sheets: sheets.map((sheet, index) => worksheet(sheet, index)) });
}

/** What Excel allows as the name of a tab: 31 characters, none of []:*?/\ and no apostrophe at the ends. */
export function tabName(name: string, index: number): string {
  const clean = name
    .replace(/[[\]:*?/\\]/g, ' ')
    .replace(/\s+/g, ' ')
    .replace(/^['\s]+|['\s]+$/g, '')
    .slice(0, 31)
    .trim();
  return clean === '' ? `Лист ${index + 1}` : clean;
}

/** A text as the file can hold it: no control characters, not longer than Excel takes. */
export function cellText(text: string): string {
  // eslint-disable-next-line no-control-regex
  return text.replace(/[\u0000-\u0008\u000B\u000C\u000E-\u001F\uFFFE\uFFFF]/g, '').slice(0, LONGEST_TEXT);
}

function worksheet(sheet: Sheet, index: number): WriteSheet {
  const titleRows = sheet.title === undefined ? 0 : 1;
  const last = sheet.columns.length - 1;
  const cells: NonNullable<WriteSheet['cells']> = new Map();
  if (sheet.title !== undefined) cells.set('0,0', { value: cellText(sheet.title), style: TITLE });
  sheet.columns.forEach((column, at) =>
    cells.set(`${titleRows},${at}`, { value: cellText(column.header), style: HEADER }),
  );
  sheet.rows.forEach((row, rowIndex) => {
    sheet.columns.forEach((column, at) => {
      const cell = valueAndStyle(row[at] ?? null, column);
      if (cell) cells.set(`${rowIndex + titleRows + 1},${at}`, cell);
    });
  });
  const widths = sheet.columns.map((column, at) => column.width ?? widthByContent(sheet, at));
  return {
    name: tabName(sheet.name, index),
    columns: widths.map((width) => ({ width })),
    rowDefs: new Map(
      sheet.rows.flatMap((row, at) => {
        const height = rowHeight(row.map((value, column) => rowText(value, widths[column]!)));
        return height > ORDINARY_HEIGHT ? [[at + titleRows + 1, { height }]] : [];
      }),
    ),
    cells,
    // The size of the sheet comes from `rows`; what stands in them, with its style, from `cells`.
    rows: Array.from({ length: titleRows + 1 + sheet.rows.length }, () => []),
    merges: titleRows === 0 || last < 1 ? [] : [{ startRow: 0, startCol: 0, endRow: 0, endCol: last }],
    freezePane: { rows: titleRows + 1 },
    autoFilter: { range: `A${titleRows + 1}:${columnLetter(last)}${titleRows + 1 + sheet.rows.length}` },
    pageSetup: {
      paperSize: 'a4',
      orientation: 'landscape',
      fitToPage: true,
      fitToWidth: 1,
      fitToHeight: 0,
      printTitlesRow: `$${titleRows + 1}:$${titleRows + 1}`,
      margins: { left: 0.6, right: 0.4, top: 0.6, bottom: 0.6, header: 0.3, footer: 0.3 },
    },
    headerFooter: { oddFooter: '&C&P' },
  };
}

function valueAndStyle(value: SheetValue, column: SheetColumn): { value: CellValue; style: CellStyle } | null {
  if (value === null || value === '') return null;
  if (typeof value === 'number') return Number.isFinite(value) ? { value, style: NUMBER } : null;
  if (column.kind === 'date' && isValid(value)) {
    const { year, month, day } = partsOf(value);
    return { value: new Date(Date.UTC(year, month - 1, day)), style: DATE };
  }
  return { value: cellText(value), style: startsLikeFormula(value) ? TEXT_ALWAYS : TEXT };
}

function rowText(value: SheetValue, width: number): RowText {
  return { lines: String(value ?? '').split('\n'), width: width * MM_PER_CHARACTER, points: POINTS, bold: false };
}

/** The longest line, within reason: wide enough to read, narrow enough that a page holds the table. */
function widthByContent(sheet: Sheet, at: number): number {
  if (sheet.columns[at]?.kind === 'date') return 12;
  let widest = Math.max(...(sheet.columns[at]?.header ?? '').split(/\s+/).map((word) => word.length), 4);
  for (const row of sheet.rows) {
    const value = row[at];
    for (const line of String(value ?? '').split('\n')) widest = Math.max(widest, line.length);
    if (widest >= 60) return 60;
  }
  return widest + 2;
}

/** 0 → A, 25 → Z, 26 → AA. */
export function columnLetter(index: number): string {
  const letter = String.fromCharCode(65 + (index % 26));
  return index < 26 ? letter : columnLetter(Math.floor(index / 26) - 1) + letter;
}

const HAIRLINE = { style: 'thin', color: { rgb: '8C8C8C' } } as const;
const BOX = { top: HAIRLINE, right: HAIRLINE, bottom: HAIRLINE, left: HAIRLINE } as const;
const TITLE: CellStyle = { font: { bold: true, size: 13 }, alignment: { vertical: 'top' } };
const HEADER: CellStyle = {
  font: { bold: true },
  fill: { type: 'pattern', pattern: 'solid', fgColor: { rgb: 'EDEDED' } },
  border: BOX,
  alignment: { vertical: 'center', horizontal: 'center', wrapText: true },
};
const TEXT: CellStyle = { border: BOX, alignment: { vertical: 'top', wrapText: true } };
/** Stays a text also after someone edits the cell. */
const TEXT_ALWAYS: CellStyle = { ...TEXT, numFmt: '@' };
const NUMBER: CellStyle = { border: BOX, alignment: { vertical: 'top' } };
const DATE: CellStyle = { ...NUMBER, numFmt: 'dd.mm.yyyy' };
