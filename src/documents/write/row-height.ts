/**
 * How high a spreadsheet row must be for its wrapped texts, in points. Spreadsheets fit only rows that
 * have no merged cells, and not all do it on opening; a line too many is better than one too few.
 */
import { MM_PER_POINT, textWidth } from './column-widths.ts';

/** Excel's limit. */
const TALLEST = 409;
const LINE = 1.25;

export type RowText = { lines: string[] /** Millimetres. */; width: number; points: number; bold: boolean };

export function rowHeight(texts: RowText[]): number {
  return Math.min(TALLEST, Math.max(0, ...texts.map(textHeight)));
}

function textHeight({ lines, width, points, bold }: RowText): number {
  const em = points * MM_PER_POINT * (bold ? 1.08 : 1);
  const count = lines.reduce((total, line) => total + Math.max(1, Math.ceil(textWidth(line, em) / (width - 3))), 0);
  return count * points * LINE + 4;
}
