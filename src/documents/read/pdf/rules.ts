/** The ruled lines of a page: strokes along the axes and rectangles filled so thin that they are lines. */
import type { Budget } from '../limits.ts';
import { apply, clusters, IDENTITY, type Matrix, multiply, nearest, type Rule } from './geometry.ts';

/** What pdf.js calls its drawing operators; only these are looked at. */
export type OperatorCodes = Record<
  | 'save'
  | 'restore'
  | 'transform'
  | 'constructPath'
  | 'paintFormXObjectBegin'
  | 'paintFormXObjectEnd'
  | 'stroke'
  | 'closeStroke'
  | 'fill'
  | 'eoFill'
  | 'fillStroke'
  | 'eoFillStroke'
  | 'closeFillStroke'
  | 'closeEOFillStroke',
  number
>;
export type Operators = { fnArray: number[]; argsArray: unknown[] };

/** How pdf.js codes the steps of a path. */
const MOVE = 0;
const LINE = 1;
const CURVE = 2;
const QUADRATIC = 3;
const CLOSE = 4;

/** Filled rectangles up to this thickness are lines. */
const THICKEST = 3.5;
const SHORTEST = 1.5;
/** Lines nearer than this are one line (double borders, rounding). */
export const SNAP = 3;
/** More than this is a drawing, not a table. */
const MOST_RULES = 20_000;

type Subpath = { points: [number, number][]; closed: boolean; straight: boolean };

export function readRules(operators: Operators, codes: OperatorCodes, page: Matrix, budget: Budget): Rule[] {
  const strokes = new Set([
    codes.stroke,
    codes.closeStroke,
    codes.fillStroke,
    codes.eoFillStroke,
    codes.closeFillStroke,
    codes.closeEOFillStroke,
  ]);
  const fills = new Set([codes.fill, codes.eoFill]);
  const rules: Rule[] = [];
  const stack: Matrix[] = [];
  let current: Matrix = IDENTITY;
  operators.fnArray.forEach((code, index) => {
    budget.step();
    const args = operators.argsArray[index];
    if (code === codes.save) stack.push(current);
    else if (code === codes.restore) current = stack.pop() ?? IDENTITY;
    else if (code === codes.transform && isMatrix(args)) current = multiply(current, args);
    else if (code === codes.paintFormXObjectBegin) {
      stack.push(current);
      const matrix: unknown = Array.isArray(args) ? args[0] : null;
      if (isMatrix(matrix)) current = multiply(current, matrix);
    } else if (code === codes.paintFormXObjectEnd) current = stack.pop() ?? IDENTITY;
    else if (code === codes.constructPath && Array.isArray(args)) {
      const paint = args[0] as number;
      if (!strokes.has(paint) && !fills.has(paint)) return;
      const toPage = multiply(page, current);
      for (const path of subpaths(args[1], toPage))
        rules.push(...(strokes.has(paint) ? strokedRules(path) : filledRules(path)));
    }
  });
  return rules.length > MOST_RULES ? [] : mergeRules(rules);
}

function isMatrix(value: unknown): value is Matrix {
  return (Array.isArray(value) || ArrayBuffer.isView(value)) && (value as ArrayLike<number>).length === 6;
}

function subpaths(packed: unknown, toPage: Matrix): Subpath[] {
  const data = Array.isArray(packed) ? (packed[0] as ArrayLike<number> | null) : null;
  if (!data) return [];
  const paths: Subpath[] = [];
  let at = 0;
  while (at < data.length) {
    const step = data[at]!;
    const path = paths.at(-1);
    if (step === MOVE) {
      paths.push({ points: [apply(toPage, data[at + 1]!, data[at + 2]!)], closed: false, straight: true });
      at += 3;
    } else if (step === LINE) {
      path?.points.push(apply(toPage, data[at + 1]!, data[at + 2]!));
      at += 3;
    } else if (step === CURVE || step === QUADRATIC) {
      if (path) path.straight = false;
      at += step === CURVE ? 7 : 5;
    } else if (step === CLOSE) {
      if (path) path.closed = true;
      at += 1;
    } else {
      break;
    }
  }
  return paths.filter((found) => found.straight && found.points.length > 1);
}

function strokedRules({ points, closed }: Subpath): Rule[] {
  const thin = thinRule(points);
  if (thin) return thin;
  const ends = closed ? [...points.slice(1), points[0]!] : points.slice(1);
  return ends.flatMap((end, index) => segmentRule(points[index]!, end));
}

function filledRules({ points }: Subpath): Rule[] {
  return thinRule(points) ?? [];
}

function segmentRule([x1, y1]: [number, number], [x2, y2]: [number, number]): Rule[] {
  const width = Math.abs(x2 - x1);
  const height = Math.abs(y2 - y1);
  if (width < 1 && height >= SHORTEST)
    return [{ vertical: true, at: (x1 + x2) / 2, from: Math.min(y1, y2), to: Math.max(y1, y2) }];
  if (height < 1 && width >= SHORTEST)
    return [{ vertical: false, at: (y1 + y2) / 2, from: Math.min(x1, x2), to: Math.max(x1, x2) }];
  return [];
}

function thinRule(points: [number, number][]): Rule[] | null {
  const xs = points.map(([x]) => x);
  const ys = points.map(([, y]) => y);
  const [left, right, top, bottom] = [Math.min(...xs), Math.max(...xs), Math.min(...ys), Math.max(...ys)];
  if (right - left <= THICKEST && bottom - top > right - left)
    return [{ vertical: true, at: (left + right) / 2, from: top, to: bottom }];
  if (bottom - top <= THICKEST && right - left > bottom - top)
    return [{ vertical: false, at: (top + bottom) / 2, from: left, to: right }];
  return null;
}

/** Pieces of one line, drawn cell by cell or dash by dash, become one rule. */
function mergeRules(rules: Rule[]): Rule[] {
  return [true, false].flatMap((vertical) => {
    const same = rules.filter((rule) => rule.vertical === vertical);
    const positions = clusters(
      same.map((rule) => rule.at),
      SNAP,
    );
    const byPosition = new Map<number, Rule[]>();
    for (const rule of same) {
      const at = positions[nearestSorted(positions, rule.at)]!;
      const list = byPosition.get(at);
      if (list) list.push(rule);
      else byPosition.set(at, [rule]);
    }
    return [...byPosition].flatMap(([at, list]) =>
      mergeIntervals(list).map(({ from, to }) => ({ vertical, at, from, to })),
    );
  });
}

function nearestSorted(positions: number[], value: number): number {
  let low = 0;
  let high = positions.length - 1;
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if (positions[middle]! <= value) low = middle;
    else high = middle;
  }
  return low + nearest(positions.slice(low, high + 1), value);
}

function mergeIntervals(rules: Rule[]): { from: number; to: number }[] {
  const merged: { from: number; to: number }[] = [];
  for (const { from, to } of [...rules].sort((a, b) => a.from - b.from)) {
    const last = merged.at(-1);
    if (last && from - last.to <= SNAP) last.to = Math.max(last.to, to);
    else merged.push({ from, to });
  }
  return merged;
}
