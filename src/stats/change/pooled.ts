/**
 * One estimate for each school from several years (usually three), drawn toward the common mean.
 *
 * Within a school: weights w = 1 ÷ (se² + transitory), pooled = Σwy ÷ Σw, se² = 1 ÷ Σw. Between schools:
 * pooled_j ~ N(μ, τ² + se_j²), τ² where Q(τ²) = Σ (pooled_j − μ)² ÷ (τ² + se_j²) equals J − 1, zero if Q(0) is below.
 * Posterior: B = τ² ÷ (τ² + se²), mean μ + B (pooled − μ), variance B se².
 * Source: Paule & Mandel (1982), J. Res. NBS 87(5); Morris (1983), J. Am. Stat. Assoc. 78.
 */
import { normalLower } from '../distributions/normal.ts';
import { StatsError } from '../errors.ts';

export type PooledEstimates = {
  /** Common mean μ and the variance τ² of true values between schools. */
  mean: number;
  between: number;
  /** In the order of the input; null for a school without a single year. */
  schools: (PooledEstimate | null)[];
};

export type PooledEstimate = {
  years: number;
  /** Weighted mean of the years and its standard error. */
  pooled: number;
  se: number;
  /** Drawn toward the common mean. */
  shrunk: number;
  /** Posterior standard deviation. */
  sd: number;
  /** Share of the variance of `pooled` that is true difference; 0 … 1. */
  reliability: number;
};

/**
 * @param estimates years × schools, NaN where absent
 * @param errors standard errors of the same shape, positive where the estimate is present
 * @param transitory variance of true one-year deviations, from {@link stability}
 * @throws StatsError noData, lengthsDiffer, outOfRange, oneGroup
 */
export function pooledEstimates(
  estimates: readonly Float64Array[],
  errors: readonly Float64Array[],
  transitory = 0,
): PooledEstimates {
  const schools = estimates[0]?.length ?? 0;
  if (schools === 0) throw new StatsError('noData');
  if (errors.length !== estimates.length)
    throw new StatsError('lengthsDiffer', { estimates: estimates.length, errors: errors.length });
  for (const year of [...estimates, ...errors])
    if (year.length !== schools) throw new StatsError('lengthsDiffer', { length: year.length, expected: schools });
  const rows = Array.from({ length: schools }, (_, j) => poolYears(estimates, errors, transitory, j));
  const present = rows.filter((row) => row !== null);
  if (present.length < 2) throw new StatsError('oneGroup', { schools: present.length });
  const between = pauleMandel(present);
  const mean = weightedMean(present, between);
  return {
    mean,
    between,
    schools: rows.map((row) => {
      if (row === null) return null;
      const reliability = between / (between + row.se ** 2);
      return {
        ...row,
        shrunk: mean + reliability * (row.pooled - mean),
        sd: Math.sqrt(reliability) * row.se,
        reliability,
      };
    }),
  };
}

/** P(true value < cut | data). */
export function probabilityPooledBelow(cut: number, school: PooledEstimate): number {
  if (school.sd === 0) return school.shrunk < cut ? 1 : 0;
  return normalLower((cut - school.shrunk) / school.sd);
}

type Pooled = { years: number; pooled: number; se: number };

function poolYears(
  estimates: readonly Float64Array[],
  errors: readonly Float64Array[],
  transitory: number,
  j: number,
): Pooled | null {
  let [years, total, sum] = [0, 0, 0];
  estimates.forEach((year, t) => {
    const estimate = year[j] as number;
    const error = errors[t]?.[j] as number;
    if (!Number.isFinite(estimate)) return;
    if (!(error > 0 && error < Number.POSITIVE_INFINITY))
      throw new StatsError('outOfRange', { column: 'errors', year: t + 1, row: j + 1, value: error });
    const weight = 1 / (error ** 2 + transitory);
    years += 1;
    total += weight;
    sum += weight * estimate;
  });
  return years === 0 ? null : { years, pooled: sum / total, se: Math.sqrt(1 / total) };
}

function weightedMean(rows: readonly Pooled[], between: number): number {
  let [total, sum] = [0, 0];
  for (const { pooled, se } of rows) {
    const weight = 1 / (between + se ** 2);
    total += weight;
    sum += weight * pooled;
  }
  return sum / total;
}

/** Q falls as τ² grows: bracket by doubling, then bisection to the last bits. */
function pauleMandel(rows: readonly Pooled[]): number {
  const excess = (between: number) => {
    const mean = weightedMean(rows, between);
    return rows.reduce((sum, row) => sum + (row.pooled - mean) ** 2 / (between + row.se ** 2), 0) - (rows.length - 1);
  };
  if (excess(0) <= 0) return 0;
  let low = 0;
  let high = Math.max(...rows.map(({ se }) => se ** 2));
  while (excess(high) > 0) high *= 2;
  for (let step = 0; step < 200 && high - low > 1e-15 * high; step += 1) {
    const middle = (low + high) / 2;
    if (excess(middle) > 0) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}
