/**
 * Groups of similar schools by quantiles: each variable is cut into k parts at its type-7 quantiles, and schools in the
 * same part of every variable form a group. A school on a border belongs to the lower part. Distance: Euclid's to the
 * mean of the group, in standard deviations. Simple to explain and to check by hand; groups differ in size, and
 * the borders are sharp: look at the distance too. Source of the quantiles: Hyndman & Fan (1996), Am. Stat. 50(4).
 */
import { StatsError } from '../errors.ts';
import { quantileOfSorted } from '../quantile.ts';
import { standardise } from './social-index.ts';

export type QuantileGroups = {
  /** 0 … groups − 1, in the order of the parts: the first variable changes slowest. */
  groups: Int32Array;
  centres: { n: number; means: number[]; parts: number[] }[];
  /** Borders of each variable, k − 1 numbers. */
  borders: number[][];
  distances: Float64Array;
};

/**
 * @param variables columns of length J
 * @param parts of each variable, 2 or more
 * @throws StatsError noData, outOfRange, missingValues, lengthsDiffer, constantPredictor
 */
export function quantileGroups(
  variables: readonly { name: string; values: Float64Array }[],
  parts: number,
): QuantileGroups {
  const n = variables[0]?.values.length ?? 0;
  if (n === 0) throw new StatsError('noData');
  if (!(Number.isInteger(parts) && parts >= 2 && parts <= n)) throw new StatsError('outOfRange', { parts, schools: n });
  const standard = variables.map(({ name, values }) => standardise(name, values, n));
  const borders = variables.map(({ values }) => {
    const sorted = Float64Array.from(values).sort();
    return Array.from({ length: parts - 1 }, (_, k) => quantileOfSorted(sorted, (k + 1) / parts));
  });
  const partsOf = Array.from({ length: n }, (_, i) =>
    variables.map(
      ({ values }, v) => (borders[v] as number[]).filter((border) => (values[i] as number) > border).length,
    ),
  );
  const keyOf = (own: readonly number[]) => own.reduce((key, part) => key * parts + part, 0);
  const present = [...new Map(partsOf.map((own) => [keyOf(own), own]))].sort(([a], [b]) => a - b);
  const place = new Map(present.map(([key], group) => [key, group]));
  const groups = Int32Array.from(partsOf, (own) => place.get(keyOf(own)) as number);
  const counts = new Float64Array(present.length);
  const sums = present.map(() => new Float64Array(variables.length));
  groups.forEach((group, i) => {
    counts[group] = (counts[group] as number) + 1;
    variables.forEach(({ values }, v) => {
      const own = sums[group] as Float64Array;
      own[v] = (own[v] as number) + (values[i] as number);
    });
  });
  const meanOf = (group: number, v: number) => ((sums[group] as Float64Array)[v] as number) / (counts[group] as number);
  return {
    groups,
    borders,
    centres: present.map(([, own], group) => ({
      n: counts[group] as number,
      means: variables.map((_, v) => meanOf(group, v)),
      parts: own,
    })),
    distances: Float64Array.from(groups, (group, i) =>
      Math.sqrt(
        variables.reduce(
          (sum, { values }, v) =>
            sum + (((values[i] as number) - meanOf(group, v)) / (standard[v] as { sd: number }).sd) ** 2,
          0,
        ),
      ),
    ),
  };
}
