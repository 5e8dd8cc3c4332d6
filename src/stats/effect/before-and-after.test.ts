import fc from 'fast-check';
import { expect, test } from 'vitest';
import { leastSquares } from '../linear/least-squares.ts';
import { ancova } from './ancova.ts';
import { clusterCovariance } from '../linear/cluster-robust.ts';
import { differenceInDifferences } from './difference-in-differences.ts';
import { interruptedSeries } from './interrupted-series.ts';
import { neweyWestCovariance } from './newey-west.ts';
import { regressionToMean } from './regression-to-mean.ts';

function uniforms(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 4_294_967_296 - 0.5;
  };
}

/** Schools with a lasting level, a noisy result before and one after; the lower half by the first result is chosen. */
function selected(seed: number, effect: number, schools = 400) {
  const random = uniforms(seed);
  const level = Float64Array.from({ length: schools }, () => 50 + 20 * random());
  const before = level.map((value) => value + 20 * random());
  const cut = Float64Array.from(before).sort()[schools / 4] as number;
  const chosen = before.map((value) => (value < cut ? 1 : 0));
  const after = level.map((value, j) => value + 20 * random() + effect * (chosen[j] as number));
  return { before, after, chosen };
}

test('support without any effect looks large before and after, and is nothing beside chance', () => {
  const { before, after, chosen } = selected(3, 0, 4000);
  const found = regressionToMean(before, after, chosen, 0.5);
  expect(found.naive).toBeGreaterThan(4);
  expect(Math.abs(found.adjusted)).toBeLessThan(1);
  expect(found.low).toBeLessThan(0);
  expect(found.high).toBeGreaterThan(0);
});

test('the naive change is chance, shift and effect together, in any unit', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 10_000 }),
      fc.double({ min: 0, max: 1, noNaN: true }),
      fc.constantFrom(0.01, 1, 100),
      (seed, reliability, scale) => {
        const { before, after, chosen } = selected(seed, 4);
        const plain = regressionToMean(before, after, chosen, reliability);
        expect(plain.byChance + plain.shift + plain.adjusted).toBeCloseTo(plain.naive, 9);
        const scaled = regressionToMean(
          before.map((value) => scale * value),
          after.map((value) => scale * value),
          chosen,
          reliability,
        );
        expect(scaled.adjusted / scale).toBeCloseTo(plain.adjusted, 9);
        expect(scaled.se / scale).toBeCloseTo(plain.se, 9);
      },
    ),
    { numRuns: 30 },
  );
});

test('a result without error does not fall back: nothing is due to chance', () => {
  const { before, after, chosen } = selected(8, 2);
  expect(regressionToMean(before, after, chosen, 1).byChance).toBe(0);
});

test('holding the baseline equal finds the effect where the plain difference has the wrong sign', () => {
  const { before, after, chosen } = selected(5, 4, 4000);
  const clusters = Int32Array.from(before, (_, j) => j % 100);
  const found = ancova({ outcome: after, treated: chosen, baseline: before, clusters });
  expect(found.naive.difference).toBeLessThan(0);
  expect(found.naive.change).toBeGreaterThan(8);
  expect(found.effect.low).toBeLessThan(4);
  expect(found.effect.high).toBeGreaterThan(4);
  expect(found.equalSlopesP).toBeGreaterThan(0.001);
  expect(found.treated).toBe(1000);
});

test('difference-in-differences is the difference of four means', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 10_000 }), (seed) => {
      const random = uniforms(seed);
      const supported = Float64Array.from({ length: 80 }, (_, i) => (i % 4 < 2 ? 0 : 1));
      const after = supported.map((_, i) => i % 2);
      const outcome = supported.map((flag, i) => 10 * random() + 3 * flag + 2 * (after[i] as number));
      const cell = (a: number, b: number) => {
        const own = outcome.filter((_, i) => supported[i] === a && after[i] === b);
        return own.reduce((sum, value) => sum + value, 0) / own.length;
      };
      const { effect } = differenceInDifferences({
        outcome,
        supported,
        after,
        clusters: Int32Array.from(after, (_, i) => i % 20),
      });
      expect(effect.estimate).toBeCloseTo(cell(1, 1) - cell(1, 0) - (cell(0, 1) - cell(0, 0)), 10);
      expect(effect.se).toBeGreaterThan(0);
    }),
    { numRuns: 30 },
  );
});

