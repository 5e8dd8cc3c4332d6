/**
 * School value added: a linear mixed model fitted by REML or ML.
 *
 *   y = Xβ + Zb + e,   b ~ N(0, σ² ΛΛᵀ),   e ~ N(0, σ² I)
 *
 * The profiled criterion of Bates, Mächler, Bolker & Walker (2015, J. Stat. Softw. 67(1), eq. 34 and 41) depends on the
 * data only through cross-products per group, so after one pass over the pupils each evaluation costs a pass over the
 * groups. X is brought to orthonormal columns and y to its least-squares residual first: then no digits are lost
 * where the criterion subtracts.
 */
import {
  factorise,
  inverseOfFactored,
  logDeterminantOfFactored,
  solveLower,
  solveLowerTransposed,
} from '../linear/cholesky.ts';
import { leastSquares } from '../linear/least-squares.ts';
import { type Design, requireValues } from '../design.ts';
import { StatsError } from '../errors.ts';
import { minimise } from '../minimise.ts';
import { crossedIntercepts } from './crossed.ts';
import { type Given, withIntervals } from './effect-intervals.ts';
import type { GroupEffect } from './group-effect.ts';
import { nestedIntercepts } from './nested-intercepts.ts';
import { randomIntercept } from './random-intercept.ts';
import type { RandomPart } from './random-part.ts';
import { randomSlope } from './random-slope.ts';

export type Grouping = {
  name: string;
  /** Group of each observation, 0 … levels.length − 1; length n. */
  codes: Int32Array;
  levels: readonly string[];
};

export type MixedModelInput = {
  /** Length n. */
  outcome: Float64Array;
  design: Design;
  /** One grouping, or two where the first is nested in the second (school in municipality). */
  groups: readonly [Grouping] | readonly [Grouping, Grouping];
  /** The two groupings cross instead: school now, school before. */
  crossed?: boolean;
  /** A predictor whose slope varies over the groups; only with one grouping. */
  slope?: { name: string; values: Float64Array };
  method?: 'REML' | 'ML';
  /** With it, 0 … 1, the effects get intervals. */
  level?: number;
};

export type VarianceComponent = { group: string; term: string; term2: string | null; value: number };

export type MixedModel = {
  n: number;
  groups: Record<string, number>;
  method: 'REML' | 'ML';
  fixed: { term: string; estimate: number; se: number }[];
  /** Covariance of the fixed effects, p × p row-major. */
  covariance: Float64Array;
  variance: VarianceComponent[];
  /** Residual variance σ². */
  residual: number;
  /** −2 log-likelihood at the optimum: restricted for REML, full for ML. */
  criterion: number;
  logLik: number;
  aic: number;
  bic: number;
  /** Relative covariance factor Λ, column-major lower triangle of each random part. */
  theta: number[];
  effects: Record<string, GroupEffect[]>;
};

/** Below this a relative standard deviation is tried at zero. */
const NEAR_ZERO = 1e-2;

/** @throws StatsError missingValues, noVariance, oneGroup, collinear, tooManyParameters, tooFew */
export function mixedModel(input: MixedModelInput): MixedModel {
  const { outcome, design } = input;
  const n = outcome.length;
  requireValues('outcome', outcome);
  refuseDegenerate(input, n);
  const p = design.columns.length;
  const reml = input.method !== 'ML';
  const start = leastSquares(design.columns, outcome, design.terms);
  if (!(start.rss > 1e-20 * n)) throw new StatsError('noVariance', { outcome: 'после учёта предикторов' });
  const basis = orthonormal(start.inverse, p);
  const scale = Math.sqrt(start.rss / n);
  const part = randomPart(
    input,
    orthonormalColumns(design.columns, basis, n),
    start.residuals.map((one) => one / scale),
  );

  const state = { l: new Float64Array(p * p), c: new Float64Array(p), rest: 0 };
  const devianceOf = (theta: Float64Array, restricted: boolean) => {
    const freedom = restricted ? n - p : n;
    const { logDeterminant, xx, xy, yy } = part.reduce(theta);
    state.l.set(xx);
    if (!factorise(state.l, p)) return Number.POSITIVE_INFINITY;
    state.c.set(xy);
    solveLower(state.l, state.c, p);
    state.rest = yy - sumOfSquares(state.c);
    if (!(state.rest > 0)) return Number.POSITIVE_INFINITY;
    return (
      logDeterminant +
      (restricted ? logDeterminantOfFactored(state.l, p) : 0) +
      freedom * (1 + Math.log((2 * Math.PI * state.rest) / freedom))
    );
  };
  const deviance = (theta: Float64Array) => devianceOf(theta, reml);
  const found = minimise(deviance, Float64Array.from(part.start), { tolerance: 1e-8 });
  const theta = onBoundary(part.normalise(found.x), found.value, deviance);
  const value = deviance(theta);
  const freedom = reml ? n - p : n;
  const sigma2 = state.rest / freedom;
  solveLowerTransposed(state.l, state.c, p);

  // Back from the orthonormal basis and the scaled residual to the units of the data.
  const inBasis = Float64Array.from(state.c);
  const beta = Float64Array.from(start.coefficients);
  const covarianceInBasis = inverseOfFactored(state.l, p);
  for (let i = 0; i < p; i += 1)
    for (let k = 0; k < p; k += 1)
      beta[i] = (beta[i] as number) + scale * (basis[i * p + k] as number) * (inBasis[k] as number);
  const residual = sigma2 * scale * scale;
  const covariance = sandwich(basis, covarianceInBasis, p).map((one) => one * residual);
  // The design's change of basis and the change of scale enter the likelihood as constants.
  const constant = 2 * freedom * Math.log(scale) - (reml ? 2 * logAbsoluteDeterminant(basis, p) : 0);
  const criterion = value + constant;
  const parameters = p + part.parameters + 1;
  const plain = part.effects(theta, inBasis, scale, residual);
  const given = (one: Float64Array): Given => {
    const own = devianceOf(one, true);
    const variance = state.rest / (n - p);
    if (own < Number.POSITIVE_INFINITY) solveLowerTransposed(state.l, state.c, p);
    return { deviance: own, l: state.l, beta: state.c, sigma2: variance, residual: variance * scale * scale };
  };
  const { level } = input;
  const effects =
    level === undefined ? plain : withIntervals(plain, { part, theta, given, degrees: n - p, scale, level });
  return {
    n,
    groups: Object.fromEntries(Object.entries(effects).map(([name, list]) => [name, list.length])),
    method: reml ? 'REML' : 'ML',
    fixed: design.terms.map((term, i) => ({
      term,
      estimate: beta[i] as number,
      se: Math.sqrt(covariance[i * p + i] as number),
    })),
    covariance,
    variance: part.variances(theta, residual),
    residual,
    criterion,
    logLik: -criterion / 2,
    aic: criterion + 2 * parameters,
    bic: criterion + Math.log(n) * parameters,
    theta: [...theta],
    effects,
  };
}

