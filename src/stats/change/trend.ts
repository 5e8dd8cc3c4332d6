/**
 * Trend of a short annual series: Theil–Sen slope with Sen's interval, Mann–Kendall test with ties.
 *
 * Slope b = median of (y_j − y_i) ÷ (t_j − t_i) over i < j. S = Σ sign(y_j − y_i),
 * Var S = [n(n−1)(2n+5) − Σ g(g−1)(2g+5)] ÷ 18 over groups of g equal values, z = (S ∓ 1) ÷ √Var S.
 * Interval: with C = z_(1−α/2) √Var S, the slopes of ranks ⌊(N − C)/2⌋ and ⌈(N + C)/2⌉ + 1,
 * the same distance from both ends and never narrower than the level.
 * Ranks are whole numbers, so with few years this covers more than it says (five years: 98 % for 95 %); `interpolated` lies
 * between the ranks, as for medians Hettmansperger & Sheather (1986), Stat. Probab. Lett. 4, and Nyblom (1992), ibid. 14.
 * Source: Theil (1950); Sen (1968), J. Am. Stat. Assoc. 63; Mann (1945); Kendall (1975), Rank Correlation Methods;
 * Gilbert (1987), chapter 16. Exact law of S without ties: Kendall's recurrence.
 */
import { requireValues } from '../design.ts';
import { normalQuantile, normalUpper } from '../distributions/normal.ts';
import { StatsError } from '../errors.ts';
import { quantileOfSorted } from '../quantile.ts';

export type Trend = {
  n: number;
  /** Units of y for one unit of t. */
  slope: number;
  /** Median of y − slope · t. */
  intercept: number;
  /** `coverage`: how often such an interval really holds the slope; null where y has equal values. */
  interval: { low: number; high: number; coverage: number | null };
  /**
   * Between the ranks, so that it covers the level and not more; null where y has equal values, n is over 60, or too few points
   * for the level (four cover 92 % at most, three 67 %).
   */
  interpolated: { low: number; high: number } | null;
  /** null where even a series that only rises could not reach the level: 2 ÷ n! ≥ 1 − level. */
  test: MannKendall | null;
};

export type MannKendall = {
  s: number;
  variance: number;
  z: number;
  /** Two-sided, normal approximation with continuity. */
  p: number;
  /** Two-sided, exact; null where y has equal values or n is over 60. */
  exactP: number | null;
  tauB: number;
};

const LARGEST_EXACT = 60;

/**
 * @param y length n ≥ 3
 * @param t moments, all different, in any order; 1 … n by default
 * @throws StatsError tooFew, lengthsDiffer, missingValues, outOfRange (a repeated moment), noVariance
 */
export function trend(y: Float64Array, t?: Float64Array, level = 0.95): Trend {
  const n = y.length;
  if (n < 3) throw new StatsError('tooFew', { observations: n, minimum: 3 });
  if (!(level > 0 && level < 1)) throw new StatsError('outOfRange', { level });
  requireValues('y', y);
  if (t) requireValues('t', t, n);
  const times = t ?? y.map((_, i) => i + 1);
  const order = Array.from(times.keys()).sort((a, b) => (times[a] as number) - (times[b] as number));
  const values = Float64Array.from(order, (i) => y[i] as number);
  const moments = Float64Array.from(order, (i) => times[i] as number);
  if (values.every((value) => value === values[0])) throw new StatsError('noVariance', { column: 'y' });

  const { slopes, s } = pairs(values, moments);
  const ties = tieGroups(values);
  const variance = varianceOfS(n, ties);
  const law = ties.length === 0 && n <= LARGEST_EXACT ? lawOfConcordance(n) : null;
  const slope = quantileOfSorted(slopes, 0.5);
  const offsets = values.map((value, i) => value - slope * (moments[i] as number)).sort();
  return {
    n,
    slope,
    intercept: quantileOfSorted(offsets, 0.5),
    interval: senInterval(slopes, variance, level, law),
    interpolated: law === null ? null : betweenRanks(slopes, law, level),
    test: canBeSignificant(n, 1 - level) ? mannKendall(n, s, variance, ties, law) : null,
  };
}

