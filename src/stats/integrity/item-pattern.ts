/**
 * Item pattern: are easy items done worse and hard ones better than in the region, given the school's level?
 *
 * Share of points of item i in the region pᵢ, lᵢ = logit pᵢ. The level δ of the school solves Σ nᵢ(pᵢⱼ − Λ(lᵢ + δ)) = 0;
 * residuals eᵢ = pᵢⱼ − Λ(lᵢ + δ). Slope on difficulty dᵢ = −lᵢ (centred): β = Σ n e d ÷ I with I = Σ n d² p(1 − p), var β ≈
 * 1 ÷ I. Above 0: hard items better than they should be. A share of a mean is not the mean of shares, so β depends on δ
 * everywhere a little: compare schools with `unlikeOthers` and δ as covariate.
 */
import { StatsError } from '../errors.ts';

export type ItemShares = {
  /** Sums of points and largest possible sums, by item. */
  points: readonly number[];
  possible: readonly number[];
};
export type ItemPattern = {
  /** Level of the school against the region, in logits; NaN where it cannot be told. */
  level: number;
  slope: number;
  variance: number;
  /** By item: expected and seen share of points. */
  expected: number[];
  seen: number[];
};

const BOUND = 6;

/** @throws StatsError noData, lengthsDiffer, tooFew (fewer than four items) */
export function itemPatterns(region: ItemShares, schools: readonly ItemShares[]): ItemPattern[] {
  const items = region.points.length;
  if (items === 0) throw new StatsError('noData');
  if (items < 4) throw new StatsError('tooFew', { items });
  const odd = schools.find(({ points, possible }) => points.length !== items || possible.length !== items);
  if (odd) throw new StatsError('lengthsDiffer', { items: odd.points.length, expected: items });
  const logits = region.points.map((sum, i) => {
    const share = Math.min(0.995, Math.max(0.005, sum / Math.max(1, region.possible[i] as number)));
    return Math.log(share / (1 - share));
  });
  const centre = logits.reduce((sum, l) => sum + l, 0) / items;
  const difficulty = logits.map((l) => centre - l);
  return schools.map((school) => patternOf(school, logits, difficulty));
}

function patternOf(
  { points, possible }: ItemShares,
  logits: readonly number[],
  difficulty: readonly number[],
): ItemPattern {
  const seen = points.map((sum, i) => ((possible[i] as number) > 0 ? sum / (possible[i] as number) : Number.NaN));
  const total = points.reduce((sum, value) => sum + value, 0);
  const most = possible.reduce((sum, value) => sum + value, 0);
  if (!(total > 0 && total < most)) {
    return { level: Number.NaN, slope: Number.NaN, variance: Number.NaN, expected: seen.map(() => Number.NaN), seen };
  }
  let low = -BOUND;
  let high = BOUND;
  for (let step = 0; step < 50; step += 1) {
    const middle = (low + high) / 2;
    const expected = logits.reduce((sum, l, i) => sum + (possible[i] as number) * logistic(l + middle), 0);
    if (expected > total) high = middle;
    else low = middle;
  }
  const level = (low + high) / 2;
  const expected = logits.map((l) => logistic(l + level));
  let product = 0;
  let information = 0;
  expected.forEach((p, i) => {
    const n = possible[i] as number;
    if (!(n > 0)) return;
    const d = difficulty[i] as number;
    product += n * ((seen[i] as number) - p) * d;
    information += n * d * d * p * (1 - p);
  });
  return { level, slope: product / information, variance: 1 / information, expected, seen };
}

const logistic = (x: number): number => 1 / (1 + Math.exp(-x));
