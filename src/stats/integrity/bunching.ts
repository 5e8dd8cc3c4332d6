/**
 * Bunching at a mark border: how many pupils stand just above the cut who would have stood just below it.
 *
 * The histogram of scores outside [c − L, c + U − 1] is fitted by a polynomial of degree d (least squares on counts); its
 * values inside are the counterfactual ŷ. Excess above B = Σ_above (y − ŷ), missing below M = Σ_below (ŷ − y), manipulated
 * A = (B + M) ÷ 2. Under no manipulation and Poisson counts var(B + M) ≈ Σ_window ŷ, hence z = (B + M) ÷ √Σŷ.
 * The chance in the fitted curve is not counted, so z is somewhat bold: look at the placebo cuts.
 * Source: Dee, Dobbie, Jacob & Rockoff (2019, AEJ Applied 11(3)); normalised excess: Chetty et al. (2011, QJE 126(2)).
 *
 * Use raw scores: a table from raw to scaled scores has gaps and spikes of its own.
 */
import { StatsError } from '../errors.ts';
import { leastSquares } from '../linear/least-squares.ts';
import { quantileOfSorted } from '../quantile.ts';
import { poisson, uniforms } from '../resampling.ts';

export type Histogram = {
  /** The score of the first bin; the bins are whole scores one after another. */
  first: number;
  /** Pupils in each bin. */
  counts: Float64Array;
};
export type BunchingOptions = {
  /** First score of the higher mark. */
  cut: number;
  /** Bins below the cut that pupils may have left. */
  below: number;
  /** Bins from the cut upward where they may have been put. */
  above: number;
  degree: number;
};
export type BunchingEstimate = {
  excessAbove: number;
  missingBelow: number;
  /** Mean of the two. */
  manipulated: number;
  /** Manipulated ÷ counterfactual pupils in the bins below the cut. */
  shareOfBelow: number;
  /** Manipulated ÷ all pupils. */
  shareOfAll: number;
  /** Excess above ÷ mean counterfactual height of the bins above. */
  normalisedExcess: number;
};
export type Bunching = BunchingEstimate & {
  /** Fitted count of each bin; its length is that of the histogram. */
  counterfactual: Float64Array;
  /** Scores left out of the fit. */
  excluded: number[];
  /** Of the fit outside the window. */
  residualSd: number;
  z: number;
};

/** Counts of whole scores between the lowest and the highest one seen. @throws StatsError noData, missingValues, outOfRange */
export function histogram(scores: Float64Array): Histogram {
  if (scores.length === 0) throw new StatsError('noData');
  const missing = scores.filter((score) => !Number.isFinite(score)).length;
  if (missing > 0) throw new StatsError('missingValues', { column: 'score', count: missing });
  const broken = scores.find((score) => !Number.isInteger(score));
  if (broken !== undefined) throw new StatsError('outOfRange', { score: broken });
  let first = Number.POSITIVE_INFINITY;
  let last = Number.NEGATIVE_INFINITY;
  for (const score of scores) {
    first = Math.min(first, score);
    last = Math.max(last, score);
  }
  const counts = new Float64Array(last - first + 1);
  for (const score of scores) counts[score - first] = (counts[score - first] as number) + 1;
  return { first, counts };
}

/** @throws StatsError outOfRange, missingValues, tooManyParameters, noVariance (nothing expected in the window) */
export function bunching(scores: Histogram, options: BunchingOptions): Bunching {
  return estimate(scores, options, new Set(windowOf(scores, options)));
}

export type Spread = { low: number; high: number; se: number };
export type BunchingInterval = Record<keyof BunchingEstimate, Spread> & { replications: number };

/**
 * Percentile intervals from histograms whose counts are drawn anew, each from a Poisson law with the count seen as mean.
 * A draw that leaves no expected pupils in the window is drawn again.
 * @param seed same seed, same interval
 */
export function bunchingInterval(
  scores: Histogram,
  options: BunchingOptions,
  { seed, replications = 999, level = 0.95 }: { seed: number; replications?: number; level?: number },
): BunchingInterval {
  if (!(level > 0 && level < 1)) throw new StatsError('outOfRange', { level });
  if (!(replications >= 20)) throw new StatsError('tooFew', { replications });
  bunching(scores, options);
  const uniform = uniforms(seed);
  const window = new Set(windowOf(scores, options));
  const draws: BunchingEstimate[] = [];
  for (let tries = 0; draws.length < replications; tries += 1) {
    if (tries > 10 * replications) throw new StatsError('noVariance', { cut: options.cut });
    const counts = scores.counts.map((count) => poisson(count, uniform));
    try {
      draws.push(estimate({ first: scores.first, counts }, options, window));
    } catch (error) {
      if (!(error instanceof StatsError && error.code === 'noVariance')) throw error;
    }
  }
  const tail = (1 - level) / 2;
  const spread = (name: keyof BunchingEstimate): Spread => {
    const sorted = Float64Array.from(draws, (draw) => draw[name]).sort();
    const mean = sorted.reduce((sum, value) => sum + value, 0) / sorted.length;
    const squares = sorted.reduce((sum, value) => sum + (value - mean) ** 2, 0);
    return {
      low: quantileOfSorted(sorted, tail),
      high: quantileOfSorted(sorted, 1 - tail),
      se: Math.sqrt(squares / (sorted.length - 1)),
    };
  };
  return {
    replications,
    excessAbove: spread('excessAbove'),
    missingBelow: spread('missingBelow'),
    manipulated: spread('manipulated'),
    shareOfBelow: spread('shareOfBelow'),
    shareOfAll: spread('shareOfAll'),
    normalisedExcess: spread('normalisedExcess'),
  };
}

