/**
 * Growth percentiles: where a pupil's score lies among pupils with the same earlier scores.
 *
 * Quantile regressions of the score on cubic B-splines of each prior at τ = 0.005, 0.015 … 0.995; predictions are
 * sorted within a pupil (uncrossing) and rounded to 5 places; the percentile is the number of predictions below the score
 * up to the first that is not, 0 → 1 and 100 → 99. Source: Betebenner (2009), Educational Measurement 28(4), and the rules
 * of the R package SGP: knots at the type-7 quantiles .2 .4 .6 .8 rounded to 3 places, boundaries at the range ± 10 %.
 */
import { requireValues } from '../design.ts';
import { StatsError } from '../errors.ts';
import { median, quantileOfSorted } from '../quantile.ts';
import { type SplineKnots, splineWidth, writeSplineBasis } from './b-spline.ts';
import { quantileRegression, type QuantileRegression, writeFitted } from './quantile-regression.ts';

const KNOT_LEVELS = [0.2, 0.4, 0.6, 0.8];
export const TAUS = Array.from({ length: 100 }, (_, k) => (k + 0.5) / 100);

export type GrowthModel = { knots: SplineKnots[]; quantiles: QuantileRegression[] };
export type Growth = GrowthModel & {
  /** 1 … 99 for each pupil. */
  percentiles: Uint8Array;
};

/**
 * @param score length n
 * @param priors one or more columns of length n, the most recent first
 * @throws StatsError missingValues, lengthsDiffer, constantPredictor, tooManyParameters, collinear
 */
export function growthPercentiles(score: Float64Array, priors: readonly Float64Array[]): Growth {
  if (priors.length === 0) throw new StatsError('noData', { priors: 0 });
  requireValues('outcome', score);
  const knots = priors.map((prior, k) => knotsOf(prior, k, score.length));
  const { x, rows, p } = splineDesign(priors, knots);
  const below = new Uint8Array(score.length);
  const quantiles = quantileRegression({ x, rows, y: score, p }, TAUS, (fitted) => countBelow(fitted, score, below));
  return { knots, quantiles, percentiles: below.map(clamped) };
}

/** Percentiles of other pupils by a model that was fitted before. */
export function percentilesOf(
  { knots, quantiles }: GrowthModel,
  score: Float64Array,
  priors: readonly Float64Array[],
): Uint8Array {
  const { x, rows } = splineDesign(priors, knots);
  const below = new Uint8Array(score.length);
  const fitted = new Float64Array(score.length);
  for (const { coefficients } of quantiles) {
    writeFitted(x, rows, coefficients, fitted);
    countBelow(fitted, score, below);
  }
  return below.map(clamped);
}

/**
 * Adds one where the prediction, rounded to 5 places, is below the score. In a sorted row all predictions below the score
 * stand before the first that is not, so counting them needs no sorting.
 */
function countBelow(fitted: Float64Array, score: Float64Array, below: Uint8Array): void {
  for (let i = 0; i < score.length; i += 1) {
    const value = score[i] as number;
    const prediction = fitted[i] as number;
    // Rounding matters only close to the score.
    const isBelow =
      Math.abs(prediction - value) > 1e-4 ? prediction < value : Math.round(prediction * 1e5) / 1e5 < value;
    if (isBelow) below[i] = (below[i] as number) + 1;
  }
}

function clamped(count: number): number {
  return Math.min(99, Math.max(1, count));
}

export type SchoolGrowth = { n: number; median: number; mean: number; low: number; high: number };

/**
 * The median growth percentile of a school with a distribution-free interval between order statistics.
 *
 * Ranks d and n + 1 − d cover with γ_d = 1 − 2 P(Bin(n, ½) < d), in steps that lie above the level; the ends are therefore taken
 * between ranks d and d + 1, γ_d ≥ level > γ_(d+1): λ = (n − d)·I ÷ (d + (n − 2d)·I), I = (γ_d − level) ÷ (γ_d − γ_(d+1)).
 * Fewer than six pupils cannot reach 95 %: their interval is the whole range.
 * Source: Hettmansperger & Sheather (1986), Stat. Probab. Lett. 4; Nyblom (1992), ibid. 14 for λ.
 */
