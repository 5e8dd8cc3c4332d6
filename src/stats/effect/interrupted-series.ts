/**
 * Interrupted time series: y = b₀ + b₁·t + level·after + slope·(t − start)·after, with Newey–West errors.
 *
 * The level is the jump at the start, the slope the change of the trend after it. Without a series that was not
 * interrupted it cannot tell the programme from anything else that began then.
 * `se` and `t` are Newey–West's, as in sandwich. They are too narrow in short series (in simulations estimate ± t · se held the
 * level in 86 % with 40 independent points, in 81 % with autocorrelation 0.4), so the interval and p come from errors that
 * follow each other (autocorrelated.ts).
 * Source: Wagner et al. (2002), J. Clin. Pharm. Ther. 27; Bernal, Cummins & Gasparrini (2017), Int. J. Epidemiol. 46.
 */
import { requireValues } from '../design.ts';
import { studentTwoSidedQuantile } from '../distributions/student.ts';
import { StatsError } from '../errors.ts';
import { leastSquares } from '../linear/least-squares.ts';
import { type Coefficient, coefficientTable } from '../linear/coefficients.ts';
import { autocorrelatedErrors } from './autocorrelated.ts';
import { defaultLag, neweyWestCovariance } from './newey-west.ts';

export type InterruptedSeries = {
  n: number;
  before: number;
  lag: number;
  /** Of neighbouring errors, as the intervals take it. */
  autocorrelation: number;
  /** '(Intercept)', 'time', 'level', 'slope'. */
  coefficients: Coefficient[];
  /** The old trend carried on and what the model gives, each of length n in order of time. */
  withoutInterruption: Float64Array;
  fitted: Float64Array;
};

const LEAST_ON_EACH_SIDE = 3;

/**
 * @param y length n, evenly spaced in order of time
 * @param t moments, rising
 * @param start the first moment of the new state
 * @throws StatsError lengthsDiffer, missingValues, outOfRange (moments that do not rise), tooFew (points on one side)
 */
export function interruptedSeries(
  y: Float64Array,
  t: Float64Array,
  start: number,
  lag?: number,
  level = 0.95,
): InterruptedSeries {
  const n = y.length;
  requireValues('y', y);
  requireValues('t', t, n);
  const stuck = t.findIndex((moment, i) => i > 0 && !(moment > (t[i - 1] as number)));
  if (stuck > 0) throw new StatsError('outOfRange', { column: 't', row: stuck + 1, value: t[stuck] });
  const before = t.filter((moment) => moment < start).length;
  if (Math.min(before, n - before) < LEAST_ON_EACH_SIDE)
    throw new StatsError('tooFew', { before, after: n - before, minimum: LEAST_ON_EACH_SIDE });
  const after = t.map((moment) => (moment >= start ? 1 : 0));
  /** Time is counted from the start, so that a series by calendar years keeps its digits. */
  const time = t.map((moment) => moment - start);
  const terms = ['(Intercept)', 'time', 'level', 'slope'];
  const columns = [new Float64Array(n).fill(1), time, after, time.map((moment, i) => moment * (after[i] as number))];
  const fit = leastSquares(columns, y, terms);
  const used = lag ?? Math.min(defaultLag(n), n - 1);
  const covariance = neweyWestCovariance(columns, fit.residuals, fit.inverse, used);
  const autocorrelated = autocorrelatedErrors(columns, y, level);
  const half = studentTwoSidedQuantile(1 - level, n - terms.length);
  const table = coefficientTable(terms, fit.coefficients, covariance, n - terms.length).map((one, j) => {
    const own = autocorrelated.coefficients[j] ?? one;
    return { ...one, ...own, intervalSe: (own.high - own.low) / 2 / half };
  });
  const [intercept, trend] = fit.coefficients as unknown as [number, number];
  return {
    n,
    before,
    lag: used,
    autocorrelation: autocorrelated.correlation,
    coefficients: table,
    withoutInterruption: time.map((moment) => intercept + trend * moment),
    fitted: y.map((value, i) => value - (fit.residuals[i] as number)),
  };
}
