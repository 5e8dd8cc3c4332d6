/**
 * Ability and fit under the partial credit model: Warm's weighted likelihood r − ΣE + ΣM₃ ÷ (2ΣV) = 0 with V and M₃ the second
 * and third central moments of an item's credit; infit and outfit as for the Rasch model.
 * Source: Warm (1989), Psychometrika 54; Penfield & Bergeron (2005), Appl. Psychol. Meas. 29(3); Wright & Masters (1982).
 */
import type { Ability } from './ability.ts';
import type { Credits } from './credits.ts';
import { NOT_PRESENTED } from './responses.ts';

type Moments = { mean: number; variance: number; third: number };

/** One line for each raw score of all items. @param thresholds τ_ih by item */
export function creditAbilities(thresholds: readonly (readonly number[])[]): Ability[] {
  const most = thresholds.reduce((sum, own) => sum + own.length, 0);
  return Array.from({ length: most + 1 }, (_, raw) => creditAbility(raw, thresholds));
}

export function creditAbility(raw: number, thresholds: readonly (readonly number[])[]): Ability {
  const score = (theta: number) => {
    let [mean, variance, third] = [0, 0, 0];
    for (const own of thresholds) {
      const moments = momentsOf(theta, own);
      mean += moments.mean;
      variance += moments.variance;
      third += moments.third;
    }
    return { value: raw - mean + third / (2 * variance), information: variance };
  };
  let [low, high] = [-40, 40];
  for (let step = 0; step < 200 && high - low > 1e-13 * (1 + Math.abs(low)); step += 1) {
    const middle = (low + high) / 2;
    if (score(middle).value > 0) low = middle;
    else high = middle;
  }
  const wle = (low + high) / 2;
  return { raw, wle, se: 1 / Math.sqrt(score(wle).information) };
}

export type CreditFit = { item: string; n: number; mean: number; infit: number; outfit: number };

/** Fit at the Warm estimates of the persons. */
export function creditFit({ values, persons, items }: Credits, thresholds: readonly number[][]): CreditFit[] {
  const k = items.length;
  const known = new Map<string, number>();
  const sums = items.map(() => ({ n: 0, credits: 0, square: 0, variance: 0, standardised: 0 }));
  for (let person = 0; person < persons; person += 1) {
    const row = values.subarray(person * k, person * k + k);
    let raw = 0;
    for (const value of row) if (value !== NOT_PRESENTED) raw += value;
    const key = `${raw}:${row.map((value) => (value === NOT_PRESENTED ? 0 : 1)).join('')}`;
    let theta = known.get(key);
    if (theta === undefined) {
      const given = thresholds.filter((_, item) => row[item] !== NOT_PRESENTED);
      theta = given.length === 0 ? Number.NaN : creditAbility(raw, given).wle;
      known.set(key, theta);
    }
    for (let item = 0; item < k; item += 1) {
      const value = row[item] as number;
      if (value === NOT_PRESENTED) continue;
      const { mean, variance } = momentsOf(theta, thresholds[item] as number[]);
      const sum = sums[item] as (typeof sums)[number];
      sum.n += 1;
      sum.credits += value;
      sum.square += (value - mean) ** 2;
      sum.variance += variance;
      sum.standardised += (value - mean) ** 2 / variance;
    }
  }
  return items.map((item, i) => {
    const { n, credits, square, variance, standardised } = sums[i] as (typeof sums)[number];
    return { item, n, mean: credits / n, infit: square / variance, outfit: standardised / n };
  });
}

function momentsOf(theta: number, thresholds: readonly number[]): Moments {
  const logs = [0];
  for (const threshold of thresholds) logs.push((logs.at(-1) as number) + theta - threshold);
  const top = Math.max(...logs);
  const weights = logs.map((one) => Math.exp(one - top));
  const total = weights.reduce((sum, one) => sum + one, 0);
  const mean = weights.reduce((sum, one, h) => sum + h * one, 0) / total;
  let [variance, third] = [0, 0];
  weights.forEach((one, h) => {
    variance += (one / total) * (h - mean) ** 2;
    third += (one / total) * (h - mean) ** 3;
  });
  return { mean, variance, third };
}
