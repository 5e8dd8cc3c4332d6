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
  /** n × p, row-major. */
  x: Float64Array;
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
 * @throws StatsError tooManyParameters, collinear, outOfRange, missingValues, notConverged
 */
export function quantileRegression(problem: QuantileProblem, taus: readonly number[]): QuantileRegression[] {
  const { p } = problem;
  const n = problem.y.length;
  refuse(problem, taus, n);
  const weights = problem.weights ?? new Float64Array(n).fill(1);
  const scale = spread(problem.y);
  const shifted = problem.y.map((value, i) => value + scale * 1e-9 * jitter(i));
  const vertex = new Vertex({ x: problem.x, y: shifted, weights, p }, startingBasis(problem, taus[0] ?? 0.5));
  return taus.map((tau, step) => {
    solve(vertex, tau, step === 0);
    const coefficients = vertex.coefficientsFor(problem.y);
    return { tau, coefficients, objective: objective(problem, weights, coefficients, tau) };
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

function objective({ x, y, p }: QuantileProblem, weights: Float64Array, b: Float64Array, tau: number): number {
  let sum = 0;
  for (let i = 0; i < y.length; i += 1) {
    let r = y[i] as number;
    for (let k = 0; k < p; k += 1) r -= (x[i * p + k] as number) * (b[k] as number);
    sum += (weights[i] as number) * r * (r < 0 ? tau - 1 : tau);
  }
  return sum;
}

function refuse({ x, y, p, weights }: QuantileProblem, taus: readonly number[], n: number): void {
  if (n < p) throw new StatsError('tooManyParameters', { observations: n, parameters: p });
  if (x.length !== n * p || (weights && weights.length !== n))
    throw new StatsError('lengthsDiffer', { x: x.length, y: n, parameters: p });
  for (const array of [x, y]) if (!array.every(Number.isFinite)) throw new StatsError('missingValues', {});
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
