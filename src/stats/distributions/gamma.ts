/**
 * The gamma function's logarithm and the regularised incomplete gamma functions.
 *
 * log Γ: Stirling's series for x ≥ 10, shifted up by the recurrence below that; relative error near 1e-15.
 * P(a, x), Q(a, x): series below x = a + 1, continued fraction (modified Lentz) above, so that neither tail is a
 * difference from 1. Source: Abramowitz & Stegun (1964), 6.1.40, 6.5.29, 6.5.31; Lentz (1976).
 */
const STIRLING = [1 / 12, -1 / 360, 1 / 1260, -1 / 1680, 1 / 1188, -691 / 360_360, 1 / 156, -3617 / 122_400];
const HALF_LOG_TWO_PI = 0.918_938_533_204_672_8;
const TINY = 1e-300;
const MAXIMUM_STEPS = 100_000;

/** log Γ(x) for x > 0. */
export function logGamma(x: number): number {
  if (!(x > 0)) return x === 0 ? Number.POSITIVE_INFINITY : Number.NaN;
  if (x === 1 || x === 2) return 0;
  let shift = 1;
  let z = x;
  while (z < 10) {
    shift *= z;
    z += 1;
  }
  const inverse = 1 / z;
  const square = inverse * inverse;
  let sum = 0;
  for (let k = STIRLING.length - 1; k >= 0; k -= 1) sum = sum * square + (STIRLING[k] as number);
  return (z - 0.5) * Math.log(z) - z + HALF_LOG_TWO_PI + sum * inverse - Math.log(shift);
}

/** Lower regularised incomplete gamma P(a, x), a > 0, x ≥ 0. */
export function gammaP(a: number, x: number): number {
  if (!(x > 0)) return 0;
  if (x === Number.POSITIVE_INFINITY) return 1;
  return x < a + 1 ? lowerSeries(a, x) : 1 - upperFraction(a, x);
}

/** Upper regularised incomplete gamma Q(a, x) = 1 − P(a, x), accurate far into the tail. */
export function gammaQ(a: number, x: number): number {
  if (!(x > 0)) return 1;
  if (x === Number.POSITIVE_INFINITY) return 0;
  return x < a + 1 ? 1 - lowerSeries(a, x) : upperFraction(a, x);
}

/** P(X > x) of the chi-square distribution. */
export function chiSquareUpper(x: number, degrees: number): number {
  return gammaQ(degrees / 2, x / 2);
}

function lowerSeries(a: number, x: number): number {
  let term = 1 / a;
  let sum = term;
  for (let k = 1; k < MAXIMUM_STEPS; k += 1) {
    term *= x / (a + k);
    sum += term;
    if (term < sum * 1e-17) break;
  }
  return sum * Math.exp(a * Math.log(x) - x - logGamma(a));
}

function upperFraction(a: number, x: number): number {
  let b = x + 1 - a;
  let c = 1 / TINY;
  let d = 1 / b;
  let h = d;
  for (let k = 1; k < MAXIMUM_STEPS; k += 1) {
    const an = -k * (k - a);
    b += 2;
    d = an * d + b;
    if (Math.abs(d) < TINY) d = TINY;
    c = b + an / c;
    if (Math.abs(c) < TINY) c = TINY;
    d = 1 / d;
    const step = d * c;
    h *= step;
    if (Math.abs(step - 1) < 1e-16) break;
  }
  return h * Math.exp(a * Math.log(x) - x - logGamma(a));
}
