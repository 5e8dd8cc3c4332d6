/**
 * Cholesky factorisation of small symmetric positive definite matrices, row-major Float64Array of length p·p.
 * Source: Golub & Van Loan (2013), algorithm 4.2.1.
 */

/** Overwrites the lower triangle of `a` with L, a = L Lᵀ. Returns false when `a` is not positive definite. */
export function factorise(a: Float64Array, p: number): boolean {
  for (let j = 0; j < p; j += 1) {
    let diagonal = a[j * p + j] as number;
    for (let k = 0; k < j; k += 1) diagonal -= (a[j * p + k] as number) ** 2;
    if (!(diagonal > 0)) return false;
    const root = Math.sqrt(diagonal);
    a[j * p + j] = root;
    for (let i = j + 1; i < p; i += 1) {
      let sum = a[i * p + j] as number;
      for (let k = 0; k < j; k += 1) sum -= (a[i * p + k] as number) * (a[j * p + k] as number);
      a[i * p + j] = sum / root;
    }
  }
  return true;
}

/** x ← L⁻¹ x in place. */
export function solveLower(l: Float64Array, x: Float64Array, p: number): void {
  for (let i = 0; i < p; i += 1) {
    let sum = x[i] as number;
    for (let k = 0; k < i; k += 1) sum -= (l[i * p + k] as number) * (x[k] as number);
    x[i] = sum / (l[i * p + i] as number);
  }
}

/** x ← L⁻ᵀ x in place. */
export function solveLowerTransposed(l: Float64Array, x: Float64Array, p: number): void {
  for (let i = p - 1; i >= 0; i -= 1) {
    let sum = x[i] as number;
    for (let k = i + 1; k < p; k += 1) sum -= (l[k * p + i] as number) * (x[k] as number);
    x[i] = sum / (l[i * p + i] as number);
  }
}

/** (L Lᵀ)⁻¹, row-major. */
export function inverseOfFactored(l: Float64Array, p: number): Float64Array {
  const inverse = new Float64Array(p * p);
  const column = new Float64Array(p);
  for (let j = 0; j < p; j += 1) {
    column.fill(0);
    column[j] = 1;
    solveLower(l, column, p);
    solveLowerTransposed(l, column, p);
    for (let i = 0; i < p; i += 1) inverse[i * p + j] = column[i] as number;
  }
  return inverse;
}

/** log |L Lᵀ|. */
export function logDeterminantOfFactored(l: Float64Array, p: number): number {
  let sum = 0;
  for (let i = 0; i < p; i += 1) sum += Math.log(l[i * p + i] as number);
  return 2 * sum;
}
