/**
 * Cluster-robust covariance of least-squares coefficients.
 *
 * V = c (XᵀX)⁻¹ [Σ_g X_gᵀ e_g e_gᵀ X_g] (XᵀX)⁻¹; CR0: c = 1; CR1: c = G ÷ (G − 1) · (n − 1) ÷ (n − k), as in R's
 * sandwich::vcovCL. Source: Liang & Zeger (1986), Biometrika 73; Cameron & Miller (2015), J. Hum. Resour. 50(2).
 */
import { StatsError } from '../errors.ts';

export type ClusterCorrection = 'CR0' | 'CR1';

/**
 * @param columns p columns of length n
 * @param residuals length n
 * @param inverse (XᵀX)⁻¹, p × p row-major
 * @param clusters length n, any integers from 0 on
 * @param parameters k: all estimated coefficients, the absorbed ones too
 * @returns p × p row-major
 * @throws StatsError oneGroup, lengthsDiffer
 */
export function clusterCovariance(
  columns: readonly Float64Array[],
  residuals: Float64Array,
  inverse: Float64Array,
  clusters: Int32Array,
  correction: ClusterCorrection,
  parameters: number,
): Float64Array {
  const n = residuals.length;
  const p = columns.length;
  if (clusters.length !== n) throw new StatsError('lengthsDiffer', { clusters: clusters.length, expected: n });
  const count = countClusters(clusters);
  if (count < 2) throw new StatsError('oneGroup', { clusters: count });
  const scores = new Float64Array((clusters.reduce((most, code) => Math.max(most, code), 0) + 1) * p);
  columns.forEach((column, j) => {
    for (let i = 0; i < n; i += 1) {
      const at = (clusters[i] as number) * p + j;
      scores[at] = (scores[at] as number) + (column[i] as number) * (residuals[i] as number);
    }
  });
  const factor = correction === 'CR0' ? 1 : (count / (count - 1)) * ((n - 1) / (n - parameters));
  return sandwich(inverse, crossProduct(scores, p), p).map((value) => factor * value);
}

export function countClusters(clusters: Int32Array): number {
  return new Set(clusters).size;
}

/** Σ s sᵀ over the rows of length p. */
export function crossProduct(rows: Float64Array, p: number): Float64Array {
  const product = new Float64Array(p * p);
  for (let row = 0; row < rows.length; row += p)
    for (let i = 0; i < p; i += 1)
      for (let j = 0; j < p; j += 1)
        product[i * p + j] = (product[i * p + j] as number) + (rows[row + i] as number) * (rows[row + j] as number);
  return product;
}

/** B M B for symmetric p × p matrices. */
export function sandwich(bread: Float64Array, meat: Float64Array, p: number): Float64Array {
  return multiply(multiply(bread, meat, p), bread, p);
}

function multiply(a: Float64Array, b: Float64Array, p: number): Float64Array {
  const product = new Float64Array(p * p);
  for (let i = 0; i < p; i += 1)
    for (let k = 0; k < p; k += 1) {
      const factor = a[i * p + k] as number;
      for (let j = 0; j < p; j += 1)
        product[i * p + j] = (product[i * p + j] as number) + factor * (b[k * p + j] as number);
    }
  return product;
}
