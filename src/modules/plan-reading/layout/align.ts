/**
 * Tables that follow each other without a line between arrive as one table with the column bounds of both:
 * cells of one column then span different grid columns. The rows are set back to the columns of the header.
 */
import type { Grid, GridCell, GridRow } from './grid.ts';
import type { Header } from './header.ts';

/** The grid with one grid column for each column of the header, or the very same grid where that is so already. */
export function alignToHeader(grid: Grid, header: Header): Grid {
  const top = grid.rows.slice(header.at, header.at + header.depth);
  const starts = [...new Set(top.flatMap((row) => row.cells.map((cell) => cell.column)))].sort((a, b) => a - b);
  if (starts.length === grid.columnCount || starts.length < 2 || starts[0] !== 0) return grid;
  const rows = grid.rows.map((row, index) =>
    row.cells.length === starts.length && index >= header.at + header.depth ? inOrder(row) : byPlace(row, starts),
  );
  return rows.every(hasOwnPlaces) ? { rows, columnCount: starts.length } : grid;
}

/** A continuation without a header: rows of as many cells as the table before has columns stand in its columns. */
export function alignToCount(grid: Grid, columns: number): Grid {
  if (grid.columnCount === columns || columns < 2) return grid;
  if (!grid.rows.every(({ cells }) => cells.length === columns || cells.length === 1)) return grid;
  const rows = grid.rows.map((row) => (row.cells.length === columns ? inOrder(row) : acrossAll(row, columns)));
  return { rows, columnCount: columns };
}

function inOrder(row: GridRow): GridRow {
  return { ...row, cells: row.cells.map((cell, column): GridCell => ({ ...cell, column, span: 1 })) };
}

function acrossAll(row: GridRow, columns: number): GridRow {
  return { ...row, cells: row.cells.map((cell): GridCell => ({ ...cell, column: 0, span: columns })) };
}

function byPlace(row: GridRow, starts: readonly number[]): GridRow {
  const placeOf = (column: number) => starts.findLastIndex((start) => start <= column);
  return {
    ...row,
    cells: row.cells.map((cell): GridCell => {
      const column = placeOf(cell.column);
      return { ...cell, column, span: placeOf(cell.column + cell.span - 1) - column + 1 };
    }),
  };
}

function hasOwnPlaces({ cells }: GridRow): boolean {
  return cells.every((cell, index) => index === 0 || (cells[index - 1] as GridCell).column < cell.column);
}
