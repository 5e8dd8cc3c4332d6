import { sql } from 'kysely';
import { beforeAll, describe, expect, test } from 'vitest';
import type { Ctx } from '#platform/context.ts';
import { ctxAs, newOrganisation, type TestOrganisation, testServices } from '#tests/support/factory.ts';
import { applyImport, undoImport } from './commands/apply-import.ts';
import { collectOrphans } from './commands/collect.ts';
import { matchSchool } from './commands/match-school.ts';
import { openImport, receiveFile } from './commands/receive.ts';
import { storePart } from './commands/store-part.ts';
import type { ReadPart } from './domain/part.ts';
import { arrivalsOf } from './queries/preview.ts';
import { schoolIndex } from './queries/school-index.ts';
import { schoolResults } from './queries/school-results.ts';
import { unknownSchools } from './queries/unknown-schools.ts';
import { samplePart } from './results.fixture.ts';

const services = await testServices();
const { db } = services;
let region: TestOrganisation;
let school: TestOrganisation;
let other: TestOrganisation;
let analyst: Ctx;

beforeAll(async () => {
  region = await newOrganisation(db, { kind: 'region' });
  const town = await newOrganisation(db, { kind: 'municipality', parent: region });
  school = await newOrganisation(db, { parent: town, name: 'Средняя школа № 1' });
  other = await newOrganisation(db, { parent: town, name: 'Средняя школа № 2' });
  await db.updateTable('organisations').set({ fis_oko_login: 'sch220001' }).where('id', '=', school.id).execute();
  await db.updateTable('organisations').set({ fis_oko_login: 'edu220002' }).where('id', '=', other.id).execute();
  analyst = await ctxAs(services, 'analyst', region);
});

/** An import as the reading leaves it. */
async function checkedImport(...parts: ReadPart[]): Promise<number> {
  const importId = await openImport(analyst, {});
  const index = await schoolIndex(db, region);
  for (const part of parts) {
    const content = JSON.stringify(part.results);
    await receiveFile(analyst, importId, { name: 'файл.csv', bytes: Buffer.from(content), contentType: 'text/csv' });
    const file = await db
      .selectFrom('result_import_files')
      .select(['id', 'file_sha256'])
      .where('import_id', '=', importId)
      .orderBy('id', 'desc')
      .executeTakeFirstOrThrow();
    const partId = await storePart(
      db,
      { regionId: region.id, fileSha256: file.file_sha256, fileName: 'файл.csv' },
      part,
      index,
    );
    await db.insertInto('result_import_file_parts').values({ file_id: file.id, part_id: partId }).execute();
    await db
      .updateTable('result_import_files')
      .set({ state: 'read', kind: 'results' })
      .where('id', '=', file.id)
      .execute();
  }
  await db.updateTable('result_imports').set({ state: 'checked' }).where('id', '=', importId).execute();
  return importId;
}

const whole = { regionId: 0 };
const read = async (ctx = analyst) => {
  const { results } = await schoolResults(ctx.scope, db, { regionId: whole.regionId || region.id });
  return Object.fromEntries(results.map(({ school: key, n, below }) => [key, [n, below]]));
};
const FIRST = { 'fis-220001': [20, 4], 'fis-220002': [10, 3] } satisfies Record<string, [number, number]>;

