/**
 * Satterthwaite's degrees of freedom of HC3 errors, each coefficient for itself: few rows of great leverage leave few.
 *
 * For coefficient c the estimated variance is Σ u²e², u_i = x_iᵀBc ÷ (1 − h_i), B = (XᵀX)⁻¹. With Γ_ij = u_i u_j (δ_ij − x_iᵀBx_j) the
 * degrees are (tr Γ)² ÷ tr Γ², exact in the first two moments where errors are of one variance.
 * Source: Bell & McCaffrey (2002), Surv. Methodol. 28(2); Imbens & Kolesár (2016), Rev. Econ. Stat. 98(4), here with the weights
 * of HC3.
 */
import { orthonormalRows, rootOf } from './orthonormal-rows.ts';

/**
 * @param columns p columns of length n
 * @param inverse (XᵀX)⁻¹, p × p row-major
 * @returns length p
 */
export function rowDegrees(columns: readonly Float64Array[], inverse: Float64Array): Float64Array {
  const p = columns.length;
  const root = rootOf(inverse, p);
  const z = orthonormalRows(columns, root);
  return Float64Array.from({ length: p }, (_, c) => degreesOf(z, root.subarray(c * p, c * p + p), p));
}

/** With z the rows of X · B^½ and w = B^(½)ᵀ c: x_iᵀBc = z_iᵀw, and tr Γ² needs only the p × p matrix Σ u² z zᵀ. */
function degreesOf(z: Float64Array, w: Float64Array, p: number): number {
  let [trace, squares] = [0, 0];
  const cross = new Float64Array(p * p);
  for (let at = 0; at < z.length; at += p) {
    let [leverage, along] = [0, 0];
    for (let j = 0; j < p; j += 1) {
      const one = z[at + j] as number;
      leverage += one * one;
      along += one * (w[j] as number);
    }
    const u2 = (along * along) / ((1 - leverage) * (1 - leverage));
    trace += u2 * (1 - leverage);
    squares += u2 * u2 * (1 - 2 * leverage);
    for (let j = 0; j < p; j += 1) {
      const scaled = u2 * (z[at + j] as number);
      for (let k = 0; k <= j; k += 1) cross[j * p + k] = (cross[j * p + k] as number) + scaled * (z[at + k] as number);
    }
  }
  for (let j = 0; j < p; j += 1)
    for (let k = 0; k <= j; k += 1) {
      const one = cross[j * p + k] as number;
      squares += (j === k ? 1 : 2) * one * one;
    }
  return (trace * trace) / squares;
}