export function schoolGrowth(percentiles: Uint8Array, level = 0.95): SchoolGrowth {
  const n = percentiles.length;
  if (n === 0) throw new StatsError('noData');
  const sorted = Float64Array.from(percentiles).sort();
  const { rank, share } = medianRank(n, level);
  const between = (from: number, to: number) => (1 - share) * (sorted[from] as number) + share * (sorted[to] as number);
  return {
    n,
    median: median(sorted),
    mean: sorted.reduce((sum, one) => sum + one, 0) / n,
    low: between(rank - 1, Math.min(rank, n - 1)),
    high: between(n - rank, Math.max(n - rank - 1, 0)),
  };
}

/** The last rank that still covers, and how far the end lies on the way to the next. */
function medianRank(n: number, level: number): { rank: number; share: number } {
  let mass = 0.5 ** n;
  let coverage = 1 - 2 * mass;
  if (n < 3 || coverage < level) return { rank: 1, share: 0 };
  for (let rank = 1; ; rank += 1) {
    mass *= (n - rank + 1) / rank;
    const next = coverage - 2 * mass;
    if (next < level || 2 * (rank + 1) > n) {
      const over = (coverage - level) / (coverage - next);
      return { rank, share: ((n - rank) * over) / (rank + (n - 2 * rank) * over) };
    }
    coverage = next;
  }
}

function knotsOf(prior: Float64Array, index: number, n: number): SplineKnots {
  requireValues(`prior ${index + 1}`, prior, n);
  const sorted = Float64Array.from(prior).sort();
  const low = sorted[0] as number;
  const high = sorted[n - 1] as number;
  if (low === high) throw new StatsError('constantPredictor', { predictor: `prior ${index + 1}` });
  const margin = 0.1 * (high - low);
  const inner = KNOT_LEVELS.map((p) => round3(quantileOfSorted(sorted, p)));
  return { inner, boundary: [round3(low - margin), round3(high + margin)] };
}

type SplineDesign = { x: Float64Array; rows: Int32Array; p: number };

/** A row of the design for each distinct combination of priors: scores are whole numbers, so there are few. */
function splineDesign(priors: readonly Float64Array[], knots: readonly SplineKnots[]): SplineDesign {
  const { rows, firsts } = distinctRows(priors);
  const p = 1 + knots.reduce((sum, one) => sum + splineWidth(one), 0);
  const x = new Float64Array(firsts.length * p);
  firsts.forEach((i, d) => {
    x[d * p] = 1;
    let at = d * p + 1;
    knots.forEach((one, k) => {
      writeSplineBasis((priors[k] as Float64Array)[i] as number, one, x, at);
      at += splineWidth(one);
    });
  });
  return { x, rows, p };
}

/** The number of each observation's combination, in order of first appearance, and who showed each first. */
function distinctRows(columns: readonly Float64Array[]): { rows: Int32Array; firsts: Int32Array } {
  let rows = codesOf(columns[0] ?? new Float64Array(0));
  for (const column of columns.slice(1)) {
    const own = codesOf(column);
    rows = codesOf(rows.codes.map((code, i) => code * own.firsts.length + (own.codes[i] as number)));
  }
  return { rows: Int32Array.from(rows.codes), firsts: Int32Array.from(rows.firsts) };
}

function codesOf(values: Float64Array): { codes: Float64Array; firsts: number[] } {
  const seen = new Map<number, number>();
  const firsts: number[] = [];
  const codes = new Float64Array(values.length);
  for (let i = 0; i < values.length; i += 1) {
    const value = values[i] as number;
    let code = seen.get(value);
    if (code === undefined) {
      code = firsts.length;
      seen.set(value, code);
      firsts.push(i);
    }
    codes[i] = code;
  }
  return { codes, firsts };
}

function round3(value: number): number {
  return Math.round(value * 1000) / 1000;
}
