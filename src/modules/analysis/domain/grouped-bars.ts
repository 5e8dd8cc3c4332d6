/** A histogram whose bars stand for at least five pupils or for none. */
import { isTooSmall } from '#modules/results/index.ts';

export type PointsBar = { from: number; to: number; count: number };

/** Neighbours are joined from zero up until a bar is large enough; what is left at the end joins the last bar. */
export function groupedBars(histogram: readonly number[], own = false): PointsBar[] {
  const bars: PointsBar[] = [];
  let open: PointsBar | null = null;
  for (const [points, count] of histogram.entries()) {
    open = open === null ? { from: points, to: points, count } : { ...open, to: points, count: open.count + count };
    if (!own && isTooSmall(open.count)) continue;
    bars.push(open);
    open = null;
  }
  if (open === null) return bars;
  // An empty bar before it stays empty; the last with pupils takes the rest and all between.
  const last = bars.findLastIndex(({ count }) => count > 0);
  if (last < 0) return [];
  const joined = { from: bars[last]!.from, to: open.to, count: bars[last]!.count + open.count };
  return [...bars.slice(0, last), joined];
}
