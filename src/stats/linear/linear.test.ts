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
