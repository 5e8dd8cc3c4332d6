/**
 * What the mixed model asks of its random part: cross-products per group are kept, and a given Λ gives the reduced normal
 * equations of the fixed effects, log |ΛᵀZᵀZΛ + I| and afterwards the conditional modes of its effects.
 */
import type { GroupEffect } from './group-effect.ts';
import type { VarianceComponent } from './mixed-model.ts';

export type Reduced = { logDeterminant: number; xx: Float64Array; xy: Float64Array; yy: number };

export type RandomPart = {
  /** Number of free entries of Λ. */
  parameters: number;
  start: readonly number[];
  reduce(theta: Float64Array): Reduced;
  /** The same ΛΛᵀ with a non-negative diagonal. */
  normalise(theta: Float64Array): Float64Array;
  variances(theta: Float64Array, residual: number): VarianceComponent[];
  /** `beta` in the orthonormal basis and scaled units; `scale` turns effects into units of the outcome. */
  effects(theta: Float64Array, beta: Float64Array, scale: number, residual: number): Record<string, GroupEffect[]>;
};
