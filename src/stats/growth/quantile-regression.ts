/**
 * Linear quantile regression: b minimises Σ wᵢ ρ_τ(yᵢ − xᵢb), ρ_τ(r) = r (τ − 1[r < 0]).
 *
 * An exact vertex by the simplex method of Barrodale & Roberts (1973): each step leaves along the steepest edge and runs
 * to the weighted quantile on it, past many observations at once. Two things make a whole process over τ fast: the vertex
 * of one τ starts the next, and observations far from the current plane are taken in one sum by their sign and looked at
 * again only at the end (Portnoy & Koenker 1997, Stat. Sci. 12(4), §5). Cost grows near-linearly in n.
 *
 * Ties are broken by an unnoticeable shift of y that depends on the row only, so the answer is one vertex, the same on
 * every machine; coefficients are those of the unshifted data at that vertex.
 */
import { StatsError } from '../errors.ts';
import { quantile } from '../quantile.ts';
import { rowProduct } from './row-product.ts';
import { startingBasis } from './starting-basis.ts';
import { Vertex } from './vertex.ts';

export type QuantileRegression = {
  tau: number;
  /** Length p. */
  coefficients: Float64Array;
  /** Σ wᵢ ρ_τ(rᵢ). */
  objective: number;
};

export type QuantileProblem = {
  /** n × p, row-major; or m × p distinct rows where `rows` says who has which. */
  x: Float64Array;
  /** The row of x of each observation; length n. Cost falls where many observations share a row. */
  rows?: Int32Array;
  /** Length n. */
  y: Float64Array;
  p: number;
  /** Positive; length n. One each unless given. */
  weights?: Float64Array;
};

const ACTIVE_SHARE = 0.04;
const ACTIVE_LEAST = 60;
const ROUNDS = 60;

/**
 * @param taus ascending, each in (0, 1)
 * @param look is shown the fitted values of all rows at each τ, in an array that is used again for the next
 * @throws StatsError tooManyParameters, collinear, outOfRange, missingValues, notConverged
 */
export function quantileRegression(
  problem: QuantileProblem,
  taus: readonly number[],
  look?: (fitted: Float64Array) => void,
): QuantileRegression[] {
  const { p } = problem;
  const n = problem.y.length;
  refuse(problem, taus, n);
  const weights = problem.weights ?? new Float64Array(n).fill(1);
  const rows = problem.rows ?? Int32Array.from({ length: n }, (_, i) => i);
  const { x } = problem;
  const scale = spread(problem.y);
  const shifted = problem.y.map((value, i) => value + scale * 1e-9 * jitter(i));
  const start = startingBasis({ x, rows, y: problem.y, p }, taus[0] ?? 0.5);
  const vertex = new Vertex({ x, rows, y: shifted, weights, p }, start);
  const fitted = new Float64Array(n);
  return taus.map((tau, step) => {
    solve(vertex, tau, step === 0);
    const coefficients = vertex.coefficientsFor(problem.y);
    writeFitted(x, rows, coefficients, fitted);
    look?.(fitted);
    return { tau, coefficients, objective: objective(problem.y, fitted, weights, tau) };
  });
}

function solve(vertex: Vertex, tau: number, first: boolean): void {
  if (first) vertex.residualsOfAll();
  vertex.activateNear(first ? vertex.n : Math.max(ACTIVE_LEAST * vertex.p, Math.ceil(ACTIVE_SHARE * vertex.n)));
  for (let round = 0; round < ROUNDS; round += 1) {
    vertex.descend(tau);
    if (vertex.activateCrossed() === 0) return;
  }
  throw new StatsError('notConverged', { tau });
}

/** fitted ← x b, computed once for each distinct row. */
export function writeFitted(x: Float64Array, rows: Int32Array, b: Float64Array, fitted: Float64Array): void {
  const p = b.length;
  const ofRow = new Float64Array(x.length / p);
  for (let d = 0; d < ofRow.length; d += 1) ofRow[d] = rowProduct(x, d * p, b, p);
  for (let i = 0; i < fitted.length; i += 1) fitted[i] = ofRow[rows[i] as number] as number;
}

function objective(y: Float64Array, fitted: Float64Array, weights: Float64Array, tau: number): number {
  let sum = 0;
  for (let i = 0; i < y.length; i += 1) {
    const r = (y[i] as number) - (fitted[i] as number);
    sum += (weights[i] as number) * r * (r < 0 ? tau - 1 : tau);
  }
  return sum;
}

function refuse({ x, rows, y, p, weights }: QuantileProblem, taus: readonly number[], n: number): void {
  if (n < p) throw new StatsError('tooManyParameters', { observations: n, parameters: p });
  const expected = rows ? Math.floor(x.length / p) * p : n * p;
  if (x.length !== expected || (weights && weights.length !== n) || (rows && rows.length !== n))
    throw new StatsError('lengthsDiffer', { x: x.length, y: n, parameters: p });
  for (const array of [x, y]) if (!array.every(Number.isFinite)) throw new StatsError('missingValues', {});
  if (!rows?.every((row) => row >= 0 && row * p < x.length) && rows) throw new StatsError('outOfRange', { rows: 'x' });
  if (!taus.every((tau, i) => tau > 0 && tau < 1 && (i === 0 || tau > (taus[i - 1] as number))))
    throw new StatsError('outOfRange', { taus: taus.join(' ') });
}

function spread(y: Float64Array): number {
  const range = quantile(y, 0.9) - quantile(y, 0.1);
  return range > 0 ? range : Math.max(1, Math.abs(y[0] ?? 0));
}

/** A fixed number in (−1, 1) for each row, by a multiplicative hash. */
function jitter(i: number): number {
  let h = Math.imul(i + 1, 0x9e3779b1);
  h ^= h >>> 15;
  h = Math.imul(h, 0x85ebca6b);
  h ^= h >>> 13;
  return ((h >>> 0) / 4_294_967_296) * 2 - 1;
}
