import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { applyImport } from '#modules/results/commands/apply-import.ts';
import { readImport } from '#modules/results/commands/read-import.ts';
import { openImport, receiveFile, startReading } from '#modules/results/commands/receive.ts';
import { importById } from '#modules/results/queries/imports.ts';
import type { Ctx } from '#platform/context.ts';
import { ctxAs, newOrganisation, type TestOrganisation, testServices } from '#tests/support/factory.ts';
import { folderEffects } from './folder/effects.ts';
import { executeRun } from './commands/execute-run.ts';
import { requestRun } from './commands/runs.ts';
import { tableOf } from './engine/table.ts';
import { readFolder } from './folder/read-folder.ts';
import { withSettings } from './methodology/parameters.ts';
import { shippedMethodology } from './methodology/shipped.ts';
import { runHead } from './queries/runs.ts';
import { identification, identificationText } from './seal.ts';
import { vpr2020, vpr2021 } from './vpr-files.fixture.ts';

// A thread loads the readers.
vi.setConfig({ testTimeout: 90_000 });
const services = await testServices();
const { db } = services;
let folder: string;
let region: TestOrganisation;
let analyst: Ctx;

const FILES = [
  'ВПР осень 2020/5/Математика.csv',
  'ВПР 2021/Проведение работы по математике, 5 класс. ВПР 2021.csv',
  'ВПР 2021/Проведение работы по русскому языку, 5 класс. ВПР 2021.csv',
];

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'opora-same-list-'));
  const [autumn, mathematics, russian] = FILES.map((name) => join(folder, name)) as [string, string, string];
  await vpr2020(autumn, { sch220001: 12, sch220002: 2 });
  await vpr2021(mathematics, 14, { sch220001: 9, sch220002: 2 });
  await vpr2021(russian, 21, { sch220001: 8, sch220002: 1, sch220003: 4 });
  region = await newOrganisation(db, { kind: 'region' });
  const town = await newOrganisation(db, { kind: 'municipality', parent: region, name: 'Первый район' });
  for (const number of ['1', '2', '3']) {
    const school = await newOrganisation(db, { parent: town, name: `Средняя школа № ${number}` });
    await db
      .updateTable('organisations')
      .set({ fis_oko_login: `edu22000${number}`, settlement_type: 'село' })
      .where('id', '=', school.id)
      .execute();
  }
  analyst = await ctxAs(services, 'analyst', region);
});
afterAll(() => rm(folder, { recursive: true, force: true }));

/** Twelve schools of thirty pupils with the same codes in both years; in 2021 the first school fell behind. */
function oneRoster(year: number, grade: number): string {
  const rows = Array.from({ length: 360 }, (_, row) => {
    const [s, k] = [Math.floor(row / 30), row % 30];
    const points = 10 + ((7 * k + 3 * s) % 13) + ((k * (s + 1)) % 3) - (s === 0 && year === 2021 ? 4 : 0);
    return `r${row},dkr-${grade}-ma-${year},st-${s}-${k},fully graded,${points},sch22010${s}`;
  });
  return `sourcedId,lineItemSourcedId,studentSourcedId,scoreStatus,score,metadata.schoolSourcedId\n${rows.join('\n')}\n`;
}

test('value added from linked pupils is the same on the server and from a folder, to the byte', async () => {
  const linked = await mkdtemp(join(tmpdir(), 'opora-linked-'));
  const other = await newOrganisation(db, { kind: 'region' });
  const town = await newOrganisation(db, { kind: 'municipality', parent: other, name: 'Второй район' });
  for (let s = 0; s < 12; s += 1) {
    const school = await newOrganisation(db, { parent: town, name: `Гимназия № ${s + 1}` });
    await db
      .updateTable('organisations')
      .set({ fis_oko_login: `edu22010${s}` })
      .where('id', '=', school.id)
      .execute();
  }
  const ctx = await ctxAs(services, 'analyst', other);
  const importId = await openImport(ctx, {});
  for (const [year, grade] of [
    [2020, 7],
    [2021, 8],
  ] as const) {
    const name = `results-${year}.csv`;
    const bytes = Buffer.from(oneRoster(year, grade));
    await writeFile(join(linked, name), bytes);
    await receiveFile(ctx, importId, { name, bytes, contentType: 'text/csv' });
  }
  await startReading(ctx, importId);
  await readImport(services, importId);
  await applyImport(ctx, importId, { version: (await importById(ctx.scope, db, importId)).version });
  const runId = await requestRun(ctx, {
    regionId: other.id,
    methodology: { shipped: 'low-progress' },
    year: 2021,
  });
  await executeRun(services, runId);
  const run = await runHead(ctx.scope, db, runId);
  expect(run.error).toBeNull();

  const register = join(linked, 'register.txt');
  const lines = Array.from({ length: 12 }, (_, s) => `edu22010${s};Гимназия № ${s + 1};средняя;Второй район`);
  await writeFile(register, `Логин;Название;Тип школы;Муниципалитет\n${lines.join('\n')}\n`);
  const read = await readFolder(linked, [register]);
  const methodology = withSettings((await shippedMethodology('low-progress')).source);
  const data = { ...read, ...folderEffects(read, methodology, 2021) };
  const fromFolder = identification(
    tableOf(data),
    methodology,
    2021,
    data.inputs.filter(({ file }) => file !== 'register.txt'),
  );
  await rm(linked, { recursive: true });
  expect(fromFolder.schools.filter(({ status }) => status === 'listed').map(({ id }) => id)).toEqual(['sch220100']);
  expect(new TextDecoder().decode(await services.files.get(run.resultSha256 ?? ''))).toBe(
    identificationText(fromFolder),
  );
});

test('the same files give the same list on the server and from a folder, to the byte', async () => {
  const importId = await openImport(analyst, {});
  for (const name of FILES)
    await receiveFile(analyst, importId, { name, bytes: await readFile(join(folder, name)), contentType: 'text/csv' });
  await startReading(analyst, importId);
  await readImport(services, importId);
  await applyImport(analyst, importId, { version: (await importById(analyst.scope, db, importId)).version });
  const request = { regionId: region.id, methodology: { shipped: 'federal-2025' }, year: 2021 };
  const runId = await requestRun(analyst, request);
  await executeRun(services, runId);
  const run = await runHead(analyst.scope, db, runId);
  expect(run.error).toBeNull();
  const onServer = new TextDecoder().decode(await services.files.get(run.resultSha256 ?? ''));

  // The register, as a file beside the folder.
  const register = join(folder, 'register.txt');
  const lines = ['1', '2', '3'].map((one) => `edu22000${one};Средняя школа № ${one};средняя;село`);
  await writeFile(register, `Логин;Название;Тип школы;Населённый пункт\n${lines.join('\n')}\n`);
  const data = await readFolder(folder, [register]);
  await rm(register);
  const { source } = await shippedMethodology('federal-2025');
  const fromFolder = identification(tableOf(data), withSettings(source), 2021, data.inputs);

  expect(fromFolder.schools.map(({ id, status }) => [id, status])).toEqual([
    ['sch220001', 'listed'],
    ['sch220002', 'not-listed'],
    ['sch220003', 'not-classifiable'],
  ]);
  expect(JSON.parse(onServer)).toEqual(fromFolder);
  expect(onServer).toBe(identificationText(fromFolder));
});
