/**
 * Results given the context: linear regression with robust errors, R², and who stands how far from what is expected.
 *
 * HC1: n ÷ (n − p) · B [Σ e² x xᵀ] B; HC3: B [Σ (e ÷ (1 − h))² x xᵀ] B with B = (XᵀX)⁻¹ and leverages h = xᵀ B x. As
 * sandwich::vcovHC. HC3 is the safer one under 250 rows.
 * Source: White (1980), Econometrica 48; MacKinnon & White (1985), J. Econom. 29; Long & Ervin (2000), Am. Stat. 54.
 */
import { type Predictor, designMatrix, requireValues } from '../design.ts';
import { type Coefficient, coefficientTable } from '../linear/coefficients.ts';
import { crossProduct, sandwich } from '../linear/cluster-robust.ts';
import { StatsError } from '../errors.ts';
import { leastSquares } from '../linear/least-squares.ts';

export type RobustErrors = 'classical' | 'HC1' | 'HC3';

export type ContextRegression = {
  n: number;
  coefficients: Coefficient[];
  /** p × p row-major. */
  covariance: Float64Array;
  rSquared: number;
  adjustedRSquared: number;
  /** Residual variance rss ÷ (n − p). */
  residual: number;
  /** Each of length n: residual, share of a row in its own expectation, residual in its own standard deviations. */
  residuals: Float64Array;
  leverages: Float64Array;
  standardised: Float64Array;
  /** 1: farthest above the expectation; equal residuals share their mean rank. */
  ranks: Float64Array;
};

/** @throws StatsError noVariance, missingValues, lengthsDiffer, constantPredictor, collinear, tooManyParameters;
 *   outOfRange where a row alone decides its expectation, for HC3 */
export function contextRegression(
  outcome: Float64Array,
  predictors: readonly Predictor[],
  errors: RobustErrors = 'HC3',
): ContextRegression {
  const n = outcome.length;
  requireValues('outcome', outcome);
  const { terms, columns } = designMatrix(predictors, n);
  const p = terms.length;
  if (n <= p) throw new StatsError('tooManyParameters', { observations: n, parameters: p });
  const mean = outcome.reduce((sum, value) => sum + value, 0) / n;
  const total = outcome.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  if (outcome.every((value) => value === outcome[0])) throw new StatsError('noVariance', { column: 'outcome' });
  const fit = leastSquares(columns, outcome, terms);
  const residual = fit.rss / (n - p);
  const leverages = leveragesOf(columns, fit.inverse);
  const covariance =
    errors === 'classical'
      ? fit.inverse.map((value) => residual * value)
      : robustCovariance(columns, fit.residuals, fit.inverse, leverages, errors);
  const rSquared = 1 - fit.rss / total;
  return {
    n,
    coefficients: coefficientTable(terms, fit.coefficients, covariance, n - p),
    covariance,
    rSquared,
    adjustedRSquared: 1 - (1 - rSquared) * ((n - 1) / (n - p)),
    residual,
    residuals: fit.residuals,
    leverages,
    standardised: fit.residuals.map((e, i) => e / Math.sqrt(residual * (1 - (leverages[i] as number)))),
    ranks: ranksFromTop(fit.residuals),
  };
}

function robustCovariance(
  columns: readonly Float64Array[],
  residuals: Float64Array,
  inverse: Float64Array,
  leverages: Float64Array,
  errors: 'HC1' | 'HC3',
): Float64Array {
  const n = residuals.length;
  const p = columns.length;
  const alone = leverages.findIndex((leverage) => leverage > 1 - 1e-10);
  if (errors === 'HC3' && alone >= 0) throw new StatsError('outOfRange', { row: alone + 1, leverage: 1 });
  const scores = new Float64Array(n * p);
  columns.forEach((column, j) => {
    for (let i = 0; i < n; i += 1) {
      const weight = errors === 'HC3' ? 1 / (1 - (leverages[i] as number)) : 1;
      scores[i * p + j] = weight * (residuals[i] as number) * (column[i] as number);
    }
  });
  const factor = errors === 'HC1' ? n / (n - p) : 1;
  return sandwich(inverse, crossProduct(scores, p), p).map((value) => factor * value);
}

function leveragesOf(columns: readonly Float64Array[], inverse: Float64Array): Float64Array {
  const p = columns.length;
  const leverages = new Float64Array((columns[0] as Float64Array).length);
  columns.forEach((one, j) =>
    columns.forEach((two, k) => {
      const weight = inverse[j * p + k] as number;
      for (let i = 0; i < leverages.length; i += 1)
        leverages[i] = (leverages[i] as number) + weight * (one[i] as number) * (two[i] as number);
    }),
  );
  return leverages;
}

/**
 * 1 for the largest, ties share their mean place. Numbers are sorted natively, which is many times faster than sorting rows
 * by a rule; each is then looked up among the few that share its even slice of the range.
 */
function ranksFromTop(values: Float64Array): Float64Array {
  const n = values.length;
  const sorted = Float64Array.from(values).sort();
  const least = sorted[0] as number;
  const range = (sorted[n - 1] as number) - least;
  const sliceOf = (value: number) => (range > 0 ? Math.floor(((value - least) / range) * (n - 1)) : 0);
  const starts = new Int32Array(n + 1);
  for (let i = 0; i < n; i += 1) {
    const next = sliceOf(sorted[i] as number) + 1;
    starts[next] = (starts[next] as number) + 1;
  }
  for (let k = 1; k <= n; k += 1) starts[k] = (starts[k] as number) + (starts[k - 1] as number);
  return values.map((value) => {
    const slice = sliceOf(value);
    const from = firstNotBelow(sorted, value, starts[slice] as number, starts[slice + 1] as number);
    const to = firstAbove(sorted, value, from, starts[slice + 1] as number);
    return n - (from + to - 1) / 2;
  });
}

function firstNotBelow(sorted: Float64Array, value: number, low: number, high: number): number {
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((sorted[middle] as number) < value) low = middle + 1;
    else high = middle;
  }
  return low;
}

function firstAbove(sorted: Float64Array, value: number, low: number, high: number): number {
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((sorted[middle] as number) > value) high = middle;
    else low = middle + 1;
  }
  return low;
}
