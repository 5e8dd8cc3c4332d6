/**
 * A school among those of its own level. A polynomial follows the middle of a region and misses its ends: strong schools
 * then all look odd in the same direction. zⱼ′ = (zⱼ − line of the nearest at the school's level) ÷ max(1, MAD around the
 * line ÷ 0.6745) ÷ √(1 + its error), the nearest by level, the school itself among them. A line and not a median: at an end
 * all neighbours lie on one side, and a median is what schools of the level of their middle have (Cleveland 1979,
 * JASA 74(368); Hastie & Loader 1993, Statistical Science 8(2)). The line is Tukey's resistant one, through the medians of
 * the outer thirds, so that one far school does not turn it. The spread only ever widens, so that a few schools that are
 * alike by luck make nobody stand out.
 */
import { median } from '../quantile.ts';

const NEAREST = 61;
const NORMAL_MEDIAN = 0.6744897501960817;
/** Variance of a median against that of a mean, for normal values. */
const OF_MEDIAN = Math.PI / 2;

/** @param z NaN where a school is not tested; @param level of the same length */
export function amongNeighbours(z: Float64Array, level: Float64Array): Float64Array {
  const order = [...z.keys()]
    .filter((j) => Number.isFinite(z[j]))
    .sort((a, b) => (level[a] as number) - (level[b] as number) || a - b);
  const found = new Float64Array(z.length).fill(Number.NaN);
  order.forEach((j, place) => {
    const from = Math.max(0, Math.min(order.length - NEAREST, place - (NEAREST >> 1)));
    const near = order.slice(from, from + NEAREST);
    found[j] = standing(
      z[j] as number,
      level[j] as number,
      Float64Array.from(near, (i) => z[i] as number),
      Float64Array.from(near, (i) => level[i] as number),
    );
  });
  return found;
}

/** @param near values of the nearest in the order of their levels @param levels rising */
function standing(own: number, level: number, near: Float64Array, levels: Float64Array): number {
  const third = Math.floor(near.length / 3);
  const [left, right] = [median(levels.slice(0, third)), median(levels.slice(near.length - third))];
  const run = right - left;
  const slope = run > 0 ? (median(near.slice(near.length - third)) - median(near.slice(0, third))) / run : 0;
  const middle = levels.reduce((sum, value) => sum + value, 0) / levels.length;
  const flat = near.map((value, i) => value - slope * ((levels[i] as number) - middle));
  const centre = median(flat);
  const spread = Math.max(1, median(flat.map((value) => Math.abs(value - centre))) / NORMAL_MEDIAN);
  const out = level - middle;
  const error = OF_MEDIAN * (1 / near.length + (run > 0 ? (2 / third) * (out / run) ** 2 : 0));
  return (own - centre - slope * out) / spread / Math.sqrt(1 + error);
}
