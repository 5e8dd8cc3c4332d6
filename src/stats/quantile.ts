/** Quantiles of type 7 (Hyndman & Fan 1996, Am. Stat. 50(4)), R's and spreadsheets' default. */

/** @param sorted ascending, not empty; @param p 0 … 1 */
export function quantileOfSorted(sorted: ArrayLike<number>, p: number): number {
  const h = (sorted.length - 1) * p;
  const below = Math.floor(h);
  const low = sorted[below] as number;
  return low + (h - below) * ((sorted[Math.min(below + 1, sorted.length - 1)] as number) - low);
}

export function quantile(values: Float64Array, p: number): number {
  return quantileOfSorted(Float64Array.from(values).sort(), p);
}

export function median(values: Float64Array): number {
  return quantile(values, 0.5);
}
