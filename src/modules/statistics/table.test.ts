/** The same table in every file it may come in gives the same answer. */
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { DuckDBInstance } from '@duckdb/node-api';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { answer, opora } from './opora.fixture.ts';

const PUPILS = fileURLToPath(new URL('../../../demo/statistics/pupils.csv', import.meta.url));
const words = (data: string) =>
  `value-added --data ${data} --outcome score --fixed prior,sex --group school --group municipality`.split(' ');
let directory: string;

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'opora-test-table-'));
});
afterAll(() => rm(directory, { recursive: true, force: true }));

test('Parquet', async () => {
  const path = join(directory, 'pupils.parquet');
  const connection = await (await DuckDBInstance.create(':memory:')).connect();
  await connection.run(`COPY (SELECT * FROM read_csv('${PUPILS}')) TO '${path}' (FORMAT parquet)`);
  connection.closeSync();
  expect(await answer(words(path))).toEqual(await answer(words('demo/statistics/pupils.csv')));
});

test('semicolons, decimal commas, row names, quotes and NA, as spreadsheets and R write them', async () => {
  const lines = (await readFile(PUPILS, 'utf8')).trim().split('\n');
  const head = (lines[0] as string).split(',').map((name) => `"${name}"`);
  const rows = lines.slice(1).map((line, k) => {
    const cells = line.split(',').map((cell) => (/^\d+$/.test(cell) ? `${cell},0` : cell === '' ? 'NA' : `"${cell}"`));
    return [`"${k + 1}"`, ...cells].join(';');
  });
  const path = join(directory, 'pupils.csv');
  await writeFile(path, `\uFEFF${['""', ...head].join(';')}\r\n${rows.join('\r\n')}\r\n`);
  expect(await answer(words(path))).toEqual(await answer(words('demo/statistics/pupils.csv')));
});

test('rows may be chosen and the reference level named', async () => {
  const base = words('demo/statistics/pupils.csv');
  const all = await answer<{ n: number; fixed: { term: string; estimate: number }[] }>(base);
  const turned = await answer<typeof all>([...base, '--reference', 'sex=м']);
  expect(turned.fixed[2]?.term).toBe('sexж');
  expect(turned.fixed[2]?.estimate).toBeCloseTo(-(all.fixed[2]?.estimate ?? 0), 8);
  const some = await answer<typeof all>([...base, '--where', 'municipality!=м1']);
  expect(some.n).toBeLessThan(all.n);
  const none = await opora(['stats', ...base, '--where', 'municipality=м9']);
  expect([none.code, none.err]).toEqual([2, expect.stringContaining('Есть: м1, м2')]);
});

test('a workbook and a file that is not there are told apart', async () => {
  const book = await opora(['stats', ...words('book.xlsx')], { 'book.xlsx': Uint8Array.from([0x50, 0x4b, 3, 4]) });
  expect([book.code, book.err]).toEqual([3, expect.stringContaining('Сохраните лист как CSV')]);
  const none = await opora(['stats', ...words('none.csv')]);
  expect([none.code, none.err]).toEqual([3, expect.stringContaining('не открывается')]);
});
