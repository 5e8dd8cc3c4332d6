/**
 * The regularised incomplete beta function I_x(a, b), its complement and its inverse.
 *
 * Continued fraction with the modified Lentz method, on the side of the mean where it converges fast.
 * Source: Abramowitz & Stegun (1964), 26.5.8. The inverse: Newton steps kept inside a bracket.
 */
import { logGamma } from './gamma.ts';

const TINY = 1e-300;
const MAXIMUM_STEPS = 20_000;

/** log B(a, b). */
export function logBeta(a: number, b: number): number {
  return logGamma(a) + logGamma(b) - logGamma(a + b);
}

/** I_x(a, b), the distribution function of Beta(a, b); a, b > 0. */
export function betaLower(x: number, a: number, b: number): number {
  if (!(x > 0)) return 0;
  if (x >= 1) return 1;
  return x < (a + 1) / (a + b + 2) ? tail(x, 1 - x, a, b) : 1 - tail(1 - x, x, b, a);
}

/** 1 − I_x(a, b), accurate in the upper tail. */
export function betaUpper(x: number, a: number, b: number): number {
  if (!(x > 0)) return 1;
  if (x >= 1) return 0;
  return x < (a + 1) / (a + b + 2) ? 1 - tail(x, 1 - x, a, b) : tail(1 - x, x, b, a);
}

/** x with I_x(a, b) = p, to the last bits. */
export function betaQuantile(p: number, a: number, b: number): number {
  if (!(p > 0)) return 0;
  if (p >= 1) return 1;
  const constant = logBeta(a, b);
  let low = 0;
  let high = 1;
  let x = a / (a + b);
  for (let step = 0; step < 400; step += 1) {
    const error = betaLower(x, a, b) - p;
    if (error === 0) return x;
    if (error > 0) high = x;
    else low = x;
    const density = Math.exp((a - 1) * Math.log(x) + (b - 1) * Math.log1p(-x) - constant);
    let next = x - error / density;
    if (!(next > low && next < high)) next = low === 0 ? (high < 1e-3 ? high / 16 : high / 2) : (low + high) / 2;
    if (Math.abs(next - x) <= 1e-16 * x || high - low <= 4.5e-16 * high) return next;
    x = next;
  }
  return x;
}

/** I_x(a, b) for x below the mean; y = 1 − x. */
function tail(x: number, y: number, a: number, b: number): number {
  const front = Math.exp(a * Math.log(x) + b * Math.log(y) - logBeta(a, b)) / a;
  let c = 1;
  let d = 1 - ((a + b) * x) / (a + 1);
  if (Math.abs(d) < TINY) d = TINY;
  d = 1 / d;
  let h = d;
  for (let m = 1; m < MAXIMUM_STEPS; m += 1) {
    const even = (m * (b - m) * x) / ((a + 2 * m - 1) * (a + 2 * m));
    d = 1 + even * d;
    if (Math.abs(d) < TINY) d = TINY;
    c = 1 + even / c;
    if (Math.abs(c) < TINY) c = TINY;
    d = 1 / d;
    h *= d * c;
    const odd = (-(a + m) * (a + b + m) * x) / ((a + 2 * m) * (a + 2 * m + 1));
    d = 1 + odd * d;
    if (Math.abs(d) < TINY) d = TINY;
    c = 1 + odd / c;
    if (Math.abs(c) < TINY) c = TINY;
    d = 1 / d;
    const step = d * c;
    h *= step;
    if (Math.abs(step - 1) < 1e-16) break;
  }
  return front * h;
}
