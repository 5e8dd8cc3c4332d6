/**
 * A table as a full grid: every row knows the cell over each column, vertically merged cells
 * are present in all the rows they cover, and nested tables are unfolded into lines.
 */
import type { Cell, Table } from '#documents/model.ts';
import { type Line, linesOf, printedText } from './lines.ts';

export type GridCell = {
  column: number;
  span: number;
  lines: Line[];
  /** True in the rows below the first of a vertically merged cell. */
  carried: boolean;
};

export type GridRow = { cells: GridCell[]; header: boolean };

export type Grid = { rows: GridRow[]; columnCount: number };

export function gridOf(table: Table): Grid {
  let columnCount = table.columnCount;
  let reaching: { cell: GridCell; left: number }[] = [];
  const rows = table.rows.map((row) => {
    const carried = reaching.map(({ cell }) => ({ ...cell, carried: true }));
    reaching = reaching.map(({ cell, left }) => ({ cell, left: left - 1 })).filter(({ left }) => left > 0);
    const own = row.cells.map((source) => {
      const cell = {
        column: source.column,
        span: Math.max(1, source.columnSpan),
        lines: linesIn(source),
        carried: false,
      };
      if (source.rowSpan > 1) reaching.push({ cell, left: source.rowSpan - 1 });
      columnCount = Math.max(columnCount, cell.column + cell.span);
      return cell;
    });
    const taken = new Set(own.map((cell) => cell.column));
    const cells = [...own, ...carried.filter((cell) => !taken.has(cell.column))].sort((a, b) => a.column - b.column);
    return { cells, header: row.header };
  });
  return { rows, columnCount };
}

function linesIn(cell: Cell): Line[] {
  const nested = cell.tables.flatMap((table) => table.rows.flatMap((row) => row.cells.flatMap(linesIn)));
  return [...cell.paragraphs.flatMap(linesOf), ...nested];
}

export function cellAt(row: GridRow, column: number): GridCell | undefined {
  return row.cells.find((cell) => cell.column <= column && column < cell.column + cell.span);
}

export function cellText(cell: GridCell | undefined): string {
  return cell === undefined ? '' : cell.lines.map(printedText).join(' ').trim();
}

export function isEmpty(cell: GridCell): boolean {
  return cell.lines.every((line) => line.text === '' && line.number === null);
}

/** Cells of the row itself that have something in them. */
export function filledCells(row: GridRow): GridCell[] {
  return row.cells.filter((cell) => !cell.carried && !isEmpty(cell));
}

/** A row of dashes or underscores drawn by hand. */
export function isRule(row: GridRow): boolean {
  const filled = filledCells(row);
  return filled.length > 0 && filled.every((cell) => /^[\s\-–—_=*.|+:]+$/.test(cellText(cell)));
}
