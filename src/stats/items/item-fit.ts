/**
 * How well each item fits the Rasch model, and its classical figures.
 *
 * Residual z = (x − P) ÷ √PQ at the person's Warm estimate. Outfit: mean of z²; infit: Σ(x − P)² ÷ ΣPQ
 * (Wright & Masters 1982). Q3: correlation of the residuals x − P of two items (Yen 1984). Rest correlation: item with
 * the raw score of the others. Alpha: Cronbach (1951).
 */
import { warmEstimate } from './ability.ts';
import { NOT_PRESENTED, rawScores, type Responses } from './responses.ts';

export type ItemFit = {
  item: string;
  n: number;
  share: number;
  infit: number;
  outfit: number;
  restCorrelation: number;
};
export type FitReport = {
  items: ItemFit[];
  /** Items × items, row-major; 1 on the diagonal. */
  q3: Float64Array;
  /** Cronbach's alpha; NaN where answers are missing. */
  alpha: number;
};

/** @param difficulty of the items, logits; length = items */
export function itemFit(responses: Responses, difficulty: Float64Array): FitReport {
  const { persons, items, values } = responses;
  const k = items.length;
  const theta = personAbilities(responses, difficulty);
  const residuals = new Float64Array(persons * k).fill(Number.NaN);
  const sums = items.map(() => ({ n: 0, right: 0, square: 0, variance: 0, standardised: 0 }));
  for (let person = 0; person < persons; person += 1) {
    for (let item = 0; item < k; item += 1) {
      const value = values[person * k + item] as number;
      if (value === NOT_PRESENTED) continue;
      const p = 1 / (1 + Math.exp((difficulty[item] as number) - (theta[person] as number)));
      const residual = value - p;
      const variance = p * (1 - p);
      residuals[person * k + item] = residual;
      const sum = sums[item] as (typeof sums)[number];
      sum.n += 1;
      sum.right += value;
      sum.square += residual * residual;
      sum.variance += variance;
      sum.standardised += (residual * residual) / variance;
    }
  }
  const rest = restCorrelations(responses);
  return {
    items: items.map((item, i) => {
      const { n, right, square, variance, standardised } = sums[i] as (typeof sums)[number];
      return {
        item,
        n,
        share: right / n,
        infit: square / variance,
        outfit: standardised / n,
        restCorrelation: rest[i] as number,
      };
    }),
    q3: residualCorrelations(residuals, persons, k),
    alpha: cronbachAlpha(responses),
  };
}

/** Warm estimates of all persons; those with the same items and raw score are computed once. */
export function personAbilities({ values, persons, items }: Responses, difficulty: Float64Array): Float64Array {
  const k = items.length;
  const known = new Map<string, number>();
  const theta = new Float64Array(persons);
  for (let person = 0; person < persons; person += 1) {
    const row = values.subarray(person * k, person * k + k);
    const complete = !row.includes(NOT_PRESENTED);
    let raw = 0;
    for (const value of row) if (value === 1) raw += 1;
    const key = complete ? `${raw}` : `${raw}:${row.map((value) => (value === NOT_PRESENTED ? 0 : 1)).join('')}`;
    let estimate = known.get(key);
    if (estimate === undefined) {
      const given = complete ? difficulty : difficulty.filter((_, item) => row[item] !== NOT_PRESENTED);
      estimate = given.length === 0 ? Number.NaN : warmEstimate(raw, given).wle;
      known.set(key, estimate);
    }
    theta[person] = estimate;
  }
  return theta;
}

export function restCorrelations(responses: Responses): Float64Array {
  const { raw } = rawScores(responses);
  const { values, persons, items } = responses;
  const k = items.length;
  return Float64Array.from(items, (_, item) => {
    const x: number[] = [];
    const rest: number[] = [];
    for (let person = 0; person < persons; person += 1) {
      const value = values[person * k + item] as number;
      if (value === NOT_PRESENTED) continue;
      x.push(value);
      rest.push((raw[person] as number) - value);
    }
    return correlation(x, rest);
  });
}

export function cronbachAlpha(responses: Responses): number {
  const { values, persons, items } = responses;
  const k = items.length;
  if (values.includes(NOT_PRESENTED)) return Number.NaN;
  const { raw } = rawScores(responses);
  let itemVariance = 0;
  for (let item = 0; item < k; item += 1) {
    const column = Float64Array.from({ length: persons }, (_, person) => values[person * k + item] as number);
    itemVariance += sampleVariance(column);
  }
  return (k / (k - 1)) * (1 - itemVariance / sampleVariance(Float64Array.from(raw)));
}

function residualCorrelations(residuals: Float64Array, persons: number, k: number): Float64Array {
  const q3 = new Float64Array(k * k);
  for (let i = 0; i < k; i += 1) {
    q3[i * k + i] = 1;
    for (let j = 0; j < i; j += 1) {
      const a: number[] = [];
      const b: number[] = [];
      for (let person = 0; person < persons; person += 1) {
        const x = residuals[person * k + i] as number;
        const y = residuals[person * k + j] as number;
        if (Number.isNaN(x) || Number.isNaN(y)) continue;
        a.push(x);
        b.push(y);
      }
      const value = correlation(a, b);
      q3[i * k + j] = value;
      q3[j * k + i] = value;
    }
  }
  return q3;
}

export function correlation(a: ArrayLike<number>, b: ArrayLike<number>): number {
  const n = a.length;
  let meanA = 0;
  let meanB = 0;
  for (let i = 0; i < n; i += 1) {
    meanA += a[i] as number;
    meanB += b[i] as number;
  }
  meanA /= n;
  meanB /= n;
  let ab = 0;
  let aa = 0;
  let bb = 0;
  for (let i = 0; i < n; i += 1) {
    const x = (a[i] as number) - meanA;
    const y = (b[i] as number) - meanB;
    ab += x * y;
    aa += x * x;
    bb += y * y;
  }
  return ab / Math.sqrt(aa * bb);
}

function sampleVariance(values: Float64Array): number {
  const mean = values.reduce((sum, one) => sum + one, 0) / values.length;
  return values.reduce((sum, one) => sum + (one - mean) ** 2, 0) / (values.length - 1);
}
