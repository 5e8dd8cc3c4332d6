/**
 * Column widths by content, in millimetres: no column narrower than its longest word, and what
 * width is left goes, step by step, where it shortens the table most.
 */
import { placeCells } from './grid.ts';
import type { OfficialCell, OfficialTable } from './model.ts';
import { isKeptWhole, keepTogether } from './no-break.ts';

/** Millimetres given out at a time. */
const STEP = 1.5;
/** Left and right inner margin of a cell with the rule. */
export const CELL_PADDING = 3.4;
/** A longer word is broken rather than given so much of the page. */
const WIDEST_WORD = 50;
/** Enough rows to know the table by. */
const SAMPLE = 150;

export const MM_PER_POINT = 25.4 / 72;

export function columnWidths(table: OfficialTable, available: number, points: number): number[] {
  const rows = sample(table);
  const em = points * MM_PER_POINT;
  const widths = table.columns.map((_, column) => narrowest(rows, column, em));
  const total = sum(widths);
  if (total >= available) return widths.map((width) => (width * available) / total);

  const lengths = rows.map((row) => row.map((cell) => (cell ? length(cell, em) : 0)));
  const widest = table.columns.map(
    (_, column) => Math.max(...rows.map((row) => longestLine(row[column], em)), 0) + CELL_PADDING,
  );
  let left = available - total;
  while (left > 0) {
    const step = Math.min(STEP, left);
    const column = mostUseful(lengths, widths, widest, step);
    if (column < 0) return shareOut(widths, left);
    widths[column]! += step;
    left -= step;
  }
  return widths;
}

/** The column where one more step saves most height; none when every text stands on one line. */
function mostUseful(lengths: number[][], widths: number[], widest: number[], step: number): number {
  const heights = lengths.map((row) =>
    sum(row.map((length, column) => sharpened(length / (widths[column]! - CELL_PADDING)))),
  );
  let best = -1;
  let bestSaving = 0;
  for (let column = 0; column < widths.length; column += 1) {
    if (widths[column]! >= widest[column]!) continue;
    const room = widths[column]! - CELL_PADDING;
    let saving = 0;
    lengths.forEach((row, index) => {
      const length = row[column]!;
      if (length === 0) return;
      const lower = Math.max(0, heights[index]! - sharpened(length / room) + sharpened(length / (room + step)));
      saving += blunted(heights[index]!) - blunted(lower);
    });
    if (saving > bestSaving) [best, bestSaving] = [column, saving];
  }
  return best;
}

/** The height of a row is its highest cell; the fourth root of the sum of fourth powers is a smooth stand-in. */
function sharpened(height: number): number {
  return height ** 2 * height ** 2;
}

function blunted(total: number): number {
  return Math.sqrt(Math.sqrt(total));
}

/** All texts fit: wide columns take more of the rest, so that the table still fills the page. */
function shareOut(widths: number[], left: number): number[] {
  const total = sum(widths);
  return widths.map((width) => width + (left * width) / total);
}

/** Cells by column; a cell that spans columns says nothing about the width of one. */
function sample(table: OfficialTable): (OfficialCell | undefined)[][] {
  const rows = [...table.header, ...table.rows];
  const every = Math.max(1, Math.ceil(rows.length / SAMPLE));
  const placed = placeCells(rows, table.columns.length);
  return placed
    .filter((_, index) => index < table.header.length || index % every === 0)
    .map((row) => row.map((cell) => ((cell?.columnSpan ?? 1) === 1 ? cell : undefined)));
}

function narrowest(rows: (OfficialCell | undefined)[][], column: number, em: number): number {
  let widest = em;
  for (const row of rows) {
    for (const paragraph of row[column]?.paragraphs ?? []) {
      for (const word of unbreakable(paragraph)) widest = Math.max(widest, textWidth(word, em));
    }
  }
  return Math.min(widest, WIDEST_WORD) + CELL_PADDING;
}

function unbreakable(paragraph: string): string[] {
  return keepTogether(paragraph)
    .split(/[ \n]/)
    .flatMap((word) => (isKeptWhole(word) ? [word] : word.split(/(?<=[-–/])/)));
}

function longestLine(cell: OfficialCell | undefined, em: number): number {
  return Math.max(0, ...(cell?.paragraphs ?? []).map((paragraph) => textWidth(paragraph, em)));
}

/** Of the whole text laid out in one line; every paragraph ends a line half empty. */
function length(cell: OfficialCell, em: number): number {
  return cell.paragraphs.reduce((total, paragraph) => total + textWidth(paragraph, em) * 1.05 + 4 * em, 0);
}

/** About what Times takes: capitals and wide letters are wider, punctuation is narrow. */
export function textWidth(text: string, em: number): number {
  let width = 0;
  for (let at = 0; at < text.length; at += 1) width += widthOfCode(text.charCodeAt(at));
  return width * em;
}

const CODES = 65_536;
const knownWidths = new Float64Array(CODES);

function widthOfCode(code: number): number {
  const known = knownWidths[code]!;
  if (known > 0) return known;
  const width = letterWidth(String.fromCharCode(code));
  knownWidths[code] = width;
  return width;
}

function letterWidth(letter: string): number {
  if (/[.,;:()«»\s\-–/]/.test(letter)) return 0.33;
  if (/[жшщыюмфЖШЩЫЮМФ№ДWM@%]/.test(letter)) return 0.8;
  return /[А-ЯЁA-Z—]/.test(letter) ? 0.7 : 0.52;
}

function sum(values: number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
