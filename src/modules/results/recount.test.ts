import { sql } from 'kysely';
import { beforeAll, expect, test, vi } from 'vitest';
import type { Ctx } from '#platform/context.ts';
import { ctxAs, newOrganisation, type TestOrganisation, testServices } from '#tests/support/factory.ts';
import { applyImport, undoImport } from './commands/apply-import.ts';
import { changeScale } from './commands/change-reference.ts';
import { readImport } from './commands/read-import.ts';
import { cancelImport, openImport, receiveFile, startReading } from './commands/receive.ts';
import { openRecount } from './commands/recount.ts';
import { undoScale } from './commands/undo-scale.ts';
import { importById } from './queries/imports.ts';
import { outdatedSets } from './queries/outdated.ts';
import { schoolResults } from './queries/school-results.ts';
import { vprFile } from './results.fixture.ts';

vi.setConfig({ testTimeout: 90_000, hookTimeout: 90_000 });
const services = await testServices();
const { db } = services;
let region: TestOrganisation;
let analyst: Ctx;

const OF = { kind: 'ВПР', subject: 'МА', paperGrade: 5, year: 2021 } as const;
/** The scale of 2021: «2» up to 6 points. */
const TOTALS = [3, 6, 8, 15, 20];

beforeAll(async () => {
  region = await newOrganisation(db, { kind: 'region' });
  const school = await newOrganisation(db, { parent: region });
  await db.updateTable('organisations').set({ fis_oko_login: 'sch220001' }).where('id', '=', school.id).execute();
  analyst = await ctxAs(services, 'analyst', region);
  const id = await openImport(analyst, {});
  const name = 'Проведение работы по математике, 5 класс. ВПР 2021.csv';
  const bytes = new TextEncoder().encode(vprFile({ sch220001: TOTALS, sch229999: [4] }));
  await receiveFile(analyst, id, { name, bytes, contentType: 'text/csv' });
  await startReading(analyst, id);
  await readImport(services, id);
  await applyImport(analyst, id, { version: null });
});

async function standing() {
  const { results, inputs } = await schoolResults(analyst.scope, db, {});
  return {
    below: results[0]?.below,
    marks: results[0]?.marks,
    setId: inputs[0]?.setId,
    scale: inputs[0]?.references[0],
  };
}

const change = (three: number, conditions: Parameters<typeof changeScale>[1]['content']['conditions'] = []) =>
  changeScale(analyst, {
    of: OF,
    content: { unit: 'points', maximum: 20, least: { three, four: 11, five: 15 }, conditions, certainty: 'official' },
    source: 'приказ',
    reason: 'проверка',
  });

test('a changed scale makes a new version of the results, the old one stays, and both can be undone', async () => {
  const before = await standing();
  expect(before).toMatchObject({ below: 2, marks: [2, 1, 0, 2] });
  expect(await outdatedSets(db, region.id, null)).toEqual([]);
  await expect(openRecount(analyst, { of: OF })).rejects.toThrow(/нечего/);

  const entry = await change(9);
  expect(await standing()).toEqual(before);
  expect(await outdatedSets(db, region.id, OF)).toMatchObject([{ procedureId: 'vpr-5-ma-2021', version: 1 }]);
  const recount = await openRecount(analyst, { of: OF });
  expect((await services.enqueued()).map(({ name }) => name)).toContain('results.read');
  await readImport(services, recount);
  expect(await standing()).toEqual(before);
  await applyImport(analyst, recount, { version: (await importById(analyst.scope, db, recount)).version });
  const after = await standing();
  expect(after).toMatchObject({ below: 3, marks: [3, 0, 0, 2], scale: { id: entry, version: 1 } });
  expect(await outdatedSets(db, region.id, null)).toEqual([]);
  const { rows } = await sql<{ version: number; below: number; lake: string[] }>`
    select t.version, t.below, array_agg(p.lake_sha256) as lake from result_sets t join result_set_parts sp on sp.set_id = t.id
    join result_parts p on p.id = sp.part_id group by t.id order by t.version`.execute(db);
  expect(rows.map(({ version, below }) => [version, below])).toEqual([
    [1, 3],
    [2, 4],
  ]);
  // The rows were not touched.
  expect(rows[0]!.lake).toEqual(rows[1]!.lake);

  await undoScale(analyst, entry);
  expect(await outdatedSets(db, region.id, OF)).toHaveLength(1);
  await undoImport(analyst, recount);
  expect(await standing()).toEqual(before);
  expect(await outdatedSets(db, region.id, OF)).toEqual([]);
});

test('conditions on parts of the work count; a recount that is stopped changes nothing', async () => {
  const before = await standing();
  // Item 1 has 0 or 1 point, and everybody here has 1: the condition asks for what nobody has.
  await change(7, [{ name: 'часть', items: ['1'], marks: [5], least: 2, otherwise: 4 }]);
  const stopped = await openRecount(analyst, { of: null });
  await cancelImport(analyst, stopped);
  await readImport(services, stopped);
  expect(await standing()).toEqual(before);
  const recount = await openRecount(analyst, { of: OF, here: true });
  await readImport(services, recount);
  await applyImport(analyst, recount, { version: null });
  expect((await standing()).marks).toEqual([2, 1, 2, 0]);
});
