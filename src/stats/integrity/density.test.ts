import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { hasReference, numbers, referenceAnswer, referenceTable } from '#tests/support/reference.ts';
import { densityDiscontinuity } from './density.ts';
import { uniforms } from '../resampling.ts';

type Answer = {
  hat: { left: number; right: number; diff: number };
  sd_jk: { left: number; right: number; diff: number };
  test: { t_jk: number; p_jk: number };
  N: { left: number; right: number; eff_left: number; eff_right: number };
  h: { left: number; right: number };
};

const near = (got: number, want: number): void => expect(Math.abs(got / want - 1)).toBeLessThan(1e-7);

describe.skipIf(!hasReference)('the density test agrees with rddensity', () => {
  test.each([
    ['default', 0],
    ['c5', 5],
  ])('%s', (name, cut) => {
    const answer = referenceAnswer<{ results: Record<string, Answer> }>('density_rddensity').results[name] as Answer;
    const margin = numbers(referenceTable('rddensity_senate.csv')['margin']);
    const found = densityDiscontinuity(margin, { cut });
    near(found.h.left, answer.h.left);
    near(found.h.right, answer.h.right);
    near(found.left, answer.hat.left);
    near(found.right, answer.hat.right);
    near(found.difference, answer.hat.diff);
    near(found.se.left, answer.sd_jk.left);
    near(found.se.right, answer.sd_jk.right);
    near(found.se.difference, answer.sd_jk.diff);
    near(found.statistic, answer.test.t_jk);
    near(found.pValue, answer.test.p_jk);
    expect(found.n).toEqual({
      left: answer.N.left,
      right: answer.N.right,
      insideLeft: answer.N.eff_left,
      insideRight: answer.N.eff_right,
    });
    expect(densityDiscontinuity(margin, { cut, h: found.h }).statistic).toBe(found.statistic);
  });
});

/** Logistic scores, so that the tails are longer than a normal's. */
function sample(n: number, seed: number): Float64Array {
  const uniform = uniforms(seed);
  return Float64Array.from({ length: n }, () => {
    const u = uniform();
    return 50 + 10 * Math.log((u + 1e-9) / (1 - u));
  });
}

test('units and origin of the scores change the densities and not the statistic', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 1_000 }),
      fc.constantFrom('triangular' as const, 'uniform' as const, 'epanechnikov' as const),
      (seed, kernel) => {
        const scores = sample(600, seed);
        const one = densityDiscontinuity(scores, { cut: 48, kernel });
        const other = densityDiscontinuity(
          scores.map((score) => 4 * score - 16),
          { cut: 176, kernel },
        );
        expect(Math.abs(other.statistic - one.statistic)).toBeLessThan(1e-6);
        expect(Math.abs(4 * other.left - one.left)).toBeLessThan(1e-8);
        expect(Math.abs(other.h.left - 4 * one.h.left)).toBeLessThan(1e-5);
      },
    ),
    { numRuns: 15 },
  );
});

test('where nothing was moved the test rejects about as often as its level says', () => {
  let rejected = 0;
  for (let seed = 1; seed <= 400; seed += 1)
    if (densityDiscontinuity(sample(500, seed), { cut: 52 }).pValue < 0.05) rejected += 1;
  expect(rejected / 400).toBeGreaterThan(0.01);
  expect(rejected / 400).toBeLessThan(0.09);
});

test('pupils lifted over the cut are seen', () => {
  const scores = sample(4_000, 3).map((score, i) => (score >= 46 && score < 50 && i % 2 === 0 ? score + 4 : score));
  const found = densityDiscontinuity(scores, { cut: 50 });
  expect(found.difference).toBeGreaterThan(0);
  expect(found.pValue).toBeLessThan(0.01);
});

test('a cut outside the scores, missing scores and too few distinct ones are refused by name', () => {
  const scores = sample(100, 1);
  expect(() => densityDiscontinuity(scores, { cut: 1_000 })).toThrow(/cut: 1000/);
  expect(() => densityDiscontinuity(Float64Array.from([1, Number.NaN]), { cut: 1 })).toThrow(/score/);
  const marks = Float64Array.from({ length: 100 }, (_, i) => 2 + (i % 4));
  expect(() => densityDiscontinuity(marks, { cut: 4 })).toThrow(/distinctScores: 1/);
  expect(() => densityDiscontinuity(scores, { cut: 50, p: 9 })).toThrow(/p: 9/);
});
