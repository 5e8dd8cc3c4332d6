/** Values of a metric over schools for a set of works: a share of pupils, a mean with its error, or a bare number. */
import { contextRegression } from '#stats/context/regression.ts';
import { socialIndex } from '#stats/context/social-index.ts';
import type { BaseMetric, GroupKind } from '../methodology/schema.ts';
import { groupsOf } from './groups.ts';
import { memo, orNull } from './memo.ts';
import { USUAL_VARIABLES } from './similar.ts';
import { largestCohorts, type ResultsTable, type Work } from './table.ts';
import { worksOf } from './works.ts';

export type Estimates = {
  /** NaN: the school has no value. */
  value: Float64Array;
  /** Pupils behind the value. */
  n: Int32Array;
  /** Counts of pupils where the value is a share; standard errors where it is a mean. */
  x: Int32Array | null;
  se: Float64Array | null;
};

/** +1 where a higher value is worse. */
export function worseSide(metric: BaseMetric): 1 | -1 {
  return metric.kind === 'share-below' || metric.kind === 'lower-quantile-share' || metric.kind === 'social-index'
    ? 1
    : -1;
}

export function estimatesOf(
  table: ResultsTable,
  metric: BaseMetric,
  works: readonly Work[],
  minimumN: number,
): Estimates {
  switch (metric.kind) {
    case 'share-below':
      return shares(table, works, (work, j) => work.below[j] as number);
    case 'lower-quantile-share':
      return shares(table, works, lowerQuantile(table, metric.quantile, metric.among));
    case 'mean-percent':
      return means(table, works);
    case 'value-added':
    case 'growth-median':
      return effects(table, works, metric.kind);
    case 'social-index':
      return social(table, metric.variables);
    case 'social-residual':
      return residuals(table, means(table, works), minimumN);
    case 'index':
      return index(table, metric, works, minimumN);
  }
}

/** A work whose count is not known for a school is left out there. */
function shares(table: ResultsTable, works: readonly Work[], countOf: (work: Work, j: number) => number): Estimates {
  const size = table.schools.length;
  const n = new Int32Array(size);
  const x = new Int32Array(size);
  for (const work of works)
    for (let j = 0; j < size; j += 1) {
      const pupils = work.n[j] as number;
      const count = pupils > 0 ? countOf(work, j) : -1;
      if (count < 0) continue;
      n[j] = (n[j] as number) + pupils;
      x[j] = (x[j] as number) + count;
    }
  const value = Float64Array.from(n, (pupils, j) => (pupils > 0 ? (x[j] as number) / pupils : Number.NaN));
  return { value, n, x, se: null };
}

function means(table: ResultsTable, works: readonly Work[]): Estimates {
  const size = table.schools.length;
  const n = new Int32Array(size);
  const sum = new Float64Array(size);
  const variance = new Float64Array(size);
  for (const work of works) {
    const within = withinVariance(table, work);
    for (let j = 0; j < size; j += 1) {
      const pupils = work.n[j] as number;
      if (pupils === 0) continue;
      n[j] = (n[j] as number) + pupils;
      sum[j] = (sum[j] as number) + (work.sum[j] as number);
      variance[j] = (variance[j] as number) + pupils * within;
    }
  }
  return {
    value: Float64Array.from(n, (pupils, j) => (pupils > 0 ? (sum[j] as number) / pupils : Number.NaN)),
    n,
    x: null,
    se: Float64Array.from(n, (pupils, j) => (pupils > 0 ? Math.sqrt(variance[j] as number) / pupils : Number.NaN)),
  };
}

/** Variance between pupils of one school, common to all schools of the work: that of five pupils says little. */
function withinVariance(table: ResultsTable, work: Work): number {
  return memo(table, `within|${work.id}`, () => {
    let squares = 0;
    let freedom = 0;
    work.n.forEach((pupils, j) => {
      if (pupils < 2) return;
      squares += Math.max(0, (work.squares[j] as number) - (work.sum[j] as number) ** 2 / pupils);
      freedom += pupils - 1;
    });
    return freedom > 0 ? Math.max(squares / freedom, 1e-6) : 0.04;
  });
}

function lowerQuantile(table: ResultsTable, quantile: number, among: GroupKind) {
  const groups = groupsOf(table, among);
  return (work: Work, j: number) => {
    const cuts = memo(table, `cut|${work.id}|${quantile}|${among}`, () => quantileCuts(work, groups, quantile));
    const group = groups[j] ?? null;
    const cut = group === null ? undefined : cuts.get(group);
    const histogram = work.histograms[j];
    if (cut === undefined || !histogram) return -1;
    let count = 0;
    for (let points = 0; points <= cut && points < histogram.length; points += 1) count += histogram[points] as number;
    return Math.min(count, work.n[j] as number);
  };
}

/** Smallest number of points at or below which lie at least a quantile of the pupils of the group. */
function quantileCuts(work: Work, groups: readonly (string | null)[], quantile: number): Map<string, number> {
  const totals = new Map<string, number[]>();
  work.histograms.forEach((histogram, j) => {
    const group = groups[j] ?? null;
    if (!histogram || group === null) return;
    const total = totals.get(group) ?? [];
    histogram.forEach((pupils, points) => {
      total[points] = (total[points] ?? 0) + pupils;
    });
    totals.set(group, total);
  });
  return new Map(
    [...totals].map(([group, total]) => {
      const all = total.reduce((sum, pupils) => sum + (pupils ?? 0), 0);
      let running = 0;
      return [group, total.findIndex((pupils) => (running += pupils ?? 0) >= quantile * all - 1e-9)];
    }),
  );
}

