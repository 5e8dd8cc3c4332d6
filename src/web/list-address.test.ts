import { expect, test } from 'vitest';
import { oneOf, pageOf, sortOf, withParameters } from './list-address.ts';

const list = new URL('http://opora.test/plans?level=school&page=3&q=');

test('a changed filter starts at the first page and leaves no empty parameters', () => {
  expect(withParameters(list, { state: 'draft' })).toBe('/plans?level=school&state=draft');
  expect(withParameters(list, { level: null })).toBe('/plans');
  expect(withParameters(list, { page: 4 })).toBe('/plans?level=school&page=4');
});

test('a page that is none is the first', () => {
  expect(pageOf(list)).toBe(3);
  for (const page of ['0', '-1', 'x', '1.5', '1e9', ''])
    expect(pageOf(new URL(`http://opora.test/?page=${page}`))).toBe(1);
});

test('only known keys sort and only known values filter', () => {
  expect(sortOf(new URL('http://opora.test/?sort=-date'), ['name', 'date'])).toEqual({
    key: 'date',
    direction: 'desc',
  });
  expect(sortOf(new URL('http://opora.test/?sort=drop'), ['name', 'date'])).toBeUndefined();
  expect(oneOf(list, 'level', ['school', 'region'])).toBe('school');
  expect(oneOf(list, 'level', ['region'])).toBeUndefined();
});
