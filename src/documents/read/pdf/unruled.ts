/** Tables without lines: columns are strips of white that run down through many lines. */
import type { Budget } from '../limits.ts';
import type { Box, Link, TextPiece } from './geometry.ts';
import { type Line, linesOf } from './layout.ts';
import type { PlacedTable } from './flow.ts';

type Strip = { left: number; right: number };

const LEAST_LINES = 4;
const LEAST_COLUMNS = 3;
/** White between two columns, in letter sizes. */
const COLUMN_GAP = 0.9;
const NUMBER = /^(?:№|\d{1,3}(?:\.\d{1,3})*[.)]?(?:\s|$))/;

/** `occupied` are the places of ruled tables, which end a run of lines. */
export function findColumns(
  lines: Line[],
  pieces: TextPiece[],
  links: Link[],
  occupied: Box[],
  budget: Budget,
): PlacedTable[] {
  const tables: PlacedTable[] = [];
  for (const run of runs(lines, occupied)) {
    const inside = piecesOf(run, pieces);
    const table = tableOf(run, inside, links, budget);
    if (table) tables.push(table);
  }
  return tables;
}

/** Stretches from the first to the last line that has a gap wide enough for columns. */
function runs(lines: Line[], occupied: Box[]): Line[][] {
  const result: Line[][] = [];
  let run: Line[] = [];
  let quiet = 0;
  const end = () => {
    const kept = run.slice(0, run.length - quiet);
    if (kept.length >= LEAST_LINES) result.push(kept);
    run = [];
    quiet = 0;
  };
  for (const line of lines) {
    const previous = run.at(-1);
    if (previous && occupied.some((box) => box.top >= previous.baseline && box.top <= line.baseline)) end();
    const columnar = line.text.includes('\t');
    if (!columnar && run.length === 0) continue;
    run.push(line);
    quiet = columnar ? 0 : quiet + 1;
    if (quiet > LEAST_LINES) end();
  }
  end();
  return result;
}

function piecesOf(run: Line[], pieces: TextPiece[]): TextPiece[] {
  const top = run[0]!.baseline - 1;
  const bottom = run.at(-1)!.baseline + 1;
  return pieces.filter((piece) => piece.baseline >= top && piece.baseline <= bottom);
}

function tableOf(run: Line[], pieces: TextPiece[], links: Link[], budget: Budget): PlacedTable | null {
  const size = run[0]!.size;
  const columns = strips(
    pieces.filter((piece) => !isWide(piece, run)),
    size * COLUMN_GAP,
  );
  if (columns.length < LEAST_COLUMNS) return null;
  const placed = run.map((line) => {
    const own = pieces.filter((piece) => Math.abs(piece.baseline - line.baseline) < line.size * 0.45);
    return columns.map((strip) => own.filter((piece) => overlap(piece, strip)));
  });
  const filled = placed.filter((cells) => cells.filter((cell) => cell.length > 0).length > 1).length;
  if (filled * 2 < run.length || filled < LEAST_LINES) return null;

  const starts = run.map((line, index) => index === 0 || startsRow(placed[index]!, run[index - 1]!, line));
  const rowTops = run.filter((_, index) => starts[index]).map((line) => line.baseline - line.size);
  rowTops.push(run.at(-1)!.baseline + size);
  const sides = [
    columns[0]!.left - 1,
    ...columns.slice(1).map((strip, index) => (columns[index]!.right + strip.left) / 2),
    columns.at(-1)!.right + 1,
  ];
  const cells = rowTops.slice(0, -1).flatMap((top, row) => {
    const bottom = rowTops[row + 1]!;
    const inRow = pieces.filter((piece) => piece.baseline > top && piece.baseline <= bottom);
    const wide = inRow.filter((piece) => isWide(piece, run));
    budget.cell(columns.length);
    if (wide.length > 0 && wide.length === inRow.length)
      return [{ box: { left: sides[0]!, right: sides.at(-1)!, top, bottom }, lines: linesOf(inRow, links) }];
    return columns.map((strip, index) => {
      return {
        box: { left: sides[index]!, right: sides[index + 1]!, top, bottom },
        lines: linesOf(
          inRow.filter((piece) => overlap(piece, strip)),
          links,
        ),
      };
    });
  });
  const box = { left: sides[0]!, right: sides.at(-1)!, top: rowTops[0]!, bottom: rowTops.at(-1)! };
  return { kind: 'table', box, rowTops, cells, ruled: false };
}

/** A line across the columns: a title, not a cell. */
function isWide(piece: TextPiece, run: Line[]): boolean {
  const left = Math.min(...run.map((line) => line.left));
  const right = Math.max(...run.map((line) => line.right));
  return piece.right - piece.left > (right - left) * 0.6;
}

function strips(pieces: TextPiece[], gap: number): Strip[] {
  const merged: Strip[] = [];
  for (const { left, right } of [...pieces].sort((a, b) => a.left - b.left)) {
    const last = merged.at(-1);
    if (last && left - last.right < gap) last.right = Math.max(last.right, right);
    else merged.push({ left, right });
  }
  return merged;
}

function overlap(piece: TextPiece, strip: Strip): boolean {
  const middle = (piece.left + piece.right) / 2;
  return middle >= strip.left && middle <= strip.right;
}

/** A number in the first column, or more white above than between lines. */
function startsRow(cells: TextPiece[][], previous: Line, line: Line): boolean {
  const first = cells[0]!.map((piece) => piece.text).join(' ');
  return NUMBER.test(first) || line.baseline - previous.baseline > Math.max(line.size, previous.size) * 1.75;
}
