import fc from 'fast-check';
import { expect, test } from 'vitest';
import { pooledEstimates, probabilityPooledBelow } from './pooled.ts';
import { reliabilityOfMean, stability } from './stability.ts';

const NONE = Number.NaN;

/** Years × schools: lasting difference times `signal` plus a one-year deviation times `noise`. */
function panel(seed: number, schools: number, years: number, signal: number, noise: number): Float64Array[] {
  let state = seed >>> 0;
  const uniform = () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return (state / 4_294_967_296 - 0.5) * Math.sqrt(12);
  };
  const lasting = Array.from({ length: schools }, uniform);
  return Array.from({ length: years }, () => Float64Array.from(lasting, (own) => signal * own + noise * uniform()));
}

test('the known share of lasting difference is found again', () => {
  const found = stability(panel(11, 4000, 3, 2, 1));
  expect(found.reliability.oneYear).toBeCloseTo(0.8, 1);
  expect(found.correlations.map(({ lag }) => lag)).toEqual([1, 2]);
  for (const { correlation } of found.correlations) expect(Math.abs(correlation - 0.8)).toBeLessThan(0.03);
  expect(found.reliability.threeYears).toBeCloseTo(reliabilityOfMean(found.reliability.oneYear, 3), 12);
});

test('the limits: nothing but lasting difference is 1, nothing but noise is near 0', () => {
  expect(stability(panel(3, 40, 3, 1, 0)).reliability.oneYear).toBeCloseTo(1, 12);
  expect(stability(panel(3, 4000, 3, 0, 1)).reliability.oneYear).toBeLessThan(0.03);
});

test('sampling takes its part of the yearly variance, the rest is transitory', () => {
  const values = panel(5, 500, 3, 1, 1);
  const variances = values.map((year) => year.map(() => 0.25));
  const { variance } = stability(values, variances);
  expect(variance.sampling).toBeCloseTo(0.25, 12);
  expect((variance.transitory ?? 0) + 0.25).toBeCloseTo(variance.yearly, 12);
});

test('reliability knows neither units nor the common rise of a year nor the order of schools', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 10_000 }),
      fc.constantFrom(0.1, 7, 100),
      fc.integer({ min: -90, max: 90 }),
      (seed, scale, rise) => {
        const values = panel(seed, 30, 3, 1, 1);
        (values[1] as Float64Array)[4] = NONE;
        const plain = stability(values);
        const moved = stability(values.map((year, t) => year.map((value) => scale * value + t * rise).reverse()));
        expect(moved.reliability.oneYear).toBeCloseTo(plain.reliability.oneYear, 8);
        expect(moved.observations).toBe(89);
      },
    ),
  );
});

test('a pooled estimate lies between its own years and the common mean', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 10_000 }), (seed) => {
      const values = panel(seed, 25, 3, 1, 0.6);
      const errors = values.map((year, t) => year.map((_, j) => 0.2 + 0.1 * t + 0.01 * j));
      const { mean, between, schools } = pooledEstimates(values, errors);
      expect(between).toBeGreaterThanOrEqual(0);
      schools.forEach((school, j) => {
        const own = values.map((year) => year[j] as number);
        const { pooled = NONE, shrunk = NONE, se = NONE, sd = NONE } = school ?? {};
        expect(pooled).toBeGreaterThanOrEqual(Math.min(...own) - 1e-12);
        expect(pooled).toBeLessThanOrEqual(Math.max(...own) + 1e-12);
        expect(Math.abs(shrunk - mean)).toBeLessThanOrEqual(Math.abs(pooled - mean) + 1e-12);
        expect(sd).toBeLessThanOrEqual(se);
      });
    }),
  );
});

test('schools that differ no more than chance are all put on the mean', () => {
  const { between, mean, schools } = pooledEstimates(
    [Float64Array.from([1, 1.1, 0.9])],
    [Float64Array.from([1, 1, 1])],
  );
  expect(between).toBe(0);
  expect(mean).toBeCloseTo(1, 12);
  for (const school of schools) expect(school?.shrunk).toBeCloseTo(1, 12);
});

test('Paule–Mandel by hand: with equal errors τ² is the variance less the error', () => {
  const { between, schools } = pooledEstimates([Float64Array.from([0, 4, NONE, 8])], [Float64Array.from([1, 1, 1, 1])]);
  expect(between).toBeCloseTo(16 - 1, 10);
  expect(schools[2]).toBeNull();
  expect(schools[0]?.reliability).toBeCloseTo(15 / 16, 10);
  const [first] = schools;
  if (first) expect(probabilityPooledBelow(first.shrunk, first)).toBeCloseTo(0.5, 12);
});

test('one year, one school and an error of zero are refused', () => {
  const year = Float64Array.from([1, 2, 3]);
  expect(() => stability([year])).toThrow(expect.objectContaining({ code: 'tooFew' }));
  expect(() => stability([Float64Array.from([1]), Float64Array.from([2])])).toThrow(
    expect.objectContaining({ code: 'oneGroup' }),
  );
  expect(() => stability([year.map(() => 5), year.map(() => 5)])).toThrow(
    expect.objectContaining({ code: 'noVariance' }),
  );
  expect(() => pooledEstimates([year], [Float64Array.from([1, 0, 1])])).toThrow(/row: 2/);
});
