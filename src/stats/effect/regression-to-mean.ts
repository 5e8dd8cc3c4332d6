/**
 * What schools chosen for being low would have gained by chance alone, beside what they gained.
 *
 * A result with reliability r is expected to fall back to the mean: E(after | before) = μ + r (before − μ) + shift,
 * the shift common to all and taken from the schools not chosen. Naive = mean change of the chosen; by chance =
 * (1 − r)(μ − mean before of the chosen); adjusted = the chosen against the expectation, less the same of the others.
 * Source: Galton (1886); Davis (1976), Am. J. Epidemiol. 104(5); Barnett, van der Pols & Dobson (2005), Int. J.
 * Epidemiol. 34.
 */
import { requireValues } from '../design.ts';
import { normalQuantile } from '../distributions/normal.ts';
import { StatsError } from '../errors.ts';
import { requireIndicator } from './ancova.ts';

export type RegressionToMean = {
  chosen: number;
  /** Mean change of the chosen schools: before and after, nothing else. */
  naive: number;
  /** The part of it that falls back to the mean. */
  byChance: number;
  /** The common change of all schools. */
  shift: number;
  /** naive − byChance − shift. */
  adjusted: number;
  se: number;
  low: number;
  high: number;
};

/**
 * @param before @param after results of all schools, length J; not only of the chosen ones
 * @param chosen 1 where the school was chosen by its low result, else 0
 * @param reliability of one result, 0 … 1: from years without the programme (see change/stability.ts)
 * @throws StatsError lengthsDiffer, missingValues, outOfRange, oneGroup, tooFew (two chosen and two others at least)
 */
export function regressionToMean(
  before: Float64Array,
  after: Float64Array,
  chosen: Float64Array,
  reliability: number,
  level = 0.95,
): RegressionToMean {
  requireValues('before', before);
  requireValues('after', after, before.length);
  requireIndicator('chosen', chosen, before.length);
  if (!(reliability >= 0 && reliability <= 1)) throw new StatsError('outOfRange', { reliability });
  const centre = mean(before);
  const beyond = after.map((value, j) => value - centre - reliability * ((before[j] as number) - centre));
  const supported = beyond.filter((_, j) => chosen[j] === 1);
  const others = beyond.filter((_, j) => chosen[j] === 0);
  if (Math.min(supported.length, others.length) < 2)
    throw new StatsError('tooFew', { chosen: supported.length, others: others.length });
  const lowBefore = mean(before.filter((_, j) => chosen[j] === 1));
  const shift = mean(others);
  const adjusted = mean(supported) - shift;
  const se = Math.sqrt(variance(supported) / supported.length + variance(others) / others.length);
  const half = normalQuantile((1 + level) / 2) * se;
  return {
    chosen: supported.length,
    naive: mean(after.filter((_, j) => chosen[j] === 1)) - lowBefore,
    byChance: (1 - reliability) * (centre - lowBefore),
    shift,
    adjusted,
    se,
    low: adjusted - half,
    high: adjusted + half,
  };
}

function mean(values: Float64Array): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

function variance(values: Float64Array): number {
  const centre = mean(values);
  return values.reduce((sum, value) => sum + (value - centre) ** 2, 0) / (values.length - 1);
}
