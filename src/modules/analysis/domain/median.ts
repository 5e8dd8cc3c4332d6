import { quantileOfSorted } from '#stats/quantile.ts';

export function medianOf(values: readonly number[]): number {
  return quantileOfSorted(Float64Array.from(values).sort(), 0.5);
}

/** The least value of the highest `share` of them. */
export function leastOf(values: readonly number[], share: number): number {
  return quantileOfSorted(Float64Array.from(values).sort(), 1 - share);
}
