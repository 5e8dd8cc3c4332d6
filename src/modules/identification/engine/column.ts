/**
 * One value of a condition for every school, judged: does it meet the threshold, how sure is that, how far is it from
 * changing. Percentiles and deviations are turned into a cut on the scale of the metric below them, so that the same
 * three treatments of chance (point, whole interval, posterior) serve every metric.
 */
import { pooledEstimates } from '#stats/change/pooled.ts';
import { normalLower, normalQuantile } from '#stats/distributions/normal.ts';
import { StatsError } from '#stats/errors.ts';
import { type BetaBinomial, fitBetaBinomial, probabilityShareAbove } from '#stats/shares/beta-binomial.ts';
import { type Interval, shareInterval } from '#stats/shares/intervals.ts';
import type { Condition, Methodology, Metric, Uncertainty } from '../methodology/schema.ts';
import { type Estimates, estimatesOf, momentsOf, worseSide } from './estimates.ts';
import { groupsOf } from './groups.ts';
import { memo } from './memo.ts';
import type { ResultsTable } from './table.ts';
import type { WorkSet } from './works.ts';

export type Column = {
  set: WorkSet;
  condition: Condition;
  estimates: Estimates;
  /** 1: the school has enough pupils here for the value to count. */
  counted: Uint8Array;
  /** 1: the value counts and meets the condition. */
  meets: Uint8Array;
  /** P(the true value meets the condition | data). */
  probability(j: number): number;
  /** Pupils (or their worth) that must change sides for `meets` to change; Infinity: cannot. */
  distance(j: number): number;
  /** What stands in the reasons. */
  shown(j: number): { value: number; low: number; high: number };
};

/** Where no other treatment says it, intervals are drawn at this level. */
const LEVEL = 0.95;
const EPSILON = 1e-9;
/** With fewer schools a distribution over schools cannot be fitted. */
const SCHOOLS_FOR_PRIOR = 10;
/** A difference of one standard deviation of schools counts as much as so many pupils: bare numbers have no pupils. */
const PUPILS_PER_DEVIATION = 10;

export function judgedColumn(
  table: ResultsTable,
  condition: Condition,
  set: WorkSet,
  { minimumN, uncertainty }: Pick<Methodology, 'minimumN' | 'uncertainty'>,
  excluded: Uint8Array,
): Column {
  const base = baseOf(condition.metric);
  const baseKey = `${JSON.stringify(base)}|${set.works.map(({ id }) => id).join(',')}`;
  const needsMinimum = base.kind === 'social-residual' || base.kind === 'index';
  const estimates = memo(table, `values|${baseKey}|${needsMinimum ? minimumN : ''}`, () =>
    estimatesOf(table, base, set.works, minimumN),
  );
  const bare = base.kind === 'social-index';
  const { metric } = condition;
  const groups = 'among' in metric ? groupsOf(table, metric.among) : null;
  const counted = Uint8Array.from(estimates.value, (value, j) =>
    !Number.isNaN(value) &&
    excluded[j] === 0 &&
    (bare || (estimates.n[j] as number) >= minimumN) &&
    (groups === null || groups[j] !== null)
      ? 1
      : 0,
  );
  const cut = cutOf(table, condition, estimates, counted, worseSide(base));
  const judge = judgeOf(table, baseKey, estimates, counted, cut, uncertainty);
  const meets = counted.map((one, j) => (one === 1 && judge.meets(j) ? 1 : 0));
  const level = uncertainty.kind === 'interval' ? uncertainty.level : LEVEL;
  const shownOf = shownAs(table, condition.metric, estimates, counted);
  const interval = intervalsOf(estimates, uncertainty, level);
  return {
    set,
    condition,
    estimates,
    counted,
    meets,
    probability: (j) => judge.probability(j),
    distance: (j) => judge.distance(j, meets[j] === 1),
    shown(j) {
      const value = estimates.value[j] as number;
      const { low, high } = interval(j);
      const ends = [shownOf(j, low), shownOf(j, high)];
      return { value: shownOf(j, value), low: Math.min(...ends), high: Math.max(...ends) };
    },
  };
}

export function baseOf(metric: Metric) {
  return metric.kind === 'percentile' || metric.kind === 'deviation' ? metric.of : metric;
}

