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
import { executeRun, requestRun } from './commands/runs.ts';
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
