/**
 * Eigenvalues and eigenvectors of a small symmetric matrix by cyclic Jacobi rotations.
 * Source: Golub & Van Loan (2013), algorithm 8.5.2.
 */

const MAXIMUM_SWEEPS = 60;

/**
 * @param matrix symmetric, p × p row-major; not changed
 * @returns values in no order, and vectors as columns of a p × p row-major matrix
 */
export function symmetricEigen(matrix: Float64Array, p: number): { values: Float64Array; vectors: Float64Array } {
  const a = matrix.slice();
  const vectors = new Float64Array(p * p);
  for (let i = 0; i < p; i += 1) vectors[i * p + i] = 1;
  const at = (i: number, j: number) => a[i * p + j] as number;
  for (let sweep = 0; sweep < MAXIMUM_SWEEPS; sweep += 1) {
    let [outside, inside] = [0, 0];
    for (let i = 0; i < p; i += 1) {
      inside += at(i, i) * at(i, i);
      for (let j = 0; j < i; j += 1) outside += at(i, j) * at(i, j);
    }
    if (outside <= 1e-32 * inside || outside === 0) break;
    for (let i = 0; i < p; i += 1)
      for (let j = i + 1; j < p; j += 1) {
        const off = at(i, j);
        if (off === 0) continue;
        const half = (at(j, j) - at(i, i)) / (2 * off);
        const tangent = (half >= 0 ? 1 : -1) / (Math.abs(half) + Math.sqrt(1 + half * half));
        const cosine = 1 / Math.sqrt(1 + tangent * tangent);
        const sine = tangent * cosine;
        for (let k = 0; k < p; k += 1) turn(a, k * p + i, k * p + j, cosine, sine);
        for (let k = 0; k < p; k += 1) turn(a, i * p + k, j * p + k, cosine, sine);
        for (let k = 0; k < p; k += 1) turn(vectors, k * p + i, k * p + j, cosine, sine);
      }
  }
  return { values: Float64Array.from({ length: p }, (_, i) => at(i, i)), vectors };
}

function turn(array: Float64Array, one: number, other: number, cosine: number, sine: number): void {
  const x = array[one] as number;
  const y = array[other] as number;
  array[one] = cosine * x - sine * y;
  array[other] = sine * x + cosine * y;
}
