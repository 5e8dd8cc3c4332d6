/**
 * The random parts of the mixed model: each keeps cross-products per group and, for a given Λ, gives the reduced normal
 * equations of the fixed effects, log |ΛᵀZᵀZΛ + I| and afterwards the conditional modes of its effects.
 */
import { normalLower } from '../distributions/normal.ts';
import { solveLower, solveLowerTransposed } from '../linear/cholesky.ts';
import {
  add,
  copy,
  crossProducts,
  effect,
  groupSums,
  residualSum,
  subtractOuter,
  type Sums,
  type Totals,
} from './group-sums.ts';
import type { Grouping, GroupEffect, VarianceComponent } from './mixed-model.ts';

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

/** The first grouping is nested in the second; eliminating it first leaves one number for each outer group. */
export function nestedIntercepts(
  inner: Grouping,
  outer: Grouping,
  x: readonly Float64Array[],
  y: Float64Array,
): RandomPart {
  const p = x.length;
  const nested = distinctWithin(inner, outer);
  const sums = groupSums(nested.codes, nested.levels.length, x, y);
  const totals = crossProducts(x, y);
  const outerCount = outer.levels.length;
  const names = [inner.name, outer.name] as const;
  const eliminate = (theta1: number) => {
    // Per outer group: Σ n/d, Σ Σx/d, Σ Σy/d over its inner groups, d = θ₁² n + 1.
    const weight = new Float64Array(outerCount);
    const wx = new Float64Array(outerCount * p);
    const wy = new Float64Array(outerCount);
    for (let s = 0; s < nested.levels.length; s += 1) {
      const g = nested.parent[s] as number;
      const d = theta1 * theta1 * (sums.count[s] as number) + 1;
      weight[g] = (weight[g] as number) + (sums.count[s] as number) / d;
      wy[g] = (wy[g] as number) + (sums.y[s] as number) / d;
      for (let k = 0; k < p; k += 1) wx[g * p + k] = (wx[g * p + k] as number) + (sums.x[s * p + k] as number) / d;
    }
    return { weight, wx, wy };
  };
  return {
    parameters: 2,
    start: [0.5, 0.3],
    reduce([theta1 = 0, theta2 = 0]) {
      const out = copy(totals);
      let logDeterminant = 0;
      for (let s = 0; s < nested.levels.length; s += 1) {
        const d = theta1 * theta1 * (sums.count[s] as number) + 1;
        logDeterminant += Math.log(d);
        subtractOuter(out, sums.x, s * p, sums.y[s] as number, (theta1 * theta1) / d, p);
      }
      const { weight, wx, wy } = eliminate(theta1);
      for (let g = 0; g < outerCount; g += 1) {
        const e = 1 + theta2 * theta2 * (weight[g] as number);
        logDeterminant += Math.log(e);
        subtractOuter(out, wx, g * p, wy[g] as number, (theta2 * theta2) / e, p);
      }
      return { ...out, logDeterminant };
    },
    normalise: (theta) => theta.map(Math.abs),
    variances: ([theta1 = 0, theta2 = 0], residual) => [
      { group: names[0], term: '(Intercept)', term2: null, value: theta1 * theta1 * residual },
      { group: names[1], term: '(Intercept)', term2: null, value: theta2 * theta2 * residual },
    ],
    effects([theta1 = 0, theta2 = 0], beta, scale, residual) {
      const { weight } = eliminate(theta1);
      const pull = new Float64Array(outerCount);
      const size = new Float64Array(outerCount);
      for (let s = 0; s < nested.levels.length; s += 1) {
        const g = nested.parent[s] as number;
        const n = sums.count[s] as number;
        pull[g] = (pull[g] as number) + residualSum(sums, s, beta, p) / (theta1 * theta1 * n + 1);
        size[g] = (size[g] as number) + n;
      }
      const variance1 = theta1 * theta1 * residual;
      const variance2 = theta2 * theta2 * residual;
      const e = weight.map((one) => 1 + theta2 * theta2 * one);
      const outerMode = pull.map((one, g) => (theta2 * one) / (e[g] as number));
      const innerRows = nested.levels.map((id, s) => {
        const g = nested.parent[s] as number;
        const n = sums.count[s] as number;
        const d = theta1 * theta1 * n + 1;
        const mode = (theta1 * (residualSum(sums, s, beta, p) - theta2 * n * (outerMode[g] as number))) / d;
        const spread = 1 / d + ((theta1 * theta2 * n) / d) ** 2 / (e[g] as number);
        return effect(id, n, scale * theta1 * mode, variance1 * spread, variance1);
      });
      const outerRows = outer.levels.map((id, g) =>
        effect(
          id,
          size[g] as number,
          scale * theta2 * (outerMode[g] as number),
          variance2 / (e[g] as number),
          variance2,
        ),
      );
      return { [names[0]]: innerRows, [names[1]]: outerRows };
    },
  };
}

