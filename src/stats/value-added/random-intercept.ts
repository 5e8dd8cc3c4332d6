/** One intercept for each group: Λ = [θ]. */
import { add, copy, crossProducts, groupSums, residualSum, type Sums, type Totals } from './group-sums.ts';
import { effect } from './group-effect.ts';
import type { Grouping } from './mixed-model.ts';
import type { RandomPart } from './random-part.ts';

export function randomIntercept(group: Grouping, x: readonly Float64Array[], y: Float64Array): RandomPart {
  const p = x.length;
  const sums = groupSums(group.codes, group.levels.length, x, y);
  const totals = crossProducts(x, y);
  const bySize = collapseBySize(sums, p);
  return {
    parameters: 1,
    start: [0.5],
    reduce([theta = 0]) {
      const out = copy(totals);
      let logDeterminant = 0;
      for (const { size, groups, xx, xy, yy } of bySize) {
        const d = theta * theta * size + 1;
        logDeterminant += groups * Math.log(d);
        subtractScaled(out, xx, xy, yy, (theta * theta) / d);
      }
      return { ...out, logDeterminant };
    },
    normalise: (theta) => theta.map(Math.abs),
    variances: ([theta = 0], residual) => [
      { group: group.name, term: '(Intercept)', term2: null, value: theta * theta * residual },
    ],
    effects([theta = 0], beta, scale, residual) {
      const variance = theta * theta * residual;
      const rows = group.levels.map((id, j) => {
        const n = sums.count[j] as number;
        const d = theta * theta * n + 1;
        return effect(id, n, (scale * theta * theta * residualSum(sums, j, beta, p)) / d, variance / d, variance);
      });
      return { [group.name]: rows };
    },
  };
}

/** Groups of one size enter the criterion with one weight: their outer products are added up once. */
function collapseBySize(sums: Sums, p: number) {
  const sizes = new Map<number, { size: number; groups: number; xx: Float64Array; xy: Float64Array; yy: number }>();
  sums.count.forEach((size, j) => {
    let entry = sizes.get(size);
    if (!entry) {
      entry = { size, groups: 0, xx: new Float64Array(p * p), xy: new Float64Array(p), yy: 0 };
      sizes.set(size, entry);
    }
    entry.groups += 1;
    const y = sums.y[j] as number;
    entry.yy += y * y;
    for (let a = 0; a < p; a += 1) {
      const xa = sums.x[j * p + a] as number;
      add(entry.xy, a, xa * y);
      for (let b = 0; b < p; b += 1) add(entry.xx, a * p + b, xa * (sums.x[j * p + b] as number));
    }
  });
  return [...sizes.values()];
}

function subtractScaled(out: Totals, xx: Float64Array, xy: Float64Array, yy: number, weight: number): void {
  for (let i = 0; i < xx.length; i += 1) add(out.xx, i, -weight * (xx[i] as number));
  for (let i = 0; i < xy.length; i += 1) add(out.xy, i, -weight * (xy[i] as number));
  out.yy -= weight * yy;
}
