import fc from 'fast-check';
import { expect, test } from 'vitest';
import { factorise, inverseOfFactored, logDeterminantOfFactored } from './cholesky.ts';
import { leastSquares } from './least-squares.ts';

test('least squares finds the line through exact points and leaves no residual', () => {
  const x = Float64Array.from([0, 1, 2, 3, 4]);
  const y = x.map((value) => 3 - 2 * value);
  const { coefficients, rss } = leastSquares([new Float64Array(5).fill(1), x], y);
  expect(coefficients[0]).toBeCloseTo(3, 12);
  expect(coefficients[1]).toBeCloseTo(-2, 12);
  expect(rss).toBeLessThan(1e-24);
});

test('residuals are at right angles to every predictor', () => {
  const number = fc.integer({ min: -1000, max: 1000 }).map((value) => value / 10);
  fc.assert(
    fc.property(fc.array(fc.tuple(number, number, number), { minLength: 8, maxLength: 40 }), (drawn) => {
      const rows = [[1, 0, 3], [0, 1, 5], [0, 0, 7], ...drawn] as [number, number, number][];
      const columns = [
        new Float64Array(rows.length).fill(1),
        Float64Array.from(rows, (row) => row[0]),
        Float64Array.from(rows, (row) => row[1]),
      ];
      const y = Float64Array.from(rows, (row) => row[2]);
      const fit = leastSquares(columns, y);
      for (const column of columns) {
        const dot = column.reduce((sum, value, i) => sum + value * (fit.residuals[i] as number), 0);
        expect(Math.abs(dot)).toBeLessThan(1e-6);
      }
      const own = fit.residuals.reduce((sum, value) => sum + value * value, 0);
      expect(Math.abs(own - fit.rss)).toBeLessThan(1e-6 * (1 + own));
    }),
  );
});

/** NIST StRD, Longley: the certified coefficients in the units of the data set. */
test('the nearly dependent columns of Longley keep their digits', () => {
  const columns = [
    Array.from({ length: 16 }, () => 1),
    [83, 88.5, 88.2, 89.5, 96.2, 98.1, 99, 100, 101.2, 104.6, 108.4, 110.8, 112.6, 114.2, 115.7, 116.9],
    [
      234289, 259426, 258054, 284599, 328975, 346999, 365385, 363112, 397469, 419180, 442769, 444546, 482704, 502601,
      518173, 554894,
    ],
    [2356, 2325, 3682, 3351, 2099, 1932, 1870, 3578, 2904, 2822, 2936, 4681, 3813, 3931, 4806, 4007],
    [1590, 1456, 1616, 1650, 3099, 3594, 3547, 3350, 3048, 2857, 2798, 2637, 2552, 2514, 2572, 2827],
    [
      107608, 108632, 109773, 110929, 112075, 113270, 115094, 116219, 117388, 118734, 120445, 121950, 123366, 125368,
      127852, 130081,
    ],
    Array.from({ length: 16 }, (_, i) => 1947 + i),
  ].map((column) => Float64Array.from(column));
  const y = Float64Array.from([
    60323, 61122, 60171, 61187, 63221, 63639, 64989, 63761, 66019, 67857, 68169, 66513, 68655, 69564, 69331, 70551,
  ]);
  const { coefficients, rss } = leastSquares(columns, y);
  const certified = [
    -3482258.63459582, 15.0618722713733, -0.035819179292591, -2.02022980381683, -1.03322686717359, -0.0511041056535807,
    1829.15146461355,
  ];
  certified.forEach((one, k) => expect(Math.abs((coefficients[k] as number) / one - 1)).toBeLessThan(1e-9));
  expect(Math.abs(rss / 836424.055505915 - 1)).toBeLessThan(1e-9);
});

test('a dependent column is refused by its name', () => {
  const x = Float64Array.from([1, 2, 3, 4]);
  expect(() => leastSquares([x, x.map((value) => 2 * value)], x, ['балл', 'двойной балл'])).toThrow(/двойной балл/);
});

test('Cholesky gives the inverse and the determinant', () => {
  const a = Float64Array.from([4, 2, 2, 3]);
  const l = Float64Array.from(a);
  expect(factorise(l, 2)).toBe(true);
  expect(logDeterminantOfFactored(l, 2)).toBeCloseTo(Math.log(8), 14);
  expect([...inverseOfFactored(l, 2)].map((value) => Math.round(value * 1e12) / 1e12)).toEqual([
    0.375, -0.25, -0.25, 0.5,
  ]);
  expect(factorise(Float64Array.from([1, 2, 2, 1]), 2)).toBe(false);
});