/** The bound on the scale of the base metric, and on which side of it the condition is met. */
type Cut = { of(j: number): number; side: 1 | -1; strict: boolean };

function cutOf(
  table: ResultsTable,
  condition: Condition,
  { value }: Estimates,
  counted: Uint8Array,
  worse: 1 | -1,
): Cut {
  const { metric, is, threshold } = condition;
  const strict = is === 'above' || is === 'below';
  const upward = is === 'at-least' || is === 'above';
  if (metric.kind !== 'percentile' && metric.kind !== 'deviation')
    return { of: () => threshold, side: upward ? 1 : -1, strict };
  const groups = groupsOf(table, metric.among);
  const side = upward ? ((0 - worse) as 1 | -1) : worse;
  const values = valuesByGroup(value, counted, groups);
  const cuts = new Map(
    [...values].map(([group, own]) => [
      group,
      metric.kind === 'deviation' ? deviationCut(own, threshold, worse) : percentileCut(own, threshold, worse, is),
    ]),
  );
  return {
    of: (j) => cuts.get(groups[j] as string) ?? Number.NaN,
    side,
    strict: metric.kind === 'deviation' && strict,
  };
}

function deviationCut(values: Float64Array, threshold: number, worse: 1 | -1): number {
  const { mean, sd } = momentsOf(values);
  return mean - worse * threshold * sd;
}

/** The value of the last school, counted from the side that the condition asks for, whose percentile meets it. */
function percentileCut(sorted: Float64Array, threshold: number, worse: 1 | -1, is: Condition['is']): number {
  const fromWorst = is === 'at-most' || is === 'below';
  let cut = fromWorst ? worse * Number.POSITIVE_INFINITY : -worse * Number.POSITIVE_INFINITY;
  for (const value of new Set(sorted)) {
    const percentile = percentileOf(sorted, value, worse);
    const met =
      is === 'at-most'
        ? percentile <= threshold + EPSILON
        : is === 'below'
          ? percentile < threshold - EPSILON
          : is === 'at-least'
            ? percentile >= threshold - EPSILON
            : percentile > threshold + EPSILON;
    if (!met) continue;
    const direction = fromWorst ? worse : -worse;
    if (direction * value < direction * cut) cut = value;
  }
  return cut;
}

/** Share of schools that stand worse, ties counted half; the school itself is one of its ties. */
function percentileOf(sorted: Float64Array, value: number, worse: 1 | -1): number {
  const below = lowerBound(sorted, value);
  const equal = upperBound(sorted, value) - below;
  const worseCount = worse === -1 ? below : sorted.length - below - equal;
  return (worseCount + equal / 2) / sorted.length;
}

function lowerBound(sorted: Float64Array, value: number): number {
  let [low, high] = [0, sorted.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((sorted[middle] as number) < value) low = middle + 1;
    else high = middle;
  }
  return low;
}

function upperBound(sorted: Float64Array, value: number): number {
  let [low, high] = [0, sorted.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((sorted[middle] as number) <= value) low = middle + 1;
    else high = middle;
  }
  return low;
}

function valuesByGroup(
  value: Float64Array,
  counted: Uint8Array,
  groups: readonly (string | null)[],
): Map<string, Float64Array> {
  const lists = new Map<string, number[]>();
  groups.forEach((group, j) => {
    if (counted[j] !== 1 || group === null) return;
    const list = lists.get(group);
    if (list) list.push(value[j] as number);
    else lists.set(group, [value[j] as number]);
  });
  return new Map([...lists].map(([group, list]) => [group, Float64Array.from(list).sort()]));
}

/** Turns a value of the base metric into what the condition speaks of. */
function shownAs(table: ResultsTable, metric: Metric, { value }: Estimates, counted: Uint8Array) {
  if (metric.kind !== 'percentile' && metric.kind !== 'deviation') return (_: number, one: number) => one;
  const groups = groupsOf(table, metric.among);
  const values = valuesByGroup(value, counted, groups);
  const worse = worseSide(metric.of);
  if (metric.kind === 'percentile')
    return (j: number, one: number) => percentileOf(values.get(groups[j] as string) ?? new Float64Array(1), one, worse);
  const moments = new Map([...values].map(([group, own]) => [group, momentsOf(own)]));
  return (j: number, one: number) => {
    const { mean, sd } = moments.get(groups[j] as string) ?? { mean: 0, sd: 0 };
    return sd > 0 ? (-worse * (one - mean)) / sd : 0;
  };
}

