/**
 * Intervals of least-squares coefficients of a short series whose errors follow each other: e_t = ρ e_(t−1) + u_t.
 *
 * Newey–West errors are too small in short series. Given ρ, generalised least squares (Prais & Winsten 1954) gives Student's law
 * with n − p degrees; ρ is not known better than the series tells, so these laws are mixed over −1 < ρ < 1 by the restricted
 * likelihood, √(1 − ρ²) · |XᵀV⁻¹X|^(−½) · rss^(−(n − p) ÷ 2), with a uniform prior. Putting in one estimated ρ instead gives
 * intervals too narrow again.
 * Source: Zellner & Tiao (1964), J. Am. Stat. Assoc. 59; Chib (1993), J. Econom. 58; Turner et al. (2021), BMC Med. Res. Methodol.
 * 21: 181 for how the usual methods cover.
 */
import { type StudentMixture, mixtureInterval, mixtureLower } from '../distributions/student-mixture.ts';
import { factorise, logDeterminantOfFactored } from '../linear/cholesky.ts';
import { leastSquares } from '../linear/least-squares.ts';

export type AutocorrelatedErrors = {
  /** Mean of ρ by the same weights. */
  correlation: number;
  coefficients: { low: number; high: number; p: number }[];
};

const NODES = 48;

/**
 * @param columns p columns of length n in order of time; @param y length n > p
 * @throws StatsError collinear
 */
export function autocorrelatedErrors(
  columns: readonly Float64Array[],
  y: Float64Array,
  level = 0.95,
): AutocorrelatedErrors {
  const [n, p] = [y.length, columns.length];
  const fits = Array.from({ length: NODES }, (_, k) => given(columns, y, (2 * (k + 0.5)) / NODES - 1));
  const greatest = fits.reduce((most, { logLik }) => Math.max(most, logLik), Number.NEGATIVE_INFINITY);
  const raw = fits.map(({ logLik }) => Math.exp(logLik - greatest));
  const total = raw.reduce((sum, one) => sum + one, 0);
  const weights = Float64Array.from(raw, (one) => one / total);
  return {
    correlation: fits.reduce((sum, { rho }, k) => sum + rho * (weights[k] as number), 0),
    coefficients: columns.map((_, j) => {
      const mixture: StudentMixture = {
        weights,
        centres: Float64Array.from(fits, ({ coefficients }) => coefficients[j] as number),
        scales: Float64Array.from(fits, ({ scales }) => scales[j] as number),
        degrees: n - p,
      };
      const below = mixtureLower(0, mixture);
      return { ...mixtureInterval(mixture, level), p: Math.min(1, 2 * Math.min(below, 1 - below)) };
    }),
  };
}

function given(columns: readonly Float64Array[], y: Float64Array, rho: number) {
  const [n, p] = [y.length, columns.length];
  const whitened = (values: Float64Array) =>
    values.map((value, t) => (t === 0 ? Math.sqrt(1 - rho * rho) * value : value - rho * (values[t - 1] as number)));
  const { coefficients, rss, inverse } = leastSquares(columns.map(whitened), whitened(y));
  const sigma2 = rss / (n - p);
  return {
    rho,
    coefficients,
    scales: Float64Array.from({ length: p }, (_, j) => Math.sqrt(sigma2 * (inverse[j * p + j] as number))),
    logLik:
      0.5 *
      (Math.log(1 - rho * rho) + logDeterminant(inverse, p) - (n - p) * Math.log(Math.max(rss, Number.MIN_VALUE))),
  };
}

/** log |A| of a positive definite A. */
function logDeterminant(a: Float64Array, p: number): number {
  const l = a.slice();
  return factorise(l, p) ? logDeterminantOfFactored(l, p) : Number.NEGATIVE_INFINITY;
}
