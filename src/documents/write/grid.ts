/** Where the cells of a table stand once spans are laid out. */
import type { OfficialCell } from './model.ts';

/** Rows of the grid: the cell that begins at a place, or undefined where a span covers it. */
export function placeCells(
  rows: readonly { cells: OfficialCell[] }[],
  columnCount: number,
): (OfficialCell | undefined)[][] {
  const coveredRows = Array.from({ length: columnCount }, () => 0);
  return rows.map((row) => {
    const places = Array.from<OfficialCell | undefined>({ length: columnCount });
    let column = 0;
    for (const cell of row.cells) {
      while (coveredRows[column]! > 0) column += 1;
      places[column] = cell;
      const end = column + (cell.columnSpan ?? 1);
      // One more than the rows below: the count of this row itself is taken off at its end.
      for (; column < end; column += 1) coveredRows[column] = cell.rowSpan ?? 1;
    }
    for (let at = 0; at < columnCount; at += 1) coveredRows[at] = Math.max(0, coveredRows[at]! - 1);
    return places;
  });
}
