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
  return (columns[0] as Float64Array).map((_, i) => {
    let sum = 0;
    for (let j = 0; j < p; j += 1)
      for (let k = 0; k < p; k += 1)
        sum += (inverse[j * p + k] as number) * (columns[j]?.[i] as number) * (columns[k]?.[i] as number);
    return sum;
  });
}

/** 1 for the largest, ties share their mean place. Native sorting of numbers is many times faster than one by a rule. */
function ranksFromTop(values: Float64Array): Float64Array {
  const n = values.length;
  const sorted = Float64Array.from(values).sort();
  return values.map((value) => {
    const from = firstPlace(sorted, (one) => one >= value);
    const to = firstPlace(sorted, (one) => one > value);
    return n - (from + to - 1) / 2;
  });
}

/** The first place of a sorted array from which on the condition holds. */
function firstPlace(sorted: Float64Array, holds: (one: number) => boolean): number {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (holds(sorted[middle] as number)) high = middle;
    else low = middle + 1;
  }
  return low;
}
