/**
 * A table of coefficients from estimates and their covariance, with Student intervals. Where the error that is usual in
 * reports is too small in small samples, the interval and p may rest on an error and degrees of their own
 * (bell-mccaffrey.ts), while `se` and `t` stay those of the covariance.
 */
import { studentTwoSided, studentTwoSidedQuantile } from '../distributions/student.ts';

export type Coefficient = {
  term: string;
  estimate: number;
  se: number;
  /** estimate ÷ se. */
  t: number;
  /** Two-sided, by the same error and degrees as the interval. */
  p: number;
  low: number;
  high: number;
  intervalSe: number;
  degrees: number;
};

/** What intervals rest on, of each coefficient, length p. */
export type IntervalErrors = { se: Float64Array; degrees: Float64Array };

/**
 * @param covariance p × p row-major
 * @param degrees of freedom of t: n − p, or clusters − 1; used where `intervals` has none
 */
export function coefficientTable(
  terms: readonly string[],
  estimates: Float64Array,
  covariance: Float64Array,
  degrees: number,
  { level = 0.95, intervals = null }: { level?: number; intervals?: IntervalErrors | null } = {},
): Coefficient[] {
  return terms.map((term, j) => {
    const estimate = estimates[j] as number;
    const se = Math.sqrt(covariance[j * terms.length + j] as number);
    const own = intervals ? (intervals.degrees[j] as number) : Number.NaN;
    const isOwn = own > 0 && Number.isFinite(own);
    const intervalSe = isOwn ? (intervals?.se[j] as number) : se;
    const freedom = isOwn ? own : degrees;
    const half = studentTwoSidedQuantile(1 - level, freedom) * intervalSe;
    return {
      term,
      estimate,
      se,
      t: estimate / se,
      p: studentTwoSided(estimate / intervalSe, freedom),
      low: estimate - half,
      high: estimate + half,
      intervalSe,
      degrees: freedom,
    };
  });
}
