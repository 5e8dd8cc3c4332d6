/**
 * Intervals of group effects that count in the errors of β and of the variances, which the conditional sd leaves out: with few
 * groups they are a good part of the whole.
 *
 * Given Λ, a uniform prior of β and 1 ÷ σ² of the residual variance, effect − mode follows Student's law with n − p degrees
 * and scale² = sd² + l Cov(β̂) lᵀ, l the change of the mode with β. Over Λ these laws are mixed by exp(−criterion ÷ 2), the
 * restricted likelihood, that is by a uniform prior of the standard deviations ÷ σ; a grid over Λ around its estimate stands for
 * the integral. Unlike corrections of the variance (Kackar & Harville 1984; Prasad & Rao 1990) this also holds where the
 * estimated variance is zero.
 * Source: Harville & Carriquiry (1992), Biometrics 48; Gelman (2006), Bayesian Anal. 1(3); Browne & Draper (2006), ibid. for
 * coverage in simulations.
 */
import { mixtureInterval } from '../distributions/student-mixture.ts';
import { solveLowerTransposed } from '../linear/cholesky.ts';
import type { GroupEffect } from './group-effect.ts';
import type { RandomPart } from './random-part.ts';

export type Given = {
  /** −2 log restricted likelihood up to a constant; infinite where Λ is impossible. */
  deviance: number;
  /** Cholesky factor of the reduced XᵀV⁻¹X, p × p, and the fixed effects, in the basis of the model. */
  l: Float64Array;
  beta: Float64Array;
  /** Residual variance in scaled units and in those of the outcome. */
  sigma2: number;
  residual: number;
};

type Node = { weight: number; theta: Float64Array; given: Given };

/** A grid reaches where the deviance has risen by this much, a likelihood of 0.2 % of the greatest. */
const RISE = 12;
/** Nodes along each entry of Λ, by the number of entries. */
const NODES = [1, 15, 9, 5];
/** With this many groups the variances are known so well that one node does. */
const MANY = 200;
const LEAST_WEIGHT = 1e-3;

/**
 * Adds `low` and `high` to each effect and slope.
 * @param given the model for a Λ, by the restricted likelihood
 * @param degrees n − p
 * @param scale turns effects into units of the outcome
 */
export function withIntervals(
  effects: Record<string, GroupEffect[]>,
  { part, theta, given, degrees, scale, level }: Asked,
): Record<string, GroupEffect[]> {
  const few = Math.min(...Object.values(effects).map((list) => list.length)) < MANY;
  const nodes = few ? nodesAround(theta, given) : [{ weight: 1, theta, given: given(theta) }];
  const parts = nodes.map((node) => conditional(part, node, scale));
  const weights = Float64Array.from(nodes, ({ weight }) => weight);
  const mixed = (pick: (one: Conditional) => Moment | undefined) => {
    const moments = parts.map(pick);
    const centres = Float64Array.from(moments, (one) => one?.centre ?? 0);
    const scales = Float64Array.from(moments, (one) => one?.sd ?? 0);
    return mixtureInterval({ weights, centres, scales, degrees }, level);
  };
  return Object.fromEntries(
    Object.entries(effects).map(([name, list]) => [
      name,
      list.map((row, j) => ({
        ...row,
        ...mixed((one) => one[name]?.[j]?.effect),
        ...(row.slope ? { slope: { ...row.slope, ...mixed((one) => one[name]?.[j]?.slope) } } : {}),
      })),
    ]),
  );
}

export type Asked = {
  part: RandomPart;
  /** The estimate of Λ's entries. */
  theta: Float64Array;
  given: (theta: Float64Array) => Given;
  degrees: number;
  scale: number;
  level: number;
};

type Moment = { centre: number; sd: number };
type Conditional = Record<string, { effect: Moment; slope?: Moment }[]>;

/** Modes and their errors for one Λ, that of β counted in. Modes are linear in β: a step along L⁻ᵀ gives its part. */
function conditional(part: RandomPart, { theta, given }: Node, scale: number): Conditional {
  const { l, beta, sigma2, residual } = given;
  const p = beta.length;
  const at = part.effects(theta, beta, scale, residual);
  const moved = Array.from({ length: p }, (_, k) => {
    const step = new Float64Array(p);
    step[k] = Math.sqrt(sigma2);
    solveLowerTransposed(l, step, p);
    return part.effects(
      theta,
      beta.map((one, i) => one + (step[i] as number)),
      scale,
      residual,
    );
  });
  const moment = (own: { effect: number; sd: number }, others: readonly number[]): Moment => ({
    centre: own.effect,
    sd: Math.sqrt(others.reduce((sum, one) => sum + (one - own.effect) ** 2, own.sd * own.sd)),
  });
  return Object.fromEntries(
    Object.entries(at).map(([name, list]) => [
      name,
      list.map((row, j) => {
        const rows = moved.map((one) => one[name]?.[j] as GroupEffect);
        const slope =
          row.slope &&
          moment(
            row.slope,
            rows.map((one) => one.slope?.effect as number),
          );
        const effect = moment(
          row,
          rows.map((one) => one.effect),
        );
        return slope ? { effect, slope } : { effect };
      }),
    ]),
  );
}

/** Midpoints of a grid that reaches along each entry as far as the likelihood does. */
function nodesAround(theta: Float64Array, given: (theta: Float64Array) => Given): Node[] {
  const least = given(theta).deviance;
  const count = NODES[theta.length] ?? 5;
  const axes = Array.from(theta.keys(), (k) => {
    const along = (value: number) => {
      const moved = theta.slice();
      moved[k] = value;
      return given(moved).deviance - least;
    };
    const [low, high] = reachOf(along, theta[k] as number, isDeviation(k, theta.length));
    return Array.from({ length: count }, (_, i) => low + ((i + 0.5) / count) * (high - low));
  });
  const points = axes.reduce<number[][]>(
    (all, axis) => all.flatMap((point) => axis.map((value) => [...point, value])),
    [[]],
  );
  const nodes = points.map((point): Node => {
    const own = Float64Array.from(point);
    const found = given(own);
    return {
      theta: own,
      given: { ...found, l: found.l.slice(), beta: found.beta.slice() },
      weight: Math.exp((least - found.deviance) / 2),
    };
  });
  const most = nodes.reduce((greatest, { weight }) => Math.max(greatest, weight), 0);
  const kept = nodes.filter(({ weight }) => weight > LEAST_WEIGHT * most);
  const total = kept.reduce((sum, { weight }) => sum + weight, 0);
  return kept.map((node) => ({ ...node, weight: node.weight / total }));
}

/** Λ of an intercept and a slope is [θ₁ 0; θ₂ θ₃]: only θ₂ has a sign. */
function isDeviation(k: number, entries: number): boolean {
  return entries < 3 || k !== 1;
}

function reachOf(along: (value: number) => number, centre: number, positive: boolean): [number, number] {
  const reach = (direction: 1 | -1) => {
    let inside = 0;
    let step = Math.max(0.05, Math.abs(centre) / 4);
    for (let doubling = 0; doubling < 12 && along(centre + direction * (inside + step)) < RISE; doubling += 1) {
      inside += step;
      step *= 1.5;
    }
    let outside = inside + step;
    for (let half = 0; half < 6; half += 1) {
      const middle = (inside + outside) / 2;
      if (along(centre + direction * middle) < RISE) inside = middle;
      else outside = middle;
    }
    return outside;
  };
  const high = centre + reach(1);
  if (positive && along(0) < RISE) return [0, high];
  return [centre - reach(-1), high];
}
