/** Intercepts of groups within groups, schools within municipalities: Λ = diag(θ₁, θ₂). */
import { copy, crossProducts, groupSums, residualSum, subtractOuter } from './group-sums.ts';
import { effect } from './group-effect.ts';
import type { Grouping } from './mixed-model.ts';
import type { RandomPart } from './random-part.ts';

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