/** The same few counts come up in many schools: each interval is worked out once. */
function intervalsOf({ value, n, x, se }: Estimates, uncertainty: Uncertainty, level: number) {
  const method = uncertainty.kind === 'interval' ? uncertainty.method : 'wilson';
  const known = new Map<number, Interval>();
  const z = normalQuantile((1 + level) / 2);
  return (j: number): Interval => {
    if (x === null) {
      const half = se === null ? 0 : z * (se[j] as number);
      return { low: (value[j] as number) - half, high: (value[j] as number) + half };
    }
    const name = pairOf(x[j] as number, n[j] as number);
    let found = known.get(name);
    if (found === undefined) {
      found = shareInterval(x[j] as number, n[j] as number, method, level);
      known.set(name, found);
    }
    return found;
  };
}

/** A key for a count and the pupils it is of. */
function pairOf(count: number, pupils: number): number {
  return pupils * 65_536 + count;
}

type Judge = { meets(j: number): boolean; probability(j: number): number; distance(j: number, now: boolean): number };

function judgeOf(
  table: ResultsTable,
  key: string,
  estimates: Estimates,
  counted: Uint8Array,
  cut: Cut,
  uncertainty: Uncertainty,
): Judge {
  const { x, n, se } = estimates;
  if (x !== null) return judgeShares(x, n, cut, uncertainty, () => memo(table, `prior|${key}`, () => priorOf(x, n)));
  if (se !== null) return judgeMeans(table, key, estimates, se, cut, uncertainty);
  return judgeBare(estimates, counted, cut);
}

/** Meets is monotone in the count of pupils: for each n there is a count from which on (or up to which) it holds. */
function judgeShares(x: Int32Array, n: Int32Array, cut: Cut, uncertainty: Uncertainty, prior: () => Prior): Judge {
  const limits = new Map<number, number>();
  const probabilities = new Map<number, number>();
  const oneCut = cut.of(0);
  const same = x.every((_, j) => Object.is(cut.of(j), oneCut));
  const probability = (count: number, pupils: number, at: number): number => {
    const { alpha, beta } = prior();
    const above = at === Number.POSITIVE_INFINITY ? 0 : probabilityShareAbove(at, count, pupils, { alpha, beta });
    return cut.side === 1 ? above : 1 - above;
  };
  const meets = (count: number, pupils: number, at: number): boolean => {
    if (uncertainty.kind === 'posterior') return probability(count, pupils, at) >= uncertainty.cut - EPSILON;
    if (uncertainty.kind === 'point') return onSide((cut.side * (count - at * pupils)) / 1, cut.strict);
    const { low, high } = shareInterval(count, pupils, uncertainty.method, uncertainty.level);
    return onSide(cut.side === 1 ? low - at : at - high, cut.strict);
  };
  /** Smallest count that meets (side 1; n + 1: none), or the largest (side −1; −1: none). */
  const limitOf = (pupils: number, at: number): number => {
    const known = same ? limits.get(pupils) : undefined;
    if (known !== undefined) return known;
    let [low, high] = [0, pupils + 1];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (meets(middle, pupils, at) === (cut.side === 1)) high = middle;
      else low = middle + 1;
    }
    const limit = cut.side === 1 ? low : low - 1;
    if (same) limits.set(pupils, limit);
    return limit;
  };
  return {
    meets(j) {
      const limit = limitOf(n[j] as number, cut.of(j));
      return cut.side === 1 ? (x[j] as number) >= limit : (x[j] as number) <= limit;
    },
    probability(j) {
      const [count, pupils] = [x[j] as number, n[j] as number];
      if (!same) return probability(count, pupils, cut.of(j));
      const name = pairOf(count, pupils);
      let known = probabilities.get(name);
      if (known === undefined) {
        known = probability(count, pupils, oneCut);
        probabilities.set(name, known);
      }
      return known;
    },
    distance(j, now) {
      const [count, pupils] = [x[j] as number, n[j] as number];
      const limit = limitOf(pupils, cut.of(j));
      const target = cut.side === 1 ? (now ? limit - 1 : limit) : now ? limit + 1 : limit;
      return target < 0 || target > pupils ? Number.POSITIVE_INFINITY : Math.abs(count - target);
    },
  };
}

