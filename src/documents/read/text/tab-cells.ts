/**
 * The dialect in which every cell is a line that starts with a tab, its further lines follow
 * without one, and a blank line ends the row. A blank line may also stand inside a cell, so the
 * rows are found by the number of columns that explains the groups of cells best.
 */
import type { Block } from '../../model.ts';
import { paragraph } from '../assemble.ts';
import type { Budget } from '../limits.ts';
import { isBlank, looksLikeHeader, looksLikeNumber, startsInside, textTable, type TextRow } from './lines.ts';

/** Cells between two blank lines. */
type Group = { cells: TextRow };
type Layout = { cost: number; rows: TextRow[]; fullRows: number };

const WIDEST = 16;
const COST = { full: 0, section: 1, numberedSection: 2.5, odd: 3, join: 0.2, joinUnnumbered: 0.5 };

/** The table that starts at line `from` (or paragraphs, where it is indented text), and the line after it. */
export function readTabCells(lines: string[], from: number, budget: Budget): { blocks: Block[]; next: number } {
  const { groups, next } = collectGroups(lines, from, budget);
  let best: (Layout & { columns: number }) | null = null;
  for (const columns of candidateWidths(groups)) {
    const layout = layOut(groups, columns, budget);
    if (!best || layout.cost < best.cost) best = { ...layout, columns };
  }
  if (best && isTable(best)) return { blocks: [textTable(best.rows, best.columns, budget)], next };
  const indented = groups.flatMap((group) => group.cells.flat());
  return { blocks: indented.map((line) => paragraph(line)), next };
}

function collectGroups(lines: string[], from: number, budget: Budget): { groups: Group[]; next: number } {
  const groups: Group[] = [];
  let blanks = 1;
  let at = from;
  let next = from;
  for (; at < lines.length; at += 1) {
    budget.step();
    const line = lines[at]!;
    if (line === '' || (isBlank(line) && !line.startsWith('\t'))) {
      blanks += 1;
      continue;
    }
    if (line.startsWith('\t')) {
      if (line.includes('\t', 1) && !isBlank(line)) break;
      if (blanks > 0) groups.push({ cells: [] });
      groups.at(-1)!.cells.push([line.slice(1)]);
    } else {
      if (endsTable(lines, at, blanks)) break;
      groups.at(-1)!.cells.at(-1)!.push(line);
    }
    blanks = 0;
    next = at + 1;
  }
  return { groups, next };
}

/** Whether the line without a tab stands after the table, not in its last cell. */
function endsTable(lines: string[], at: number, blanksBefore: number): boolean {
  if (blanksBefore === 0 || startsInside(lines[at]!)) return false;
  if (blanksBefore >= 2) return true;
  const nextCell = lines.findIndex((line, index) => index > at && line.startsWith('\t'));
  return nextCell < 0 || looksLikeHeader([lines[nextCell]!]);
}

function candidateWidths(groups: Group[]): number[] {
  const widths = new Set<number>();
  groups.forEach((group, index) => {
    widths.add(group.cells.length);
    widths.add(group.cells.length + (groups[index + 1]?.cells.length ?? 0));
  });
  return [...widths].filter((width) => width >= 2 && width <= WIDEST).sort((a, b) => a - b);
}

/** The cheapest way to read the groups as rows of `columns` cells and full-width titles. */
function layOut(groups: Group[], columns: number, budget: Budget): Layout {
  const best: { cost: number; from: number }[] = [{ cost: 0, from: 0 }];
  for (let end = 1; end <= groups.length; end += 1) {
    let choice = { cost: Infinity, from: end - 1 };
    let cells = 0;
    for (let from = end - 1; from >= 0; from -= 1) {
      budget.step();
      cells += groups[from]!.cells.length;
      if (cells > columns && from < end - 1) break;
      const cost = best[from]!.cost + rowCost(groups, from, end, columns, cells);
      if (cost < choice.cost) choice = { cost, from };
    }
    best.push(choice);
  }
  const rows: TextRow[] = [];
  for (let end = groups.length; end > 0; end = best[end]!.from) {
    rows.unshift(groups.slice(best[end]!.from, end).flatMap((group) => group.cells));
  }
  return { cost: best.at(-1)!.cost, rows, fullRows: rows.filter((row) => row.length === columns).length };
}

function rowCost(groups: Group[], from: number, end: number, columns: number, cells: number): number {
  const joins = end - from - 1;
  const numbered = looksLikeNumber(groups[from]!.cells[0]!.join(' '));
  if (cells === columns) return COST.full + joins * (COST.join + (numbered ? 0 : COST.joinUnnumbered));
  if (joins > 0) return Infinity;
  if (cells === 1) return numbered ? COST.numberedSection : COST.section;
  return COST.odd;
}

function isTable({ rows, fullRows, columns }: Layout & { columns: number }): boolean {
  const full = rows.filter((row) => row.length === columns).map((row) => row.map((lines) => lines.join(' ')));
  if (full[0] && looksLikeHeader(full[0])) return true;
  const numbered = full.filter((row) => looksLikeNumber(row[0]!)).length;
  return fullRows >= 2 && numbered * 2 >= fullRows;
}
