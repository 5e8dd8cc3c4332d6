import fc from 'fast-check';
import { expect, test } from 'vitest';
import { uniforms } from '../resampling.ts';
import { matching } from './matching.ts';

/** Support goes to low priors; the outcome follows the prior and gains `effect` from support. */
function selected(seed: number, effect: number, n = 300) {
  const uniform = uniforms(seed);
  const noise = () => uniform() + uniform() + uniform() - 1.5;
  const prior = Float64Array.from({ length: n }, noise);
  const context = prior.map((value) => 0.5 * value + noise());
  const treated = prior.map((value) => (uniform() < 1 / (1 + Math.exp(1 + 3 * value)) ? 1 : 0));
  const outcome = prior.map(
    (value, i) => 2 * value + (context[i] as number) + effect * (treated[i] as number) + 0.5 * noise(),
  );
  return {
    outcome,
    treated,
    covariates: [
      { name: 'prior', values: prior },
      { name: 'context', values: context },
    ],
  };
}

test('the effect is found where the plain difference has the wrong sign, and covariates become alike', () => {
  const found = matching(selected(5, 1));
  expect(found.naive).toBeLessThan(0);
  expect(found.low).toBeLessThan(1);
  expect(found.high).toBeGreaterThan(1);
  for (const { before, after } of found.balance) expect(Math.abs(after)).toBeLessThan(Math.abs(before) / 2);
});

test('units of covariates do not matter, nor a mixture of them', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 1000 }), fc.constantFrom('att', 'ate'), (seed, target) => {
      const input = selected(seed, 1, 120);
      const [prior, context] = input.covariates.map(({ values }) => values) as [Float64Array, Float64Array];
      const turned = [
        { name: 'a', values: prior.map((value, i) => 100 * value - 7 * (context[i] as number)) },
        { name: 'b', values: context.map((value) => value / 50 + 3) },
      ];
      const one = matching({ ...input, target, neighbours: 2 });
      const other = matching({ ...input, covariates: turned, target, neighbours: 2 });
      expect(other.estimate).toBeCloseTo(one.estimate, 8);
      expect(other.se).toBeCloseTo(one.se, 8);
    }),
    { numRuns: 20 },
  );
});

test('the interval covers the truth in 92 – 98 % of 300 replications', () => {
  let covered = 0;
  for (let seed = 1; seed <= 300; seed += 1) {
    const { low, high } = matching(selected(seed, 1, 160));
    if (low <= 1 && high >= 1) covered += 1;
  }
  expect(covered / 300).toBeGreaterThan(0.92);
  expect(covered / 300).toBeLessThan(0.98);
});

test('a caliper leaves out those without anyone alike, and says how many', () => {
  const input = selected(2, 1, 100);
  const wide = matching({ ...input, distance: 'propensity' });
  const narrow = matching({ ...input, distance: 'propensity', caliper: 0.01 });
  expect(wide.unmatched).toBe(0);
  expect(narrow.unmatched).toBeGreaterThan(0);
  expect(narrow.matched + narrow.unmatched).toBe(narrow.treated);
});

test('what cannot be matched is refused by name', () => {
  const input = selected(2, 1, 60);
  const same = { name: 'той же', values: (input.covariates[0] as { values: Float64Array }).values.map((v) => 2 * v) };
  expect(() => matching({ ...input, covariates: [...input.covariates, same] })).toThrow(/линейно зависимы/);
  expect(() => matching({ ...input, treated: input.treated.map(() => 1) })).toThrow(/treated/);
  expect(() => matching({ ...input, covariates: [{ name: 'c', values: input.outcome.map(() => 4) }] })).toThrow(/c/);
  expect(() => matching({ ...input, caliper: 1e-9 })).toThrow(/matched/);
  const split = [{ name: 'x', values: input.treated.map((flag, i) => 10 * flag + i / 100) }];
  expect(() => matching({ ...input, covariates: split, distance: 'propensity' })).toThrow(/разделяют/);
});
