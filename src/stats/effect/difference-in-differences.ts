/**
 * Difference-in-differences on rows (pupils before and after, not the same ones):
 * y = b₀ + b₁·supported + b₂·after + τ·supported·after + covariates, errors by clusters (CR1).
 *
 * τ is the change of the supported beyond that of the others; it is the effect if both would have moved alike.
 * Source: Angrist & Pischke (2009), ch. 5; Bertrand, Duflo & Mullainathan (2004), Q. J. Econ. 119.
 */
import type { Predictor } from '../design.ts';
import { asClusters, find, requireIndicator } from './ancova.ts';
import type { Coefficient } from '../linear/coefficients.ts';
import { fixedEffects } from './fixed-effects.ts';

export type DifferenceInDifferences = {
  n: number;
  /** The coefficient of supported × after. */
  effect: Coefficient;
  coefficients: Coefficient[];
};

/** @throws StatsError missingValues, lengthsDiffer, outOfRange, oneGroup, constantPredictor, collinear (an empty cell) */
export function differenceInDifferences(input: {
  /** All of length n; `supported` and `after` 0 or 1. */
  outcome: Float64Array;
  supported: Float64Array;
  after: Float64Array;
  covariates?: readonly Predictor[];
  clusters?: Int32Array;
}): DifferenceInDifferences {
  const { outcome, supported, after, covariates = [], clusters } = input;
  requireIndicator('supported', supported, outcome.length);
  requireIndicator('after', after, outcome.length);
  const both = supported.map((flag, i) => flag * (after[i] as number));
  const fit = fixedEffects({
    outcome,
    predictors: [
      { name: 'supported', values: supported },
      { name: 'after', values: after },
      { name: 'supported×after', values: both },
      ...covariates,
    ],
    absorb: [],
    clusters: asClusters(clusters),
  });
  return { n: fit.n, effect: find(fit.coefficients, 'supported×after'), coefficients: fit.coefficients };
}
