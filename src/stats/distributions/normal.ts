/**
 * The standard normal distribution.
 *
 * Tails through the incomplete gamma function: P(X > x) = Q(1/2, x²/2) / 2, so nothing underflows to a difference.
 * The quantile: a rational start (Abramowitz & Stegun 26.2.23), then Halley steps on the exact tail.
 */
import { gammaP, gammaQ } from './gamma.ts';

const ROOT_TWO_PI = 2.506_628_274_631_000_2;

export function normalDensity(x: number): number {
  return Math.exp(-0.5 * x * x) / ROOT_TWO_PI;
}

/** P(X ≤ x). */
export function normalLower(x: number): number {
  return x < 0 ? 0.5 * gammaQ(0.5, 0.5 * x * x) : 0.5 + 0.5 * gammaP(0.5, 0.5 * x * x);
}

/** P(X > x). */
export function normalUpper(x: number): number {
  return normalLower(-x);
}

/** x with P(X ≤ x) = p, 0 < p < 1. */
export function normalQuantile(p: number): number {
  if (!(p > 0)) return p === 0 ? Number.NEGATIVE_INFINITY : Number.NaN;
  if (p >= 1) return p === 1 ? Number.POSITIVE_INFINITY : Number.NaN;
  if (p === 0.5) return 0;
  const lowTail = p < 0.5;
  const q = lowTail ? p : 1 - p;
  const t = Math.sqrt(-2 * Math.log(q));
  let x = t - (2.515517 + t * (0.802853 + t * 0.010328)) / (1 + t * (1.432788 + t * (0.189269 + t * 0.001308)));
  for (let step = 0; step < 4; step += 1) {
    const error = (normalUpper(x) - q) / normalDensity(x);
    x += error / (1 - 0.5 * x * error);
  }
  return lowTail ? -x : x;
}
