/**
 * The document as a sequence of lines and recognised tables. Rows that stand above a header inside the
 * same table (a sheet of a workbook, a stamp set in a frame) become lines again; a table without a header
 * that follows a table of the same width goes on with it, as over a page break.
 */
import type { Block } from '#documents/model.ts';
import { cellText, filledCells, type Grid, gridOf, type GridRow, isRule } from './grid.ts';
import { stampsApart } from './beside.ts';
import { alignToCount, alignToHeader } from './align.ts';
import type { Column } from './columns.ts';
import { findHeader, findNextHeader, type Header, isData, repeatsHeader } from './header.ts';
import { inferBlankColumns, inferHeader } from './infer.ts';
import { type Line, linesOf } from './lines.ts';

export type TablePart = {
  kind: 'plan' | 'courses';
  columns: Column[];
  rows: GridRow[];
  /** 1-based number of the table among the recognised ones; a continuation keeps the number. */
  table: number;
  /** Goes on with the table before: its first row may be the rest of the last one. */
  continues: boolean;
};
export type LinePart = { kind: 'line'; line: Line };
type UnknownPart = { kind: 'unknown'; grid: Grid };
export type Part = LinePart | TablePart | UnknownPart;

const PAGE_GARBAGE =
  /^(?:[-–—\s]*\d{1,3}[-–—\s]*|продолжение (?:таблицы|приложения).{0,20}|(?:стр(?:аница|\.)?|лист)\s*\d+(?:\s*(?:из|\/)\s*\d+)?)$/i;
const STAMP = /утвержд|согласован|принят|рассмотрен|приложение|рекомендован/i;

function isPageGarbage(text: string): boolean {
  return PAGE_GARBAGE.test(text) || /^[\s\-–—_=*.]+$/.test(text);
}

export function recognise(blocks: readonly Block[]): Part[] {
  const parts: Part[] = [];
  let last: TablePart | null = null;
  let linesSince = 0;
  const addLines = (lines: readonly Line[]) => {
    const kept = lines.filter((line) => line.number !== null || !isPageGarbage(line.text));
    parts.push(...kept.map((line): LinePart => ({ kind: 'line', line })));
    linesSince += kept.length;
  };
  const addTable = (kind: TablePart['kind'], columns: Column[], rows: GridRow[], continues: boolean) => {
    last = { kind, columns, rows, table: (last?.table ?? 0) + (continues ? 0 : 1), continues };
    parts.push(last);
    linesSince = 0;
  };
  const addGrid = (source: Grid) => {
    const before = last as TablePart | null;
    const found = findHeader(source);
    const grid = found ? alignToHeader(source, found) : before ? alignToCount(source, before.columns.length) : source;
    const first = grid === source ? found : findHeader(grid);
    if (first === null && before !== null && continuesTable(grid, before)) {
      addTable(before.kind, before.columns, grid.rows, linesSince === 0);
      return;
    }
    if (first === null && isFrame(grid)) {
      addLines(columnwise(grid));
      return;
    }
    let header = first ?? inferHeader(grid);
    if (header === null) parts.push({ kind: 'unknown', grid });
    let from = 0;
    while (header !== null) {
      inferBlankColumns(grid, header);
      const above = grid.rows.slice(from, header.at);
      const firstData = above.findIndex(isData);
      const preamble = firstData < 0 ? above : above.slice(0, firstData);
      addLines(preamble.flatMap((row) => filledCells(row).flatMap((cell) => cell.lines)));
      const next = otherHeader(grid, header);
      const end = next === null ? grid.rows.length : titleBefore(grid, next.at, header.at + header.depth);
      const again: boolean = last !== null && last.kind === header.kind && sameColumns(last.columns, header.columns);
      // Rows of data above a header: it is the header of the page before, repeated in the middle.
      const rows = [...above.slice(preamble.length), ...grid.rows.slice(header.at + header.depth, end)];
      addTable(header.kind, header.columns, rows, again && linesSince === 0);
      from = end;
      header = next;
    }
  };
  for (const block of stampsApart(blocks)) {
    if (block.kind === 'paragraph') addLines(linesOf(block));
    else {
      const grid = gridOf(block);
      if (grid.rows.some((row) => filledCells(row).length > 0 && !isRule(row))) addGrid(grid);
    }
  }
  return parts.flatMap((part, index) => withoutTail(part, parts[index + 1]));
}

