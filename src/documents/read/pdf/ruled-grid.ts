/** Ruled lines that touch each other make a table; where no line divides two boxes, they are one cell. */
import type { Budget } from '../limits.ts';
import { type Box, clusters, nearest, type Rule } from './geometry.ts';
import { SNAP } from './rules.ts';

/** A table's place on its page and its cells, from top left to bottom right. */
export type Grid = {
  box: Box;
  rowTops: number[];
  cells: Box[];
  /** No line on the left or on the right. */
  open: boolean;
};

/** A rule that covers this share of a box's side divides it from its neighbour. */
const COVERS = 0.6;
/** Height of a full-width row. */
const WIDEST_TITLE = 80;
const MOST_BOXES = 40_000;

export function findGrids(rules: Rule[], budget: Budget): Grid[] {
  const grids = connected(rules, budget).flatMap((group) => gridOf(group, budget) ?? []);
  // A frame around the page or around other tables is an ornament.
  return joinOpen(
    grids.filter(
      (grid) => grid.cells.length > 1 || !grids.some((other) => other !== grid && encloses(grid.box, other.box)),
    ),
  );
}

/** A full-width row of a table without side lines lies between two grids that nothing upright connects. */
function joinOpen(grids: Grid[]): Grid[] {
  const joined: Grid[] = [];
  for (const grid of [...grids].sort((a, b) => a.box.top - b.box.top)) {
    const above = joined.at(-1);
    const goesOn =
      above?.open && grid.open && near(above.box.left, grid.box.left) && near(above.box.right, grid.box.right);
    if (!goesOn || grid.box.top - above.box.bottom > WIDEST_TITLE) {
      joined.push(grid);
      continue;
    }
    const title = { left: above.box.left, right: above.box.right, top: above.box.bottom, bottom: grid.box.top };
    joined[joined.length - 1] = {
      open: true,
      box: { ...above.box, bottom: grid.box.bottom },
      rowTops: [...above.rowTops, ...grid.rowTops],
      cells: [...above.cells, title, ...grid.cells],
    };
  }
  return joined;
}

function near(a: number, b: number): boolean {
  return Math.abs(a - b) <= SNAP * 2;
}

function encloses(outer: Box, inner: Box): boolean {
  return (
    outer.left <= inner.left && outer.right >= inner.right && outer.top <= inner.top && outer.bottom >= inner.bottom
  );
}

function connected(rules: Rule[], budget: Budget): Rule[][] {
  const parent = rules.map((_, index) => index);
  const find = (index: number): number => {
    let root = index;
    while (parent[root] !== root) root = parent[root]!;
    parent[index] = root;
    return root;
  };
  const horizontal = indexesOf(rules, false);
  for (const v of indexesOf(rules, true)) {
    for (const h of horizontal) {
      budget.step();
      if (touch(rules[v]!, rules[h]!)) parent[find(v)] = find(h);
    }
  }
  const groups = new Map<number, Rule[]>();
  rules.forEach((rule, index) => {
    const root = find(index);
    const group = groups.get(root);
    if (group) group.push(rule);
    else groups.set(root, [rule]);
  });
  return [...groups.values()];
}

function indexesOf(rules: Rule[], vertical: boolean): number[] {
  return rules.flatMap((rule, index) => (rule.vertical === vertical ? [index] : []));
}

function touch(vertical: Rule, horizontal: Rule): boolean {
  return isWithin(vertical.at, horizontal) && isWithin(horizontal.at, vertical);
}

function isWithin(position: number, { from, to }: Rule): boolean {
  return position >= from - SNAP && position <= to + SNAP;
}

function gridOf(rules: Rule[], budget: Budget): Grid | null {
  const vertical = rules.filter((rule) => rule.vertical);
  const horizontal = rules.filter((rule) => !rule.vertical);
  if (horizontal.length < 2 || vertical.length < 1) return null;
  // Tables are often left open at the sides or at a page break: the ends of the rules close them.
  const xs = clusters(
    [...vertical.map((rule) => rule.at), ...horizontal.flatMap(({ from, to }) => [from, to])],
    SNAP * 2,
  );
  const ys = clusters(
    [...horizontal.map((rule) => rule.at), ...vertical.flatMap(({ from, to }) => [from, to])],
    SNAP * 2,
  );
  const columns = xs.length - 1;
  const rows = ys.length - 1;
  if (columns < 1 || rows < 1 || columns * rows > MOST_BOXES) return null;
  const sides = { right: dividers(vertical, xs, ys, budget), below: dividers(horizontal, ys, xs, budget) };
  const cells = mergeBoxes(
    columns,
    rows,
    (x, y) => sides.right.has(`${x + 1}:${y}`),
    (x, y) => sides.below.has(`${y + 1}:${x}`),
  );
  const toBox = ([left, top, right, bottom]: number[]): Box => ({
    left: xs[left!]!,
    top: ys[top!]!,
    right: xs[right!]!,
    bottom: ys[bottom!]!,
  });
  return {
    box: toBox([0, 0, columns, rows]),
    rowTops: ys,
    cells: cells.map(toBox),
    open: !vertical.some((rule) => near(rule.at, xs[0]!)),
  };
}

/** `line:gap` for every stretch between neighbouring `gaps` that a rule at `lines` covers. */
function dividers(rules: Rule[], lines: number[], gaps: number[], budget: Budget): Set<string> {
  const found = new Set<string>();
  for (const rule of rules) {
    const line = nearest(lines, rule.at);
    for (let gap = 0; gap + 1 < gaps.length; gap += 1) {
      budget.step();
      const [from, to] = [gaps[gap]!, gaps[gap + 1]!];
      const covered = Math.min(rule.to, to) - Math.max(rule.from, from);
      if (covered >= (to - from) * COVERS) found.add(`${line}:${gap}`);
    }
  }
  return found;
}

/** Cells as [left, top, right, bottom] in grid steps: grown to the right, then down, while nothing divides. */
function mergeBoxes(
  columns: number,
  rows: number,
  dividedRight: (x: number, y: number) => boolean,
  dividedBelow: (x: number, y: number) => boolean,
): number[][] {
  const taken = new Set<number>();
  const cells: number[][] = [];
  for (let y = 0; y < rows; y += 1) {
    for (let x = 0; x < columns; x += 1) {
      if (taken.has(y * columns + x)) continue;
      let right = x;
      while (right + 1 < columns && !dividedRight(right, y) && !taken.has(y * columns + right + 1)) right += 1;
      let bottom = y;
      while (bottom + 1 < rows && isOpenBelow(x, right, bottom)) bottom += 1;
      for (let row = y; row <= bottom; row += 1)
        for (let column = x; column <= right; column += 1) taken.add(row * columns + column);
      cells.push([x, y, right + 1, bottom + 1]);
    }
  }
  return cells;

  /** The row below goes on without a line above it and is as wide. */
  function isOpenBelow(left: number, right: number, y: number): boolean {
    for (let column = left; column <= right; column += 1) {
      if (dividedBelow(column, y) || taken.has((y + 1) * columns + column)) return false;
      if (column < right && dividedRight(column, y + 1)) return false;
    }
    const openLeft = left > 0 && !dividedRight(left - 1, y + 1);
    const openRight = right + 1 < columns && !dividedRight(right, y + 1);
    return !openLeft && !openRight;
  }
}
