/**
 * Shares of many schools at once: x_j ~ Binomial(n_j, p_j), p_j ~ Beta(α, β), with α and β by maximum marginal
 * likelihood; each school's share is then Beta(x + α, n − x + β). Source: Casella (1985), Am. Stat. 39(2); Skellam (1948).
 */
import { betaQuantile, betaUpper } from '../distributions/beta.ts';
import { logGamma } from '../distributions/gamma.ts';
import { StatsError } from '../errors.ts';
import { minimise } from '../minimise.ts';

export type BetaBinomial = {
  alpha: number;
  beta: number;
  /** α ÷ (α + β): the mean share over schools. */
  mean: number;
  /** 1 ÷ (α + β + 1): correlation of two pupils of one school. */
  rho: number;
  /** With the binomial coefficients. */
  logLik: number;
};

export type SharePosterior = { mean: number; low: number; high: number };

/**
 * @param x pupils with the property in each school
 * @param n pupils in each school
 * @throws StatsError lengthsDiffer, outOfRange, oneGroup, noVariance when schools differ no more than chance allows
 */
export function fitBetaBinomial(x: Float64Array, n: Float64Array): BetaBinomial {
  if (x.length !== n.length) throw new StatsError('lengthsDiffer', { x: x.length, n: n.length });
  if (x.length < 2) throw new StatsError('oneGroup', {});
  let sumX = 0;
  let sumN = 0;
  x.forEach((one, j) => {
    const size = n[j] as number;
    if (!(Number.isInteger(one) && Number.isInteger(size) && one >= 0 && one <= size && size > 0))
      throw new StatsError('outOfRange', { row: j + 1, x: one, n: size });
    sumX += one;
    sumN += size;
  });
  if (sumX === 0 || sumX === sumN) throw new StatsError('noVariance', { share: sumX / sumN });
  const counts = tally(x, n);
  const negative = ([logitMean = 0, logSize = 0]: Float64Array) => {
    const mean = 1 / (1 + Math.exp(-logitMean));
    const size = Math.exp(logSize);
    return -logLikelihood(counts, mean * size, (1 - mean) * size);
  };
  const mean = sumX / sumN;
  const found = minimise(negative, Float64Array.from([Math.log(mean / (1 - mean)), Math.log(10)]), { tolerance: 1e-9 });
  const size = Math.exp(found.x[1] as number);
  if (!(size < 1e6)) throw new StatsError('noVariance', { reason: 'доли школ различаются не больше, чем случайно' });
  const fitted = 1 / (1 + Math.exp(-(found.x[0] as number)));
  return {
    alpha: fitted * size,
    beta: (1 - fitted) * size,
    mean: fitted,
    rho: 1 / (size + 1),
    logLik: -found.value + counts.constant,
  };
}

/** Mean and equal-tailed interval of a school's share given its pupils and the distribution over schools. */
export function sharePosterior(
  x: number,
  n: number,
  prior: Pick<BetaBinomial, 'alpha' | 'beta'>,
  level = 0.95,
): SharePosterior {
  const a = x + prior.alpha;
  const b = n - x + prior.beta;
  return { mean: a / (a + b), low: betaQuantile((1 - level) / 2, a, b), high: betaQuantile((1 + level) / 2, a, b) };
}

/** P(share ≥ cut | data). */
export function probabilityShareAbove(
  cut: number,
  x: number,
  n: number,
  prior: Pick<BetaBinomial, 'alpha' | 'beta'>,
): number {
  return betaUpper(cut, x + prior.alpha, n - x + prior.beta);
}

/** How many schools have more than k pupils with, without, and at all: rising factorials then need one log a step. */
type Counts = { above: Float64Array; below: Float64Array; all: Float64Array; constant: number };

function tally(x: Float64Array, n: Float64Array): Counts {
  const largest = n.reduce((a, b) => Math.max(a, b), 0);
  const counts: Counts = {
    above: new Float64Array(largest),
    below: new Float64Array(largest),
    all: new Float64Array(largest),
    constant: 0,
  };
  const raise = (array: Float64Array, upTo: number) => {
    if (upTo > 0) array[upTo - 1] = (array[upTo - 1] as number) + 1;
  };
  x.forEach((one, j) => {
    const size = n[j] as number;
    raise(counts.above, one);
    raise(counts.below, size - one);
    raise(counts.all, size);
    counts.constant += logGamma(size + 1) - logGamma(one + 1) - logGamma(size - one + 1);
  });
  for (const array of [counts.above, counts.below, counts.all]) {
    for (let k = array.length - 2; k >= 0; k -= 1) array[k] = (array[k] as number) + (array[k + 1] as number);
  }
  return counts;
}

/** Σ log [ α^(x) β^(n−x) ÷ (α+β)^(n) ] with rising factorials, without the binomial coefficients. */
function logLikelihood({ above, below, all }: Counts, alpha: number, beta: number): number {
  let sum = 0;
  for (let k = 0; k < all.length; k += 1) {
    if (above[k]) sum += (above[k] as number) * Math.log(alpha + k);
    if (below[k]) sum += (below[k] as number) * Math.log(beta + k);
    if (all[k]) sum -= (all[k] as number) * Math.log(alpha + beta + k);
  }
  return sum;
}
