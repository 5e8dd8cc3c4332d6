/**
 * Which schools differ from the rest by more than chance and by more than schools usually do.
 *
 * estimateⱼ = centre(xⱼ) + uⱼ + eⱼ, var eⱼ = k·vⱼ with vⱼ known from the pupils, var u = τ² the same for all; k is below 1
 * where both measures are of the same children, whose lasting differences cancel. The centre is a
 * polynomial of the covariate, fitted by weights 1 ÷ (τ² + vⱼ) without schools that lie more than three deviations away;
 * τ² is the value at which the median of |residual| ÷ √(τ² + v) is that of a normal variable, 0.6745, so that the few
 * schools looked for do not widen it. z = residual ÷ √(τ² + v): the «empirical null» of Efron (2004, JASA 99(465)) with
 * own sampling error kept apart. Without τ² half of a region would differ «significantly».
 *
 * The spread is itself estimated, by a median, which is worth 0.37 as many values as the variance would take (the
 * efficiency of the median deviation: Hampel 1974, JASA 69(346)). So tails are those of Student with 0.37 × schools degrees:
 * at z = 3.5 among 270 schools 1.5 times the normal tail, among 40 schools seven times.
 */
import { studentTwoSided } from '../distributions/student.ts';
import { StatsError } from '../errors.ts';
import { median } from '../quantile.ts';

export type Unlike = {
  /** Spread between schools beyond sampling, as a standard deviation. */
  between: number;
  /** What a school like this one usually has; NaN where it is not known. */
  centre: Float64Array;
  z: Float64Array;
  /** Of freedom, by how many schools told the spread. */
  degrees: number;
};

const NORMAL_MEDIAN = 0.6744897501960817;
const MEDIAN_EFFICIENCY = 0.37;
const FAR = 3;
const ROUNDS = 4;
const ALIKE = 1.5;
const FEW = 24;
const LEAST_SCALE = 0.05;
const MOST_SCALE = 3;

/**
 * @param estimates NaN where a school is not tested; @param variances of sampling, above 0
 * @param options covariate of each school; degree 0 without one
 * @throws StatsError lengthsDiffer, tooFew (fewer than eight schools)
 */
export function unlikeOthers(
  estimates: Float64Array,
  variances: Float64Array,
  { covariate, degree = covariate ? 1 : 0 }: { covariate?: Float64Array; degree?: 0 | 1 | 2 } = {},
): Unlike {
  if (variances.length !== estimates.length)
    throw new StatsError('lengthsDiffer', { estimates: estimates.length, variances: variances.length });
  if (covariate && covariate.length !== estimates.length)
    throw new StatsError('lengthsDiffer', { estimates: estimates.length, covariate: covariate.length });
  const tested = Array.from(estimates.keys()).filter(
    (i) =>
      Number.isFinite(estimates[i]) && (variances[i] as number) > 0 && (!covariate || Number.isFinite(covariate[i])),
  );
  if (tested.length < 8) throw new StatsError('tooFew', { schools: tested.length });
  const x = covariate ? scaled(covariate, tested) : new Float64Array(estimates.length);
  let kept = tested;
  let tau2 = 0;
  let scale = 1;
  let coefficients: number[] = [];
  for (let round = 0; round < ROUNDS; round += 1) {
    coefficients = fit(estimates, variances, x, kept, tau2 / scale, degree);
    const residual = (i: number) => (estimates[i] as number) - at(coefficients, x[i] as number);
    ({ tau2, scale } = spreadOf(
      tested.map(residual),
      tested.map((i) => variances[i] as number),
    ));
    const spread = (i: number) => Math.sqrt(tau2 + scale * (variances[i] as number));
    const near = tested.filter((i) => Math.abs(residual(i)) <= FAR * spread(i));
    // A fit needs more schools than coefficients, whatever lies far.
    if (near.length > 4 * (degree + 1)) kept = near;
  }
  const centre = new Float64Array(estimates.length).fill(Number.NaN);
  const z = new Float64Array(estimates.length).fill(Number.NaN);
  for (const i of tested) {
    centre[i] = at(coefficients, x[i] as number);
    z[i] = ((estimates[i] as number) - (centre[i] as number)) / Math.sqrt(tau2 + scale * (variances[i] as number));
  }
  return { between: Math.sqrt(tau2), centre, z, degrees: MEDIAN_EFFICIENCY * tested.length };
}

/** P of a school this far above the others, or farther, where nothing sets it apart. */
export function farAbove(z: number, degrees: number): number {
  const half = studentTwoSided(z, degrees) / 2;
  return z > 0 ? half : 1 - half;
}

