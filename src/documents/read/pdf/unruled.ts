/** Tables without upright lines: columns are strips of white that run down through nearly all lines. */
import type { Budget } from '../limits.ts';
import type { PlacedCell, PlacedTable } from './flow.ts';
import { columnGroups, columnSides, isTitle, liesAcross, type Row, rowOf, withColumnsAbove } from './columns.ts';
import { type Box, clusters, type Link, type Rule, type TextPiece } from './geometry.ts';
import { type Line, linesOf } from './layout.ts';

/** Lines between the first and the last that show columns, and those behind, which may end the last row. */
type Run = { rows: Row[]; tail: Row[] };

type Source = {
  lines: Line[];
  pieces: TextPiece[];
  links: Link[];
  rules: Rule[];
  /** The places of ruled tables, which end a run of lines. */
  occupied: Box[];
  /** The columns of the table that the page before ends with. */
  columnsAbove: number[] | null;
};

const LEAST_COLUMNS = 3;
const LEAST_SEEDS = 3;
/** Lines of wrapped text between two lines that show the columns. */
const MOST_QUIET = 12;
const SAME_ENDS = 3;
const NUMBER = /^(?:№|\d{1,3}(?:\.\d{1,3})*[.)]?(?:\s|$))/;

export function findColumns(source: Source, budget: Budget): PlacedTable[] {
  const rows = source.lines.map((line) => rowOf(line, source.pieces));
  const striped = stripedBoxes(source.rules, source.occupied);
  const tables = striped.flatMap(({ box, tops }) => {
    const inside = rows.filter(({ line }) => line.baseline > box.top && line.baseline <= box.bottom);
    return tableOf({ rows: inside, tail: [] }, source, budget, tops) ?? [];
  });
  const taken = [...source.occupied, ...tables.map((table) => table.box)];
  const rest = rows.filter(({ line }) => !taken.some((box) => line.baseline > box.top && line.baseline <= box.bottom));
  return [...tables, ...runs(rest, taken).flatMap((run) => tableOf(run, source, budget, null) ?? [])];
}

/** Level rules of one length, one below the other: their gaps are the rows of a table. */
function stripedBoxes(rules: Rule[], occupied: Box[]): { box: Box; tops: number[] }[] {
  const level = rules.filter(
    (rule) => !rule.vertical && !occupied.some((box) => rule.at >= box.top - 1 && rule.at <= box.bottom + 1),
  );
  const groups = new Map<string, Rule[]>();
  for (const rule of level) {
    const key = `${Math.round(rule.from / SAME_ENDS)}:${Math.round(rule.to / SAME_ENDS)}`;
    const group = groups.get(key);
    if (group) group.push(rule);
    else groups.set(key, [rule]);
  }
  return [...groups.values()]
    .filter((group) => group.length > 2)
    .map((group) => {
      const { from, to } = group[0]!;
      // Cells merged down leave gaps in the rule between two rows.
      const partial = level.filter(
        (rule) => rule.from >= from - SAME_ENDS && rule.to <= to + SAME_ENDS && rule.to - rule.from > (to - from) / 2,
      );
      const tops = clusters(
        [...group, ...partial].map((rule) => rule.at),
        SAME_ENDS,
      );
      return { box: { left: group[0]!.from, right: group[0]!.to, top: tops[0]!, bottom: tops.at(-1)! }, tops };
    });
}

/** Stretches from the first to the last line that shows columns. */
function runs(rows: Row[], taken: Box[]): Run[] {
  const result: Run[] = [];
  let run: Row[] = [];
  let quiet = 0;
  let seeds = 0;
  const end = () => {
    if (seeds >= LEAST_SEEDS)
      result.push({ rows: run.slice(0, run.length - quiet), tail: run.slice(run.length - quiet) });
    run = [];
    quiet = 0;
    seeds = 0;
  };
  for (const row of rows) {
    const above = run.at(-1)?.line.baseline;
    if (above !== undefined && taken.some((box) => box.top >= above && box.top <= row.line.baseline)) end();
    const seed = row.segments.length >= LEAST_COLUMNS;
    if (!seed && run.length === 0) continue;
    run.push(row);
    quiet = seed ? 0 : quiet + 1;
    if (seed) seeds += 1;
    if (quiet > MOST_QUIET) end();
  }
  end();
  return result;
}