/** Intercept and slope, correlated: Λ = [θ₁ 0; θ₂ θ₃]. */
export function randomSlope(
  group: Grouping,
  slope: { name: string; values: Float64Array },
  x: readonly Float64Array[],
  y: Float64Array,
): RandomPart {
  const p = x.length;
  const groups = group.levels.length;
  const totals = crossProducts(x, y);
  // Per group: ZᵀZ as (n, Σt, Σt²), then Zᵀ[X y] as 2 × (p + 1).
  const width = 3 + 2 * (p + 1);
  const sums = new Float64Array(groups * width);
  for (let i = 0; i < y.length; i += 1) {
    const at = (group.codes[i] as number) * width;
    const t = slope.values[i] as number;
    add(sums, at, 1);
    add(sums, at + 1, t);
    add(sums, at + 2, t * t);
    for (let k = 0; k <= p; k += 1) {
      const value = k < p ? ((x[k] as Float64Array)[i] as number) : (y[i] as number);
      add(sums, at + 3 + k, value);
      add(sums, at + 4 + p + k, t * value);
    }
  }
  /** L of ΛᵀZᵀZΛ + I for one group, as (l11, l21, l22). */
  const factor = (at: number, [t1, t2, t3]: readonly [number, number, number]) => {
    const n = sums[at] as number;
    const st = sums[at + 1] as number;
    const stt = sums[at + 2] as number;
    const a = t1 * (t1 * n + t2 * st) + t2 * (t1 * st + t2 * stt) + 1;
    const b = t3 * (t1 * st + t2 * stt);
    const c = t3 * t3 * stt + 1;
    const l11 = Math.sqrt(a);
    const l21 = b / l11;
    return [l11, l21, Math.sqrt(c - l21 * l21)] as const;
  };
  const triple = (theta: Float64Array) => [theta[0] ?? 0, theta[1] ?? 0, theta[2] ?? 0] as const;
  return {
    parameters: 3,
    start: [0.5, 0, 0.3],
    reduce(theta) {
      const lambda = triple(theta);
      const [t1, t2, t3] = lambda;
      const out = copy(totals);
      const first = new Float64Array(p + 1);
      const second = new Float64Array(p + 1);
      let logDeterminant = 0;
      for (let j = 0; j < groups; j += 1) {
        const at = j * width;
        const [l11, l21, l22] = factor(at, lambda);
        logDeterminant += 2 * (Math.log(l11) + Math.log(l22));
        for (let k = 0; k <= p; k += 1) {
          const one = sums[at + 3 + k] as number;
          const t = sums[at + 4 + p + k] as number;
          const u = (t1 * one + t2 * t) / l11;
          first[k] = u;
          second[k] = (t3 * t - l21 * u) / l22;
        }
        subtractOuter(out, first, 0, first[p] as number, 1, p);
        subtractOuter(out, second, 0, second[p] as number, 1, p);
      }
      return { ...out, logDeterminant };
    },
    normalise(theta) {
      const [t1, t2, t3] = triple(theta);
      return Float64Array.from(t1 < 0 ? [-t1, -t2, Math.abs(t3)] : [t1, t2, Math.abs(t3)]);
    },
    variances(theta, residual) {
      const [t1, t2, t3] = triple(theta);
      return [
        { group: group.name, term: '(Intercept)', term2: null, value: t1 * t1 * residual },
        { group: group.name, term: slope.name, term2: null, value: (t2 * t2 + t3 * t3) * residual },
        { group: group.name, term: '(Intercept)', term2: slope.name, value: t1 * t2 * residual },
      ];
    },
    effects(theta, beta, scale, residual) {
      const lambda = triple(theta);
      const [t1, t2, t3] = lambda;
      const rows = group.levels.map((id, j) => {
        const at = j * width;
        const [l11, l21, l22] = factor(at, lambda);
        const l = Float64Array.from([l11, 0, l21, l22]);
        let one = sums[at + 3 + p] as number;
        let t = sums[at + 4 + p + p] as number;
        for (let k = 0; k < p; k += 1) {
          one -= (sums[at + 3 + k] as number) * (beta[k] as number);
          t -= (sums[at + 4 + p + k] as number) * (beta[k] as number);
        }
        const u = Float64Array.from([t1 * one + t2 * t, t3 * t]);
        solveLower(l, u, 2);
        solveLowerTransposed(l, u, 2);
        const [u1 = 0, u2 = 0] = u;
        // Rows of Λ L⁻ᵀ: their squared lengths are the conditional variances over σ².
        const intercept = Float64Array.from([t1, 0]);
        const slopeRow = Float64Array.from([t2, t3]);
        solveLower(l, intercept, 2);
        solveLower(l, slopeRow, 2);
        const row = effect(id, sums[at] as number, scale * t1 * u1, residual * squares(intercept), t1 * t1 * residual);
        return { ...row, slope: { effect: scale * (t2 * u1 + t3 * u2), sd: Math.sqrt(residual * squares(slopeRow)) } };
      });
      return { [group.name]: rows };
    },
  };
}

