/** p linearly independent rows near the τ-th quantile of the least-squares residuals: where the simplex sets out. */
import { StatsError } from '../errors.ts';
import { leastSquares } from '../linear/least-squares.ts';
import { quantile } from '../quantile.ts';

const PIVOT_TOLERANCE = 1e-7;

export function startingBasis({ x, y, p }: { x: Float64Array; y: Float64Array; p: number }, tau: number): Int32Array {
  const n = y.length;
  const columns = Array.from({ length: p }, (_, k) =>
    Float64Array.from({ length: n }, (__, i) => x[i * p + k] as number),
  );
  const { residuals } = leastSquares(columns, y);
  const level = quantile(residuals, tau);
  const order = Int32Array.from({ length: n }, (_, i) => i);
  order.sort(
    (a, b) => Math.abs((residuals[a] as number) - level) - Math.abs((residuals[b] as number) - level) || a - b,
  );
  return independentRows(x, p, order);
}

/** Greedy: a row is taken when, reduced by those taken before, something is left of it. */
function independentRows(x: Float64Array, p: number, order: Int32Array): Int32Array {
  const taken: number[] = [];
  const reduced: { row: Float64Array; pivot: number }[] = [];
  for (const i of order) {
    const row = x.slice(i * p, i * p + p);
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
  throw new StatsError('collinear', { rank: taken.length, parameters: p });
}

function largest(row: Float64Array): number {
  let size = 0;
  for (const one of row) size = Math.max(size, Math.abs(one));
  return size;
}
