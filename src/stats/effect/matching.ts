/**
 * Effect of support by matching on context and prior: each supported school beside the most alike schools without support.
 *
 * τ = mean over the target of (own result − mean result of its M nearest of the other kind), with replacement, ties all
 * taken. Distance: Mahalanobis (covariance over all), or the logit of the propensity. Adjusted: the difference in
 * covariates that is left is taken off by a regression among the matched. Variance for the wider population,
 *
 *   V = N⁻² { Σ (Ŷᵢ(1) − Ŷᵢ(0) − τ)² + Σ (Kᵢ² + 2Kᵢ·[target holds both] − K′ᵢ) σ²ᵢ },
 *
 * Kᵢ: how much of others i stands for, K′ᵢ: the same of squared shares, σ²ᵢ from the nearest of its own kind.
 * Source: Abadie & Imbens (2006), Econometrica 74(1), and (2011), J. Bus. Econ. Stat. 29(1). The bootstrap is not valid here
 * (Abadie & Imbens 2008, Econometrica 76(6)).
 */
import { requireValues } from '../design.ts';
import { normalQuantile, normalUpper } from '../distributions/normal.ts';
import { StatsError } from '../errors.ts';
import { factorise, solveLower } from '../linear/cholesky.ts';
import { leastSquares } from '../linear/least-squares.ts';
import { logisticScores } from '../linear/logistic.ts';
import { requireIndicator } from './ancova.ts';
import { type Balance, balanceOf } from './balance.ts';
import { nearestOf } from './nearest.ts';

export type MatchingInput = {
  /** Both of length n; `treated` 0 or 1. */
  outcome: Float64Array;
  treated: Float64Array;
  /** What to match on: context, prior results. */
  covariates: readonly { name: string; values: Float64Array }[];
  distance?: 'mahalanobis' | 'propensity';
  neighbours?: number;
  /** Farthest distance allowed, in standard deviations; those without a neighbour within it leave the comparison. */
  caliper?: number;
  /** att: effect for the supported; ate: for all. */
  target?: 'att' | 'ate';
  adjust?: boolean;
  level?: number;
};

export type Matching = {
  n: number;
  treated: number;
  /** Rows whose effect was estimated, and those without a neighbour within the caliper. */
  matched: number;
  unmatched: number;
  estimate: number;
  se: number;
  p: number;
  low: number;
  high: number;
  /** Without the adjustment, and without matching at all. */
  unadjusted: number;
  naive: number;
  balance: Balance[];
  /** Kᵢ: how many matched rows each row stands for, as a neighbour. */
  weights: Float64Array;
  /** Nearest rows of each matched row. */
  pairs: { row: number; neighbours: number[] }[];
};

/** @throws StatsError missingValues, lengthsDiffer, outOfRange, oneGroup, constantPredictor, collinear, tooFew, notConverged */
export function matching(input: MatchingInput): Matching {
  const { outcome, treated, covariates, neighbours = 1, caliper, target = 'att', adjust = true, level = 0.95 } = input;
  const n = outcome.length;
  requireValues('outcome', outcome);
  requireIndicator('treated', treated, n);
  if (covariates.length === 0) throw new StatsError('noData', { covariates: 0 });
  for (const { name, values } of covariates) {
    requireValues(name, values, n);
    if (values.every((value) => value === values[0])) throw new StatsError('constantPredictor', { predictor: name });
  }
  if (!(Number.isInteger(neighbours) && neighbours >= 1)) throw new StatsError('outOfRange', { neighbours });
  if (caliper !== undefined && !(caliper > 0)) throw new StatsError('outOfRange', { caliper });
  const kinds = [0, 1].map((kind) => Int32Array.from(treated.keys()).filter((i) => treated[i] === kind));
  const [controls, supported] = kinds as [Int32Array, Int32Array];
  if (controls.length < Math.max(2, neighbours) || supported.length < 2)
    throw new StatsError('tooFew', { treated: supported.length, controls: controls.length, neighbours });
  if (target === 'ate' && supported.length < neighbours)
    throw new StatsError('tooFew', { treated: supported.length, neighbours });

  const points = pointsOf(input, n);
  const rows = target === 'ate' ? Int32Array.from(treated.keys()) : supported;
  const found = Array.from(rows, (row) => ({
    row,
    neighbours: nearestOf(points, row, kinds[1 - (treated[row] as number)] as Int32Array, neighbours, caliper),
  }));
  const pairs = found.filter((pair) => pair.neighbours.length > 0);
  if (pairs.length < 2) throw new StatsError('tooFew', { matched: pairs.length, caliper: caliper ?? 'нет' });

  const weights = new Float64Array(n);
  const squares = new Float64Array(n);
  for (const pair of pairs) {
    const share = 1 / pair.neighbours.length;
    for (const other of pair.neighbours) {
      weights[other] = (weights[other] as number) + share;
      squares[other] = (squares[other] as number) + share * share;
    }
  }
  const plain = pairs.map((pair) => difference(pair, treated, (i) => outcome[i] as number));
  const expected = adjust ? expectedOf(input, kinds as [Int32Array, Int32Array], weights) : null;
  const effects = expected ? pairs.map((pair, k) => (plain[k] as number) - biasOf(pair, treated, expected)) : plain;
  const estimate = mean(effects);
  const se = standardError({ points, kinds, treated, outcome, pairs, weights, squares, effects, estimate, target });
  const half = normalQuantile((1 + level) / 2) * se;
  return {
    n,
    treated: supported.length,
    matched: pairs.length,
    unmatched: found.length - pairs.length,
    estimate,
    se,
    p: 2 * normalUpper(Math.abs(estimate / se)),
    low: estimate - half,
    high: estimate + half,
    unadjusted: mean(plain),
    naive:
      mean(Array.from(supported, (i) => outcome[i] as number)) -
      mean(Array.from(controls, (i) => outcome[i] as number)),
    balance: balanceOf(covariates, treated, pairs),
    weights,
    pairs,
  };
}

