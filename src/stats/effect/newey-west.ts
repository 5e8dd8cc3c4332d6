/**
 * Covariance of least-squares coefficients robust to heteroskedastic and autocorrelated errors.
 *
 * V = c (XᵀX)⁻¹ [Γ₀ + Σ_l w_l (Γ_l + Γ_lᵀ)] (XᵀX)⁻¹, Γ_l = Σ_t e_t e_(t−l) x_t x_(t−l)ᵀ, Bartlett weights
 * w_l = 1 − l ÷ (L + 1), c = n ÷ (n − p). As sandwich::NeweyWest(lag = L, prewhite = FALSE, adjust = TRUE).
 * Source: Newey & West (1987), Econometrica 55(3).
 */
import { StatsError } from '../errors.ts';
import { crossProduct, sandwich } from '../linear/cluster-robust.ts';

/**
 * @param columns p columns of length n in order of time
 * @param inverse (XᵀX)⁻¹, p × p row-major
 * @param lag L, 0 … n − 1
 * @throws StatsError outOfRange, tooManyParameters
 */
export function neweyWestCovariance(
  columns: readonly Float64Array[],
  residuals: Float64Array,
  inverse: Float64Array,
  lag: number,
): Float64Array {
  const n = residuals.length;
  const p = columns.length;
  if (!(Number.isInteger(lag) && lag >= 0 && lag < n)) throw new StatsError('outOfRange', { lag, observations: n });
  if (n <= p) throw new StatsError('tooManyParameters', { observations: n, parameters: p });
  const scores = new Float64Array(n * p);
  columns.forEach((column, j) => {
    for (let t = 0; t < n; t += 1) scores[t * p + j] = (column[t] as number) * (residuals[t] as number);
  });
  const meat = crossProduct(scores, p);
  for (let l = 1; l <= lag; l += 1) {
    const weight = 1 - l / (lag + 1);
    for (let t = l; t < n; t += 1)
      for (let i = 0; i < p; i += 1)
        for (let j = 0; j < p; j += 1) {
          const now = (scores[t * p + i] as number) * (scores[(t - l) * p + j] as number);
          const before = (scores[(t - l) * p + i] as number) * (scores[t * p + j] as number);
          meat[i * p + j] = (meat[i * p + j] as number) + weight * (now + before);
        }
  }
  return sandwich(inverse, meat, p).map((value) => (n / (n - p)) * value);
}

/** L = ⌊4 (n ÷ 100)^(2/9)⌋. Source: Newey & West (1994), Rev. Econ. Stud. 61. */
export function defaultLag(n: number): number {
  return Math.floor(4 * (n / 100) ** (2 / 9));
}
