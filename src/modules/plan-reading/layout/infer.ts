/** Columns of a table that has no header, or a header with blanks, judged by what stands in them. */
import { parseDeadline } from '../deadlines/index.ts';
import { startsParty } from '../parties/starts.ts';
import { opensResult } from '../results/kind.ts';
import { cellAt, cellText, filledCells, type Grid, type GridRow } from './grid.ts';
import type { Column } from './columns.ts';
import type { Header } from './header.ts';

const ROWS_LOOKED_AT = 60;
/** The share of filled cells that must look like the role. */
const ENOUGH = 0.6;
const SHORTEST_MEASURE = 20;
const LONGEST_NAME = 40;

type Looks = { filled: number; numbers: number; deadlines: number; parties: number; results: number; length: number };

function look(rows: readonly GridRow[], column: number): Looks {
  const looks: Looks = { filled: 0, numbers: 0, deadlines: 0, parties: 0, results: 0, length: 0 };
  for (const row of rows) {
    const cell = cellAt(row, column);
    const text = cellText(cell);
    if (cell === undefined || cell.span > 1 || text === '') continue;
    looks.filled++;
    looks.length += text.length;
    if (/^[\dIVX]+(?:\.\d+)*[.)]?$/.test(text)) looks.numbers++;
    else if (!['unrecognised', 'unspecified'].includes(parseDeadline(text).kind)) looks.deadlines++;
    else if (opensResult(text)) looks.results++;
    else if (startsParty(text)) looks.parties++;
  }
  return looks;
}

/**
 * A plan header made up from the contents, or null when the table does not look like a plan.
 * A first row of short words that mean nothing to us still names the columns.
 */
export function inferHeader(grid: Grid): Header | null {
  const names = namesColumns(grid.rows[0] as GridRow) && grid.rows.length > 1 ? (grid.rows[0] as GridRow) : null;
  const depth = names === null ? 0 : 1;
  const rows = grid.rows.slice(depth, depth + ROWS_LOOKED_AT);
  const looks = Array.from({ length: grid.columnCount }, (_, column) => look(rows, column));
  const columns: Column[] = looks.map((_, index) => ({
    index,
    header: names === null ? '' : cellText(cellAt(names, index)),
    role: 'other',
  }));
  const give = (role: Column['role'], share: (looks: Looks) => number) => {
    let winner = -1;
    looks.forEach((column, index) => {
      if (columns[index]?.role !== 'other' || column.filled === 0) return;
      const better = winner < 0 || share(column) > share(looks[winner] as Looks);
      if (share(column) >= ENOUGH && better) winner = index;
    });
    if (winner >= 0) (columns[winner] as Column).role = role;
  };
  give('number', (column) => column.numbers / column.filled);
  give('deadline', (column) => column.deadlines / column.filled);
  give('responsible', (column) => (column.length / column.filled < 200 ? column.parties / column.filled : 0));
  const lengths = looks.map((column, index) =>
    columns[index]?.role === 'other' && column.filled > 0 ? column.length / column.filled : 0,
  );
  const longest = lengths.indexOf(Math.max(...lengths));
  if ((lengths[longest] ?? 0) < SHORTEST_MEASURE) return null;
  (columns[longest] as Column).role = 'text';
  give('result', (column) => column.results / column.filled);
  const roles = new Set(columns.map(({ role }) => role));
  return roles.has('deadline') || (roles.has('number') && roles.has('responsible'))
    ? { kind: 'plan', at: 0, depth, columns }
    : null;
}

function namesColumns(row: GridRow): boolean {
  const texts = filledCells(row).map(cellText);
  return (
    texts.length >= 2 &&
    texts.every((text) => text.length <= LONGEST_NAME && !/\d/.test(text)) &&
    parseDeadlines(texts) === 0
  );
}

function parseDeadlines(texts: readonly string[]): number {
  return texts.filter((text) => !['unrecognised', 'unspecified'].includes(parseDeadline(text).kind)).length;
}

/** Numbers stand in a first column whose header is blank. */
export function inferBlankColumns(grid: Grid, header: Header): void {
  const rows = grid.rows.slice(header.at + header.depth, header.at + header.depth + ROWS_LOOKED_AT);
  const first = header.columns[0];
  if (first === undefined || first.header !== '' || header.columns.some(({ role }) => role === 'number')) return;
  const looks = look(rows, 0);
  if (looks.filled > 0 && looks.numbers / looks.filled >= ENOUGH) first.role = 'number';
}
