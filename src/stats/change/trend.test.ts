import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { hasReference, referenceAnswer } from '#tests/support/reference.ts';
import { trend } from './trend.ts';

type Answer = {
  y: number[];
  t: number[];
  S: number;
  varS: number;
  z: number;
  p: number;
  tau_b: number;
  sen: number;
  interceptMedian: number;
  senCI: [number, number];
};

describe.skipIf(!hasReference)('the trend agrees with R', () => {
  test('slope, interval, test', () => {
    for (const answer of Object.values(referenceAnswer<Record<string, Answer>>('trend'))) {
      const ours = trend(Float64Array.from(answer.y), Float64Array.from(answer.t));
      for (const [mine, theirs] of [
        [ours.slope, answer.sen],
        [ours.intercept, answer.interceptMedian],
        [ours.interval.low, answer.senCI[0]],
        [ours.interval.high, answer.senCI[1]],
        [ours.test?.s, answer.S],
        [ours.test?.variance, answer.varS],
        [ours.test?.z, answer.z],
        [ours.test?.p, answer.p],
        [ours.test?.tauB, answer.tau_b],
      ] as const) {
        expect(Math.abs((mine ?? Number.NaN) - theirs)).toBeLessThan(1e-8);
      }
    }
  });
});

test('equal values lessen the variance of S: Kendall’s formula by hand', () => {
  const { test: found, interval } = trend(Float64Array.from([1, 2, 2, 3, 3, 3]));
  expect(found?.variance).toBeCloseTo((6 * 5 * 17 - 2 * 9 - 3 * 2 * 11) / 18, 12);
  expect(found?.s).toBe(11);
  expect(found?.tauB).toBeCloseTo(11 / Math.sqrt(15 * 11), 12);
  expect(found?.exactP).toBeNull();
  expect(interval.coverage).toBeNull();
});

test('three and four years give a slope and an interval, never a significance', () => {
  expect(trend(Float64Array.from([10, 20, 40]))).toMatchObject({
    slope: 15,
    interval: { low: 10, high: 20, coverage: 2 / 3 },
    test: null,
  });
  expect(trend(Float64Array.from([1, 2, 3, 5])).test).toBeNull();
  expect(trend(Float64Array.from([1, 2, 3, 5, 8])).test?.exactP).toBeCloseTo(1 / 60, 12);
});

test('between ranks five years give an interval inside that of whole ranks, four none', () => {
  const { interval, interpolated } = trend(Float64Array.from([1, 2, 4, 7, 11]));
  // Slopes 1, 1.5, 2 … 4: ranks 1 and 10 cover 98.3 %, 2 and 9 cover 91.7 %, so nine tenths of the way.
  expect(interval).toMatchObject({ low: 1, high: 4 });
  expect(interpolated?.low).toBeCloseTo(1.45, 12);
  expect(interpolated?.high).toBeCloseTo(3.55, 12);
  expect(trend(Float64Array.from([1, 2, 4, 7])).interpolated).toBeNull();
});

test('units and order do not matter; turned upside down the slope turns too', () => {
  const point = fc.integer({ min: -500, max: 500 });
  fc.assert(
    fc.property(
      fc.uniqueArray(point, { minLength: 5, maxLength: 25 }),
      fc.constantFrom(0.25, 4, 1024),
      point,
      (drawn, scale, shift) => {
        const y = Float64Array.from(drawn);
        const plain = trend(y);
        const reversed = trend(
          Float64Array.from(y).reverse(),
          y.map((_, i) => y.length - i),
        );
        expect(reversed).toEqual(plain);
        const scaled = trend(y.map((value) => scale * value + shift));
        expect(scaled.slope).toBeCloseTo(scale * plain.slope, 9);
        expect(scaled.test).toEqual(plain.test);
        const turned = trend(y.map((value) => -value));
        expect(turned.slope).toBeCloseTo(-plain.slope, 9);
        expect(turned.test?.p).toBe(plain.test?.p);
        expect(plain.interval.low).toBeLessThanOrEqual(plain.slope);
        expect(plain.interval.high).toBeGreaterThanOrEqual(plain.slope);
      },
    ),
  );
});

test('one wild year hardly moves the slope', () => {
  const y = Float64Array.from({ length: 11 }, (_, i) => 50 + 2 * i);
  y[7] = 1000;
  expect(trend(y).slope).toBeCloseTo(2, 10);
});

test('a series without change, a short one and a repeated year are refused', () => {
  expect(() => trend(Float64Array.from([4, 4, 4, 4, 4]))).toThrow(expect.objectContaining({ code: 'noVariance' }));
  expect(() => trend(Float64Array.from([4, 5]))).toThrow(expect.objectContaining({ code: 'tooFew' }));
  expect(() => trend(Float64Array.from([1, 2, 3]), Float64Array.from([2024, 2025, 2025]))).toThrow(/repeated: 2025/);
  expect(() => trend(Float64Array.from([1, Number.NaN, 3]))).toThrow(/count: 1/);
});