function onSide(distance: number, strict: boolean): boolean {
  return strict ? distance > EPSILON : distance >= -EPSILON;
}

type Prior = Pick<BetaBinomial, 'alpha' | 'beta'>;

/**
 * Beta over the schools of the work by maximum marginal likelihood. Few schools, or no pupil below at all: Jeffreys.
 * Schools that differ no more than chance allows: a narrow one around the common share.
 */
function priorOf(x: Int32Array, n: Int32Array): Prior {
  const present = Array.from(n.keys()).filter((j) => (n[j] as number) > 0);
  const all = present.reduce((sum, j) => sum + (n[j] as number), 0);
  const below = present.reduce((sum, j) => sum + (x[j] as number), 0);
  if (present.length < SCHOOLS_FOR_PRIOR || below === 0 || below === all) return { alpha: 0.5, beta: 0.5 };
  try {
    return fitBetaBinomial(
      Float64Array.from(present, (j) => x[j] as number),
      Float64Array.from(present, (j) => n[j] as number),
    );
  } catch (error) {
    if (!(error instanceof StatsError)) throw error;
    return { alpha: (below / all) * 1000, beta: (1 - below / all) * 1000 };
  }
}

function judgeMeans(
  table: ResultsTable,
  key: string,
  { value, n }: Estimates,
  se: Float64Array,
  cut: Cut,
  uncertainty: Uncertainty,
): Judge {
  const drawn = () => memo(table, `drawn|${key}`, () => drawnTogether(value, se));
  const z =
    uncertainty.kind === 'interval'
      ? normalQuantile((1 + uncertainty.level) / 2)
      : uncertainty.kind === 'posterior'
        ? normalQuantile(uncertainty.cut)
        : 0;
  const probability = (j: number) => {
    const { mean, sd } = drawn()[j] as { mean: number; sd: number };
    const distance = cut.side * (mean - cut.of(j));
    return sd > 0 ? normalLower(distance / sd) : distance >= 0 ? 1 : 0;
  };
  /** How far the value lies on the side asked for, on its own scale. */
  const margin = (j: number) => {
    if (uncertainty.kind !== 'posterior') return cut.side * ((value[j] as number) - cut.of(j)) - z * (se[j] as number);
    const { mean, sd, weight } = drawn()[j] as { mean: number; sd: number; weight: number };
    return (cut.side * (mean - cut.of(j)) - z * sd) / Math.max(weight, EPSILON);
  };
  return {
    meets: (j) => onSide(margin(j), cut.strict),
    probability,
    distance: (j) => Math.max(0.001, Math.abs(margin(j)) * (n[j] as number)),
  };
}

function drawnTogether(value: Float64Array, se: Float64Array): { mean: number; sd: number; weight: number }[] {
  const asTheyAre = () => Array.from(value, (mean, j) => ({ mean, sd: se[j] as number, weight: 1 }));
  if (value.filter((one) => !Number.isNaN(one)).length < SCHOOLS_FOR_PRIOR) return asTheyAre();
  try {
    return pooledEstimates([value], [se]).schools.map((school) =>
      school === null
        ? { mean: Number.NaN, sd: Number.NaN, weight: 1 }
        : { mean: school.shrunk, sd: school.sd, weight: school.reliability },
    );
  } catch (error) {
    if (!(error instanceof StatsError)) throw error;
    return asTheyAre();
  }
}

/** A number without a known error is taken at its word. */
function judgeBare({ value }: Estimates, counted: Uint8Array, cut: Cut): Judge {
  const spread = momentsOf(value.filter((_, j) => counted[j] === 1)).sd || 1;
  const meets = (j: number) => onSide(cut.side * ((value[j] as number) - cut.of(j)), cut.strict);
  return {
    meets,
    probability: (j) => (meets(j) ? 1 : 0),
    distance: (j) => Math.max(0.001, (Math.abs((value[j] as number) - cut.of(j)) / spread) * PUPILS_PER_DEVIATION),
  };
}