/** P(effect < cut) from a mode and its conditional standard deviation. */
export function probabilityBelow(one: Pick<GroupEffect, 'effect' | 'sd'>, cut: number): number {
  return one.sd > 0 ? normalLower((cut - one.effect) / one.sd) : one.effect < cut ? 1 : 0;
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

/** An inner name that occurs in two outer groups means two groups. */
function distinctWithin(inner: Grouping, outer: Grouping) {
  const seen = new Map<number, number>();
  const levels: string[] = [];
  const parent: number[] = [];
  const names = new Set<string>();
  const codes = new Int32Array(inner.codes.length);
  for (let i = 0; i < codes.length; i += 1) {
    const s = inner.codes[i] as number;
    const g = outer.codes[i] as number;
    const key = s * outer.levels.length + g;
    let code = seen.get(key);
    if (code === undefined) {
      code = levels.length;
      seen.set(key, code);
      const name = inner.levels[s] as string;
      levels.push(name);
      parent.push(g);
      names.add(name);
    }
    codes[i] = code;
  }
  // One repeated name gives all names their outer one, so that they are of one form.
  const repeated = levels.length > names.size;
  const labelled = repeated ? levels.map((name, code) => `${name}:${outer.levels[parent[code] as number]}`) : levels;
  return { codes, levels: labelled, parent: Int32Array.from(parent) };
}

function subtractScaled(out: Totals, xx: Float64Array, xy: Float64Array, yy: number, weight: number): void {
  for (let i = 0; i < xx.length; i += 1) add(out.xx, i, -weight * (xx[i] as number));
  for (let i = 0; i < xy.length; i += 1) add(out.xy, i, -weight * (xy[i] as number));
  out.yy -= weight * yy;
}

function squares(x: Float64Array): number {
  let sum = 0;
  for (const one of x) sum += one * one;
  return sum;
}
