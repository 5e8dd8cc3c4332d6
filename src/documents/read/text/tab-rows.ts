/** The dialect in which a line is a row and tabs divide its cells. */
import type { Block } from '../../model.ts';
import { paragraph } from '../assemble.ts';
import type { Budget } from '../limits.ts';
import {
  isBlank,
  LONGEST_RULE,
  looksLikeHeader,
  looksLikeNumber,
  startsInside,
  textTable,
  type TextRow,
} from './lines.ts';

type Chunk = { rows: TextRow[]; columns: number };

/** Lines that the paragraphs of one cell may take. */
const MOST_BROKEN = 12;
/** Dashes that some extractors print as the table's last border. */
const RULE = /^[\s|+:=_–—-]*[-=_–—]{2,}[\s|+:=_–—-]*$/;

function isRule(line: string): boolean {
  return line.length < LONGEST_RULE && RULE.test(line);
}

export function hasInnerTab(line: string): boolean {
  const tab = line.indexOf('\t');
  return tab > 0 || (tab === 0 && line.includes('\t', 1) && !isBlank(line));
}

/** The tables that start at line `from` (or paragraphs, where the tabs make no table), and the line after them. */
export function readTabRows(lines: string[], from: number, budget: Budget): { blocks: Block[]; next: number } {
  const { chunks, next } = collectChunks(lines, from, budget);
  const blocks = joinSameWidth(chunks).flatMap((chunk): Block[] => {
    if (isTable(chunk)) return [textTable(chunk.rows, chunk.columns, budget)];
    return chunk.rows.map((row) => paragraph(row.map((cell) => cell.join(' ')).join('\t')));
  });
  return { blocks, next };
}

/** Rows up to the first line that belongs to no row, in chunks divided by blank lines. */
function collectChunks(lines: string[], from: number, budget: Budget): { chunks: Chunk[]; next: number } {
  const chunks: TextRow[][] = [[]];
  let at = from;
  let next = from;
  while (at < lines.length) {
    budget.step();
    const line = lines[at]!;
    const rows = chunks.at(-1)!;
    if (isBlank(line) && !line.includes('\t')) {
      if (rows.length > 0) chunks.push([]);
    } else if (hasInnerTab(line) || /^\t+$/.test(line)) {
      if (!isRule(line)) rows.push(line.split('\t').map((cell) => [cell]));
      next = at + 1;
    } else if (rows.length > 0 && rowsGoOn(lines, at)) {
      rows.push([[line.trim()]]);
      next = at + 1;
    } else if (rows.length > 0 && startsInside(line) && !line.startsWith('\t')) {
      rows.at(-1)!.at(-1)!.push(line);
      next = at + 1;
    } else {
      break;
    }
    at += 1;
  }
  return { chunks: chunks.filter((rows) => rows.length > 0).map((rows) => mended(rows, budget)), next };
}

/** Whether a line with tabs follows before the next blank line. */
function rowsGoOn(lines: string[], at: number): boolean {
  for (let ahead = at + 1; ahead <= at + MOST_BROKEN && !isBlank(lines[ahead]); ahead += 1) {
    if (hasInnerTab(lines[ahead]!)) return true;
  }
  return false;
}

/** Paragraphs inside a cell break the line of its row: such rows are put together to the usual width. */
function mended(rows: TextRow[], budget: Budget): Chunk {
  const widths = [usualWidth(rows), rows[0]!.length].filter((width) => width > 1);
  const tries = widths.map((columns): Chunk => ({ columns, rows: joinBroken(rows, columns, budget) }));
  const misfits = ({ columns, rows: joined }: Chunk) =>
    joined.filter((row) => row.length !== columns && row.length > 1).length;
  const [best] = tries.sort((a, b) => misfits(a) - misfits(b));
  return best ?? { rows, columns: usualWidth(rows) };
}

function joinBroken(rows: TextRow[], columns: number, budget: Budget): TextRow[] {
  const joined: TextRow[] = [];
  for (let at = 0; at < rows.length; ) {
    budget.step();
    const row = rows[at]!;
    const last = joined.at(-1);
    const whole = row.length > 1 && row.length < columns ? growTo(rows, at, columns) : null;
    if (whole) {
      joined.push(whole.row);
      at = whole.next;
      continue;
    }
    const lastText = last?.at(-1)?.join(' ') ?? '';
    const goesOn =
      row.length === 1 && last?.length === columns && (startsInside(row[0]!.join(' ')) || /[;,:]\s*$/.test(lastText));
    if (goesOn) last!.at(-1)!.push(...row[0]!);
    else joined.push(row);
    at += 1;
  }
  return joined;
}

/** The row begun at `at` with the lines that complete it exactly; null when they do not. */
function growTo(rows: TextRow[], at: number, columns: number): { row: TextRow; next: number } | null {
  const row = rows[at]!.map((cell) => [...cell]);
  for (let next = at + 1; next < rows.length && next - at <= MOST_BROKEN; next += 1) {
    const [first, ...others] = rows[next]!;
    if (row.length + others.length > columns) return null;
    row.at(-1)!.push(...first!);
    row.push(...others.map((cell) => [...cell]));
    if (row.length === columns) return { row, next: next + 1 };
  }
  return null;
}

function usualWidth(rows: TextRow[]): number {
  const counts = new Map<number, number>();
  for (const row of rows) if (row.length > 1) counts.set(row.length, (counts.get(row.length) ?? 0) + 1);
  const [usual] = [...counts].sort((a, b) => b[1] - a[1] || b[0] - a[0]);
  return usual?.[0] ?? 1;
}

/** A page break leaves a blank line inside a table; another number of columns is another table. */
function joinSameWidth(chunks: Chunk[]): Chunk[] {
  const joined: Chunk[] = [];
  for (const chunk of chunks) {
    const last = joined.at(-1);
    const restOfRow = chunk.rows.length === 1 && last !== undefined && chunk.columns <= last.columns;
    if (last && (chunk.columns === last.columns || restOfRow)) last.rows.push(...chunk.rows);
    else joined.push({ rows: [...chunk.rows], columns: chunk.columns });
  }
  return joined;
}

/** A numbered list or a signature line has tabs too. */
function isTable({ rows, columns }: Chunk): boolean {
  const first = rows[0]!.map((lines) => lines.join(' '));
  if (columns >= 2 && looksLikeHeader(first)) return true;
  if (columns >= 3) return rows.length >= 2;
  return columns === 2 && rows.length >= 3 && !rows.every((row) => looksLikeNumber(row[0]!.join('')));
}