describe('the catalogue', () => {
  let first: number;
  test('an applied import gives its schools their results', async () => {
    first = await checkedImport(samplePart(FIRST));
    expect(await read()).toEqual({});
    expect(await applyImport(analyst, first, { version: null })).toEqual({ created: 1, unchanged: 0, facts: 0 });
    expect(await read()).toEqual(FIRST);
  });

  test('the same file twice changes nothing', async () => {
    const again = await checkedImport(samplePart(FIRST));
    expect((await arrivalsOf(db, region.id, again))[0]).toMatchObject({ unchanged: true, shared: 2, entering: 0 });
    expect(await applyImport(analyst, again, { version: null })).toEqual({ created: 0, unchanged: 1, facts: 0 });
    expect(await read()).toEqual(FIRST);
  });

  test('a correction makes a new version, the old one stays and comes back with the undo', async () => {
    const correction = await checkedImport(samplePart({ 'fis-220001': [21, 6], 'fis-220002': [10, 3] }));
    await applyImport(analyst, correction, { version: null });
    expect((await read())['fis-220001']).toEqual([21, 6]);
    await expect(undoImport(analyst, first)).rejects.toThrow(/поверх неё/);
    await undoImport(analyst, correction);
    expect(await read()).toEqual(FIRST);
    const { rows } = await sql<{ version: number; state: string }>`
      select version, state from result_sets where organisation_id = ${region.id} order by version`.execute(db);
    expect(rows).toEqual([
      { version: 1, state: 'current' },
      { version: 2, state: 'undone' },
    ]);
  });

  test('files of further schools join the version, the import itself proposes so', async () => {
    const more = await checkedImport(samplePart({ 'sch-new': [7, 1] }));
    const [arrival] = await arrivalsOf(db, region.id, more);
    expect(arrival).toMatchObject({ mode: 'add', entering: 1, leaving: 2, unknown: 1 });
    await applyImport(analyst, more, { version: null });
    expect(await read()).toEqual(FIRST);
  });

  test('an unknown school waits, and its results follow when it is matched', async () => {
    const lakes = await newOrganisation(db, { parent: region, kind: 'municipality', name: 'Озёрский район' });
    const third = await newOrganisation(db, { parent: lakes, name: 'Школа sch-new' });
    const waiting = await unknownSchools(analyst.scope, db, { ...region }, { limit: 10, offset: 0 });
    expect(waiting).toMatchObject({ total: 1, rows: [{ key: 'sch-new', pupils: 7 }] });
    expect(waiting.rows[0]?.proposals).toContainEqual(
      expect.objectContaining({ id: third.id, municipality: 'Озёрский район' }),
    );
    expect(await matchSchool(analyst, { key: 'sch-new', organisationId: third.id })).toBe(1);
    expect((await read())[`org-${third.id}`]).toEqual([7, 1]);
    expect((await unknownSchools(analyst.scope, db, { ...region }, { limit: 10, offset: 0 })).total).toBe(0);
  });

  test('a merged school goes on in its successor', async () => {
    await db
      .updateTable('organisations')
      .set({ status: 'merged', successor_id: school.id })
      .where('id', '=', other.id)
      .execute();
    const { organisations } = await schoolResults(analyst.scope, db, { regionId: region.id });
    expect((await read())['fis-220001']).toEqual([30, 7]);
    expect(organisations.find(({ organisationId }) => organisationId === school.id)?.predecessors).toEqual([other.id]);
  });
});

test('a transaction that ends before its commit leaves the old state', async () => {
  const before = await read();
  const importId = await checkedImport(samplePart({ 'fis-220001': [99, 9] }));
  const broken: Ctx = {
    ...analyst,
    // The audit event is the last thing written: the transaction breaks there.
    clock: { ...analyst.clock, now: clockThatBreaksAt(3) },
  };
  await expect(applyImport(broken, importId, { version: null })).rejects.toThrow('power cut');
  expect(await read()).toEqual(before);
  const { state } = await db
    .selectFrom('result_imports')
    .select('state')
    .where('id', '=', importId)
    .executeTakeFirstOrThrow();
  expect(state).toBe('checked');
  await applyImport(analyst, importId, { version: null });
  expect((await read())['fis-220001']).not.toEqual(before['fis-220001']);
});

function clockThatBreaksAt(call: number): () => Date {
  let calls = 0;
  return () => {
    calls += 1;
    if (calls >= call) throw new Error('power cut');
    return new Date();
  };
}

test('who does not keep results loads none, and a school reads only its own', async () => {
  const head = await ctxAs(services, 'school-head', school);
  await expect(openImport(head, {})).rejects.toMatchObject({ code: 'notAllowed' });
  const mine = await schoolResults(head.scope, db, {});
  expect(new Set(mine.results.map(({ school: key }) => key))).toEqual(new Set(['fis-220001']));
  const stranger = await ctxAs(services, 'reader', await newOrganisation(db, { kind: 'region' }));
  expect((await schoolResults(stranger.scope, db, {})).results).toEqual([]);
});

test('what no data set and no import needs is collected', async () => {
  const orphan = await services.lake.writeQuery('select 1 as a');
  const later = { ...services, clock: { ...services.clock, now: () => new Date(Date.now() + 48 * 3_600_000) } };
  expect(await collectOrphans(later)).toContain(`${orphan.sha256}.parquet`);
  expect(Object.keys(await read()).length).toBeGreaterThan(0);
});
