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

/** @param point the same quantile of one Student law: that of the mixture lies between those of its parts */
function quantile(p: number, point: number, mixture: StudentMixture): number {
  let [low, high] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  mixture.centres.forEach((centre, k) => {
    const own = centre + point * (mixture.scales[k] as number);
    low = Math.min(low, own);
    high = Math.max(high, own);
  });
  if (!(high > low)) return low;
  const near = 1e-6 * (high - low);
  // Widened, so that the ends lie on both sides whatever the rounding.
  low -= near;
  high += near;
  let [below, above] = [mixtureLower(low, mixture) - p, mixtureLower(high, mixture) - p];
  for (let step = 0; step < MAXIMUM_STEPS && high - low > near; step += 1) {
    // The false position, kept off the ends; every third step halves.
    const share = step % 3 === 2 ? 0.5 : Math.min(0.95, Math.max(0.05, below / (below - above)));
    const middle = low + share * (high - low);
    const found = mixtureLower(middle, mixture) - p;
    if (found === 0) return middle;
    if (found < 0) [low, below] = [middle, found];
    else [high, above] = [middle, found];
  }
  return (low + high) / 2;
}

function lower(t: number, degrees: number): number {
  if (degrees > AS_NORMAL) return normalLower(t);
  const half = 0.5 * studentTwoSided(t, degrees);
  return t < 0 ? half : 1 - half;
}
