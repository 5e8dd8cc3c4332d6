/**
 * Finds the header of a table by meaning: some row near the top whose short cells name the columns
 * of a plan or of a table of courses, with further rows where the header has two levels.
 */
import { comparable, fold } from '../text/clean.ts';
import { cellAt, cellText, filledCells, type Grid, type GridRow } from './grid.ts';
import { type ColumnRole, courseRoles, planRoles, type RoleScore } from './roles.ts';

export type Column = {
  index: number;
  header: string;
  role: ColumnRole /** A second meaning: «Срок, ответственный». */;
  also?: ColumnRole;
};

export type Header = { kind: 'plan' | 'courses'; at: number; depth: number; columns: Column[] };

const ROWS_SEARCHED = 40;
const LONGEST_HEADER_CELL = 160;
const INNER_HEADER_CELL = /^[«"(]?[А-ЯЁA-Z№][^\d]{0,60}$/;
const WEAKEST_ROLE = 4;

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
  if (filled.length === 0 || !filled.every((cell) => cellText(cell).length <= 80 && !/\d/.test(cellText(cell))))
    return false;
  if (below.cells.length === 1) return false;
  return filled.every((cell) => {
    const parent = cellAt(above, cell.column);
    const undivided =
      parent !== undefined && parent.span === 1 && cellText(parent) !== '' && !followedByGap(above, cell.column);
    return !undivided;
  });
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

function courseColumns(paths: string[][]): Column[] | null {
  const scores = paths.map((path) => courseRoles(path.join(' ')));
  const taken = new Set<ColumnRole>();
  const columns = paths.map((path, index): Column => {
    const role = (scores[index] as RoleScore[]).find((score) => !taken.has(score.role))?.role ?? 'other';
    if (role !== 'other') taken.add(role);
    return { index, header: path.join(' – '), role };
  });
  const asPlan = new Set(
    paths.flatMap((path) =>
      planRoles(path.join(' '))
        .slice(0, 1)
        .map(({ role }) => role),
    ),
  );
  const isCourses = taken.has('programme') && (taken.has('teachers') || taken.has('managers') || taken.has('hours'));
  return isCourses && !asPlan.has('responsible') && !asPlan.has('execution') ? columns : null;
}

function planColumns(paths: string[][]): Column[] | null {
  const scores = paths.map((path) => planRoles(path.join(' ')).filter(({ score }) => score >= WEAKEST_ROLE));
  const columns = paths.map((path, index): Column => {
    const [first] = scores[index] as RoleScore[];
    return { index, header: path.join(' – '), role: startOrEnd(path, first?.role ?? 'other') };
  });
  for (const role of ['text', 'number', 'deadline', 'execution', 'note', 'group'] as const)
    keepBest(columns, scores, role);
  if (!columns.some(({ role }) => role === 'text')) promoteToText(columns);
  findCombined(columns, scores);
  const roles = new Set(columns.map(({ role }) => role).filter((role) => role !== 'other' && role !== 'number'));
  const named = columns.filter(({ header }) => header !== '').length;
  const understood = columns.filter(
    ({ role, header }) => header !== '' && (role !== 'other' || planRoles(header).length > 0),
  ).length;
  return roles.has('text') && roles.size >= 2 && understood * 2 >= named ? columns : null;
}

/** «Срок» divided into «начало» and «окончание». */
function startOrEnd(path: string[], role: ColumnRole): ColumnRole {
  const leaf = comparable(path.at(-1) ?? '');
  if (role !== 'deadline' || path.length < 2) return role;
  if (/^(?:начал|старт|с$)/.test(leaf) || /начал/.test(leaf)) return 'deadline-start';
  return /окончан|заверш|^по$/.test(leaf) ? 'deadline-end' : role;
}

/** One column a role. A second text column may group the rows («Направление»); the rest are kept as they are. */
function keepBest(columns: Column[], scores: RoleScore[][], role: ColumnRole): void {
  const rivals = columns.filter((column) => column.role === role);
  const scoreOf = (column: Column, of: ColumnRole) =>
    scores[column.index]?.find((score) => score.role === of)?.score ?? 0;
  const winner = rivals.reduce<Column | undefined>(
    (best, column) => (best && scoreOf(best, role) >= scoreOf(column, role) ? best : column),
    undefined,
  );
  for (const column of rivals) {
    if (column !== winner) column.role = role === 'text' && scoreOf(column, 'group') > 0 ? 'group' : 'other';
  }
}

function promoteToText(columns: Column[]): void {
  const heir =
    columns.findLast(({ role }) => role === 'group') ??
    columns.find(({ role, header }) => role === 'other' && header === '');
  if (heir) heir.role = 'text';
}

/** One column for both the deadline and the responsible, when neither has a column of its own. */
function findCombined(columns: Column[], scores: RoleScore[][]): void {
  for (const [role, other] of [
    ['deadline', 'responsible'],
    ['responsible', 'deadline'],
  ] as const) {
    const column = columns.find((candidate) => candidate.role === role);
    if (column === undefined || columns.some((candidate) => candidate.role === other)) continue;
    if (scores[column.index]?.some((score) => score.role === other) && /[,/]|\sи\s/.test(column.header))
      column.also = other;
  }
}

/** The same header again at the top of a new page, in the same words or in other words of the same meaning. */
export function repeatsHeader(row: GridRow, columns: readonly Column[]): boolean {
  const filled = filledCells(row);
  if (filled.length < 2) return false;
  const texts = filled.map(cellText);
  if (filled.every((cell, index) => saysHeader(texts[index] as string, columns[cell.column]))) return true;
  const meant = filled.filter(
    (cell, index) => planRoles(texts[index] as string)[0]?.role === columns[cell.column]?.role,
  );
  return texts.every((text) => INNER_HEADER_CELL.test(text)) && meant.length >= 3 && meant.length >= filled.length - 1;
}

function saysHeader(text: string, column: Column | undefined): boolean {
  const header = comparable(column?.header ?? '');
  const said = comparable(text);
  return header !== '' && (header === said || header.split(' - ').includes(said));
}
