import fc from 'fast-check';
import { expect, test } from 'vitest';
import { assign } from './assignment.ts';

/** The least cost over every possible assignment; Infinity when there is none. */
function bruteForce(costs: Float64Array, rows: number, limits: readonly number[]): number {
  const left = [...limits];
  const best = (row: number): number => {
    if (row === rows) return 0;
    let least = Number.POSITIVE_INFINITY;
    left.forEach((places, column) => {
      if (places === 0) return;
      left[column] = places - 1;
      least = Math.min(least, (costs[row * left.length + column] as number) + best(row + 1));
      left[column] = places;
    });
    return least;
  };
  return best(0);
}

const cost = fc.oneof(
  { weight: 5, arbitrary: fc.integer({ min: -20, max: 20 }) },
  { weight: 1, arbitrary: fc.constant(Number.POSITIVE_INFINITY) },
);
const problem = fc
  .record({
    rows: fc.integer({ min: 1, max: 5 }),
    limits: fc.array(fc.integer({ min: 0, max: 3 }), { minLength: 1, maxLength: 5 }),
  })
  .chain(({ rows, limits }) =>
    fc.record({
      rows: fc.constant(rows),
      limits: fc.constant(limits),
      costs: fc
        .array(cost, { minLength: rows * limits.length, maxLength: rows * limits.length })
        .map((values) => Float64Array.from(values)),
    }),
  );

test('it is as cheap as the best of all possible assignments, and keeps to the capacities', () => {
  fc.assert(
    fc.property(problem, ({ costs, rows, limits }) => {
      const least = bruteForce(costs, rows, limits);
      if (least === Number.POSITIVE_INFINITY) {
        expect(() => assign(costs, rows, Int32Array.from(limits))).toThrow(expect.objectContaining({ code: 'tooFew' }));
        return;
      }
      const found = assign(costs, rows, Int32Array.from(limits));
      expect(found.cost).toBe(least);
      const used = limits.map((_, column) => found.columns.filter((one) => one === column).length);
      expect([...found.loads]).toEqual(used);
      used.forEach((load, column) => expect(load).toBeLessThanOrEqual(limits[column] as number));
    }),
    { numRuns: 500 },
  );
});

test('a price on every pair of one school or one mentor, and another unit, leave what was cheapest the cheapest', () => {
  fc.assert(
    fc.property(fc.uniqueArray(fc.integer({ min: 0, max: 2 ** 30 }), { minLength: 36, maxLength: 36 }), (drawn) => {
      const costs = Float64Array.from(drawn);
      const priced = costs.map((value, i) => 4 * value + 1000 * Math.floor(i / 6) - 77 * (i % 6));
      // Two assignments may cost the same, so it is the cost that must stay the least.
      const costOf = (columns: Int32Array) =>
        columns.reduce((sum, column, row) => sum + (costs[row * 6 + column] as number), 0);
      expect(costOf(assign(priced, 6, 6).columns)).toBe(assign(costs, 6, 6).cost);
    }),
  );
});

test('three hundred schools and a hundred mentors of three are served exactly: a planted answer is found', () => {
  const [schools, mentors] = [300, 100];
  const planted = (row: number) => (row * 37) % mentors;
  const costs = Float64Array.from({ length: schools * mentors }, (_, i) => {
    const [row, column] = [Math.floor(i / mentors), i % mentors];
    const prices = ((row * 7919) % 101) - ((column * 104_729) % 53);
    return prices + (column === planted(row) ? 0 : 1 + ((row * 31 + column * 17) % 29));
  });
  const { columns } = assign(costs, schools, new Int32Array(mentors).fill(3));
  expect([...columns]).toEqual(Array.from({ length: schools }, (_, row) => planted(row)));
});

test('too few places, a shut-out school and a cost that is no number are refused by name', () => {
  const costs = Float64Array.from([1, 2, 3, 4]);
  expect(() => assign(costs, 2, Int32Array.from([1, 0]))).toThrow(/places: 1; rows: 2/);
  const shut = Float64Array.from([1, 2, Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY]);
  expect(() => assign(shut, 2, 2)).toThrow(/row: 2/);
  expect(() => assign(Float64Array.from([1, Number.NaN]), 1, 2)).toThrow(/column: 2/);
  expect(() => assign(costs, 2, Int32Array.from([3, -1]))).toThrow(/capacity: -1/);
  expect(() => assign(costs, 3, 2)).toThrow(/expected: 6/);
  expect(() => assign(new Float64Array(0), 0, 2)).toThrow(expect.objectContaining({ code: 'noData' }));
});