export type Pair = { row: number; neighbours: number[] };

/** Points in which Euclid's distance is the distance asked for, one array for each coordinate. */
function pointsOf({ covariates, treated, distance = 'mahalanobis' }: MatchingInput, n: number): Float64Array[] {
  if (distance === 'propensity') {
    const scores = logisticScores([new Float64Array(n).fill(1), ...covariates.map(({ values }) => values)], treated);
    const centre = mean(scores);
    const sd = Math.sqrt(scores.reduce((sum, one) => sum + (one - centre) ** 2, 0) / (n - 1));
    return [scores.map((one) => (one - centre) / sd)];
  }
  const p = covariates.length;
  const centred = covariates.map(({ values }) => {
    const centre = mean(values);
    return values.map((value) => value - centre);
  });
  const covariance = new Float64Array(p * p);
  centred.forEach((a, j) =>
    centred.forEach((b, k) => {
      covariance[j * p + k] = a.reduce((sum, value, i) => sum + value * (b[i] as number), 0) / (n - 1);
    }),
  );
  const size = Float64Array.from(covariance);
  if (!factorise(covariance, p)) throw new StatsError('collinear', { covariates: covariates.map(({ name }) => name) });
  for (let j = 0; j < p; j += 1)
    if ((covariance[j * p + j] as number) ** 2 < 1e-12 * (size[j * p + j] as number))
      throw new StatsError('collinear', { predictor: covariates[j]?.name ?? j });
  const out = covariates.map(() => new Float64Array(n));
  const point = new Float64Array(p);
  for (let i = 0; i < n; i += 1) {
    for (let j = 0; j < p; j += 1) point[j] = (centred[j] as Float64Array)[i] as number;
    solveLower(covariance, point, p);
    for (let j = 0; j < p; j += 1) (out[j] as Float64Array)[i] = point[j] as number;
  }
  return out;
}

/** Own less neighbours, turned so that it is always supported less not supported. */
function difference({ row, neighbours }: Pair, treated: Float64Array, value: (i: number) => number): number {
  const others = neighbours.reduce((sum, other) => sum + value(other), 0) / neighbours.length;
  return treated[row] === 1 ? value(row) - others : others - value(row);
}

/** What the covariates foretell for each row had it been of the other kind than its neighbours are: by kind. */
function expectedOf(
  { outcome, covariates }: MatchingInput,
  kinds: readonly [Int32Array, Int32Array],
  weights: Float64Array,
): (Float64Array | null)[] {
  return kinds.map((members) => {
    const used = members.filter((i) => (weights[i] as number) > 0);
    if (used.length === 0) return null;
    const root = (i: number) => Math.sqrt(weights[i] as number);
    const columns = [
      Float64Array.from(used, root),
      ...covariates.map(({ values }) => Float64Array.from(used, (i) => root(i) * (values[i] as number))),
    ];
    const names = ['(Intercept)', ...covariates.map(({ name }) => name)];
    const { coefficients } = leastSquares(
      columns,
      Float64Array.from(used, (i) => root(i) * (outcome[i] as number)),
      names,
    );
    return outcome.map((_, i) =>
      covariates.reduce(
        (sum, { values }, k) => sum + (coefficients[k + 1] as number) * (values[i] as number),
        coefficients[0] as number,
      ),
    );
  });
}

function biasOf(pair: Pair, treated: Float64Array, expected: readonly (Float64Array | null)[]): number {
  const other = expected[1 - (treated[pair.row] as number)] as Float64Array;
  return difference(pair, treated, (i) => other[i] as number);
}

type ErrorParts = {
  points: readonly Float64Array[];
  kinds: readonly Int32Array[];
  treated: Float64Array;
  outcome: Float64Array;
  pairs: readonly Pair[];
  weights: Float64Array;
  squares: Float64Array;
  effects: readonly number[];
  estimate: number;
  target: 'att' | 'ate';
};

function standardError(parts: ErrorParts): number {
  const { points, kinds, treated, outcome, pairs, weights, squares, effects, estimate, target } = parts;
  let sum = effects.reduce((total, one) => total + (one - estimate) ** 2, 0);
  weights.forEach((weight, i) => {
    if (weight === 0) return;
    const own = (kinds[treated[i] as number] as Int32Array).filter((other) => other !== i);
    const near = nearestOf(points, i, own, 1, undefined);
    const distance = (outcome[i] as number) - mean(near.map((other) => outcome[other] as number));
    const variance = (near.length / (near.length + 1)) * distance * distance;
    sum += (weight * weight + (target === 'ate' ? 2 * weight : 0) - (squares[i] as number)) * variance;
  });
  return Math.sqrt(sum) / pairs.length;
}

function mean(values: ArrayLike<number>): number {
  let sum = 0;
  for (let i = 0; i < values.length; i += 1) sum += values[i] as number;
  return sum / values.length;
}
