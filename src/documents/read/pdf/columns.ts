/** Columns of text without upright lines: white corridors that nearly all lines leave free. */
import type { Budget } from '../limits.ts';
import type { TextPiece } from './geometry.ts';
import type { Line } from './layout.ts';

/** A line with its pieces, those that follow each other closely taken together. */
export type Row = { line: Line; pieces: TextPiece[]; segments: { left: number; right: number }[] };

/** In letter sizes: white between two columns, between two segments of a line. */
const CORRIDOR = 0.5;
const SEGMENT_GAP = 0.7;
/** Share of lines that may cross a corridor: titles and headers over several columns. */
const CROSSING = 0.08;
/** Text ends at different places on two pages of a table. */
const OTHER_END = 40;

export function rowOf(line: Line, all: TextPiece[]): Row {
  const pieces = all
    .filter((piece) => Math.abs(piece.baseline - line.baseline) < line.size * 0.45)
    .sort((a, b) => a.left - b.left);
  const segments: Row['segments'] = [];
  for (const { left, right } of pieces) {
    const last = segments.at(-1);
    if (last && left - last.right < line.size * SEGMENT_GAP) last.right = Math.max(last.right, right);
    else segments.push({ left, right });
  }
  return { line, pieces, segments };
}

/** Left side, the ends of the white corridors, right side. */
export function columnSides(rows: Row[], budget: Budget): number[] {
  const left = Math.min(...rows.map((row) => row.line.left));
  const right = Math.max(...rows.map((row) => row.line.right));
  const narrow = rows.filter(
    (row) =>
      row.segments.length > 1 ||
      !(isCentred(row.line, left, right) || row.line.right - row.line.left > (right - left) * 0.5),
  );
  const crossed = new Uint16Array(Math.ceil(right - left) + 1);
  for (const { segments } of narrow) {
    for (const segment of segments) {
      budget.step();
      for (let x = Math.floor(segment.left - left); x <= Math.min(segment.right - left, crossed.length - 1); x += 1)
        crossed[x]! += 1;
    }
  }
  const allowed = narrow.length < 8 ? 0 : Math.max(1, Math.floor(narrow.length * CROSSING));
  const least = rows[0]!.line.size * CORRIDOR;
  const sides = [left - 1];
  let start: number | null = null;
  for (let x = 0; x < crossed.length; x += 1) {
    const white = crossed[x]! <= allowed;
    if (white) start ??= x;
    else if (start !== null) {
      // The text of the next column begins where the white ends.
      if (x - start >= least && start > 0) sides.push(left + x - 1);
      start = null;
    }
  }
  sides.push(right + 1);
  return sides;
}

/** A few lines at the end of a table show fewer columns than the many lines above did. */
export function withColumnsAbove(sides: number[], above: number[] | null): number[] {
  if (!above || above.length <= sides.length) return sides;
  const near = (a: number, b: number) => Math.abs(a - b) < OTHER_END;
  return near(sides[0]!, above[0]!) && near(sides.at(-1)!, above.at(-1)!) ? above : sides;
}

/** A line across the columns, or set in the middle of all of them. */
export function isTitle({ segments, line }: Row, sides: number[]): boolean {
  const crosses = sides.slice(1, -1).some((side) => line.left < side - 1 && line.right > side + 1);
  const startsColumn = sides.some((side) => Math.abs(line.left - side) < 6);
  return segments.length === 1 && (crosses || (!startsColumn && isCentred(line, sides[0]!, sides.at(-1)!)));
}

/** The text of the outer columns rarely fills them, so the middle is only roughly known. */
function isCentred(line: Line, left: number, right: number): boolean {
  return Math.abs(line.left + line.right - left - right) < (right - left) * 0.1;
}

/** Neighbouring columns as [from, to) side indexes, taken together where a segment lies across them. */
export function columnGroups(rows: Row[], sides: number[]): [number, number][] {
  const groups: [number, number][] = [];
  for (let column = 0; column + 1 < sides.length; column += 1) {
    const last = groups.at(-1);
    if (last && rows.some((row) => row.segments.some((segment) => liesAcross(segment, sides[column]!))))
      last[1] = column + 1;
    else groups.push([column, column + 1]);
  }
  return groups;
}

export function liesAcross(segment: { left: number; right: number }, side: number): boolean {
  return segment.left < side - 2 && segment.right > side + 2;
}