function pairs(values: Float64Array, moments: Float64Array): { slopes: Float64Array; s: number } {
  const n = values.length;
  const slopes = new Float64Array((n * (n - 1)) / 2);
  let filled = 0;
  let s = 0;
  for (let i = 0; i < n; i += 1) {
    for (let j = i + 1; j < n; j += 1) {
      const rise = (values[j] as number) - (values[i] as number);
      const run = (moments[j] as number) - (moments[i] as number);
      if (run === 0) throw new StatsError('outOfRange', { column: 't', repeated: moments[i] });
      slopes[filled] = rise / run;
      filled += 1;
      s += Math.sign(rise);
    }
  }
  return { slopes: slopes.sort(), s };
}

function mannKendall(n: number, s: number, variance: number, ties: number[], law: Float64Array | null): MannKendall {
  const z = (s - Math.sign(s)) / Math.sqrt(variance);
  const all = (n * (n - 1)) / 2;
  const tied = ties.reduce((sum, size) => sum + (size * (size - 1)) / 2, 0);
  return {
    s,
    variance,
    z,
    p: Math.min(1, 2 * normalUpper(Math.abs(z))),
    exactP: law === null ? null : Math.min(1, 2 * lawBetween(law, (all + Math.abs(s)) / 2, all)),
    tauB: s / Math.sqrt(all * (all - tied)),
  };
}

function senInterval(slopes: Float64Array, variance: number, level: number, law: Float64Array | null) {
  const all = slopes.length;
  const c = normalQuantile((1 + level) / 2) * Math.sqrt(variance);
  const lowRank = Math.max(1, Math.floor((all - c) / 2));
  const highRank = all + 1 - lowRank;
  return {
    low: slopes[lowRank - 1] as number,
    high: slopes[highRank - 1] as number,
    coverage: law === null ? null : lawBetween(law, lowRank, highRank - 1),
  };
}

/**
 * Ends between the last rank that covers and the next, as far as Nyblom's rule for medians says, with slopes in place of
 * observations: in simulations with even, normal and heavy-tailed errors it covered 93.7 … 95 % from five years on; on a line
 * between the two coverages five years would cover 97 %.
 */
function betweenRanks(slopes: Float64Array, law: Float64Array, level: number): { low: number; high: number } | null {
  const all = slopes.length;
  const covers = (rank: number) => lawBetween(law, rank, all - rank);
  if (covers(1) < level) return null;
  let rank = 1;
  while (2 * (rank + 1) <= all && covers(rank + 1) >= level) rank += 1;
  const over = (covers(rank) - level) / (covers(rank) - covers(rank + 1));
  const share = ((all - rank) * over) / (rank + (all - 2 * rank) * over);
  const end = (from: number, to: number) => (1 - share) * (slopes[from] as number) + share * (slopes[to] as number);
  return { low: end(rank - 1, rank), high: end(all - rank, all - rank - 1) };
}

/** Sizes of the groups of equal values, of two and more. */
function tieGroups(values: Float64Array): number[] {
  const counts = new Map<number, number>();
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  return [...counts.values()].filter((size) => size > 1);
}

function varianceOfS(n: number, ties: readonly number[]): number {
  const part = (size: number) => size * (size - 1) * (2 * size + 5);
  return (part(n) - ties.reduce((sum, size) => sum + part(size), 0)) / 18;
}

function canBeSignificant(n: number, alpha: number): boolean {
  let smallest = 2;
  for (let k = 2; k <= n && smallest >= alpha; k += 1) smallest /= k;
  return smallest < alpha;
}

/** P(K = k) for the number K of rising pairs in a random order of n different values. */
function lawOfConcordance(n: number): Float64Array {
  let law = Float64Array.from([1]);
  for (let size = 2; size <= n; size += 1) {
    const next = new Float64Array(law.length + size - 1);
    law.forEach((probability, k) => {
      for (let added = 0; added < size; added += 1) next[k + added] = (next[k + added] as number) + probability / size;
    });
    law = next;
  }
  return law;
}

function lawBetween(law: Float64Array, from: number, to: number): number {
  let sum = 0;
  for (let k = from; k <= to; k += 1) sum += law[k] ?? 0;
  return sum;
}
