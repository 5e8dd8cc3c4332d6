/** The local polynomial fit of a distribution function on both sides of a cut, with the jackknife covariance. */
import { StatsError } from '../errors.ts';
import { leastSquares } from '../linear/least-squares.ts';

export type Kernel = 'triangular' | 'uniform' | 'epanechnikov';
export type Side = 'left' | 'right';
export type Sample = {
  /** Scores less the cut, ascending. */
  x: Float64Array;
  /** F̂ at each of them. */
  distribution: Float64Array;
};
export type DensityJump = {
  /** Density at the cut from each side. */
  left: number;
  right: number;
  difference: number;
  /** Jackknife standard errors. */
  se: { left: number; right: number; difference: number; sum: number };
  /** Coefficient of xˢ on each side: the s-th derivative of F ÷ s!. */
  derivative: Record<Side, number>;
  /** Observations inside the bandwidths. */
  inside: Record<Side, number>;
};

/** Scores from the cut, with F̂ = (rank − 1) ÷ (n − 1), the rank of a tied score being that of the last of its equals. */
export function sidesOf(scores: Float64Array, cut: number): Sample & { tied: boolean } {
  const x = Float64Array.from(scores).sort();
  const n = x.length;
  const distribution = new Float64Array(n);
  let tied = false;
  for (let i = n - 1; i >= 0; i -= 1) {
    const equal = i < n - 1 && x[i] === x[i + 1];
    tied ||= equal;
    distribution[i] = equal ? (distribution[i + 1] as number) : i / (n - 1);
  }
  for (let i = 0; i < n; i += 1) x[i] = (x[i] as number) - cut;
  return { x, distribution, tied };
}

/**
 * @param order of the polynomial
 * @param s which derivative to report beside the density
 * @throws StatsError tooFew
 */
export function densityJump(
  { x, distribution }: Sample,
  h: Record<Side, number>,
  order: number,
  s: number,
  kernel: Kernel,
): DensityJump {
  const n = x.length;
  const from = x.findIndex((value) => value >= -h.left);
  const border = x.findIndex((value) => value >= 0);
  const past = x.findIndex((value) => value > h.right);
  const to = past === -1 ? n : past;
  const low = oneSide('left', x.subarray(from, border), distribution.subarray(from, border), h.left, order, s, kernel);
  const high = oneSide('right', x.subarray(border, to), distribution.subarray(border, to), h.right, order, s, kernel);

  // The jackknife influence of observation i: the influence weights of all that lie above it. For the right side's
  // density every observation on the left has the same one.
  const scale = 1 / (n - 1);
  const rightTotal = sum(high.influence) * scale;
  const lowPart = above(low.influence, x.subarray(from, border), scale);
  const highPart = above(high.influence, x.subarray(border, to), scale);
  const varianceLeft = sumOfSquares(lowPart);
  const varianceRight = sumOfSquares(highPart) + lowPart.length * rightTotal ** 2;
  const covariance = rightTotal * sum(lowPart);
  return {
    left: low.density,
    right: high.density,
    difference: high.density - low.density,
    se: {
      left: Math.sqrt(varianceLeft),
      right: Math.sqrt(varianceRight),
      difference: Math.sqrt(Math.max(0, varianceLeft + varianceRight - 2 * covariance)),
      sum: Math.sqrt(Math.max(0, varianceLeft + varianceRight + 2 * covariance)),
    },
    derivative: { left: low.derivative, right: high.derivative },
    inside: { left: lowPart.length, right: highPart.length },
  };
}

/** Kernel weight at distance |u| ≤ 1. */
function kernelWeight(kernel: Kernel, u: number): number {
  if (kernel === 'uniform') return 0.5;
  return kernel === 'triangular' ? 1 - Math.abs(u) : 0.75 * (1 - u * u);
}

function oneSide(
  side: Side,
  x: Float64Array,
  y: Float64Array,
  h: number,
  order: number,
  s: number,
  kernel: Kernel,
): { density: number; derivative: number; influence: Float64Array } {
  const u = x.map((value) => value / h);
  const weight = u.map((value) => Math.max(0, kernelWeight(kernel, value)) / h);
  const distinct = new Set(u.filter((_, i) => (weight[i] as number) > 0)).size;
  if (distinct <= order) throw new StatsError('tooFew', { side, distinctScores: distinct, order, bandwidth: h });
  const root = weight.map((value) => Math.sqrt(value));
  const columns = Array.from({ length: order + 1 }, (_, k) => u.map((value, i) => value ** k * (root[i] as number)));
  const { coefficients, inverse } = leastSquares(
    columns,
    y.map((value, i) => value * (root[i] as number)),
  );
  const influence = u.map((value, i) => {
    let power = weight[i] as number;
    let total = 0;
    for (let k = 0; k <= order; k += 1) {
      total += (inverse[order + 1 + k] as number) * power;
      power *= value;
    }
    return total / h;
  });
  return {
    density: (coefficients[1] as number) / h,
    derivative: (coefficients[s] as number) / h ** s,
    influence,
  };
}

/** For each observation the sum of the weights after it, from the first of its equals. */
function above(influence: Float64Array, x: Float64Array, scale: number): Float64Array {
  const out = new Float64Array(influence.length);
  let tail = 0;
  for (let i = influence.length - 1; i >= 0; i -= 1) {
    out[i] = tail * scale;
    tail += influence[i] as number;
  }
  for (let i = 1; i < out.length; i += 1) if (x[i] === x[i - 1]) out[i] = out[i - 1] as number;
  return out;
}

function sum(values: Float64Array): number {
  let total = 0;
  for (const value of values) total += value;
  return total;
}

function sumOfSquares(values: Float64Array): number {
  let total = 0;
  for (const value of values) total += value * value;
  return total;
}
