import { expect, test } from 'vitest';
import { designMatrix } from '../design.ts';
import type { GroupEffect } from './group-effect.ts';
import { type Grouping, mixedModel } from './mixed-model.ts';

const X = Float64Array.from([
  1.93, 1.03, -1.38, -1.77, 0.43, 2, 0.64, -1.66, -1.52, 0.84, 1.97, 0.22, -1.86, -1.21, 1.21, 1.86, -0.22, -1.97,
  -0.84, 1.53, 1.65, -0.64,
]);
const Y = Float64Array.from([
  1.06, 2.15, 0.07, 1.32, 3.21, 2.52, 3.72, 0.35, 2.01, 2.23, 2.94, 3.86, 1.41, 3.59, 2.86, 4.84, 0.95, 0.32, 1.49,
  1.34, 3.21, 0.12,
]);
const SCHOOL = schools(
  5,
  [3, 4, 4, 5, 6].flatMap((size, j) => Array<number>(size).fill(j)),
);
/** The whole integral over τ ÷ σ with dense matrices, in R. */
const DENSE = [
  [-2.757543, 0.639128],
  [-1.134108, 2.181086],
  [-1.699815, 1.612126],
  [-0.391064, 2.899759],
  [-2.296681, 0.955059],
] as const;

function schools(count: number, codes: readonly number[]): Grouping {
  return { name: 'school', codes: Int32Array.from(codes), levels: Array.from({ length: count }, (_, j) => `ш${j}`) };
}

function effects(outcome: Float64Array, x: Float64Array, group: Grouping, level = 0.95): Required<GroupEffect>[] {
  const design = designMatrix([{ name: 'x', values: x }], x.length);
  return mixedModel({ outcome, design, groups: [group], level }).effects['school'] as Required<GroupEffect>[];
}

test('five schools: the intervals are those of the integral worked out with dense matrices', () => {
  effects(Y, X, SCHOOL).forEach(({ effect, sd, low, high }, j) => {
    expect(Math.abs(low - (DENSE[j]?.[0] ?? 0))).toBeLessThan(0.06);
    expect(Math.abs(high - (DENSE[j]?.[1] ?? 0))).toBeLessThan(0.06);
    expect(high - low).toBeGreaterThan(2 * 1.96 * sd);
    expect(low).toBeLessThan(effect);
    expect(high).toBeGreaterThan(effect);
  });
});

test('units change the intervals as they change the effects', () => {
  const plain = effects(Y, X, SCHOOL);
  effects(
    Y.map((one) => 7 + 10 * one),
    X.map((one) => 3 - one / 4),
    SCHOOL,
  ).forEach(({ low, high }, j) => {
    expect(low / 10).toBeCloseTo(plain[j]?.low ?? 0, 5);
    expect(high / 10).toBeCloseTo(plain[j]?.high ?? 0, 5);
  });
});

test('where the estimated variance is zero the intervals are not', () => {
  const y = Float64Array.from({ length: 24 }, (_, i) => (i < 12 ? 1 : -1) * (1 + (i % 5)) * (i % 12 < 6 ? 1 : -1));
  const x = Float64Array.from({ length: 24 }, (_, i) => (i * 5) % 11);
  const rows = effects(
    y,
    x,
    schools(
      6,
      Array.from({ length: 24 }, (_, i) => i % 6),
    ),
  );
  expect(rows.every(({ sd }) => sd === 0)).toBe(true);
  expect(rows.every(({ low, high }) => low < -0.5 && high > 0.5)).toBe(true);
});

test('with many schools the intervals are near effect ± 1.96 sd, and narrower at a lower level', () => {
  const [count, size] = [220, 12];
  let state = 5;
  const noise = () => {
    let sum = 0;
    for (let k = 0; k < 6; k += 1) {
      state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0;
      sum += state / 4_294_967_296 - 0.5;
    }
    return sum;
  };
  const own = Float64Array.from({ length: count }, noise);
  const codes = Array.from({ length: count * size }, (_, i) => i % count);
  const x = Float64Array.from(codes, noise);
  const y = x.map((one, i) => one + (own[codes[i] as number] as number) + noise());
  const wide = effects(y, x, schools(count, codes));
  const narrow = effects(y, x, schools(count, codes), 0.5);
  wide.forEach(({ effect, sd, low, high }, j) => {
    expect((high - low) / 2 / sd).toBeGreaterThan(1.95);
    expect((high - low) / 2 / sd).toBeLessThan(2.1);
    expect((low + high) / 2).toBeCloseTo(effect, 2);
    expect(narrow[j]?.high).toBeLessThan(high);
  });
});
