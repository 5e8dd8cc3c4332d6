/**
 * xᵢ b for the row of a row-major matrix that starts at `at`. Two sums run side by side: the processor need not wait for one addition
 * to begin the next. The order of additions is fixed, so the bits are the same everywhere.
 */
export function rowProduct(x: Float64Array, at: number, b: Float64Array, p: number): number {
  let even = 0;
  let odd = 0;
  let k = 0;
  for (; k + 4 <= p; k += 4) {
    even += (x[at + k] as number) * (b[k] as number) + (x[at + k + 2] as number) * (b[k + 2] as number);
    odd += (x[at + k + 1] as number) * (b[k + 1] as number) + (x[at + k + 3] as number) * (b[k + 3] as number);
  }
  for (; k < p; k += 1) even += (x[at + k] as number) * (b[k] as number);
  return even + odd;
}
