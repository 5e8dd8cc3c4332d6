/**
 * A school among those of its own level. A polynomial follows the middle of a region and misses its ends: strong schools
 * then all look odd in the same direction. zⱼ′ = (zⱼ − median of the nearest) ÷ max(1, MAD of the nearest ÷ 0.6745), the
 * nearest by level, the school itself among them. Running medians: Cleveland (1979, JASA 74(368)) in their simplest form;
 * the spread only ever widens, so that a few schools that are alike by luck make nobody stand out.
 */
import { median } from '../quantile.ts';

const NEAREST = 61;
const NORMAL_MEDIAN = 0.6744897501960817;

/** @param z NaN where a school is not tested; @param level of the same length */
export function amongNeighbours(z: Float64Array, level: Float64Array): Float64Array {
  const order = [...z.keys()]
    .filter((j) => Number.isFinite(z[j]))
    .sort((a, b) => (level[a] as number) - (level[b] as number) || a - b);
  const found = new Float64Array(z.length).fill(Number.NaN);
  order.forEach((j, place) => {
    const from = Math.max(0, Math.min(order.length - NEAREST, place - (NEAREST >> 1)));
    const near = Float64Array.from(order.slice(from, from + NEAREST), (i) => z[i] as number);
    const middle = median(near);
    const spread = median(near.map((value) => Math.abs(value - middle))) / NORMAL_MEDIAN;
    found[j] = ((z[j] as number) - middle) / Math.max(1, spread);
  });
  return found;
}
