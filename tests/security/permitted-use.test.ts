import { readdir } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { blockAnswer } from '#modules/analysis/pages/parts/block-export.ts';
import { permittedUse } from '#modules/results/index.ts';

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
