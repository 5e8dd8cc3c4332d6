/**
 * Intervals for a share x / n. Brown, Cai & DasGupta (2001, Stat. Sci. 16(2)) compare them; Newcombe (1998, Stat. Med. 17,
 * methods 3, 4 and 10) gives Wilson with continuity correction and the difference of two shares.
 */
import { betaQuantile } from '../distributions/beta.ts';
import { normalQuantile } from '../distributions/normal.ts';
import { StatsError } from '../errors.ts';

export type Interval = { low: number; high: number };
export type ShareMethod = 'wilson' | 'wilson-continuity' | 'clopper-pearson' | 'jeffreys' | 'agresti-coull';

/**
 * @param x pupils with the property, a whole number 0 … n
 * @param n pupils, a positive whole number
 * @param level coverage, 0.95 unless given
 * @throws StatsError outOfRange
 */
export function shareInterval(x: number, n: number, method: ShareMethod = 'wilson', level = 0.95): Interval {
  requireShare(x, n, level);
  const tail = (1 - level) / 2;
  switch (method) {
    case 'wilson':
      return wilson(x, n, normalQuantile(1 - tail));
    case 'wilson-continuity':
      return wilsonContinuity(x, n, normalQuantile(1 - tail));
    case 'clopper-pearson':
      return {
        low: x === 0 ? 0 : betaQuantile(tail, x, n - x + 1),
        high: x === n ? 1 : betaQuantile(1 - tail, x + 1, n - x),
      };
    case 'jeffreys':
      return {
        low: x === 0 ? 0 : betaQuantile(tail, x + 0.5, n - x + 0.5),
        high: x === n ? 1 : betaQuantile(1 - tail, x + 0.5, n - x + 0.5),
      };
    case 'agresti-coull':
      return agrestiCoull(x, n, normalQuantile(1 - tail));
  }
}

/** Difference x₁/n₁ − x₂/n₂ from the two Wilson intervals (Newcombe's method 10). */
export function shareDifference(
  x1: number,
  n1: number,
  x2: number,
  n2: number,
  level = 0.95,
): Interval & { difference: number } {
  const first = shareInterval(x1, n1, 'wilson', level);
  const second = shareInterval(x2, n2, 'wilson', level);
  const p1 = x1 / n1;
  const p2 = x2 / n2;
  const difference = p1 - p2;
  return {
    difference,
    low: difference - Math.hypot(p1 - first.low, second.high - p2),
    high: difference + Math.hypot(first.high - p1, p2 - second.low),
  };
}

/**
 * Interval for the mean of values between 0 and 1, such as the share of points of an item: Wilson's with the mean in
 * place of the share. No variable on [0, 1] varies more than a 0/1 one of the same mean, so the interval is not too narrow.
 * @throws StatsError outOfRange
 */
export function boundedMeanInterval(mean: number, n: number, level = 0.95): Interval {
  if (!(n > 0)) throw new StatsError('outOfRange', { n });
  if (!(mean >= 0 && mean <= 1)) throw new StatsError('outOfRange', { mean });
  if (!(level > 0 && level < 1)) throw new StatsError('outOfRange', { level });
  return wilson(mean * n, n, normalQuantile(1 - (1 - level) / 2));
}

function wilson(x: number, n: number, z: number): Interval {
  const p = x / n;
  const z2 = z * z;
  const centre = (p + z2 / (2 * n)) / (1 + z2 / n);
  const half = (z * Math.sqrt((p * (1 - p)) / n + z2 / (4 * n * n))) / (1 + z2 / n);
  return { low: x === 0 ? 0 : centre - half, high: x === n ? 1 : centre + half };
}

function wilsonContinuity(x: number, n: number, z: number): Interval {
  const p = x / n;
  const z2 = z * z;
  const denominator = 2 * (n + z2);
  const low = (2 * n * p + z2 - 1 - z * Math.sqrt(z2 - 2 - 1 / n + 4 * p * (n * (1 - p) + 1))) / denominator;
  const high = (2 * n * p + z2 + 1 + z * Math.sqrt(z2 + 2 - 1 / n + 4 * p * (n * (1 - p) - 1))) / denominator;
  return { low: x === 0 ? 0 : Math.max(0, low), high: x === n ? 1 : Math.min(1, high) };
}

/** Not cut at 0 and 1: the published interval may pass them. */
function agrestiCoull(x: number, n: number, z: number): Interval {
  const size = n + z * z;
  const p = (x + (z * z) / 2) / size;
  const half = z * Math.sqrt((p * (1 - p)) / size);
  return { low: p - half, high: p + half };
}

function requireShare(x: number, n: number, level: number): void {
  if (!(Number.isInteger(n) && n > 0)) throw new StatsError('outOfRange', { n });
  if (!(Number.isInteger(x) && x >= 0 && x <= n)) throw new StatsError('outOfRange', { x, n });
  if (!(level > 0 && level < 1)) throw new StatsError('outOfRange', { level });
}
