import { expect, test } from 'vitest';
import { count, plural } from './plural.ts';

test.each([
  [0, 'школ'],
  [1, 'школа'],
  [2, 'школы'],
  [4, 'школы'],
  [5, 'школ'],
  [11, 'школ'],
  [12, 'школ'],
  [14, 'школ'],
  [20, 'школ'],
  [21, 'школа'],
  [22, 'школы'],
  [100, 'школ'],
  [101, 'школа'],
  [111, 'школ'],
  [1002, 'школы'],
  [-1, 'школа'],
  [1.5, 'школы'],
])('%d goes with «%s»', (number, expected) => {
  expect(plural(number, 'школа', 'школы', 'школ')).toBe(expected);
});

test('a count keeps the number and its word on one line', () => {
  expect(count(5, 'школа', 'школы', 'школ')).toBe('5\u00A0школ');
  expect(count(12_001, 'школа', 'школы', 'школ')).toBe('12\u202F001\u00A0школа');
});
