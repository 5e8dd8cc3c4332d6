/** A table of coefficients from estimates and their covariance, with Student intervals. */
import { studentTwoSided, studentTwoSidedQuantile } from '../distributions/student.ts';

export type Coefficient = {
  term: string;
  estimate: number;
  se: number;
  t: number;
  /** Two-sided. */
  p: number;
  low: number;
  high: number;
};

/**
 * @param covariance p × p row-major
 * @param degrees of freedom of t: n − p, or clusters − 1
 */
export function coefficientTable(
  terms: readonly string[],
  estimates: Float64Array,
  covariance: Float64Array,
  degrees: number,
  level = 0.95,
): Coefficient[] {
  const half = studentTwoSidedQuantile(1 - level, degrees);
  return terms.map((term, j) => {
    const estimate = estimates[j] as number;
    const se = Math.sqrt(covariance[j * terms.length + j] as number);
    const t = estimate / se;
    return {
      term,
      estimate,
      se,
      t,
      p: studentTwoSided(t, degrees),
      low: estimate - half * se,
      high: estimate + half * se,
    };
  });
}
