import { expect, test } from 'vitest';
import { SHIPPED_SCALES } from '#modules/assessments/index.ts';
import { conditionInWords, conditionsFrom, itemsFrom, itemsInWords } from './conditions.ts';

test('every condition that ships comes back from its words as it was', () => {
  const all = SHIPPED_SCALES.flatMap(({ conditions }) => conditions);
  expect(all.length).toBeGreaterThan(2);
  expect(conditionsFrom(all.map(conditionInWords))).toEqual({ conditions: all, problems: [] });
});

test.each([
  ['15–19, 23-25', ['15', '16', '17', '18', '19', '23', '24', '25']],
  ['ГК1–ГК4', ['ГК1', 'ГК2', 'ГК3', 'ГК4']],
  ['гк1-4', ['ГК1', 'ГК2', 'ГК3', 'ГК4']],
  ['11.1; 1К2', ['11.1', '1К2']],
  ['', null],
  ['5–2', null],
  ['все', null],
])('items «%s»', (text, items) => {
  expect(itemsFrom(text)).toEqual(items);
});

test('items are told by runs', () => {
  expect(itemsInWords(['1', '2', '3', '7', 'ГК1', 'ГК2', '11.1'])).toBe('1–3, 7, ГК1–ГК2, 11.1');
});

test('an empty row is none, a half filled one says what is missing', () => {
  const empty = { name: '', items: '', marks: [], least: '', otherwise: '2' };
  expect(conditionsFrom([empty])).toEqual({ conditions: [], problems: [] });
  const { problems } = conditionsFrom([
    empty,
    { ...empty, name: 'геометрия' },
    { name: 'а', items: '1', marks: ['3'], least: '2', otherwise: '3' },
  ]);
  expect(problems.map(({ index, field }) => [index, field])).toEqual([
    [1, 'items'],
    [1, 'marks'],
    [1, 'least'],
    [2, 'otherwise'],
  ]);
});
