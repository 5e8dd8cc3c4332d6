import fc from 'fast-check';
import { expect, test } from 'vitest';
import { betaLower, betaQuantile, betaUpper } from './beta.ts';
import { chiSquareUpper, gammaP, gammaQ, logGamma } from './gamma.ts';
import { normalLower, normalQuantile, normalUpper } from './normal.ts';
import { mixtureInterval, mixtureLower } from './student-mixture.ts';
import { fisherUpper, studentTwoSided, studentTwoSidedQuantile } from './student.ts';

const relative = (value: number, exact: number) => Math.abs(value - exact) / Math.abs(exact);

test('log gamma agrees with factorials and with Γ(1/2) = √π', () => {
  let factorial = 1;
  for (let n = 1; n <= 20; n += 1) {
    factorial *= n;
    expect(Math.abs(logGamma(n + 1) - Math.log(factorial))).toBeLessThan(1e-14 * (1 + Math.log(factorial)));
  }
  expect(relative(logGamma(0.5), 0.5 * Math.log(Math.PI))).toBeLessThan(4e-15);
});

test('chi-square with 2 degrees of freedom is the exponential distribution, also where 1 − cdf would be 0', () => {
  for (const x of [0.01, 1, 10, 100, 1000])
    expect(relative(chiSquareUpper(x, 2), Math.exp(-x / 2))).toBeLessThan(1e-13);
});

test('tails far out keep their digits', () => {
  // P(X > 10) of the normal and P(X > 1470) of chi-square with 13, by mpmath-like series at high precision.
  expect(relative(normalUpper(10), 7.619853024160527e-24)).toBeLessThan(1e-13);
  expect(chiSquareUpper(1470, 13)).toBeGreaterThan(0);
});

test('both incomplete functions and their complements add up to one', () => {
  fc.assert(
    fc.property(
      fc.double({ min: 0.05, max: 400, noNaN: true }),
      fc.double({ min: 0, max: 800, noNaN: true }),
      (a, x) => {
        expect(Math.abs(gammaP(a, x) + gammaQ(a, x) - 1)).toBeLessThan(1e-12);
      },
    ),
  );
  fc.assert(
    fc.property(
      fc.double({ min: 0.05, max: 400, noNaN: true }),
      fc.double({ min: 0.05, max: 400, noNaN: true }),
      fc.double({ min: 0, max: 1, noNaN: true }),
      (a, b, x) => {
        expect(Math.abs(betaLower(x, a, b) + betaUpper(x, a, b) - 1)).toBeLessThan(1e-12);
      },
    ),
  );
});

test('quantiles invert their distribution functions', () => {
  fc.assert(
    fc.property(fc.double({ min: 1e-10, max: 1 - 1e-10, noNaN: true }), (p) => {
      expect(Math.abs(normalLower(normalQuantile(p)) - p)).toBeLessThan(1e-14);
    }),
  );
  fc.assert(
    fc.property(
      fc.double({ min: 1e-6, max: 1 - 1e-6, noNaN: true }),
      fc.double({ min: 1, max: 300, noNaN: true }),
      fc.double({ min: 1, max: 300, noNaN: true }),
      (p, a, b) => {
        expect(Math.abs(betaLower(betaQuantile(p, a, b), a, b) - p)).toBeLessThan(1e-11);
      },
    ),
  );
});

test('known values of the normal, t and F distributions', () => {
  expect(relative(normalQuantile(0.975), 1.959963984540054)).toBeLessThan(1e-15);
  // With one degree of freedom t is Cauchy: P(|T| > 1) = 1/2; with two P(|T| > t) = 1 − t/√(2 + t²).
  expect(Math.abs(studentTwoSided(1, 1) - 0.5)).toBeLessThan(1e-14);
  expect(relative(studentTwoSided(3, 2), 1 - 3 / Math.sqrt(11))).toBeLessThan(1e-13);
  expect(relative(studentTwoSidedQuantile(0.5, 1), 1)).toBeLessThan(1e-12);
  // F(2, d) has the closed tail (1 + 2f/d)^(−d/2).
  expect(relative(fisherUpper(3.5, 2, 17), (1 + 7 / 17) ** -8.5)).toBeLessThan(1e-13);
});

test('a mixture of one Student law is that law; of two far apart each end lies in its own', () => {
  const one = { weights: Float64Array.of(1), centres: Float64Array.of(3), scales: Float64Array.of(2), degrees: 5 };
  const half = 2 * studentTwoSidedQuantile(0.05, 5);
  expect(mixtureInterval(one, 0.95).low).toBeCloseTo(3 - half, 9);
  expect(mixtureInterval(one, 0.95).high).toBeCloseTo(3 + half, 9);
  const two = {
    weights: Float64Array.of(0.5, 0.5),
    centres: Float64Array.of(-100, 100),
    scales: Float64Array.of(1, 1),
    degrees: 5,
  };
  const { low, high } = mixtureInterval(two, 0.95);
  expect(low).toBeCloseTo(-100 - studentTwoSidedQuantile(0.1, 5), 3);
  expect(high).toBeCloseTo(100 + studentTwoSidedQuantile(0.1, 5), 3);
  expect(mixtureLower(0, two)).toBeCloseTo(0.5, 9);
});