function scaled(covariate: Float64Array, tested: readonly number[]): Float64Array {
  const middle = median(Float64Array.from(tested, (i) => covariate[i] as number));
  const spread = median(Float64Array.from(tested, (i) => Math.abs((covariate[i] as number) - middle))) || 1;
  // Far out a polynomial runs away: beyond four spreads a school is taken as standing there.
  return covariate.map((value) => Math.max(-4, Math.min(4, (value - middle) / spread)));
}

const at = (coefficients: readonly number[], x: number): number =>
  coefficients.reduceRight((sum, coefficient) => sum * x + coefficient, 0);

/** Weighted least squares on 1, x, x² by normal equations of at most three unknowns. */
function fit(
  y: Float64Array,
  v: Float64Array,
  x: Float64Array,
  kept: readonly number[],
  tau2: number,
  degree: number,
): number[] {
  const size = degree + 1;
  const system = Array.from({ length: size }, () => Array.from({ length: size + 1 }, () => 0));
  for (const i of kept) {
    const weight = 1 / (tau2 + (v[i] as number));
    for (let row = 0; row < size; row += 1) {
      const own = weight * (x[i] as number) ** row;
      for (let column = 0; column < size; column += 1) add(system, row, column, own * (x[i] as number) ** column);
      add(system, row, size, own * (y[i] as number));
    }
  }
  return solve(system);
}

function add(system: number[][], row: number, column: number, value: number): void {
  const line = system[row] as number[];
  line[column] = (line[column] as number) + value;
}

/** Gaussian elimination with pivots; a column without a pivot gets 0. */
function solve(system: number[][]): number[] {
  const size = system.length;
  for (let column = 0; column < size; column += 1) {
    let best = column;
    for (let row = column + 1; row < size; row += 1)
      if (Math.abs(system[row]?.[column] ?? 0) > Math.abs(system[best]?.[column] ?? 0)) best = row;
    [system[column], system[best]] = [system[best] as number[], system[column] as number[]];
    const pivot = system[column]?.[column] ?? 0;
    if (Math.abs(pivot) < 1e-12) continue;
    for (let row = 0; row < size; row += 1) {
      if (row === column) continue;
      const factor = (system[row]?.[column] ?? 0) / pivot;
      for (let k = column; k <= size; k += 1) add(system, row, k, -factor * (system[column]?.[k] ?? 0));
    }
  }
  return system.map((line, k) => (Math.abs(line[k] ?? 0) < 1e-12 ? 0 : (line[size] as number) / (line[k] as number)));
}

/** Large schools tell τ², small ones k: each is found on its half until both agree. */
function spreadOf(residuals: readonly number[], variances: readonly number[]): { tau2: number; scale: number } {
  const order = [...variances.keys()].sort((a, b) => (variances[a] as number) - (variances[b] as number));
  const half = Math.floor(order.length / 2);
  const pick = (places: readonly number[]) => ({
    r: places.map((i) => residuals[i] as number),
    v: places.map((i) => variances[i] as number),
  });
  const [large, small] = [pick(order.slice(0, half)), pick(order.slice(half))];
  const alike = median(Float64Array.from(small.v)) < ALIKE * median(Float64Array.from(large.v));
  // Where all schools are about as precise, or few, nothing tells the two apart.
  if (alike || order.length < FEW) return { tau2: betweenVariance(residuals, variances, 1), scale: 1 };
  let scale = 1;
  let tau2 = 0;
  for (let round = 0; round < 12; round += 1) {
    tau2 = betweenVariance(large.r, large.v, scale);
    scale = samplingScale(small.r, small.v, tau2);
  }
  return { tau2, scale };
}

function excess(residuals: readonly number[], variances: readonly number[], tau2: number, scale: number): number {
  const size = Float64Array.from(residuals, (r, k) => Math.abs(r) / Math.sqrt(tau2 + scale * (variances[k] as number)));
  return median(size) - NORMAL_MEDIAN;
}

function betweenVariance(residuals: readonly number[], variances: readonly number[], scale: number): number {
  if (excess(residuals, variances, 0, scale) <= 0) return 0;
  let low = 0;
  let high = Math.max(...residuals.map((r) => r * r)) / NORMAL_MEDIAN ** 2;
  for (let step = 0; step < 50; step += 1) {
    const middle = (low + high) / 2;
    if (excess(residuals, variances, middle, scale) > 0) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}

function samplingScale(residuals: readonly number[], variances: readonly number[], tau2: number): number {
  let low = LEAST_SCALE;
  let high = MOST_SCALE;
  for (let step = 0; step < 40; step += 1) {
    const middle = (low + high) / 2;
    if (excess(residuals, variances, tau2, middle) > 0) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}