test('an exact break in an exact line is found, and the old line goes on', () => {
  const t = Float64Array.from({ length: 20 }, (_, i) => 2005 + i);
  const wiggle = uniforms(2);
  const y = t.map((year) => 30 + 2 * (year - 2005) + (year >= 2015 ? 5 - 1.5 * (year - 2015) : 0) + 1e-9 * wiggle());
  const found = interruptedSeries(y, t, 2015);
  const [, time, level, slope] = found.coefficients;
  expect(time?.estimate).toBeCloseTo(2, 7);
  expect(level?.estimate).toBeCloseTo(5, 7);
  expect(slope?.estimate).toBeCloseTo(-1.5, 7);
  expect(found.withoutInterruption[19]).toBeCloseTo(68, 6);
  expect(found.before).toBe(10);
  expect(found.lag).toBe(2);
});

test('intervals of a series are those of the integral over the autocorrelation worked out with dense matrices', () => {
  const y = Float64Array.from([5.1, 5.4, 5.2, 5.9, 6.1, 6, 7.2, 7.9, 7.5, 8.4, 8.8, 8.3]);
  const found = interruptedSeries(
    y,
    y.map((_, i) => i),
    6,
  );
  expect(found.autocorrelation).toBeCloseTo(-0.0192, 3);
  for (const [k, low, high, p] of [
    [2, 0.106809, 1.934152, 0.034615],
    [3, -0.320108, 0.38492, 0.590948],
  ] as const) {
    expect(found.coefficients[k]?.low).toBeCloseTo(low, 3);
    expect(found.coefficients[k]?.high).toBeCloseTo(high, 3);
    expect(found.coefficients[k]?.p).toBeCloseTo(p, 3);
  }
});

test('a series without any error has intervals of no width', () => {
  const t = Float64Array.from({ length: 12 }, (_, i) => i);
  const { coefficients } = interruptedSeries(
    t.map((moment) => 2 * moment + (moment >= 6 ? 3 : 0)),
    t,
    6,
  );
  expect(coefficients[2]?.low).toBeCloseTo(3, 6);
  expect(coefficients[2]?.high).toBeCloseTo(3, 6);
});

test('without lags Newey–West is White’s covariance, that is, one cluster for each row', () => {
  const random = uniforms(12);
  const x = Float64Array.from({ length: 40 }, random);
  const y = x.map((value) => 2 * value + random());
  const columns = [new Float64Array(40).fill(1), x];
  const fit = leastSquares(columns, y);
  const hac = neweyWestCovariance(columns, fit.residuals, fit.inverse, 0);
  const rows = Int32Array.from(x, (_, i) => i);
  const white = clusterCovariance(columns, fit.residuals, fit.inverse, rows, 'CR0', 2);
  hac.forEach((value, k) => expect(value).toBeCloseTo((40 / 38) * (white[k] as number), 14));
});

test('Newey–West of a mean by hand: autocovariances with falling weights', () => {
  const y = Float64Array.from([1, 3, 2, 5, 4, 6]);
  const columns = [new Float64Array(6).fill(1)];
  const { residuals: e, inverse } = leastSquares(columns, y);
  const products = (lag: number) => e.reduce((sum, one, t) => (t < lag ? sum : sum + one * (e[t - lag] as number)), 0);
  const expected = ((products(0) + (4 / 3) * products(1) + (2 / 3) * products(2)) / 36) * (6 / 5);
  expect(neweyWestCovariance(columns, e, inverse, 2)[0]).toBeCloseTo(expected, 14);
});

test('what no method can answer for is refused by name', () => {
  const { before, after, chosen } = selected(1, 0, 40);
  expect(() => regressionToMean(before, after, chosen, 1.2)).toThrow(/reliability: 1.2/);
  expect(() =>
    regressionToMean(
      before,
      after,
      chosen.map(() => 1),
      0.5,
    ),
  ).toThrow(/chosen/);
  expect(() => ancova({ outcome: after, treated: before, baseline: before })).toThrow(/treated; row: 1/);
  expect(() => ancova({ outcome: after, treated: chosen, baseline: before.map(() => 3) })).toThrow(/baseline/);
  expect(() => differenceInDifferences({ outcome: after, supported: chosen, after: chosen })).toThrow(
    expect.objectContaining({ code: 'collinear' }),
  );
  const t = before.map((_, i) => i);
  expect(() => interruptedSeries(before, t, 38)).toThrow(/after: 2/);
  expect(() =>
    interruptedSeries(
      before,
      t.map(() => 1),
      1,
    ),
  ).toThrow(/row: 2/);
});
