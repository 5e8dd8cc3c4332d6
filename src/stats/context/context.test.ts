import fc from 'fast-check';
import { expect, test } from 'vitest';
import { ranksFromTop } from './ranks-from-top.ts';
import { contextRegression } from './regression.ts';
import { similarSchools } from './similar-schools.ts';
import { socialIndex } from './social-index.ts';

function uniforms(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 4_294_967_296 - 0.5;
  };
}

function schools(seed: number, n = 60) {
  const random = uniforms(seed);
  const poverty = Float64Array.from({ length: n }, () => 20 + 30 * random());
  const distance = Float64Array.from({ length: n }, () => 50 * (random() + 0.5));
  const result = poverty.map((value, j) => 70 - 0.6 * value - 0.1 * (distance[j] as number) + value * random());
  return { result, poverty: { name: 'poverty', values: poverty }, distance: { name: 'distance', values: distance } };
}

test('HC3 is the sum of squared changes when each school in turn is left out', () => {
  const { result, poverty, distance } = schools(2, 25);
  const all = contextRegression(result, [poverty, distance], 'HC3');
  let sum = 0;
  for (let out = 0; out < 25; out += 1) {
    const without = (values: Float64Array) => values.filter((_, i) => i !== out);
    const fit = contextRegression(
      without(result),
      [poverty, distance].map(({ name, values }) => ({ name, values: without(values) })),
    );
    sum += ((all.coefficients[1]?.estimate ?? 0) - (fit.coefficients[1]?.estimate ?? 0)) ** 2;
  }
  expect(all.coefficients[1]?.se).toBeCloseTo(Math.sqrt(sum), 12);
});

test('HC1 of a difference of two means by hand', () => {
  const flag = { name: 'rural', values: Float64Array.from([0, 0, 0, 1, 1]) };
  const { coefficients } = contextRegression(Float64Array.from([1, 2, 6, 10, 14]), [flag], 'HC1');
  expect(coefficients[1]?.estimate).toBeCloseTo(9, 12);
  expect(coefficients[1]?.se).toBeCloseTo(Math.sqrt((5 / 3) * (14 / 9 + 8 / 4)), 12);
});

test('units of the context change nothing but its own coefficient', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 10_000 }), fc.constantFrom(0.01, 5, 1000), (seed, scale) => {
      const { result, poverty, distance } = schools(seed);
      for (const errors of ['classical', 'HC1', 'HC3'] as const) {
        const plain = contextRegression(result, [poverty, distance], errors);
        const scaled = contextRegression(
          result,
          [{ name: 'poverty', values: poverty.values.map((value) => scale * value + 3) }, distance],
          errors,
        );
        expect(scaled.rSquared).toBeCloseTo(plain.rSquared, 10);
        expect(scaled.coefficients[1]?.t).toBeCloseTo(plain.coefficients[1]?.t ?? 0, 7);
        const ranks = ranksFromTop(plain.residuals);
        expect(ranksFromTop(scaled.residuals)).toEqual(ranks);
        expect(plain.leverages.reduce((sum, value) => sum + value, 0)).toBeCloseTo(3, 9);
        expect(ranks.reduce((sum, rank) => sum + rank, 0)).toBe((60 * 61) / 2);
      }
    }),
    { numRuns: 30 },
  );
});

test('equal residuals share a rank; a line without error explains everything', () => {
  const x = { name: 'x', values: Float64Array.from([0, 0, 1, 1]) };
  const { residuals, rSquared } = contextRegression(Float64Array.from([1, 3, 4, 6]), [x], 'classical');
  expect([...ranksFromTop(residuals)]).toEqual([3.5, 1.5, 3.5, 1.5]);
  expect(rSquared).toBeCloseTo(1 - 4 / 13, 12);
});

