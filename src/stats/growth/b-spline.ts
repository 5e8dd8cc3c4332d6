/**
 * Cubic B-spline basis without its first function, as `splines::bs(x, knots, Boundary.knots)` gives it.
 * Source: de Boor (2001), A Practical Guide to Splines, ch. IX (recurrence).
 */
const DEGREE = 3;

export type SplineKnots = {
  /** Inner knots, ascending. */
  inner: readonly number[];
  boundary: readonly [number, number];
};

/** Number of basis columns for these knots. */
export function splineWidth(knots: SplineKnots): number {
  return knots.inner.length + DEGREE;
}

/**
 * Writes the basis at x into `out` at `at` … `at + width`. Beyond the boundary the outermost polynomial goes on.
 */
export function writeSplineBasis(x: number, knots: SplineKnots, out: Float64Array, at: number): void {
  const [low, high] = knots.boundary;
  const t = [low, low, low, low, ...knots.inner, high, high, high, high];
  const last = t.length - DEGREE - 2;
  let span = DEGREE;
  while (span < last && x >= (t[span + 1] as number)) span += 1;
  const values = [1, 0, 0, 0];
  const left = [0, 0, 0, 0];
  const right = [0, 0, 0, 0];
  for (let j = 1; j <= DEGREE; j += 1) {
    left[j] = x - (t[span + 1 - j] as number);
    right[j] = (t[span + j] as number) - x;
    let saved = 0;
    for (let r = 0; r < j; r += 1) {
      const denominator = (right[r + 1] as number) + (left[j - r] as number);
      const term = denominator === 0 ? 0 : (values[r] as number) / denominator;
      values[r] = saved + (right[r + 1] as number) * term;
      saved = (left[j - r] as number) * term;
    }
    values[j] = saved;
  }
  const width = knots.inner.length + DEGREE;
  for (let k = 0; k < width; k += 1) out[at + k] = 0;
  // The first function of the full basis is left out: the intercept stands for it.
  for (let k = 0; k <= DEGREE; k += 1) {
    const column = span - DEGREE + k - 1;
    if (column >= 0) out[at + column] = values[k] as number;
  }
}