function effects(table: ResultsTable, works: readonly Work[], kind: 'value-added' | 'growth-median'): Estimates {
  const size = table.schools.length;
  const wanted = new Set(works.map(({ id }) => id));
  const n = new Int32Array(size);
  const sum = new Float64Array(size);
  const variance = new Float64Array(size);
  for (const effect of table.effects) {
    const j = table.numberOf.get(effect.school);
    if (j === undefined || effect.kind !== kind || !wanted.has(effect.procedureId)) continue;
    n[j] = (n[j] as number) + effect.n;
    sum[j] = (sum[j] as number) + effect.n * effect.value;
    variance[j] = (variance[j] as number) + (effect.n * (effect.se ?? Number.NaN)) ** 2;
  }
  const se = Float64Array.from(n, (pupils, j) => Math.sqrt(variance[j] as number) / pupils);
  return {
    value: Float64Array.from(n, (pupils, j) => (pupils > 0 ? (sum[j] as number) / pupils : Number.NaN)),
    n,
    x: null,
    se: se.some((one, j) => (n[j] as number) > 0 && !(one > 0)) ? null : se,
  };
}

/** Schools that lack a variable have no index. */
function social(table: ResultsTable, variables: readonly { name: string; weight: number }[]): Estimates {
  const complete = table.schools.flatMap((school, j) =>
    variables.every(({ name }) => Number.isFinite(school.variables[name])) ? [j] : [],
  );
  const value = new Float64Array(table.schools.length).fill(Number.NaN);
  if (complete.length > 1) {
    const columns = variables.map(({ name }) => ({
      name,
      values: Float64Array.from(complete, (j) => table.schools[j]?.variables[name] as number),
    }));
    const indexed = orNull(() => socialIndex(columns, { given: variables.map(({ weight }) => weight) }));
    complete.forEach((j, k) => {
      value[j] = indexed?.index[k] ?? Number.NaN;
    });
  }
  return { value, n: largestCohorts(table), x: null, se: null };
}

/** The social index of each school as it is stated, or else worked out from the social passports; NaN where neither is. */
export function contextsOf(table: ResultsTable): Float64Array {
  return memo(table, 'context', () => {
    const stated = Float64Array.from(table.schools, ({ socialIndex: known }) => known ?? Number.NaN);
    return stated.some((one) => !Number.isNaN(one)) ? stated : social(table, USUAL_VARIABLES).value;
  });
}

/** Result less what the social index foretells, in standard deviations; small schools do not shape the line. */
function residuals(table: ResultsTable, { value, n }: Estimates, minimumN: number): Estimates {
  const contexts = contextsOf(table);
  const usable = [...table.schools.keys()].filter((j) => !Number.isNaN(contexts[j]) && (n[j] as number) >= minimumN);
  const residual = new Float64Array(table.schools.length).fill(Number.NaN);
  const outcome = Float64Array.from(usable, (j) => value[j] as number);
  const predictor = Float64Array.from(usable, (j) => contexts[j] as number);
  const fit = orNull(() => contextRegression(outcome, [{ name: 'socialIndex', values: predictor }], 'HC1'));
  usable.forEach((j, k) => {
    residual[j] = fit?.standardised[k] ?? Number.NaN;
  });
  return { value: residual, n, x: null, se: null };
}

/** Weighted mean of components in standard deviations of the region; higher is better. */
function index(
  table: ResultsTable,
  metric: Extract<BaseMetric, { kind: 'index' }>,
  works: readonly Work[],
  minimumN: number,
): Estimates {
  const size = table.schools.length;
  const sum = new Float64Array(size);
  const weights = new Float64Array(size);
  const variance = new Float64Array(size);
  const n = new Int32Array(size);
  for (const component of metric.components) {
    const own = worksOf(works, component.procedures);
    const part = estimatesOf(table, { kind: component.metric }, own, minimumN);
    const side = worseSide({ kind: component.metric });
    const counted = part.value.filter((value, j) => !Number.isNaN(value) && (part.n[j] as number) >= minimumN);
    const { mean, sd } = momentsOf(counted);
    if (!(sd > 0)) continue;
    for (let j = 0; j < size; j += 1) {
      const pupils = part.n[j] as number;
      const value = part.value[j] as number;
      if (Number.isNaN(value) || pupils < minimumN) continue;
      const error = part.se ? (part.se[j] as number) : Math.sqrt(Math.max(value * (1 - value), 0.25 / pupils) / pupils);
      sum[j] = (sum[j] as number) - side * component.weight * ((value - mean) / sd);
      weights[j] = (weights[j] as number) + component.weight;
      variance[j] = (variance[j] as number) + (component.weight * (error / sd)) ** 2;
      n[j] = (n[j] as number) + pupils;
    }
  }
  const all = metric.components.reduce((total, { weight }) => total + weight, 0);
  const covered = (j: number) => (weights[j] as number) > 0 && (weights[j] as number) >= metric.coverage * all - 1e-9;
  return {
    value: sum.map((one, j) => (covered(j) ? one / (weights[j] as number) : Number.NaN)),
    n,
    x: null,
    se: variance.map((one, j) => (covered(j) ? Math.sqrt(one) / (weights[j] as number) : Number.NaN)),
  };
}

export function momentsOf(values: ArrayLike<number>): { mean: number; sd: number } {
  let sum = 0;
  for (let k = 0; k < values.length; k += 1) sum += values[k] as number;
  const mean = sum / values.length;
  let squares = 0;
  for (let k = 0; k < values.length; k += 1) squares += ((values[k] as number) - mean) ** 2;
  return { mean, sd: values.length > 1 ? Math.sqrt(squares / (values.length - 1)) : 0 };
}