/** Titles at the very end of a table that nothing follows are lines below it: notes, signatures, abbreviations. */
function withoutTail(part: Part, next: Part | undefined): Part[] {
  if (part.kind !== 'plan' || (next?.kind === 'plan' && next.continues)) return [part];
  let end = part.rows.length;
  while (end > 0 && isLine(part.rows[end - 1] as GridRow)) end--;
  const lines = part.rows.slice(end).flatMap((row) => filledCells(row).flatMap((cell) => cell.lines));
  return [{ ...part, rows: part.rows.slice(0, end) }, ...lines.map((line): LinePart => ({ kind: 'line', line }))];
}

/** One filled cell at the left edge or across the table, not the rest of a cell above. */
function isLine(row: GridRow): boolean {
  const filled = filledCells(row);
  const [cell] = filled;
  if (cell === undefined) return true;
  return (
    filled.length === 1 &&
    (cell.column === 0 || row.cells.length === 1) &&
    /^[^а-яё]/.test(cellText(cell)) &&
    !/^\d+[.)]?$/.test(cellText(cell))
  );
}

/** The next header with other columns; the same header repeated on a new page is no new table. */
function otherHeader(grid: Grid, header: Header): Header | null {
  let next = findNextHeader(grid, header.at + header.depth);
  while (next !== null && next.kind === header.kind && sameColumns(next.columns, header.columns)) {
    next = findNextHeader(grid, next.at + next.depth);
  }
  return next;
}

/** Rows of one cell right above a header are its title. */
function titleBefore(grid: Grid, header: number, lowest: number): number {
  let at = header;
  while (at > lowest && filledCells(grid.rows[at - 1] as GridRow).length <= 1) at--;
  return at;
}

function sameColumns(before: readonly Column[], after: readonly Column[]): boolean {
  return before.length === after.length && before.every((column, index) => column.role === after[index]?.role);
}

/** Names of columns that no row of a plan holds: a table of figures or a list of schools begins. */
const FOREIGN_HEADER =
  /^(?:№|ед(?:иниц[аы]|\.)?\s*изм|(?:целев[а-яё]+\s+)?(?:показател|индикатор|критери)[а-яё]*$|наименовани[ея]\s+(?:показател|организац|оо$))/i;

function continuesTable(grid: Grid, last: TablePart): boolean {
  if (grid.columnCount !== last.columns.length || grid.columnCount < 3) return false;
  const [first] = grid.rows;
  if (first !== undefined && filledCells(first).some((cell) => FOREIGN_HEADER.test(cellText(cell)))) return false;
  const wide = grid.rows.filter((row) => filledCells(row).length > 1);
  return wide.length > 0 || grid.rows.some((row) => row.cells.length > 1);
}

/** A frame without rows of its own sense: a stamp, a signature, one cell around a text. */
function isFrame(grid: Grid): boolean {
  if (grid.columnCount === 1) return true;
  const texts = grid.rows.flatMap((row) => filledCells(row).map(cellText));
  return (
    grid.rows.length === 1 ||
    (grid.columnCount <= 3 && texts.some((text) => STAMP.test(text) && text.length < 600) && grid.rows.length <= 8)
  );
}

/** Side by side stamps are read one after the other. */
function columnwise(grid: Grid): Line[] {
  const lines: Line[] = [];
  for (let column = 0; column < grid.columnCount; column++) {
    for (const row of grid.rows)
      for (const cell of filledCells(row)) if (cell.column === column) lines.push(...cell.lines);
  }
  return lines;
}

/** A second header in the middle of the rows: the same again, or one that also names columns. */
export function isHeaderAgain(row: GridRow, columns: readonly Column[]): boolean {
  return repeatsHeader(row, columns) || isColumnNumbers(row);
}

/** «1 | 2 | 3 | 4 | 5» under the header. */
function isColumnNumbers(row: GridRow): boolean {
  const texts = filledCells(row).map(cellText);
  return texts.length >= 3 && texts.every((text, index) => text.replace(/\.$/, '') === String(index + 1));
}
