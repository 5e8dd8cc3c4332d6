/**
 * The first breakpoint at which the slope, negative at the start, turns non-negative: a weighted quantile by quickselect.
 * Reorders the first `count` places of the three arrays; returns the place, or null when the gains never reach `needed`.
 */
export function weightedStop(
  at: Float64Array,
  gain: Float64Array,
  where: Int32Array,
  count: number,
  needed: number,
): number | null {
  let low = 0;
  let high = count;
  let remaining = needed;
  let last: number | null = null;
  while (low < high) {
    const pivot = at[(low + high) >> 1] as number;
    // [low, below) < pivot, [below, above) = pivot, [above, high) > pivot
    let below = low;
    let above = high;
    let sumBelow = 0;
    let sumSame = 0;
    for (let i = low; i < above; ) {
      const value = at[i] as number;
      if (value < pivot) {
        sumBelow += gain[i] as number;
        swapPlaces(at, gain, where, i, below);
        below += 1;
        i += 1;
      } else if (value > pivot) {
        above -= 1;
        swapPlaces(at, gain, where, i, above);
      } else {
        sumSame += gain[i] as number;
        i += 1;
      }
    }
    if (sumBelow >= remaining) high = below;
    else if (sumBelow + sumSame >= remaining) return below;
    else {
      remaining -= sumBelow + sumSame;
      low = above;
      last = below;
    }
  }
  // Gains that reached `needed` in one order of addition may miss it by a rounding in another: the last one is it then.
  return high < count ? last : null;
}

function swapPlaces(at: Float64Array, gain: Float64Array, where: Int32Array, i: number, j: number): void {
  const heldAt = at[i] as number;
  const heldGain = gain[i] as number;
  const heldWhere = where[i] as number;
  at[i] = at[j] as number;
  gain[i] = gain[j] as number;
  where[i] = where[j] as number;
  at[j] = heldAt;
  gain[j] = heldGain;
  where[j] = heldWhere;
}
