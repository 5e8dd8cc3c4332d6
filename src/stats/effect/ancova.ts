/**
 * Effect of support with the baseline held equal: outcome = b₀ + τ·treated + b₁·baseline + covariates.
 *
 * τ is shown beside the naive difference of means and beside the change scores (outcome − baseline). Where the slope
 * on the baseline differs between the groups (p of the interaction), one τ does not describe all.
 * Source: Van Breukelen (2006), J. Clin. Epidemiol. 59; CR1 errors as in cluster-robust.ts.
 */
import { type Predictor, requireValues } from '../design.ts';
import { StatsError } from '../errors.ts';
import type { Coefficient } from '../linear/coefficients.ts';
import { type FixedEffectsInput, fixedEffects } from './fixed-effects.ts';

export type AncovaInput = {
  /** All of length n; `treated` 0 or 1. */
  outcome: Float64Array;
  treated: Float64Array;
  baseline: Float64Array;
  covariates?: readonly Predictor[];
  /** Schools or classes treated as a whole. */
  clusters?: Int32Array;
};

export type Ancova = {
  n: number;
  treated: number;
  /** The coefficient of `treated`. */
  effect: Coefficient;
  coefficients: Coefficient[];
  /** Effect in standard deviations of the outcome in the controls. */
  standardised: number;
  naive: { difference: number; change: number };
  /** p of treated × baseline. */
  equalSlopesP: number;
};

/** @throws StatsError missingValues, lengthsDiffer, outOfRange, oneGroup, constantPredictor, collinear */
export function ancova(input: AncovaInput): Ancova {
  const { outcome, treated, baseline, covariates = [], clusters } = input;
  requireIndicator('treated', treated, outcome.length);
  requireValues('baseline', baseline, outcome.length);
  const predictors = [{ name: 'treated', values: treated }, { name: 'baseline', values: baseline }, ...covariates];
  const fit = fixedEffects({ outcome, predictors, absorb: [], clusters: asClusters(clusters) });
  const crossed = { name: 'treated×baseline', values: treated.map((flag, i) => flag * (baseline[i] as number)) };
  const withSlopes = fixedEffects({
    outcome,
    predictors: [...predictors, crossed],
    absorb: [],
    clusters: asClusters(clusters),
  });
  const effect = find(fit.coefficients, 'treated');
  const controls = outcome.filter((_, i) => treated[i] === 0);
  const supported = outcome.filter((_, i) => treated[i] === 1);
  const change = outcome.map((value, i) => value - (baseline[i] as number));
  return {
    n: fit.n,
    treated: supported.length,
    effect,
    coefficients: fit.coefficients,
    standardised: effect.estimate / deviation(controls),
    naive: {
      difference: mean(supported) - mean(controls),
      change: mean(change.filter((_, i) => treated[i] === 1)) - mean(change.filter((_, i) => treated[i] === 0)),
    },
    equalSlopesP: find(withSlopes.coefficients, 'treated×baseline').p,
  };
}

/** @throws StatsError lengthsDiffer, missingValues, outOfRange (neither 0 nor 1), oneGroup */
export function requireIndicator(name: string, values: Float64Array, n: number): void {
  requireValues(name, values, n);
  const wrong = values.findIndex((value) => value !== 0 && value !== 1);
  if (wrong >= 0) throw new StatsError('outOfRange', { column: name, row: wrong + 1, value: values[wrong] });
  if (values.every((value) => value === values[0])) throw new StatsError('oneGroup', { column: name });
}

export function asClusters(codes: Int32Array | undefined): FixedEffectsInput['clusters'] {
  return codes && { codes, correction: 'CR1' };
}

export function find(coefficients: readonly Coefficient[], term: string): Coefficient {
  return coefficients.find((one) => one.term === term) as Coefficient;
}

function mean(values: Float64Array): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

function deviation(values: Float64Array): number {
  const centre = mean(values);
  return Math.sqrt(values.reduce((sum, value) => sum + (value - centre) ** 2, 0) / (values.length - 1));
}
