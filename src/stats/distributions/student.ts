/** Student's t and Fisher's F by the incomplete beta function. Source: Abramowitz & Stegun (1964), 26.6.2, 26.7.1. */
import { betaLower, betaQuantile, betaUpper } from './beta.ts';

/** Two-sided P(|T| > |t|). */
export function studentTwoSided(t: number, degrees: number): number {
  return betaLower(degrees / (degrees + t * t), degrees / 2, 0.5);
}

/** t with P(|T| > t) = p. */
export function studentTwoSidedQuantile(p: number, degrees: number): number {
  const x = betaQuantile(p, degrees / 2, 0.5);
  return Math.sqrt((degrees * (1 - x)) / x);
}

/** P(F > f) with d1 and d2 degrees of freedom. */
export function fisherUpper(f: number, d1: number, d2: number): number {
  return f <= 0 ? 1 : betaUpper((d1 * f) / (d1 * f + d2), d1 / 2, d2 / 2);
}
