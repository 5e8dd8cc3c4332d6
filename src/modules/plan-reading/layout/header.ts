/**
 * Finds the header of a table by meaning: some row near the top whose short cells name the columns
 * of a plan or of a table of courses, with further rows where the header has two levels.
 */
import { comparable, fold } from '../text/clean.ts';
import { cellAt, cellText, filledCells, type Grid, type GridRow } from './grid.ts';
import { type Column, courseColumns, planColumns } from './columns.ts';
import { planRoles } from './roles.ts';

export type Header = { kind: 'plan' | 'courses'; at: number; depth: number; columns: Column[] };

const ROWS_SEARCHED = 40;
const LONGEST_HEADER_CELL = 160;
const INNER_HEADER_CELL = /^[«"(]?[А-ЯЁA-Z№][^\d]{0,60}$/;

export function findHeader(grid: Grid): Header | null {
  const last = Math.min(grid.rows.length, ROWS_SEARCHED);
  for (let at = 0; at < last; at++) {
    const header = headerAt(grid, at);
    if (header) return header;
    // Rows of data have begun: whatever looks like a header from here on must prove it.
    if (isData(grid.rows[at] as GridRow)) return findNextHeader(grid, at + 1);
  }
  return null;
}

const FEWEST_CELLS_OF_DATA = 3;

export function isData(row: GridRow): boolean {
  return filledCells(row).length >= FEWEST_CELLS_OF_DATA;
}

/**
 * A header further down: another table on the same sheet. Among rows of data the proof must be
 * stronger: short cells with a capital and without figures that all mean something, three roles at least.
 */
export function findNextHeader(grid: Grid, from: number): Header | null {
  for (let at = from; at < grid.rows.length; at++) {
    const texts = filledCells(grid.rows[at] as GridRow).map(cellText);
    if (texts.length < 3 || !texts.every((text) => INNER_HEADER_CELL.test(text))) continue;
    const header = headerAt(grid, at);
    const roles = new Set(header?.columns.map(({ role }) => role));
    roles.delete('other');
    if (header && roles.size >= 3 && roles.size >= texts.length - 1) return header;
  }
  return null;
}

function headerAt(grid: Grid, at: number): Header | null {
  const row = grid.rows[at] as GridRow;
  if (!couldBeHeader(row)) return null;
  const depth = headerDepth(grid, at);
  const paths = headerPaths(grid, at, depth);
  const courses = courseColumns(paths);
  if (courses) return { kind: 'courses', at, depth, columns: courses };
  const plan = planColumns(paths);
  return plan ? { kind: 'plan', at, depth, columns: plan } : null;
}

function couldBeHeader(row: GridRow): boolean {
  const texts = filledCells(row).map(cellText);
  return (
    texts.length >= 2 &&
    texts.every(
      (text) =>
        text.length <= LONGEST_HEADER_CELL &&
        !/^\d+(?:\.\d+)*[.)]?$/.test(text) &&
        !/\d{1,2}\.\d{1,2}\.\d{2,4}/.test(text),
    )
  );
}

/** Rows of the header: one, and more while the next row only divides cells of the one above. */
function headerDepth(grid: Grid, at: number): number {
  let depth = 1;
  while (depth < 3 && at + depth < grid.rows.length) {
    const above = grid.rows[at + depth - 1] as GridRow;
    const below = grid.rows[at + depth] as GridRow;
    if (!divides(above, below)) break;
    depth++;
  }
  return depth;
}

function divides(above: GridRow, below: GridRow): boolean {
  const filled = filledCells(below);
  if (filled.length === 0 || !filled.every((cell) => dividesCell(cellText(cell)))) return false;
  if (below.cells.length === 1) return false;
  return filled.every((cell) => {
    const parent = cellAt(above, cell.column);
    const undivided =
      parent !== undefined && parent.span === 1 && cellText(parent) !== '' && !followedByGap(above, cell.column);
    return !undivided;
  });
}

/** Words without figures, or a year or a quarter over a column of its own. */
function dividesCell(text: string): boolean {
  return text.length <= 80 && (!/\d/.test(text) || /^(?:20\d\d(?:\s*г(?:од|\.)?)?|\d\s+(?:кв|пол).*)$/i.test(text));
}

/** Without spans (plain text) a divided cell is followed by empty ones. */
function followedByGap(row: GridRow, column: number): boolean {
  const next = cellAt(row, column + 1);
  return next !== undefined && !next.carried && cellText(next) === '';
}

/** For each column, the header cells over it from top to bottom. */
function headerPaths(grid: Grid, at: number, depth: number): string[][] {
  return Array.from({ length: grid.columnCount }, (_, column) => {
    const path: string[] = [];
    for (let level = 0; level < depth; level++) {
      const row = grid.rows[at + level] as GridRow;
      let text = cellText(cellAt(row, column));
      const dividedBelow = level + 1 < depth && cellText(cellAt(grid.rows[at + level + 1] as GridRow, column)) !== '';
      for (let left = column - 1; text === '' && dividedBelow && left >= 0; left--) text = cellText(cellAt(row, left));
      if (text !== '' && path.at(-1) !== text) path.push(fold(text));
    }
    return path;
  });
}

/** The same header again at the top of a new page, in the same words or in other words of the same meaning. */
export function repeatsHeader(row: GridRow, columns: readonly Column[]): boolean {
  const filled = filledCells(row);
  if (filled.length < 2) return false;
  const texts = filled.map(cellText);
  if (filled.every((cell, index) => saysHeader(texts[index] as string, columns[cell.column]))) return true;
  if (!texts.every((text) => INNER_HEADER_CELL.test(text))) return false;
  const meant = filled.filter(
    (cell, index) => planRoles(texts[index] as string)[0]?.role === columns[cell.column]?.role,
  );
  return meant.length >= 3 && meant.length >= filled.length - 1;
}

function saysHeader(text: string, column: Column | undefined): boolean {
  const header = comparable(column?.header ?? '');
  const said = comparable(text);
  return header !== '' && (header === said || header.split(' - ').includes(said));
}
