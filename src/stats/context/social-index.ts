/**
 * One number for the context of a school: variables in standard deviations, weighted, scaled 0–100.
 *
 * v_j = Σ w_k (x_jk − mean_k) ÷ sd_k; index = 100 (v − min) ÷ (max − min). Weights are given, or fitted: coefficients
 * of the regression of a result on the standardised variables, so that 100 is the context that foretells the most.
 * Source: ICSEA (ACARA 2020 technical report) for fitted weights; OECD (2008), Handbook on Constructing Composite
 * Indicators.
 */
import { requireValues } from '../design.ts';
import { StatsError } from '../errors.ts';
import { leastSquares } from '../linear/least-squares.ts';

export type SocialIndex = {
  /** 0 … 100, in the order of the schools. */
  index: Float64Array;
  /** `share` of the weight by its absolute size; mean and sd of the variable. */
  variables: { name: string; weight: number; share: number; mean: number; sd: number }[];
  /** Weighted sums that became 0 and 100: another year goes on the same scale with them. */
  scale: { low: number; high: number };
  /** Of the regression that gave the weights; null where they were given. */
  rSquared: number | null;
};

export type IndexWeights = { given: readonly number[] } | { outcome: Float64Array };

/**
 * @param variables columns of length J, at least one
 * @throws StatsError noData, missingValues, lengthsDiffer, constantPredictor, collinear, tooManyParameters, noVariance
 */
export function socialIndex(
  variables: readonly { name: string; values: Float64Array }[],
  weighting: IndexWeights,
): SocialIndex {
  const schools = variables[0]?.values.length ?? 0;
  if (schools === 0) throw new StatsError('noData');
  const standard = variables.map(({ name, values }) => standardise(name, values, schools));
  const columns = standard.map(({ z }) => z);
  const { weights, rSquared } =
    'given' in weighting ? asGiven(weighting.given, columns) : fitted(weighting.outcome, columns, variables);
  const total = weights.reduce((sum, weight) => sum + Math.abs(weight), 0);
  const sums = new Float64Array(schools);
  columns.forEach((column, k) => {
    for (let j = 0; j < schools; j += 1) sums[j] = (sums[j] as number) + (weights[k] as number) * (column[j] as number);
  });
  const low = sums.reduce((least, value) => Math.min(least, value), Number.POSITIVE_INFINITY);
  const high = sums.reduce((most, value) => Math.max(most, value), Number.NEGATIVE_INFINITY);
  if (!(high > low)) throw new StatsError('noVariance', { column: 'index' });
  return {
    index: sums.map((value) => 100 * ((value - low) / (high - low))),
    variables: standard.map(({ name, mean, sd }, k) => {
      const weight = weights[k] as number;
      return { name, weight, share: Math.abs(weight) / total, mean, sd };
    }),
    scale: { low, high },
    rSquared,
  };
}

/** @throws StatsError missingValues, lengthsDiffer, constantPredictor */
export function standardise(name: string, values: Float64Array, n = values.length) {
  requireValues(name, values, n);
  if (values.every((value) => value === values[0])) throw new StatsError('constantPredictor', { predictor: name });
  const mean = values.reduce((sum, value) => sum + value, 0) / n;
  const sd = Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (n - 1));
  return { name, mean, sd, z: values.map((value) => (value - mean) / sd) };
}

function asGiven(given: readonly number[], columns: readonly Float64Array[]) {
  if (given.length !== columns.length)
    throw new StatsError('lengthsDiffer', { weights: given.length, expected: columns.length });
  const weights = Float64Array.from(given);
  requireValues('weights', weights);
  return { weights, rSquared: null };
}

function fitted(outcome: Float64Array, columns: readonly Float64Array[], variables: readonly { name: string }[]) {
  const { z } = standardise('outcome', outcome, (columns[0] as Float64Array).length);
  const ones = z.map(() => 1);
  const fit = leastSquares([ones, ...columns], z, ['(Intercept)', ...variables.map(({ name }) => name)]);
  return { weights: fit.coefficients.slice(1), rSquared: 1 - fit.rss / (z.length - 1) };
}
