import { beforeAll, describe, expect, test, vi } from 'vitest';
import { procedureOfId } from '#modules/assessments/index.ts';
import type { Ctx, Services } from '#platform/context.ts';
import { ctxAs, newOrganisation, type TestOrganisation, testServices } from '#tests/support/factory.ts';
import { applyImport } from './commands/apply-import.ts';
import { importsLeftBehind, readImport } from './commands/read-import.ts';
import { cancelImport, openImport, receiveFile, startReading } from './commands/receive.ts';
import { importById, importFiles, importIssues } from './queries/imports.ts';
import { arrivalsOf } from './queries/preview.ts';
import { pupilRowsOf } from './queries/pupil-rows.ts';
import { schoolResults } from './queries/school-results.ts';
import { resultSheet } from './reading/write-result-file.ts';
import { vprFile } from './results.fixture.ts';

// Two threads load the readers while other tests keep the machine busy.
vi.setConfig({ testTimeout: 90_000 });
const services = await testServices();
const { db } = services;
let region: TestOrganisation;
let school: TestOrganisation;
let analyst: Ctx;

beforeAll(async () => {
  region = await newOrganisation(db, { kind: 'region' });
  school = await newOrganisation(db, { parent: region });
  await db.updateTable('organisations').set({ fis_oko_login: 'sch220001' }).where('id', '=', school.id).execute();
  analyst = await ctxAs(services, 'analyst', region);
});

const FIVE = 'Проведение работы по математике, 5 класс. ВПР 2021.csv';
const SIX = 'Проведение работы по математике, 6 класс. ВПР 2021.csv';

async function received(files: Record<string, string>): Promise<number> {
  const importId = await openImport(analyst, {});
  for (const [name, text] of Object.entries(files))
    await receiveFile(analyst, importId, { name, bytes: new TextEncoder().encode(text), contentType: 'text/csv' });
  await startReading(analyst, importId);
  return importId;
}

describe('an import from file to catalogue', () => {
  test('files are read, what cannot be read says why, the rest is applied', async () => {
    const importId = await received({
      [FIVE]: vprFile({ sch220001: [3, 9, 15, 20], sch229999: [4] }),
      'заметки.csv': 'слово;другое слово\nничего;полезного\n',
    });
    await readImport(services, importId);
    const files = await importFiles(db, importId);
    expect(files.map(({ state }) => state)).toEqual(['refused', 'read']);
    expect(files[0]?.error?.advice.length).toBeGreaterThan(10);
    expect(files[1]?.counts).toMatchObject({ pupils: 5, schools: 2 });
    const [arrival] = await arrivalsOf(db, region.id, importId);
    expect(arrival).toMatchObject({ procedureId: 'vpr-5-ma-2021', unknown: 1, current: null });
    await applyImport(analyst, importId, { version: (await importById(analyst.scope, db, importId)).version });
    const { results, inputs, procedures } = await schoolResults(analyst.scope, db, { years: [2021] });
    // The scale of 2021: «2» up to 6 points, «3» up to 10, «4» up to 14.
    expect(results).toMatchObject([{ school: 'fis-220001', n: 4, below: 1, marks: [1, 1, 0, 2], maximum: 20 }]);
    expect(inputs[0]?.file).toBe(FIVE);
    expect(inputs[0]?.references).toMatchObject([{ kind: 'scale', year: 2021, version: 0 }]);
    expect(procedures[0]?.items).toHaveLength(2);
    const [row] = await services.lake.query<{ n: number; points: number }>(
      `select count(*) as n, sum(total) as points from ${services.lake.source([inputs[0]!.lakeSha256])} where school = ? and absent = 0`,
      ['fis-220001'],
    );
    expect(row).toEqual({ n: 4, points: 47 });
    const back = await pupilRowsOf(services, school, procedureOfId('vpr-5-ma-2021')!, 'vpr-5-ma-2021');
    const { sheet } = resultSheet(back);
    expect([back.format, sheet.rows.map((cells) => [cells[0], cells[8]])]).toEqual([
      'vpr-2021',
      [3, 9, 15, 20].map((total) => ['sch220001', total]),
    ]);
    await expect(pupilRowsOf(services, region, procedureOfId('vpr-5-ma-2021')!, 'vpr-5-ma-2021')).rejects.toMatchObject(
      { code: 'notFound' },
    );
  });

  test('a worker that dies in the middle is followed by another, and nothing is read twice', async () => {
    const importId = await received({
      [FIVE]: vprFile({ sch220001: [7, 8] }),
      [SIX]: vprFile({ sch220001: [1, 2, 3] }),
    });
    let calls = 0;
    const dying: Services = {
      ...services,
      threads: {
        ...services.threads,
        async run(script, input, options) {
          calls += 1;
          if (calls > 1) throw new Error('killed');
          return services.threads.run(script, input, options);
        },
      },
    };
    await expect(readImport(dying, importId)).rejects.toThrow('killed');
    expect(await importsLeftBehind(services)).toEqual([importId]);
    await readImport(services, importId);
    expect((await importFiles(db, importId)).map(({ state }) => state)).toEqual(['read', 'read']);
    expect((await importById(analyst.scope, db, importId)).state).toBe('checked');
    await readImport(services, importId);
    expect(await importsLeftBehind(services)).toEqual([]);
  });

  test('cancelled, it is not read and leaves nothing', async () => {
    const importId = await received({ [SIX]: vprFile({ sch220001: [9] }) });
    await cancelImport(analyst, importId);
    await readImport(services, importId);
    expect((await importFiles(db, importId))[0]?.state).toBe('waiting');
    await expect(applyImport(analyst, importId, { version: null })).rejects.toMatchObject({
      code: 'transitionNotAllowed',
    });
  });

  test('every issue has its place and advice and can be filtered', async () => {
    const importId = await received({ [FIVE]: vprFile({ sch220001: [3, 99] }) });
    await readImport(services, importId);
    const { rows, total } = await importIssues(db, importId, {}, { limit: 100, offset: 0 });
    expect(total).toBeGreaterThan(0);
    for (const issue of rows) expect(issue.where.length * issue.text.length * issue.advice.length).toBeGreaterThan(0);
    const [first] = rows;
    const some = await importIssues(db, importId, { code: first!.code }, { limit: 100, offset: 0 });
    expect(new Set(some.rows.map(({ code }) => code))).toEqual(new Set([first!.code]));
  });
});
