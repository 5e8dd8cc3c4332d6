/**
 * One value of a condition for every school, judged: does it meet the threshold, how sure is that, how far is it from
 * changing. Percentiles and deviations are turned into a cut on the scale of the metric below them, so that the same
 * three treatments of chance (point, whole interval, posterior) serve every metric.
 */
import { normalQuantile } from '#stats/distributions/normal.ts';
import { type Interval, shareInterval } from '#stats/shares/intervals.ts';
import type { Condition, Methodology, Metric, Uncertainty } from '../methodology/schema.ts';
import { cutOf, percentileOf, valuesByGroup } from './cut.ts';
import { type Estimates, estimatesOf, momentsOf, worseSide } from './estimates.ts';
import { groupsOf } from './groups.ts';
import { judgeOf, pairOf } from './judge.ts';
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
  const counted = new Uint8Array(estimates.value.length);
  for (let j = 0; j < counted.length; j += 1)
    if (
      excluded[j] === 0 &&
      (bare || (estimates.n[j] as number) >= minimumN) &&
      !Number.isNaN(estimates.value[j] as number) &&
      (groups === null || groups[j] !== null)
    )
      counted[j] = 1;
  const cut = cutOf(table, condition, estimates, counted, worseSide(base));
  const judge = judgeOf(table, baseKey, estimates, counted, cut, uncertainty);
  const meets = new Uint8Array(counted.length);
  for (let j = 0; j < counted.length; j += 1) if (counted[j] === 1 && judge.meets(j)) meets[j] = 1;
  // Asked several times of a school: for each way to turn the answer.
  let distances: Float64Array | null = null;
  const level = uncertainty.kind === 'interval' ? uncertainty.level : LEVEL;
  const shownOf = shownAs(table, condition.metric, estimates, counted);
  const interval = intervalsOf(table, estimates, uncertainty, level);
  return {
    set,
    condition,
    estimates,
    counted,
    meets,
    probability: (j) => judge.probability(j),
    distance(j) {
      distances ??= new Float64Array(meets.length).fill(Number.NaN);
      if (Number.isNaN(distances[j] as number)) distances[j] = judge.distance(j, meets[j] === 1);
      return distances[j] as number;
    },
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

/** The same few counts come up in many schools, works and settings: each interval is worked out once. */
function intervalsOf(table: ResultsTable, { value, n, x, se }: Estimates, uncertainty: Uncertainty, level: number) {
  const method = uncertainty.kind === 'interval' ? uncertainty.method : 'wilson';
  if (x === null) {
    const z = memo(table, `z|${level}`, () => normalQuantile((1 + level) / 2));
    return (j: number): Interval => {
      const half = se === null ? 0 : z * (se[j] as number);
      return { low: (value[j] as number) - half, high: (value[j] as number) + half };
    };
  }
  const known = memo(table, `intervals|${method}|${level}`, () => new Map<number, Interval>());
  return (j: number): Interval => {
    const name = pairOf(x[j] as number, n[j] as number);
    let found = known.get(name);
    if (found === undefined) {
      found = shareInterval(x[j] as number, n[j] as number, method, level);
      known.set(name, found);
    }
    return found;
  };
}