/**
 * A variance that the data do not ask for is exactly zero: the minimum at the boundary is flat, and a search stops near
 * it.
 */
function onBoundary(theta: Float64Array, value: number, deviance: (theta: Float64Array) => number): Float64Array {
  const out = Float64Array.from(theta);
  for (let k = out.length - 1; k >= 0; k -= 1) {
    const kept = out[k] as number;
    if (Math.abs(kept) > NEAR_ZERO) continue;
    out[k] = 0;
    if (!(deviance(out) <= value + 1e-12 * Math.abs(value))) out[k] = kept;
  }
  return out;
}

function refuseDegenerate({ design, groups, slope, level }: MixedModelInput, n: number): void {
  for (const column of design.columns)
    if (column.length !== n) throw new StatsError('lengthsDiffer', { length: column.length, expected: n });
  for (const group of groups) {
    if (group.codes.length !== n)
      throw new StatsError('lengthsDiffer', { column: group.name, length: group.codes.length, expected: n });
    if (group.levels.length < 2) throw new StatsError('oneGroup', { group: group.name });
    if (group.levels.length >= n)
      throw new StatsError('tooFew', { group: group.name, groups: group.levels.length, observations: n });
  }
  if (level !== undefined && !(level > 0 && level < 1)) throw new StatsError('outOfRange', { level });
  if (slope && groups.length > 1)
    throw new StatsError('outOfRange', { slope: slope.name, reason: 'наклон возможен при одной группировке' });
  if (slope) requireValues(slope.name, slope.values, n);
}

function randomPart(input: MixedModelInput, x: Float64Array[], y: Float64Array): RandomPart {
  const [first, second] = input.groups;
  if (second) return (input.crossed ? crossedIntercepts : nestedIntercepts)(first, second, x, y);
  return input.slope ? randomSlope(first, input.slope, x, y) : randomIntercept(first, x, y);
}

/** B with Bᵀ(XᵀX)B = I, from (XᵀX)⁻¹ = B Bᵀ. */
function orthonormal(inverse: Float64Array, p: number): Float64Array {
  const basis = Float64Array.from(inverse);
  if (!factorise(basis, p)) throw new StatsError('collinear', {});
  for (let i = 0; i < p; i += 1) for (let j = i + 1; j < p; j += 1) basis[i * p + j] = 0;
  return basis;
}

function orthonormalColumns(columns: readonly Float64Array[], basis: Float64Array, n: number): Float64Array[] {
  const p = columns.length;
  return columns.map((_, k) => {
    const out = new Float64Array(n);
    for (let i = k; i < p; i += 1) {
      const weight = basis[i * p + k] as number;
      const column = columns[i] as Float64Array;
      for (let row = 0; row < n; row += 1) out[row] = (out[row] as number) + weight * (column[row] as number);
    }
    return out;
  });
}

function sandwich(basis: Float64Array, middle: Float64Array, p: number): Float64Array {
  const out = new Float64Array(p * p);
  for (let i = 0; i < p; i += 1) {
    for (let j = 0; j < p; j += 1) {
      let sum = 0;
      for (let a = 0; a <= i; a += 1)
        for (let b = 0; b <= j; b += 1)
          sum += (basis[i * p + a] as number) * (middle[a * p + b] as number) * (basis[j * p + b] as number);
      out[i * p + j] = sum;
    }
  }
  return out;
}

function logAbsoluteDeterminant(lower: Float64Array, p: number): number {
  let sum = 0;
  for (let i = 0; i < p; i += 1) sum += Math.log(Math.abs(lower[i * p + i] as number));
  return sum;
}

function sumOfSquares(x: Float64Array): number {
  let sum = 0;
  for (const one of x) sum += one * one;
  return sum;
}
