/** p linearly independent rows near the τ-th quantile of the least-squares residuals: where the simplex sets out. */
import { StatsError } from '../errors.ts';
import { leastSquares } from '../linear/least-squares.ts';
import { quantile } from '../quantile.ts';

const PIVOT_TOLERANCE = 1e-7;
/** For each parameter. */
const CANDIDATES = 200;

type Problem = { x: Float64Array; rows: Int32Array; y: Float64Array; p: number };

export function startingBasis({ x, rows, y, p }: Problem, tau: number): Int32Array {
  const n = y.length;
  const columns = Array.from({ length: p }, (_, k) => {
    const column = new Float64Array(n);
    for (let i = 0; i < n; i += 1) column[i] = x[(rows[i] as number) * p + k] as number;
    return column;
  });
  const { residuals } = leastSquares(columns, y);
  const level = quantile(residuals, tau);
  const distance = residuals.map((one) => Math.abs(one - level));
  const nearest = quantile(distance, Math.min(1, (CANDIDATES * p) / n));
  const order = Int32Array.from({ length: n }, (_, i) => i);
  const byDistance = (a: number, b: number) => (distance[a] as number) - (distance[b] as number) || a - b;
  // Sorting all observations costs more than the rest of this: the nearest nearly always suffice.
  const near = order.filter((i) => (distance[i] as number) <= nearest).sort(byDistance);
  return independentRows(x, rows, p, near) ?? independentRows(x, rows, p, order.sort(byDistance)) ?? collinear(p);
}

/** Greedy: a row is taken when, reduced by those taken before, something is left of it. */
function independentRows(x: Float64Array, rows: Int32Array, p: number, order: Int32Array): Int32Array | null {
  const taken: number[] = [];
  const reduced: { row: Float64Array; pivot: number }[] = [];
  for (const i of order) {
    const start = (rows[i] as number) * p;
    const row = x.slice(start, start + p);
    const size = largest(row);
    for (const { row: other, pivot } of reduced) {
      const factor = (row[pivot] as number) / (other[pivot] as number);
      if (factor !== 0) for (let k = 0; k < p; k += 1) row[k] = (row[k] as number) - factor * (other[k] as number);
    }
    let pivot = 0;
    for (let k = 1; k < p; k += 1) if (Math.abs(row[k] as number) > Math.abs(row[pivot] as number)) pivot = k;
    if (Math.abs(row[pivot] as number) <= PIVOT_TOLERANCE * size) continue;
    taken.push(i);
    reduced.push({ row, pivot });
    if (taken.length === p) return Int32Array.from(taken);
  }
  return null;
}

function largest(row: Float64Array): number {
  let size = 0;
  for (const one of row) size = Math.max(size, Math.abs(one));
  return size;
}

function collinear(parameters: number): never {
  throw new StatsError('collinear', { parameters });
}
