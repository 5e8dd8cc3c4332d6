/** A design in an orthonormal basis, row by row: Z = X · root with root · rootᵀ = (XᵀX)⁻¹, so that ZᵀZ = I. */
import { factorise } from './cholesky.ts';

/** Lower triangular. */
export function rootOf(inverse: Float64Array, p: number): Float64Array {
  const root = inverse.slice();
  factorise(root, p);
  for (let i = 0; i < p; i += 1) root.fill(0, i * p + i + 1, (i + 1) * p);
  return root;
}

/** n × p, row-major. */
export function orthonormalRows(columns: readonly Float64Array[], root: Float64Array): Float64Array {
  const p = columns.length;
  const n = columns[0]?.length ?? 0;
  const z = new Float64Array(n * p);
  columns.forEach((column, k) => {
    for (let j = 0; j <= k; j += 1) {
      const weight = root[k * p + j] as number;
      for (let i = 0; i < n; i += 1) z[i * p + j] = (z[i * p + j] as number) + weight * (column[i] as number);
    }
  });
  return z;
}
