import { expect, test } from 'vitest';
import { dataOf } from './engine.fixture.ts';
import { compareIdentifications } from './engine/compare.ts';
import { sensitivity } from './engine/sensitivity.ts';
import { tableOf } from './engine/table.ts';
import { withSettings } from './methodology/parameters.ts';
import { shippedMethodology } from './methodology/shipped.ts';
import { identification } from './seal.ts';

const SHARES = {
  // Low by a wide margin, low by a pupil, low only where five pupils are enough, fine.
  '220001': { 'ВПР 5 МА 2025': '18/20', 'ВПР 5 РУ 2025': '18/20', 'ВПР 5 МА 2024': '18/20' },
  '220002': { 'ВПР 5 МА 2025': '6/20', 'ВПР 5 РУ 2025': '6/20', 'ВПР 5 МА 2024': '6/20' },
  '220003': { 'ВПР 5 МА 2025': '6/6', 'ВПР 5 РУ 2025': '6/6', 'ВПР 5 МА 2024': '6/6' },
  '220004': { 'ВПР 5 МА 2025': '0/20', 'ВПР 5 РУ 2025': '0/20', 'ВПР 5 МА 2024': '0/20' },
};

test('two methodologies: who enters, who leaves, and by which values', async () => {
  const { source } = await shippedMethodology('federal-2025');
  const table = tableOf(dataOf(SHARES));
  const one = identification(table, withSettings(source), 2025, []);
  const other = identification(table, withSettings(source, { parameters: { minimumN: 5, threshold: 0.35 } }), 2025, []);
  const { entered, left, moved, stayed, sameInputs, sameMethodology } = compareIdentifications(one, other);
  expect(entered.map(({ id, before, came }) => [id, before, came.length])).toEqual([
    ['edu220003', 'not-classifiable', 3],
  ]);
  expect(left.map(({ id, after, gone }) => [id, after, gone.map(({ procedure }) => procedure)])).toEqual([
    ['edu220002', 'not-listed', ['vpr-5-ma-2024', 'vpr-5-ma-2025', 'vpr-5-ru-2025']],
  ]);
  expect([moved.length, stayed, sameInputs, sameMethodology]).toEqual([0, 1, true, false]);
});

test('sensitivity is the share of plausible settings that list a school among those that can tell', async () => {
  const { source } = await shippedMethodology('federal-2025');
  const { settings, schools } = sensitivity(tableOf(dataOf(SHARES)), source, 2025);
  // Four least numbers of pupils, three thresholds, three treatments of chance.
  expect(settings).toHaveLength(36);
  expect(settings[0]?.words).toContain('Наименьшее число участников работы: 1');
  const [sure, border, small, fine] = schools.map(({ share }) => share);
  expect(sure).toBe(1);
  expect(border).toBeGreaterThan(0);
  expect(border).toBeLessThan(1);
  expect(small).toBeGreaterThan(0.9);
  expect(fine).toBe(0);
  expect(schools[2]?.classified).toBe(18);
});
