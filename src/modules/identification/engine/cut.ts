/** Percentiles and deviations as a bound on the scale of the metric below them. */
import type { Condition } from '../methodology/schema.ts';
import { type Estimates, momentsOf } from './estimates.ts';
import { groupsOf } from './groups.ts';
import type { ResultsTable } from './table.ts';

const EPSILON = 1e-9;

/** The bound on the scale of the base metric, and on which side of it the condition is met. */
export type Cut = {
  of(j: number): number;
  /** The same for every school. */
  common: boolean;
  side: 1 | -1;
  strict: boolean;
};

export function cutOf(
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
    return { of: () => threshold, common: true, side: upward ? 1 : -1, strict };
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
    common: metric.among === 'region',
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
export function percentileOf(sorted: Float64Array, value: number, worse: 1 | -1): number {
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

export function valuesByGroup(
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
