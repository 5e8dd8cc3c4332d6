/**
 * Least squares by Householder QR: coefficients, residuals and (XᵀX)⁻¹ without forming XᵀX, so that a badly scaled
 * design keeps its digits. Source: Golub & Van Loan (2013), algorithms 5.2.1 and 5.3.2.
 */
import { StatsError } from '../errors.ts';

export type LeastSquares = {
  /** Length p. */
  coefficients: Float64Array;
  /** Length n. */
  residuals: Float64Array;
  /** Residual sum of squares. */
  rss: number;
  /** (XᵀX)⁻¹, p × p row-major. */
  inverse: Float64Array;
};

/** A column is taken as dependent when its part outside the others is below this share of its length. */
const RANK_TOLERANCE = 1e-10;

/**
 * @param columns p columns of length n each
 * @param y length n
 * @param names of the columns, for the error that names a dependent one
 * @throws StatsError tooManyParameters, collinear
 */
export function leastSquares(
  columns: readonly Float64Array[],
  y: Float64Array,
  names?: readonly string[],
): LeastSquares {
  const n = y.length;
  const p = columns.length;
  if (n < p) throw new StatsError('tooManyParameters', { observations: n, parameters: p });
  const q = columns.map((column) => column.slice());
  const effects = y.slice();
  const diagonal = new Float64Array(p);
  for (let j = 0; j < p; j += 1) {
    const v = q[j] as Float64Array;
    const original = norm(columns[j] as Float64Array, 0);
    const length = norm(v, j);
    if (!(length > RANK_TOLERANCE * original) || original === 0)
      throw new StatsError('collinear', { predictor: names?.[j] ?? j });
    const head = v[j] as number;
    const alpha = head > 0 ? -length : length;
    v[j] = head - alpha;
    diagonal[j] = alpha;
    const scale = 1 / (alpha * (v[j] as number));
    for (let k = j + 1; k < p; k += 1) reflect(v, q[k] as Float64Array, j, scale);
    reflect(v, effects, j, scale);
  }
  const coefficients = new Float64Array(p);
  for (let j = p - 1; j >= 0; j -= 1) {
    let sum = effects[j] as number;
    for (let k = j + 1; k < p; k += 1) sum -= ((q[k] as Float64Array)[j] as number) * (coefficients[k] as number);
    coefficients[j] = sum / (diagonal[j] as number);
  }
  const residuals = y.slice();
  for (let j = 0; j < p; j += 1) {
    const column = columns[j] as Float64Array;
    const b = coefficients[j] as number;
    for (let i = 0; i < n; i += 1) residuals[i] = (residuals[i] as number) - b * (column[i] as number);
  }
  return { coefficients, residuals, rss: product(effects, effects, p), inverse: inverseCrossProduct(q, diagonal, p) };
}

/** (RᵀR)⁻¹ = R⁻¹R⁻ᵀ from the upper triangle left in the columns. */
function inverseCrossProduct(q: readonly Float64Array[], diagonal: Float64Array, p: number): Float64Array {
  const r = new Float64Array(p * p);
  for (let j = 0; j < p; j += 1) {
    r[j * p + j] = 1 / (diagonal[j] as number);
    for (let i = j - 1; i >= 0; i -= 1) {
      let sum = 0;
      for (let k = i + 1; k <= j; k += 1) sum += ((q[k] as Float64Array)[i] as number) * (r[k * p + j] as number);
      r[i * p + j] = -sum / (diagonal[i] as number);
    }
  }
  const inverse = new Float64Array(p * p);
  for (let i = 0; i < p; i += 1) {
    for (let j = 0; j <= i; j += 1) {
      let sum = 0;
      for (let k = i; k < p; k += 1) sum += (r[i * p + k] as number) * (r[j * p + k] as number);
      inverse[i * p + j] = sum;
      inverse[j * p + i] = sum;
    }
  }
  return inverse;
}

function norm(v: Float64Array, from: number): number {
  return Math.sqrt(product(v, v, from));
}

/** target ← (I + scale · v vᵀ) target, from row `from` on; scale = 1 / (α v₀). */
function reflect(v: Float64Array, target: Float64Array, from: number, scale: number): void {
  const factor = product(v, target, from) * scale;
  for (let i = from; i < v.length; i += 1) target[i] = (target[i] as number) + factor * (v[i] as number);
}

/** vᵀw from row `from` on, in four sums that do not wait for each other. */
function product(v: Float64Array, w: Float64Array, from: number): number {
  const last = v.length - 3;
  let [a, b, c, d] = [0, 0, 0, 0];
  let i = from;
  for (; i < last; i += 4) {
    a += (v[i] as number) * (w[i] as number);
    b += (v[i + 1] as number) * (w[i + 1] as number);
    c += (v[i + 2] as number) * (w[i + 2] as number);
    d += (v[i + 3] as number) * (w[i + 3] as number);
  }
  for (; i < v.length; i += 1) a += (v[i] as number) * (w[i] as number);
  return a + b + (c + d);
}
