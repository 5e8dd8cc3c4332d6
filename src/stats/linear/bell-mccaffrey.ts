/**
 * Errors for intervals of least-squares coefficients where clusters are few: CR2, and Student's degrees of freedom by
 * Satterthwaite, each for its own coefficient.
 *
 *   V = B [Σ_g X_gᵀ A_g e_g e_gᵀ A_g X_g] B,   A_g = (I − X_g B X_gᵀ)^(−½),   B = (XᵀX)⁻¹
 *
 * is unbiased where errors are independent and of one variance, however few the clusters. For coefficient c the degrees are
 * (tr Γ)² ÷ tr Γ², Γ_gh = a_gᵀ (I − XBXᵀ)_gh a_h with a_g = A_g X_g B c. Rows as their own clusters give HC2.
 * With Z = X B^½ all of it needs only p × p matrices S_g = Z_gᵀ Z_g: A_g Z_g = Z_g (I − S_g)^(−½). Where a cluster alone
 * decides a direction (an eigenvalue of S_g is 1), that direction is left out, as by a generalised inverse.
 * Source: Bell & McCaffrey (2002), Surv. Methodol. 28(2); Imbens & Kolesár (2016), Rev. Econ. Stat. 98(4); Pustejovsky & Tipton
 * (2018), J. Bus. Econ. Stat. 36(4).
 */
import type { IntervalErrors } from './coefficients.ts';
import { orthonormalRows, rootOf } from './orthonormal-rows.ts';
import { symmetricEigen } from './symmetric-eigen.ts';

/** Closer to 1 than this an eigenvalue is taken as 1. */
const ALONE = 1e-10;

/**
 * @param columns p columns of length n
 * @param residuals length n
 * @param inverse (XᵀX)⁻¹, p × p row-major
 * @param clusters length n, any integers from 0 on
 */
export function bellMcCaffrey(
  columns: readonly Float64Array[],
  residuals: Float64Array,
  inverse: Float64Array,
  clusters: Int32Array,
): IntervalErrors {
  const p = columns.length;
  const root = rootOf(inverse, p);
  const z = orthonormalRows(columns, root);
  const parts = clusterParts(z, residuals, clusters, p);
  const se = new Float64Array(p);
  const degrees = new Float64Array(p);
  for (let c = 0; c < p; c += 1) {
    const { variance, trace, squares } = spreadOf(parts, root.subarray(c * p, c * p + p), p);
    se[c] = Math.sqrt(variance);
    degrees[c] = (trace * trace) / squares;
  }
  return { se, degrees };
}

/**
 * Per cluster, G × p and G × p × p: M_g Z_gᵀ e_g, so that (w · score)² is the part of the variance; S_g M_g, which turns w
 * into S_g q_g; and M_g S_g M_g, whose form in w is q_gᵀ S_g q_g. M_g = (I − S_g)^(−½).
 */
type Parts = { count: number; scores: Float64Array; shared: Float64Array; own: Float64Array };

function clusterParts(z: Float64Array, residuals: Float64Array, clusters: Int32Array, p: number): Parts {
  const numbers = new Map<number, number>();
  for (const code of clusters) if (!numbers.has(code)) numbers.set(code, numbers.size);
  const parts: Parts = {
    count: numbers.size,
    scores: new Float64Array(numbers.size * p),
    shared: new Float64Array(numbers.size * p * p),
    own: new Float64Array(numbers.size * p * p),
  };
  const products = new Float64Array(numbers.size * p * p);
  const sums = new Float64Array(numbers.size * p);
  for (let i = 0; i < residuals.length; i += 1) {
    const g = numbers.get(clusters[i] as number) as number;
    const e = residuals[i] as number;
    for (let j = 0; j < p; j += 1) {
      const zj = z[i * p + j] as number;
      sums[g * p + j] = (sums[g * p + j] as number) + zj * e;
      const row = (g * p + j) * p;
      for (let k = 0; k < p; k += 1) products[row + k] = (products[row + k] as number) + zj * (z[i * p + k] as number);
    }
  }
  for (let g = 0; g < numbers.size; g += 1) {
    const { values, vectors } = symmetricEigen(products.subarray(g * p * p, (g + 1) * p * p), p);
    for (let v = 0; v < p; v += 1) {
      const share = values[v] as number;
      // M_g is 1 on directions that the cluster has nothing of; they meet only zeros.
      if (share < ALONE || share > 1 - ALONE) continue;
      const weight = 1 / Math.sqrt(1 - share);
      let pull = 0;
      for (let j = 0; j < p; j += 1) pull += (vectors[j * p + v] as number) * (sums[g * p + j] as number);
      for (let j = 0; j < p; j += 1) {
        const one = vectors[j * p + v] as number;
        parts.scores[g * p + j] = (parts.scores[g * p + j] as number) + weight * pull * one;
        for (let k = 0; k < p; k += 1) {
          const at = (g * p + j) * p + k;
          const product = one * (vectors[k * p + v] as number);
          parts.shared[at] = (parts.shared[at] as number) + share * weight * product;
          parts.own[at] = (parts.own[at] as number) + share * weight * weight * product;
        }
      }
    }
  }
  return parts;
}

/** With d_g = q_gᵀ S_g q_g and s_g = S_g q_g: Γ = diag(d) − (s_gᵀ s_h), of rank p but for its diagonal. */
function spreadOf({ count, scores, shared, own }: Parts, w: Float64Array, p: number) {
  let [variance, trace, squares] = [0, 0, 0];
  const cross = new Float64Array(p * p);
  const s = new Float64Array(p);
  for (let g = 0; g < count; g += 1) {
    let [score, d, length] = [0, 0, 0];
    for (let j = 0; j < p; j += 1) {
      score += (w[j] as number) * (scores[g * p + j] as number);
      let [turned, form] = [0, 0];
      for (let k = 0; k < p; k += 1) {
        const at = (g * p + j) * p + k;
        turned += (shared[at] as number) * (w[k] as number);
        form += (own[at] as number) * (w[k] as number);
      }
      s[j] = turned;
      d += (w[j] as number) * form;
      length += turned * turned;
    }
    variance += score * score;
    trace += d - length;
    squares += d * d - 2 * d * length;
    for (let j = 0; j < p; j += 1)
      for (let k = 0; k < p; k += 1)
        cross[j * p + k] = (cross[j * p + k] as number) + (s[j] as number) * (s[k] as number);
  }
  for (const one of cross) squares += one * one;
  return { variance, trace, squares };
}
