/** A histogram whose bars stand for at least five pupils or for none. */
import { isTooSmall } from '#modules/results/index.ts';

export type PointsBar = { from: number; to: number; count: number };

/** Neighbours are joined from zero up until a bar is large enough; what is left at the end joins the last bar. */
export function groupedBars(histogram: readonly number[], own = false): PointsBar[] {
  const bars: PointsBar[] = [];
  let from = 0;
  let pupils = 0;
  for (const [points, count] of histogram.entries()) {
    pupils += count;
    if (!own && isTooSmall(pupils)) continue;
    bars.push({ from, to: points, count: pupils });
    from = points + 1;
    pupils = 0;
  }
  if (from === histogram.length) return bars;
  // An empty bar at the end stays empty; the last with pupils takes the rest and all between.
  const last = bars.findLastIndex(({ count }) => count > 0);
  if (last < 0) return [];
  const joined = { from: bars[last]!.from, to: histogram.length - 1, count: bars[last]!.count + pupils };
  return [...bars.slice(0, last), joined];
}
