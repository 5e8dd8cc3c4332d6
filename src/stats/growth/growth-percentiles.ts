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
import { quantileRegression, type QuantileRegression } from './quantile-regression.ts';

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
  const model = fitGrowth(score, priors);
  return { ...model, percentiles: percentilesOf(model, score, priors) };
}

export function fitGrowth(score: Float64Array, priors: readonly Float64Array[]): GrowthModel {
  if (priors.length === 0) throw new StatsError('noData', { priors: 0 });
  requireValues('outcome', score);
  const knots = priors.map((prior, k) => knotsOf(prior, k, score.length));
  const { x, p } = splineDesign(priors, knots);
  return { knots, quantiles: quantileRegression({ x, y: score, p }, TAUS) };
}

export function percentilesOf(model: GrowthModel, score: Float64Array, priors: readonly Float64Array[]): Uint8Array {
  const { x, p } = splineDesign(priors, model.knots);
  const predictions = new Float64Array(TAUS.length);
  return Uint8Array.from(score, (value, i) => {
    model.quantiles.forEach(({ coefficients }, t) => {
      let sum = 0;
      for (let k = 0; k < p; k += 1) sum += (x[i * p + k] as number) * (coefficients[k] as number);
      predictions[t] = Math.round(sum * 1e5) / 1e5;
    });
    predictions.sort();
    let below = 0;
    while (below < predictions.length && (predictions[below] as number) < value) below += 1;
    return Math.min(99, Math.max(1, below));
  });
}

export type SchoolGrowth = { n: number; median: number; mean: number; low: number; high: number };

/**
 * The median growth percentile of a school with a distribution-free interval from order statistics
 * (Conover 1999, §3.2): its coverage is at least the level wherever the sample is large enough to have one.
 */
export function schoolGrowth(percentiles: Uint8Array, level = 0.95): SchoolGrowth {
  const n = percentiles.length;
  if (n === 0) throw new StatsError('noData');
  const sorted = Float64Array.from(percentiles).sort();
  let tail = 0.5 ** n;
  let mass = tail;
  let rank = 0;
  while (tail <= (1 - level) / 2 && rank < n / 2) {
    rank += 1;
    mass *= (n - rank + 1) / rank;
    tail += mass;
  }
  return {
    n,
    median: median(sorted),
    mean: sorted.reduce((sum, one) => sum + one, 0) / n,
    low: sorted[Math.max(0, rank - 1)] as number,
    high: sorted[Math.min(n - 1, n - rank)] as number,
  };
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

function splineDesign(priors: readonly Float64Array[], knots: readonly SplineKnots[]): { x: Float64Array; p: number } {
  const n = priors[0]?.length ?? 0;
  const p = 1 + knots.reduce((sum, one) => sum + splineWidth(one), 0);
  const x = new Float64Array(n * p);
  for (let i = 0; i < n; i += 1) {
    x[i * p] = 1;
    let at = i * p + 1;
    knots.forEach((one, k) => {
      writeSplineBasis((priors[k] as Float64Array)[i] as number, one, x, at);
      at += splineWidth(one);
    });
  }
  return { x, p };
}

function round3(value: number): number {
  return Math.round(value * 1000) / 1000;
}