export type Placebo = {
  /** Every cut whose window lies inside the scores and apart from the real window, with what it shows. */
  cuts: { cut: number; manipulated: number; z: number }[];
  /** Share of the cuts, the real one counted, with z not below that of the real cut. */
  p: number;
};

/**
 * The same estimate at borders that mean nothing. The real window stays out of every fit, so that manipulation there does
 * not bend the counterfactual elsewhere.
 */
export function placeboCuts(scores: Histogram, options: BunchingOptions): Placebo {
  const real = bunching(scores, options);
  const window = windowOf(scores, options);
  const { first, counts } = scores;
  const cuts: Placebo['cuts'] = [];
  for (let cut = first + options.below; cut + options.above <= first + counts.length; cut += 1) {
    const placebo = { ...options, cut };
    const own = windowOf(scores, placebo);
    if (own.some((bin) => window.includes(bin))) continue;
    try {
      const { manipulated, z } = estimate(scores, placebo, new Set([...window, ...own]));
      cuts.push({ cut, manipulated, z });
    } catch (error) {
      // In an empty tail the counterfactual is not positive: such a border says nothing.
      if (!(error instanceof StatsError && error.code === 'noVariance')) throw error;
    }
  }
  return { cuts, p: (1 + cuts.filter(({ z }) => z >= real.z).length) / (1 + cuts.length) };
}

/** Indices of the bins of the window. */
function windowOf({ first, counts }: Histogram, { cut, below, above, degree }: BunchingOptions): number[] {
  if (!Number.isInteger(cut)) throw new StatsError('outOfRange', { cut });
  if (!(Number.isInteger(below) && below > 0)) throw new StatsError('outOfRange', { below });
  if (!(Number.isInteger(above) && above > 0)) throw new StatsError('outOfRange', { above });
  if (!(Number.isInteger(degree) && degree >= 0)) throw new StatsError('outOfRange', { degree });
  if (counts.some((count) => !(count >= 0))) throw new StatsError('missingValues', { column: 'counts' });
  const from = cut - below - first;
  if (from < 0 || from + below + above > counts.length) {
    throw new StatsError('outOfRange', { cut, lowest: first, highest: first + counts.length - 1 });
  }
  return Array.from({ length: below + above }, (_, k) => from + k);
}

function estimate(scores: Histogram, options: BunchingOptions, excluded: ReadonlySet<number>): Bunching {
  const { first, counts } = scores;
  const { cut, below, above, degree } = options;
  const bins = Array.from(counts, (_, bin) => bin);
  const kept = bins.filter((bin) => !excluded.has(bin));
  if (kept.length <= degree + 1)
    throw new StatsError('tooManyParameters', { observations: kept.length, parameters: degree + 1 });
  const basis = orthogonalPowers(counts.length, degree);
  const fit = leastSquares(
    basis.map((column) => Float64Array.from(kept, (bin) => column[bin] as number)),
    Float64Array.from(kept, (bin) => counts[bin] as number),
  );
  const counterfactual = Float64Array.from(bins, (bin) =>
    basis.reduce((sum, column, k) => sum + (fit.coefficients[k] as number) * (column[bin] as number), 0),
  );
  const at = cut - first;
  const expectedBelow = total(counterfactual, at - below, at);
  const expectedAbove = total(counterfactual, at, at + above);
  if (!(expectedBelow > 0 && expectedAbove > 0))
    throw new StatsError('noVariance', { cut, expectedBelow, expectedAbove });
  const excessAbove = total(counts, at, at + above) - expectedAbove;
  const missingBelow = expectedBelow - total(counts, at - below, at);
  const manipulated = (excessAbove + missingBelow) / 2;
  return {
    excessAbove,
    missingBelow,
    manipulated,
    shareOfBelow: manipulated / expectedBelow,
    shareOfAll: manipulated / total(counts, 0, counts.length),
    normalisedExcess: excessAbove / (expectedAbove / above),
    counterfactual,
    excluded: bins.filter((bin) => excluded.has(bin)).map((bin) => first + bin),
    residualSd: Math.sqrt(fit.rss / (kept.length - degree - 1)),
    z: (excessAbove + missingBelow) / Math.sqrt(expectedBelow + expectedAbove),
  };
}

/** Chebyshev polynomials over the bins: the span of 1, s … s^d without its near-dependence. */
function orthogonalPowers(bins: number, degree: number): Float64Array[] {
  const x = Float64Array.from({ length: bins }, (_, bin) => (2 * bin) / Math.max(1, bins - 1) - 1);
  const columns = [new Float64Array(bins).fill(1), x];
  for (let k = 2; k <= degree; k += 1) {
    const one = columns[k - 1] as Float64Array;
    const two = columns[k - 2] as Float64Array;
    columns.push(x.map((value, bin) => 2 * value * (one[bin] as number) - (two[bin] as number)));
  }
  return columns.slice(0, degree + 1);
}

function total(values: Float64Array, from: number, to: number): number {
  let sum = 0;
  for (let i = from; i < to; i += 1) sum += values[i] as number;
  return sum;
}
