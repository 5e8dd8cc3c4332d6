import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { openLake } from './lake.ts';
import type { LakeTable } from './lake-table.ts';

const directory = await mkdtemp(join(tmpdir(), 'opora-lake-'));
const lake = openLake(join(directory, 'lake'), { threads: 2, memoryMb: 256 });
afterAll(async () => {
  await lake.close();
  await rm(directory, { recursive: true, force: true });
});

const TABLE: LakeTable = {
  name: 'results',
  rows: 4,
  columns: [
    { name: 'school', type: 'text', values: ['sch2', 'sch1', 'sch2', 'sch1'] },
    { name: 'total', type: 'double', values: Float64Array.of(3, 5, Number.NaN, 9) },
    { name: 'absent', type: 'byte', values: Uint8Array.of(0, 0, 1, 0) },
  ],
};

test('rows written are read back, a missing number as nothing', async () => {
  const { sha256, rows } = await lake.write(TABLE, ['school', 'total']);
  expect(rows).toBe(4);
  const read = await lake.query(
    `select school, count(total) as n, sum(total) as total, sum(absent) as absent from ${lake.source([sha256])} group by school order by school`,
  );
  expect(read).toEqual([
    { school: 'sch1', n: 2, total: 14, absent: 0 },
    { school: 'sch2', n: 1, total: 3, absent: 1 },
  ]);
});

test('the same rows have the same name, other rows another', async () => {
  const first = await lake.write(TABLE, ['school', 'total']);
  const again = await lake.write(TABLE, ['school', 'total']);
  const other = await lake.write({ ...TABLE, name: 'results', rows: 3 }, ['school', 'total']);
  expect(again.sha256).toBe(first.sha256);
  expect(other.sha256).not.toBe(first.sha256);
  expect(await lake.has(first.sha256)).toBe(true);
});

test('nothing half-written is left where the files are', async () => {
  await expect(lake.writeQuery('select no_such_column')).rejects.toThrow();
  const names = await readdir(join(directory, 'lake'));
  expect(names.filter((name) => !/^[0-9a-f]{64}\.parquet$/.test(name) && name !== '.spill')).toEqual([]);
});

test('a query reaches no file outside the lake', async () => {
  const secret = join(directory, 'secret.csv');
  await writeFile(secret, 'a\n1\n');
  await expect(lake.query(`select * from read_csv('${secret}')`)).rejects.toThrow(/disabled|permission/i);
  expect(() => lake.source(['../secret'])).toThrow();
});

test('orphans are collected, kept files and fresh ones stay', async () => {
  const kept = await lake.write(TABLE, ['school']);
  const orphan = await lake.writeQuery('select 1 as a');
  expect(await lake.collect(new Set([kept.sha256]), new Date(0))).toEqual([]);
  const removed = await lake.collect(new Set([kept.sha256]), new Date(Date.now() + 60_000));
  expect(removed).toContain(`${orphan.sha256}.parquet`);
  expect(await lake.has(kept.sha256)).toBe(true);
  expect(await lake.has(orphan.sha256)).toBe(false);
});
