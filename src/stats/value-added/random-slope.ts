/** An intercept and a slope for each group, correlated. */
import { solveLower, solveLowerTransposed } from '../linear/cholesky.ts';
import { add, copy, crossProducts, subtractOuter } from './group-sums.ts';
import { effect } from './group-effect.ts';
import type { Grouping } from './mixed-model.ts';
import type { RandomPart } from './random-part.ts';

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

function squares(x: Float64Array): number {
  let sum = 0;
  for (const one of x) sum += one * one;
  return sum;
}
