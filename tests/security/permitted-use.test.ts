import { readdir } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { RIGHTS_WITH_PURPOSE } from '#kernel/api-rights.ts';
import { blockAnswer } from '#modules/analysis/pages/parts/block-export.ts';
import { permittedUse } from '#modules/results/index.ts';
import { ENDPOINTS } from '../../src/api.ts';

const MODULES = new URL('../../src/modules/', import.meta.url);

test('a table of analysis says what results may be used for, as a book and as a text', async () => {
  const block = {
    id: 'shares',
    title: 'Отметки',
    conclusion: 'Вывод.',
    svg: null,
    table: { caption: 'Отметки', columns: [{ header: 'Отметка' }], rows: [['2']] },
    how: '',
  };
  const use = permittedUse('ВПР') ?? '';
  expect(use).not.toBe('');
  const text = await (await blockAnswer('ВПР 5', ['ВПР'], [block], { id: 'shares', format: 'csv' })).text();
  expect(text).toContain(use);
});

test('files of analysis go through one answer that carries the use; integrity hands out documents of a review only', async () => {
  const routes = async (module: string) =>
    (await readdir(new URL(`${module}/pages/`, MODULES))).filter((name) => /(?<!\.test)\.ts$/.test(name)).sort();
  expect(await routes('analysis')).toEqual(['procedure-export.ts', 'quadrant-export.ts', 'school-export.ts']);
  expect(await routes('integrity')).toEqual(['file.ts']);
});

test('every route of the API that gives indicators asks what for, and its answer carries the permission', () => {
  /** Names of what there is, with what it may be used for; no school is told of. */
  const catalogues = ['/methodologies', '/runs', '/support-lists', '/procedures'];
  const ofIndicators = ENDPOINTS.filter(({ right }) => RIGHTS_WITH_PURPOSE.includes(right));
  expect(ofIndicators.length).toBeGreaterThan(catalogues.length);
  const asking = ofIndicators.filter(({ statesUse }) => statesUse).map(({ path }) => path);
  expect(ofIndicators.map(({ path }) => path).filter((path) => !asking.includes(path))).toEqual(catalogues);
  const silent = ofIndicators.filter(
    ({ answer }) => !JSON.stringify(z.toJSONSchema(answer)).includes('"permittedUse"'),
  );
  expect(silent).toEqual([]);
});
