/**
 * Bandwidths for the density discontinuity test: each minimises the estimated mean squared error of a target (the left
 * density, the right one, their difference, their sum); the one used on a side is the median of its own, the difference's
 * and the sum's. Every neighbourhood is kept large enough and inside the scores.
 * Source: Cattaneo, Jansson & Ma (2018, Stata Journal 18(1), section 2.5), choice «comb» of rddensity.
 */
import { normalDensity } from '../distributions/normal.ts';
import { leastSquares } from '../linear/least-squares.ts';
import { densityJump, type Kernel, type Sample, type Side } from './density-fit.ts';

/** Variance over squared bias of the rule-of-thumb for the (p + 1)-th derivative and for the density; uniform kernel, p = 1 … 7. */
const DERIVATIVE_CONSTANTS = [
  25_884.444_444_494_15, 3_430_865.455_123_617_8, 845_007_948.042_626, 330_631_733_667.038_1, 187_774_809_656_037.3,
  145_729_502_641_999_264, 146_013_502_974_449_876_992,
];
const DENSITY_CONSTANTS = [
  4.8, 548.571_428_571_554_6, 100_800.000_000_204_2, 29_558_225.458_100_61, 12_896_196_859.612_621,
  7_890_871_468_221.609, 6_467_911_284_037_581,
];
/** Observations, and distinct scores, wanted on each side beyond the parameters of the fit. */
const SPARE = 20;

/** @param p order of the fit for which the bandwidth is best, 1 … 7 */
export function densityBandwidths(sample: Sample, p: number, kernel: Kernel): Record<Side, number> {
  const { x } = sample;
  const reach = reachOf(x);
  const widest = Math.max(reach.left, reach.right);
  const pilot = pilotBandwidths(x, p);
  const wide = (order: number) => Math.max(reach.atLeast(order).left, reach.atLeast(order).right);
  const forDerivative = Math.max(Math.min(pilot.derivative, widest), wide(p + 2));
  const forDensity = Math.max(Math.min(pilot.density, widest), wide(p));

  const curved = densityJump(sample, both(forDerivative), p + 2, p + 1, kernel).derivative;
  const { se } = densityJump(sample, both(forDensity), p, 1, kernel);
  const shape = biasShape(p, kernel);
  const biasLeft = curved.left * shape * (-1) ** p;
  const biasRight = curved.right * shape;
  const best = (error: number, bias: number) => {
    const h = ((forDensity * error ** 2) / (2 * p * bias ** 2)) ** (1 / (2 * p + 1));
    return Number.isFinite(h) ? h : 0;
  };
  const least = reach.atLeast(p);
  const bounded = (h: number, max: number, min: number) => Math.max(Math.min(h, max), min);
  const difference = bounded(best(se.difference, biasRight - biasLeft), widest, Math.max(least.left, least.right));
  const sum = bounded(best(se.sum, biasRight + biasLeft), widest, Math.max(least.left, least.right));
  return {
    left: middle(bounded(best(se.left, biasLeft), reach.left, least.left), difference, sum),
    right: middle(bounded(best(se.right, biasRight), reach.right, least.right), difference, sum),
  };
}

/** How far the scores go on each side, and the distance that holds SPARE + order + 1 of them and as many distinct ones. */
function reachOf(x: Float64Array): Record<Side, number> & { atLeast: (order: number) => Record<Side, number> } {
  const below = x.filter((value) => value < 0);
  const left = below.map((value) => -value).reverse();
  const right = x.filter((value) => value >= 0);
  const distances = { left, right };
  const distinct = { left: Float64Array.from(new Set(left)), right: Float64Array.from(new Set(right)) };
  const holding = (side: Side, order: number): number =>
    Math.max(
      ...[distances[side], distinct[side]].map(
        (sorted) => sorted[Math.min(SPARE + order + 1, sorted.length) - 1] as number,
      ),
    );
  return {
    left: Math.abs(x[0] as number),
    right: x.at(-1) as number,
    atLeast: (order) => ({ left: holding('left', order), right: holding('right', order) }),
  };
}

/** Rule-of-thumb bandwidths: as if the scores were normal and the kernel uniform. */
function pilotBandwidths(x: Float64Array, p: number): { derivative: number; density: number } {
  const n = x.length;
  const mean = x.reduce((sum, value) => sum + value, 0) / n;
  const sd = Math.sqrt(x.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (n - 1));
  const at = mean / sd;
  const forOrder = (order: number) => 1 / (hermite(at, order) ** 2 * normalDensity(at));
  const derivative = (((2 * p + 1) / 4) * forOrder(p + 2) * (DERIVATIVE_CONSTANTS[p - 1] as number)) / n;
  const density = (forOrder(p) * (DENSITY_CONSTANTS[p - 1] as number)) / (2 * p * n);
  return { derivative: sd * derivative ** (1 / (2 * p + 5)), density: sd * density ** (1 / (2 * p + 1)) };
}

/** Probabilists' Hermite polynomial. */
function hermite(x: number, order: number): number {
  let before = 1;
  let now = x;
  for (let k = 1; k < order; k += 1) [before, now] = [now, x * now - k * before];
  return order === 0 ? 1 : now;
}

/** The slope that a fit of order p gives to u^(p+1) on [0, 1] under the kernel. */
function biasShape(p: number, kernel: Kernel): number {
  const columns = Array.from({ length: p + 1 }, (_, i) =>
    Float64Array.from({ length: p + 1 }, (_unused, j) => kernelMoment(kernel, i + j)),
  );
  const target = Float64Array.from({ length: p + 1 }, (_, i) => kernelMoment(kernel, i + p + 1));
  return leastSquares(columns, target).coefficients[1] as number;
}

/** ∫₀¹ uᵏ K(u) du. */
function kernelMoment(kernel: Kernel, k: number): number {
  if (kernel === 'uniform') return 0.5 / (k + 1);
  if (kernel === 'triangular') return 1 / (k + 1) - 1 / (k + 2);
  return 0.75 * (1 / (k + 1) - 1 / (k + 3));
}

function both(h: number): Record<Side, number> {
  return { left: h, right: h };
}

function middle(a: number, b: number, c: number): number {
  return Math.max(Math.min(a, b), Math.min(Math.max(a, b), c));
}
