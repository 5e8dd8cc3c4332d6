/**
 * The official signs of doubtful results, as the national institute for the quality of education states them («Уровень
 * объективности оценки образовательных результатов», 2019):
 *
 * 1. High mean: the lower end of the school's x̄ ± 1.96·s ÷ √m lies above the upper end of the region's X̄ ± 1.96·S ÷ √N.
 * 2. Mismatch: Spearman's r between school marks and test scores is below 0.
 * 3. Jump of a cohort: K = mean % of the maximum this year ÷ next year; fall where K > Q75 + 3·IQR over schools, rise where
 *    K < Q25 − 3·IQR.
 *
 * The first alone also marks every good school; a p stands beside each sign so that schools can be compared with
 * `combineSigns`. Ranks: ties share their mean rank and r is Pearson's on ranks, since 1 − 6Σd² ÷ n(n² − 1) is wrong under
 * ties and school marks are nearly all ties.
 */
import { requireValues } from '../design.ts';
import { studentTwoSided } from '../distributions/student.ts';
import { StatsError } from '../errors.ts';
import { quantileOfSorted } from '../quantile.ts';
import type { Grouping } from '../value-added/mixed-model.ts';
import { correlation } from '../items/item-fit.ts';
import { averageRanks } from './ranks.ts';

const Z = 1.96;

export type MeanInterval = { n: number; mean: number; low: number; high: number };
export type HighMean = MeanInterval & {
  id: string;
  marked: boolean;
  /** One-sided p of the difference from the region (Welch 1947, Biometrika 34); NaN with fewer than two pupils or no spread. */
  p: number;
};

/**
 * @param scores length n, one work
 * @param schools of the pupils; a school without pupils in this work is left out
 * @throws StatsError missingValues, lengthsDiffer, oneGroup, noVariance
 */
export function highMeans(scores: Float64Array, schools: Grouping): { region: MeanInterval; schools: HighMean[] } {
  requireValues('score', scores);
  requireGroups(schools, scores.length);
  const region = meanInterval(scores);
  if (!(region.se > 0)) throw new StatsError('noVariance', { column: 'score' });
  const rows = membersOf(schools).map(({ id, members }) => {
    const own = meanInterval(Float64Array.from(members, (i) => scores[i] as number));
    const se = Math.hypot(own.se, region.se);
    const degrees = se ** 4 / (own.se ** 4 / (own.n - 1) + region.se ** 4 / (region.n - 1));
    return {
      id,
      ...interval(own),
      marked: own.n > 1 && own.mean - Z * own.se > region.mean + Z * region.se,
      p: own.se > 0 ? upperTail((own.mean - region.mean) / se, degrees) : Number.NaN,
    };
  });
  return { region: interval(region), schools: rows };
}

export type Mismatch = {
  id: string;
  n: number;
  /** NaN where marks or scores of the school are all equal, or there are fewer than three pupils. */
  spearman: number;
  marked: boolean;
  /** One-sided p of r below 0, by t with n − 2 degrees of freedom. */
  p: number;
};

/** @param marks given by the school, length n. @throws StatsError missingValues, lengthsDiffer, oneGroup */
export function markMismatches(scores: Float64Array, marks: Float64Array, schools: Grouping): Mismatch[] {
  requireValues('score', scores);
  requireValues('mark', marks, scores.length);
  requireGroups(schools, scores.length);
  return membersOf(schools).map(({ id, members }) => {
    const r = spearman(
      Float64Array.from(members, (i) => scores[i] as number),
      Float64Array.from(members, (i) => marks[i] as number),
    );
    return { id, n: members.length, spearman: r, marked: r < 0, p: lowerTail(r, members.length) };
  });
}

/** Pearson's correlation of average ranks; NaN for fewer than three pairs or a constant column. */
export function spearman(a: Float64Array, b: Float64Array): number {
  if (a.length !== b.length) throw new StatsError('lengthsDiffer', { first: a.length, second: b.length });
  return a.length < 3 ? Number.NaN : correlation(averageRanks(a), averageRanks(b));
}

export type CohortJump = { ratio: number; sign: 'fall' | 'rise' | null };

/**
 * @param before mean % of the maximum of each school this year, above 0; @param after of the same cohort next year
 * @returns bounds of the ratio and one row per school, in the order given
 * @throws StatsError missingValues, lengthsDiffer, outOfRange, tooFew (fewer than four schools)
 */
export function cohortJumps(
  before: Float64Array,
  after: Float64Array,
): { low: number; high: number; schools: CohortJump[] } {
  requireValues('before', before);
  requireValues('after', after, before.length);
  if (before.length < 4) throw new StatsError('tooFew', { schools: before.length });
  for (const [column, values] of [
    ['before', before],
    ['after', after],
  ] as const) {
    const row = values.findIndex((value) => !(value > 0 && value <= 100));
    if (row >= 0) throw new StatsError('outOfRange', { column, row: row + 1, value: values[row] });
  }
  const ratios = before.map((value, i) => value / (after[i] as number));
  const sorted = Float64Array.from(ratios).sort();
  const lower = quantileOfSorted(sorted, 0.25);
  const upper = quantileOfSorted(sorted, 0.75);
  const low = lower - 3 * (upper - lower);
  const high = upper + 3 * (upper - lower);
  return {
    low,
    high,
    schools: Array.from(ratios, (ratio) => ({ ratio, sign: ratio > high ? 'fall' : ratio < low ? 'rise' : null })),
  };
}

/** 100 less the percentage of schools with at least one sign. @param signs how many each school has */
export function regionIndex(signs: ArrayLike<number>): number {
  if (signs.length === 0) throw new StatsError('noData');
  return 100 - (100 * Array.from(signs).filter((count) => count > 0).length) / signs.length;
}

type Moments = { n: number; mean: number; se: number };

function meanInterval(values: Float64Array): Moments {
  const n = values.length;
  const mean = values.reduce((sum, value) => sum + value, 0) / n;
  const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  return { n, mean, se: n > 1 ? Math.sqrt(squares / (n - 1) / n) : Number.NaN };
}

function interval({ n, mean, se }: Moments): MeanInterval {
  return { n, mean, low: mean - Z * se, high: mean + Z * se };
}

function upperTail(t: number, degrees: number): number {
  const half = studentTwoSided(t, degrees) / 2;
  return t > 0 ? half : 1 - half;
}

function lowerTail(r: number, n: number): number {
  if (Number.isNaN(r)) return Number.NaN;
  const half = Math.abs(r) >= 1 ? 0 : studentTwoSided(r * Math.sqrt((n - 2) / (1 - r * r)), n - 2) / 2;
  return r < 0 ? half : 1 - half;
}

function requireGroups(groups: Grouping, n: number): void {
  if (groups.codes.length !== n)
    throw new StatsError('lengthsDiffer', { column: groups.name, length: groups.codes.length, expected: n });
  if (new Set(groups.codes).size < 2) throw new StatsError('oneGroup', { group: groups.name });
}

function membersOf({ codes, levels }: Grouping): { id: string; members: number[] }[] {
  const rows = levels.map((id) => ({ id, members: [] as number[] }));
  codes.forEach((code, i) => rows[code]?.members.push(i));
  return rows.filter(({ members }) => members.length > 0);
}
