/**
 * Density discontinuity at a cut: is the density of the scores the same just below and just above?
 *
 * The empirical distribution function F̂ is fitted on each side of the cut by a local polynomial of order q with kernel
 * weights; its slope at the cut is the density. T = (f̂₊ − f̂₋) ÷ SE with the jackknife SE of the second-order U-statistic;
 * the bandwidths are chosen for order p < q, which removes the bias from T.
 * Source: Cattaneo, Jansson & Ma (2020, JASA 115(531)) and (2018, Stata Journal 18(1)); tied scores share the value of F̂ at
 * their last place, as in the authors' package rddensity.
 *
 * Scores must be nearly continuous: with few distinct values use `bunching`.
 */
import { normalUpper } from '../distributions/normal.ts';
import { requireValues } from '../design.ts';
import { StatsError } from '../errors.ts';
import { densityBandwidths } from './density-bandwidth.ts';
import { densityJump, type DensityJump, type Kernel, type Side, sidesOf } from './density-fit.ts';

export type DensityOptions = {
  cut: number;
  /** Order for which the bandwidths are best, 1 … 7; 2 unless given. */
  p?: number;
  /** Order of the fit, p + 1 unless given. */
  q?: number;
  kernel?: Kernel;
  /** Bandwidths in units of the score; chosen from the data unless given. */
  h?: { left: number; right: number };
};
export type DensityTest = Omit<DensityJump, 'derivative' | 'inside'> & {
  statistic: number;
  /** Two-sided. */
  pValue: number;
  h: { left: number; right: number };
  n: { left: number; right: number; insideLeft: number; insideRight: number };
  /** Scores repeat, so F̂ was corrected for ties. */
  tied: boolean;
};

/**
 * @param scores length n, any order
 * @throws StatsError missingValues, outOfRange (cut outside the scores, wrong order or bandwidth), tooFew (distinct scores of a
 * side inside the bandwidth fewer than the polynomial needs)
 */
export function densityDiscontinuity(scores: Float64Array, options: DensityOptions): DensityTest {
  const { cut, p = 2, kernel = 'triangular' } = options;
  const q = options.q ?? p + 1;
  requireValues('score', scores);
  if (!(Number.isInteger(p) && p >= 1 && p <= 7)) throw new StatsError('outOfRange', { p });
  if (!(Number.isInteger(q) && q >= p)) throw new StatsError('outOfRange', { q, p });
  const { x, distribution, tied } = sidesOf(scores, cut);
  const left = x.findIndex((value) => value >= 0);
  if (left <= 0 || !((x.at(-1) as number) > 0)) throw new StatsError('outOfRange', { cut });
  const h = options.h ?? densityBandwidths({ x, distribution }, p, kernel);
  if (!(h.left > 0 && h.right > 0)) throw new StatsError('outOfRange', { h: [h.left, h.right] });
  const fit = densityJump({ x, distribution }, h, q, 1, kernel);
  const { left: low, right: high, difference, se, inside } = fit;
  const statistic = difference / se.difference;
  const n: Record<Side, number> = { left, right: x.length - left };
  return {
    left: low,
    right: high,
    difference,
    se,
    statistic,
    pValue: 2 * normalUpper(Math.abs(statistic)),
    h,
    n: { ...n, insideLeft: inside.left, insideRight: inside.right },
    tied,
  };
}
