/**
 * Bunching at mark borders measured against the region: among the pupils of a school who stand in a window around a
 * border, how many fewer stand below it than in schools of the same level.
 *
 * A school is too small for a fit of its own histogram, and borders of one work lie closer to one another than a polynomial
 * needs. So the share below within the window is a logistic function of the school's level, fitted over all schools for
 * each border; moved = Σ (expected − seen below), var = Σ m·q·(1 − q). Where nothing was moved the shape around a border is
 * that of the region. The direct test of a large histogram is `bunching`.
 */
import { normalUpper } from '../distributions/normal.ts';
import { StatsError } from '../errors.ts';
import { uniforms } from '../resampling.ts';

/** Pupils of each school just below and just above one border. */
export type BorderCounts = {
  below: Float64Array;
  above: Float64Array;
  /** Level of the school in this work, e.g. its mean share of the maximum; NaN where it did not write it. */
  level: Float64Array;
};
export type BorderMoves = {
  /** Pupils in the windows of all borders. */
  window: number;
  below: number;
  expected: number;
  moved: number;
  /** Not yet compared with how schools usually scatter: see `unlikeOthers`. */
  z: number;
  p: number;
  /** By border: pupils in the window, seen below, chance of standing below. */
  cells: { m: number; below: number; chance: number }[];
};

const NEWTON_STEPS = 25;

/** @returns one row per school, in order. @throws StatsError noData, lengthsDiffer */
export function borderMoves(borders: readonly BorderCounts[]): BorderMoves[] {
  const schools = borders[0]?.below.length;
  if (schools === undefined) throw new StatsError('noData');
  const odd = borders.find(({ below, above, level }) => [below, above, level].some(({ length }) => length !== schools));
  if (odd) throw new StatsError('lengthsDiffer', { schools });
  const rows = Array.from(
    { length: schools },
    (): BorderMoves => ({
      window: 0,
      below: 0,
      expected: 0,
      moved: 0,
      z: Number.NaN,
      p: Number.NaN,
      cells: [],
    }),
  );
  const variance = new Float64Array(schools);
  for (const border of borders) {
    const chance = sharesBelow(border);
    rows.forEach((row, j) => {
      const below = border.below[j] as number;
      const m = below + (border.above[j] as number);
      const q = chance[j] as number;
      if (!(m > 0) || Number.isNaN(q)) return;
      row.window += m;
      row.below += below;
      row.expected += m * q;
      row.cells.push({ m, below, chance: q });
      variance[j] = (variance[j] as number) + m * q * (1 - q);
    });
  }
  rows.forEach((row, j) => {
    row.moved = row.expected - row.below;
    if (!((variance[j] as number) > 0)) return;
    row.z = row.moved / Math.sqrt(variance[j] as number);
    row.p = normalUpper(row.z);
  });
  return rows;
}

/** Percentile interval of `moved`: pupils of each window are drawn anew, with half a pupil added on either side. */
export function borderInterval(
  cells: BorderMoves['cells'],
  { seed, replications = 499, level = 0.95 }: { seed: number; replications?: number; level?: number },
): { low: number; high: number } {
  const uniform = uniforms(seed);
  const draws = Float64Array.from({ length: replications }, () =>
    cells.reduce((sum, { m, below, chance }) => {
      const share = (below + 0.5) / (m + 1);
      let drawn = 0;
      for (let k = 0; k < m; k += 1) if (uniform() < share) drawn += 1;
      return sum + m * chance - drawn;
    }, 0),
  ).sort();
  const tail = (1 - level) / 2;
  const at = (q: number) =>
    draws[Math.min(replications - 1, Math.max(0, Math.round(q * (replications - 1))))] as number;
  return { low: at(tail), high: at(1 - tail) };
}

/** Chance of standing below given the level, by maximum likelihood; one share for all where levels do not differ. */
function sharesBelow({ below, above, level }: BorderCounts): Float64Array {
  const used = Array.from(level.keys()).filter(
    (j) => (below[j] as number) + (above[j] as number) > 0 && !Number.isNaN(level[j] as number),
  );
  const total = used.reduce((sum, j) => sum + (below[j] as number) + (above[j] as number), 0);
  const out = new Float64Array(level.length).fill(Number.NaN);
  if (total === 0) return out;
  const mean = used.reduce((sum, j) => sum + (level[j] as number), 0) / used.length;
  const spread = Math.sqrt(used.reduce((sum, j) => sum + ((level[j] as number) - mean) ** 2, 0) / used.length) || 1;
  const share = (used.reduce((sum, j) => sum + (below[j] as number), 0) + 0.5) / (total + 1);
  let a = Math.log(share / (1 - share));
  let b = 0;
  for (let step = 0; step < NEWTON_STEPS; step += 1) {
    // A little weight on b = 0 keeps the fit finite where below and above do not overlap.
    let [ga, gb, haa, hab, hbb] = [0, -0.1 * b, 1e-9, 0, 0.1];
    for (const j of used) {
      const x = ((level[j] as number) - mean) / spread;
      const m = (below[j] as number) + (above[j] as number);
      const q = logistic(a + b * x);
      const gap = (below[j] as number) - m * q;
      const weight = m * q * (1 - q);
      ga += gap;
      gb += gap * x;
      haa += weight;
      hab += weight * x;
      hbb += weight * x * x;
    }
    const determinant = haa * hbb - hab * hab;
    if (!(determinant > 0)) break;
    const da = (hbb * ga - hab * gb) / determinant;
    const db = (haa * gb - hab * ga) / determinant;
    a += Math.max(-2, Math.min(2, da));
    b += Math.max(-2, Math.min(2, db));
    if (Math.abs(da) + Math.abs(db) < 1e-9) break;
  }
  for (const j of used) out[j] = logistic(a + (b * ((level[j] as number) - mean)) / spread);
  return out;
}

const logistic = (x: number): number => 1 / (1 + Math.exp(-x));