function tableOf(
  run: Run,
  { links, columnsAbove }: Source,
  budget: Budget,
  ruledTops: number[] | null,
): PlacedTable | null {
  if (run.rows.length < LEAST_SEEDS) return null;
  const sides = withColumnsAbove(columnSides(run.rows, budget), columnsAbove);
  if (sides.length <= LEAST_COLUMNS) return null;
  if (run.rows.filter((row) => row.segments.length > 1).length < LEAST_SEEDS) return null;
  const rows = [...run.rows, ...restOfLastRow(run, sides)];
  const middle = secondHeaderTop(rows, sides);
  const tops = [...(ruledTops ?? rowTops(rows, sides)), ...(middle === null ? [] : [middle])].sort((x, y) => x - y);
  const cells = tops.slice(0, -1).flatMap((top, index) => {
    const bottom = tops[index + 1]!;
    if (top === middle) return [];
    if (bottom === middle) return headerCells(rows, { top, middle, bottom: tops[index + 2]! }, sides, links, budget);
    return cellsOfRow(rows, { top, bottom }, sides, links, budget);
  });
  return {
    kind: 'table',
    box: { left: sides[0]!, right: sides.at(-1)!, top: tops[0]!, bottom: tops.at(-1)! },
    rowTops: tops,
    cells,
    columns: sides,
  };
}

/** Wrapped text that follows closely and keeps to a column other than the first. */
function restOfLastRow({ rows, tail }: Run, sides: number[]): Row[] {
  let above = rows.at(-1)!.line;
  const stop = tail.findIndex(({ line }) => {
    const inside =
      line.left >= sides[1]! - 1 && !sides.slice(1, -1).some((side) => line.left < side - 1 && line.right > side + 1);
    const close = line.baseline - above.baseline < line.size * 1.75;
    above = line;
    return !inside || !close;
  });
  return stop < 0 ? tail : tail.slice(0, stop);
}

function rowTops(rows: Row[], sides: number[]): number[] {
  const numbered = rows.filter((row) => isNumbered(row, sides)).length > 1;
  const starts = rows.filter((row, index) => {
    const above = rows[index - 1];
    if (!above || isTitle(row, sides) || isTitle(above, sides)) return true;
    const apart = row.line.baseline - above.line.baseline > Math.max(row.line.size, above.line.size) * 1.75;
    return apart || (numbered ? isNumbered(row, sides) : row.segments[0]!.left < sides[1]!);
  });
  return [
    ...starts.map(({ line }) => line.baseline - line.size),
    rows.at(-1)!.line.baseline + rows.at(-1)!.line.size / 2,
  ];
}

function isNumbered({ pieces }: Row, sides: number[]): boolean {
  const first = pieces.filter((piece) => piece.left < sides[1]!);
  return NUMBER.test(first.map((piece) => piece.text.trim()).join(' '));
}

function cellsOfRow(
  rows: Row[],
  { top, bottom }: { top: number; bottom: number },
  sides: number[],
  links: Link[],
  budget: Budget,
): PlacedCell[] {
  const inside = rows.filter(({ line }) => line.baseline > top && line.baseline <= bottom);
  const whole = { left: sides[0]!, right: sides.at(-1)!, top, bottom };
  if (inside.length > 0 && inside.every((row) => isTitle(row, sides))) {
    budget.cell();
    return [
      {
        box: whole,
        lines: linesOf(
          inside.flatMap((row) => row.pieces),
          links,
        ),
      },
    ];
  }
  return columnGroups(inside, sides).map(([from, to]) => {
    budget.cell();
    const [left, right] = [sides[from]!, sides[to]!];
    const pieces = inside.flatMap((row) =>
      row.pieces.filter((piece) => piece.left >= left - 1 && piece.left < right - 1),
    );
    return { box: { left, right, top, bottom }, lines: linesOf(pieces, links) };
  });
}

/** Below a header over several columns begin the headers of each; null where there is none. */
function secondHeaderTop(rows: Row[], sides: number[]): number | null {
  const firstNumbered = rows.findIndex((row) => isNumbered(row, sides) && !row.line.text.startsWith('№'));
  for (const [index, row] of rows.slice(0, Math.max(firstNumbered, 0)).entries()) {
    const above = rows[index - 1];
    if (!above || above.segments.length < 2 || isTitle(row, sides)) continue;
    const across = above.segments.some((segment) => sides.slice(1, -1).some((side) => liesAcross(segment, side)));
    if (across) return row.line.baseline - row.line.size;
  }
  return null;
}

/** Two levels of headers: what stands over one column only takes both. */
function headerCells(
  rows: Row[],
  { top, middle, bottom }: { top: number; middle: number; bottom: number },
  sides: number[],
  links: Link[],
  budget: Budget,
): PlacedCell[] {
  const upper = rows.filter(({ line }) => line.baseline > top && line.baseline <= middle);
  return columnGroups(upper, sides).flatMap(([from, to]) => {
    const part = sides.slice(from, to + 1);
    if (part.length === 2) return cellsOfRow(rows, { top, bottom }, part, links, budget);
    const over = { left: part[0]!, right: part.at(-1)! };
    const whole = cellsOfRow(rows, { top, bottom: middle }, [over.left, over.right], links, budget);
    return [...whole, ...cellsOfRow(rows, { top: middle, bottom }, part, links, budget)];
  });
}
