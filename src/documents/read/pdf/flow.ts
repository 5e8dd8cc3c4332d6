/** A page as a sequence of text lines and tables, top to bottom. */
import type { Budget } from '../limits.ts';
import { type Box, clusters, contains, type PageContent, type TextPiece } from './geometry.ts';
import { type Line, linesOf } from './layout.ts';
import { findGrids, type Grid } from './ruled-grid.ts';
import { findColumns } from './unruled.ts';

export type PlacedCell = { box: Box; lines: Line[] };

/** A table or the part of it that stands on one page. */
export type PlacedTable = {
  kind: 'table';
  box: Box;
  rowTops: number[];
  cells: PlacedCell[];
  /** Sides of the columns where no lines are drawn, else null. */
  columns: number[] | null;
};

export type PlacedLine = { kind: 'line'; line: Line };

export type PageFlow = { width: number; height: number; items: (PlacedLine | PlacedTable)[] };

/** `above` is the page before, whose last table may go on here. */
export function flowOf(page: PageContent, above: PageFlow | null, budget: Budget): PageFlow {
  const grids = findGrids(page.rules, budget).sort((a, b) => a.box.top - b.box.top || a.box.left - b.box.left);
  const tables = outermost(grids);
  const insides = tables.map((): TextPiece[] => []);
  const outside: TextPiece[] = [];
  for (const piece of page.pieces) {
    budget.step();
    const [x, y] = centre(piece);
    const index = tables.findIndex((table) => contains(table.box, x, y));
    if (index < 0) outside.push(piece);
    else insides[index]!.push(piece);
  }
  const ruled = tables
    .map((table, index) => placeCells(table, insides[index]!, page, budget))
    .filter((table) => table.cells.some((cell) => cell.lines.length > 0));
  const lines = linesOf(outside, page.links);
  const occupied = ruled.map((table) => table.box);
  const unruled = findColumns(
    { lines, pieces: outside, links: page.links, rules: page.rules, occupied, columnsAbove: lastColumns(above) },
    budget,
  );
  const free = lines.filter(
    (line) => !unruled.some((table) => line.baseline >= table.box.top && line.baseline <= table.box.bottom),
  );
  const items = [...free.map((line): PlacedLine => ({ kind: 'line', line })), ...ruled, ...unruled];
  items.sort((a, b) => topOf(a) - topOf(b));
  return { width: page.width, height: page.height, items };
}

function lastColumns(page: PageFlow | null): number[] | null {
  return page?.items.findLast((item) => item.kind === 'table')?.columns ?? null;
}

function topOf(item: PlacedLine | PlacedTable): number {
  return item.kind === 'line' ? item.line.baseline : item.box.top;
}

/** A table drawn inside a cell of another one is read with that cell's text. */
function outermost(grids: Grid[]): Grid[] {
  return grids.filter((grid) => {
    const [x, y] = [(grid.box.left + grid.box.right) / 2, (grid.box.top + grid.box.bottom) / 2];
    return !grids.some(
      (other) => other !== grid && contains(other.box, x, y) && other.cells.length >= grid.cells.length,
    );
  });
}

function placeCells(grid: Grid, pieces: TextPiece[], page: PageContent, budget: Budget): PlacedTable {
  const held = grid.cells.map((): TextPiece[] => []);
  for (const piece of pieces) {
    for (const part of cutAtCells(piece, grid)) {
      budget.step();
      const [x, y] = centre(part);
      const index = grid.cells.findIndex((cell) => contains(cell, x, y));
      if (index >= 0) held[index]!.push(part);
    }
  }
  const cells = grid.cells.map((box, index): PlacedCell => {
    budget.cell();
    return { box, lines: linesOf(held[index]!, page.links) };
  });
  return { kind: 'table', box: grid.box, rowTops: grid.rowTops, cells, columns: null };
}

function centre(piece: TextPiece): [number, number] {
  return [(piece.left + piece.right) / 2, piece.baseline - piece.size * 0.3];
}

/** Text of neighbouring cells may come as one piece: it is cut at the space nearest to the line between them. */
function cutAtCells(piece: TextPiece, grid: Grid): TextPiece[] {
  const y = piece.baseline - piece.size * 0.3;
  const sides = grid.cells.filter((cell) => y >= cell.top && y <= cell.bottom).map((cell) => cell.right);
  const cuts = clusters(sides, 1).filter(
    (side) => side > piece.left + piece.size / 2 && side < piece.right - piece.size / 2,
  );
  let rest = piece;
  const parts: TextPiece[] = [];
  for (const cut of cuts) {
    const share = (cut - rest.left) / (rest.right - rest.left);
    const at = nearestSpace(rest.text, share);
    if (at < 0) continue;
    parts.push({ ...rest, text: rest.text.slice(0, at), right: cut - 1 });
    rest = { ...rest, text: rest.text.slice(at + 1), left: cut + 1 };
  }
  return [...parts, rest];
}

/** The space nearest to a share of the text's width, by the usual widths of letters. */
function nearestSpace(text: string, share: number): number {
  const wanted = share * widthOf(text);
  let best = -1;
  let nearest = Infinity;
  let width = 0;
  for (let at = 0; at < text.length; at += 1) {
    const char = text[at]!;
    const away = Math.abs(width + widthOf(char) / 2 - wanted);
    if (char === ' ' && away < nearest) {
      best = at;
      nearest = away;
    }
    width += widthOf(char);
  }
  return best;
}

function widthOf(text: string): number {
  let width = 0;
  for (const char of text)
    width += /[\s.,;:!'()|ijltI]/.test(char)
      ? 3
      : /[мжшщюыфЖМШЩЮЫФmwMW]/.test(char)
        ? 8
        : /[A-ZА-ЯЁ]/.test(char)
          ? 7
          : 5;
  return width;
}
