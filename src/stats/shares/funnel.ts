/**
 * Funnel plot for shares: each school against the common share, with limits widened for overdispersion.
 * Winsorising keeps outliers from widening their own limits; where all schools differ alike it leaves out a third of the
 * variance, and Spiegelhalter's 95 % limits (`winsorisedLimits`) hold about 90 % of them. `limits` put it back: φ is divided by what
 * is left of a normal variance, 0.679 at 10 %.
 * Source: Spiegelhalter (2005), Stat. Med. 24: 1185–1202 (z-scores; multiplicative φ on winsorised z; additive τ²).
 */
import { normalDensity, normalQuantile } from '../distributions/normal.ts';
import { StatsError } from '../errors.ts';
import { quantileOfSorted } from '../quantile.ts';

export type Overdispersion = 'none' | 'multiplicative' | 'additive';

export type Funnel = {
  /** Σx ÷ Σn. */
  target: number;
  /** Mean square of the winsorised z. */
  phi: number;
  /** Between-school variance on the scale of shares; 0 unless additive. */
  tau2: number;
  schools: { share: number; z: number; adjustedZ: number }[];
  /** Limits at n pupils for a two-sided level, cut at 0 and 1: hold `level` of the schools that differ as schools do. */
  limits(n: number, level: number): { low: number; high: number };
  /** The same from φ and τ² as they are. */
  winsorisedLimits(n: number, level: number): { low: number; high: number };
};

const WINSORISED = 0.1;

/** @throws StatsError lengthsDiffer, outOfRange, oneGroup, noVariance */
export function funnel(x: Float64Array, n: Float64Array, overdispersion: Overdispersion = 'multiplicative'): Funnel {
  if (x.length !== n.length) throw new StatsError('lengthsDiffer', { x: x.length, n: n.length });
  if (x.length < 2) throw new StatsError('oneGroup', {});
  x.forEach((one, j) => {
    if (!(one >= 0 && one <= (n[j] as number) && (n[j] as number) > 0))
      throw new StatsError('outOfRange', { row: j + 1, x: one, n: n[j] });
  });
  const target = sum(x) / sum(n);
  if (target === 0 || target === 1) throw new StatsError('noVariance', { share: target });
  const unit = target * (1 - target);
  const shares = x.map((one, j) => one / (n[j] as number));
  const z = shares.map((share, j) => (share - target) / Math.sqrt(unit / (n[j] as number)));
  const phi = meanSquare(winsorise(z, WINSORISED));
  const tau2 = overdispersion === 'additive' ? between(n, phi, unit) : 0;
  const fullPhi = phi / leftByWinsorising(WINSORISED);
  const fullTau2 = overdispersion === 'additive' ? between(n, fullPhi, unit) : 0;
  const spread = (size: number, inflation: number, added: number) =>
    overdispersion === 'multiplicative'
      ? Math.sqrt((Math.max(1, inflation) * unit) / size)
      : Math.sqrt(unit / size + added);
  const widened = (size: number) => spread(size, phi, tau2);
  const around = (half: number) => ({ low: Math.max(0, target - half), high: Math.min(1, target + half) });
  return {
    target,
    phi,
    tau2,
    schools: Array.from(shares, (share, j) => ({
      share,
      z: z[j] as number,
      adjustedZ: (share - target) / widened(n[j] as number),
    })),
    limits(size, level) {
      const point = normalQuantile((1 + level) / 2);
      return around(point * spread(size, fullPhi, fullTau2));
    },
    winsorisedLimits: (size, level) => around(normalQuantile((1 + level) / 2) * widened(size)),
  };
}

/** Values beyond the q-th and (1 − q)-th quantile (type 7) are set to those quantiles. */
function winsorise(values: Float64Array, q: number): Float64Array {
  const sorted = Float64Array.from(values).sort();
  const low = quantileOfSorted(sorted, q);
  const high = quantileOfSorted(sorted, 1 - q);
  return values.map((value) => Math.min(high, Math.max(low, value)));
}

/** Variance of a standard normal variable winsorised at its q-th and (1 − q)-th quantile. */
function leftByWinsorising(q: number): number {
  const c = normalQuantile(1 - q);
  return 1 - 2 * q - 2 * c * normalDensity(c) + 2 * q * c * c;
}

function between(n: Float64Array, phi: number, unit: number): number {
  const schools = n.length;
  const weights = n.map((size) => size / unit);
  const total = sum(weights);
  const squares = weights.reduce((acc, one) => acc + one * one, 0);
  return Math.max(0, (schools * phi - (schools - 1)) / (total - squares / total));
}

function meanSquare(values: Float64Array): number {
  return values.reduce((acc, one) => acc + one * one, 0) / values.length;
}

function sum(values: Float64Array): number {
  let total = 0;
  for (const one of values) total += one;
  return total;
}
