/**
 * A mixture of Student laws of one number of degrees of freedom: what is known of an estimate when a parameter that its error
 * depends on is known by weights only.
 */
import { normalLower } from './normal.ts';
import { studentTwoSided, studentTwoSidedQuantile } from './student.ts';

export type StudentMixture = {
  /** All of one length; weights sum to 1, scales may be 0. */
  weights: Float64Array;
  centres: Float64Array;
  scales: Float64Array;
  degrees: number;
};

/** Above this many degrees Student's law is taken as normal: its 97.5 % point is then 0.3 % farther out. */
const AS_NORMAL = 300;
const MAXIMUM_STEPS = 100;
const ROOT_TWO_PI = Math.sqrt(2 * Math.PI);

/** P(X ≤ x). */
export function mixtureLower(x: number, { weights, centres, scales, degrees }: StudentMixture): number {
  let sum = 0;
  for (let k = 0; k < weights.length; k += 1) {
    const gap = x - (centres[k] as number);
    const scale = scales[k] as number;
    sum += (weights[k] as number) * (scale > 0 ? lower(gap / scale, degrees) : gap >= 0 ? 1 : 0);
  }
  return sum;
}

/** The interval that leaves (1 − level) ÷ 2 out on each side. */
export function mixtureInterval(mixture: StudentMixture, level: number): { low: number; high: number } {
  const half = studentTwoSidedQuantile(1 - level, Math.min(mixture.degrees, 1e6));
  return { low: quantile((1 - level) / 2, -half, mixture), high: quantile((1 + level) / 2, half, mixture) };
}

/**
 * Newton's steps from the quantile of a Student law with the mixture's mean and spread, kept inside a bracket.
 * @param point the same quantile of one Student law: that of the mixture lies between those of its parts
 */
function quantile(p: number, point: number, mixture: StudentMixture): number {
  const { weights, centres, scales } = mixture;
  let [low, high] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  let [mean, square] = [0, 0];
  for (let k = 0; k < weights.length; k += 1) {
    const [weight, centre, scale] = [weights[k] as number, centres[k] as number, scales[k] as number];
    low = Math.min(low, centre + point * scale);
    high = Math.max(high, centre + point * scale);
    mean += weight * centre;
    square += weight * (centre * centre + scale * scale);
  }
  if (!(high > low)) return low;
  const near = 1e-7 * (high - low);
  let x = mean + point * Math.sqrt(Math.max(0, square - mean * mean));
  for (let step = 0; step < MAXIMUM_STEPS && high - low > near; step += 1) {
    if (!(x > low && x < high)) x = (low + high) / 2;
    const error = mixtureLower(x, mixture) - p;
    if (error > 0) high = x;
    else low = x;
    const move = error / density(x, mixture);
    x -= move;
    if (Math.abs(move) < near) return x;
  }
  return x;
}

/** Up to the constant of Student's law, which is near that of the normal one: enough for Newton's steps. */
function density(x: number, { weights, centres, scales, degrees }: StudentMixture): number {
  let sum = 0;
  for (let k = 0; k < weights.length; k += 1) {
    const scale = scales[k] as number;
    if (!(scale > 0)) continue;
    const t = (x - (centres[k] as number)) / scale;
    const shape = degrees > AS_NORMAL ? Math.exp(-0.5 * t * t) : (1 + (t * t) / degrees) ** (-0.5 * (degrees + 1));
    sum += ((weights[k] as number) * shape) / scale;
  }
  return sum / ROOT_TWO_PI;
}

function lower(t: number, degrees: number): number {
  if (degrees > AS_NORMAL) return normalLower(t);
  const half = 0.5 * studentTwoSided(t, degrees);
  return t < 0 ? half : 1 - half;
}
