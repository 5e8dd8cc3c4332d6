import { expect, test } from 'vitest';
import { quantileGroups } from './quantile-groups.ts';

const variable = (name: string, values: readonly number[]) => ({ name, values: Float64Array.from(values) });

test('each variable is cut at its quantiles, the first changes slowest', () => {
  const found = quantileGroups([variable('a', [1, 2, 3, 4]), variable('b', [1, 9, 2, 8])], 2);
  expect(found.borders).toEqual([[2.5], [5]]);
  expect([...found.groups]).toEqual([0, 1, 2, 3]);
  expect(found.centres.map(({ parts }) => parts)).toEqual([
    [0, 0],
    [0, 1],
    [1, 0],
    [1, 1],
  ]);
});

test('a school on a border belongs to the lower part, equal schools to one group', () => {
  const found = quantileGroups([variable('a', [1, 2, 2, 2, 3])], 2);
  expect([...found.groups]).toEqual([0, 0, 0, 0, 1]);
  expect(found.centres.map(({ n }) => n)).toEqual([4, 1]);
  expect(found.distances[4]).toBe(0);
});

test('a constant variable and one part are refused', () => {
  expect(() => quantileGroups([variable('a', [1, 1])], 2)).toThrow(/a/);
  expect(() => quantileGroups([variable('a', [1, 2])], 1)).toThrow(/parts/);
});
