import { expect, test } from 'vitest';
import { linkedRows } from './same-pupils.ts';

const klass = (name: string, n: number, change = 0.1) => ({
  klass: name,
  n,
  before: 0.4 * n,
  now: (0.4 + change) * n,
  change: change * n,
  changeSquares: change * change * n,
});

test('the school is the sum of its classes', () => {
  const [school, first] = linkedRows([klass('а', 10, 0.2), klass('б', 30, 0)], true);
  expect(school).toMatchObject({ klass: null, n: 40 });
  expect(school!.means!.change).toBeCloseTo(0.05);
  expect(school!.means!.before).toBeCloseTo(0.4);
  expect(first!.means!.low).toBeCloseTo(0.2);
});

test('outside the school a small class is hidden, and with it the one that would give it away', () => {
  const rows = linkedRows([klass('а', 3), klass('б', 20), klass('в', 12)], false);
  expect(rows.map(({ klass: name, means }) => [name, means === null])).toEqual([
    [null, false],
    ['а', true],
    ['б', false],
    ['в', true],
  ]);
  expect(linkedRows([klass('а', 3)], false)[0]!.means).toBeNull();
  expect(linkedRows([klass('а', 3), klass('б', 20)], true).every(({ means }) => means !== null)).toBe(true);
});

test('where the register tells no classes only the school is told of', () => {
  expect(linkedRows([klass('', 40)], true).map(({ klass: name, n }) => [name, n])).toEqual([[null, 40]]);
  expect(linkedRows([klass('', 10), klass('а', 30)], true)).toHaveLength(3);
});

test('one pupil has no interval', () => {
  expect(linkedRows([klass('а', 1)], true)[0]!.means).toMatchObject({ low: -0.9, high: 1 });
});