test('the index runs from 0 to 100 and does not know units', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 10_000 }), fc.constantFrom(0.1, 60), (seed, scale) => {
      const { result, poverty, distance } = schools(seed);
      const scaled = { ...distance, values: distance.values.map((value) => scale * value) };
      for (const weighting of [{ given: [-2, -1] }, { outcome: result }]) {
        const plain = socialIndex([poverty, distance], weighting);
        const moved = socialIndex([poverty, scaled], weighting);
        expect(Math.min(...plain.index)).toBe(0);
        expect(Math.max(...plain.index)).toBe(100);
        plain.index.forEach((value, j) => expect(moved.index[j]).toBeCloseTo(value, 8));
        expect(plain.variables.reduce((sum, { share }) => sum + share, 0)).toBeCloseTo(1, 12);
      }
    }),
    { numRuns: 30 },
  );
});

test('fitted weights order schools as the regression foretells', () => {
  const { result, poverty, distance } = schools(8);
  const index = socialIndex([poverty, distance], { outcome: result });
  const fit = contextRegression(result, [poverty, distance]);
  expect(index.rSquared).toBeCloseTo(fit.rSquared, 10);
  const foretold = result.map((value, j) => value - (fit.residuals[j] as number));
  const best = foretold.indexOf(Math.max(...foretold));
  expect(index.index[best]).toBe(100);
});

/** Three far clouds. */
function clouds(seed: number) {
  const random = uniforms(seed);
  const at = Array.from({ length: 45 }, (_, i) => [0, 40, 90][i % 3] as number);
  return [
    { name: 'size', values: Float64Array.from(at, (where) => where + 5 * random()) },
    { name: 'remoteness', values: Float64Array.from(at, (where) => (where === 40 ? 70 : 10) + 5 * random()) },
  ];
}

test('far clouds are told apart, whatever the order and the units', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 10_000 }), (seed) => {
      const variables = clouds(seed);
      const { groups, centres, explained } = similarSchools(variables, 3);
      expect([...groups]).toEqual(Array.from({ length: 45 }, (_, i) => i % 3));
      expect(centres.map(({ n }) => n)).toEqual([15, 15, 15]);
      expect(explained).toBeGreaterThan(0.95);
      const turned = variables.map(({ name, values }) => ({ name, values: values.map((v) => 7 * v - 3).reverse() }));
      expect([...similarSchools(turned, 3).groups].reverse()).toEqual([...groups]);
    }),
    { numRuns: 30 },
  );
});

test('every school is nearest to its own centre, and more groups leave less within', () => {
  const { poverty, distance } = schools(31, 80);
  let last = Number.POSITIVE_INFINITY;
  for (const k of [2, 4, 8]) {
    const found = similarSchools([poverty, distance], k);
    const sd = (values: Float64Array) => {
      const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
      return Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (values.length - 1));
    };
    const [a, b] = [sd(poverty.values), sd(distance.values)];
    found.groups.forEach((_, j) => {
      const nearest = Math.min(
        ...found.centres.map(({ means: [x = 0, y = 0] }) =>
          Math.hypot(((poverty.values[j] as number) - x) / a, ((distance.values[j] as number) - y) / b),
        ),
      );
      expect(found.distances[j]).toBeCloseTo(nearest, 8);
    });
    expect(found.within).toBeLessThan(last);
    last = found.within;
  }
});

test('a context without differences is refused by its name', () => {
  const { result, poverty } = schools(1);
  const flat = { name: 'urban', values: result.map(() => 1) };
  expect(() => contextRegression(result, [poverty, flat])).toThrow(/urban/);
  expect(() => contextRegression(flat.values, [poverty])).toThrow(expect.objectContaining({ code: 'noVariance' }));
  expect(() => socialIndex([flat], { given: [1] })).toThrow(/urban/);
  expect(() => socialIndex([poverty], { given: [1, 2] })).toThrow(/weights: 2/);
  expect(() => socialIndex([poverty], { given: [0] })).toThrow(expect.objectContaining({ code: 'noVariance' }));
  expect(() => similarSchools([{ name: 'x', values: Float64Array.from([1, 1, 2]) }], 3)).toThrow(/different: 2/);
  expect(() => similarSchools([poverty], 1)).toThrow(/groups: 1/);
  const lonely = { name: 'island', values: result.map((_, j) => (j === 5 ? 1 : 0)) };
  expect(() => contextRegression(result, [lonely], 'HC3')).toThrow(/row: 6/);
});
