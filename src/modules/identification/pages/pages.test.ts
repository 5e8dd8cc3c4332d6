import { readdir } from 'node:fs/promises';
import { RouterContextProvider } from 'react-router';
import { beforeAll, describe, expect, test } from 'vitest';
import type { Ctx } from '#platform/context.ts';
import { ctxAs, newOrganisation, type TestOrganisation, testServices } from '#tests/support/factory.ts';
import { type WebRequest, webRequest } from '#web/request.ts';
import { putResults } from '../catalogue.fixture.ts';
import { sendForAgreement } from '../commands/agreement.ts';
import { createListFromRun } from '../commands/lists.ts';
import { executeRun } from '../commands/execute-run.ts';
import { requestRun } from '../commands/runs.ts';
import { loader as compare } from './compare.tsx';
import { loader as listExport } from './list-export.ts';
import { loader as listSchool } from './list-school.tsx';
import { loader as list } from './list.tsx';
import { loader as lists } from './lists.tsx';
import { action as saveForm, loader as methodologyForm } from './methodology-form.tsx';
import { action as saveText } from './methodology-text.tsx';
import { loader as methodologyPage } from './methodology.tsx';
import { loader as orderFile } from './order-file.ts';
import { loader as runBundle } from './run-bundle.ts';
import { loader as runExport } from './run-export.ts';
import { loader as runPage } from './run.tsx';
import { loader as schoolPage } from './school.tsx';
import { loader as whatIf } from './what-if.tsx';

const services = await testServices();
const { db } = services;
let analyst: Ctx;
let north: Ctx;
let head: Ctx;
let otherHead: Ctx;
let first: TestOrganisation;
let second: TestOrganisation;
let runId: number;
let listId: number;

beforeAll(async () => {
  const region = await newOrganisation(db, { kind: 'region' });
  const place = await newOrganisation(db, { kind: 'municipality', parent: region, name: 'Северный район' });
  [first, second] = [
    await newOrganisation(db, { parent: place, name: 'Средняя школа № 1' }),
    await newOrganisation(db, { parent: place, name: 'Средняя школа № 2' }),
  ];
  for (const [school, login] of [
    [first, 'edu220001'],
    [second, 'edu220002'],
  ] as const)
    await db.updateTable('organisations').set({ fis_oko_login: login }).where('id', '=', school.id).execute();
  analyst = await ctxAs(services, 'analyst', region);
  north = await ctxAs(services, 'municipal-planner', place);
  head = await ctxAs(services, 'school-head', first);
  otherHead = await ctxAs(services, 'school-head', second);
  const year = (on: number, share: string) => ({ [`ВПР 5 МА ${on}`]: share, [`ВПР 5 РУ ${on}`]: share });
  await putResults(db, region, {
    '220001': { ...year(2024, '9/20'), ...year(2025, '9/20') },
    '220002': { ...year(2024, '5/20'), ...year(2025, '5/20') },
  });
  runId = await run({});
  listId = await createListFromRun(analyst, { runId, title: 'Школы с низкими результатами' });

  async function run(settings: object) {
    const methodology = { shipped: 'federal-2025' };
    const id = await requestRun(analyst, { regionId: region.id, methodology, year: 2025, ...settings });
    await executeRun(services, id);
    return id;
  }
});

function args(ctx: Ctx, path: string, params: Record<string, string | number> = {}, body?: URLSearchParams) {
  const context = new RouterContextProvider();
  context.set(webRequest, { ...ctx, nonce: '' } as unknown as WebRequest);
  const url = new URL(path, 'http://opora.test');
  const request = new Request(url, body ? { method: 'POST', body } : {});
  const texts = Object.fromEntries(Object.entries(params).map(([name, value]) => [name, String(value)]));
  return { request, url, context, params: texts } as unknown as Parameters<typeof lists>[0];
}

const refusedWith = (code: string) => expect.objectContaining({ code });

describe('a run', () => {
  test('is filtered by its address and tells how much a listing depends on settings', async () => {
    const all = await runPage(args(analyst, `/identification/runs/${runId}`, { runId }));
    expect(all.rows.map(({ name, status }) => [name, status])).toEqual([
      ['Средняя школа № 1', 'listed'],
      ['Средняя школа № 2', 'not-listed'],
    ]);
    expect(all.settings).toBeGreaterThan(1);
    expect(all.rows[0]?.listedShare).toBeGreaterThan(all.rows[1]?.listedShare ?? 1);
    const some = await runPage(args(analyst, `/identification/runs/${runId}?status=not-listed`, { runId }));
    expect(some.rows.map(({ name }) => name)).toEqual(['Средняя школа № 2']);
  });

  test('is not for schools', async () => {
    await expect(runPage(args(head, '/', { runId }))).rejects.toEqual(refusedWith('notAllowed'));
    await expect(lists(args(head, '/'))).rejects.toEqual(refusedWith('notAllowed'));
  });

  test('goes into files that say what they may be used for', async () => {
    const response = await runExport(args(analyst, '/?status=listed', { runId, format: 'csv' }));
    const text = await response.text();
    expect(text).toContain('программы поддержки школ; самоанализ школы; не для рейтингов');
    expect(text).toContain('45\u202f%, от 26 до 66\u202f%, порог 30\u202f%, 20\u00a0участников');
    expect(text).not.toContain('Средняя школа № 2');
  });

  test('answers what another threshold would do, and tells a value out of its limits', async () => {
    const wider = await whatIf(args(analyst, '/?p.threshold=0,2', { runId }));
    expect(wider.answer?.entered.shown.map(({ name }) => name)).toEqual(['Средняя школа № 2']);
    // Without JavaScript a slider that was moved counts, one that stands where it stood does not.
    const moved = (to: string) =>
      whatIf(args(analyst, `/?p.threshold=0,3&stood.p.threshold=0.3&moved.p.threshold=${to}`, { runId }));
    expect((await moved('0.2')).answer).toEqual(wider.answer);
    expect((await moved('0.3')).answer?.entered.total).toBe(0);
    const wrong = await whatIf(args(analyst, '/?p.threshold=7', { runId }));
    expect([wrong.answer, wrong.error]).toEqual([null, expect.stringContaining('от 0.01 до 1')]);
    await expect(whatIf(args(north, '/?p.threshold=0.2', { runId }))).rejects.toEqual(refusedWith('notAllowed'));
  });

  test('is compared with another', async () => {
    const other = await requestRun(analyst, {
      regionId: (await runPage(args(analyst, '/', { runId }))).run.regionId,
      methodology: { shipped: 'federal-2025' },
      year: 2025,
      settings: { parameters: { threshold: 0.2 } },
    });
    await executeRun(services, other);
    const { comparison } = await compare(args(analyst, `/?before=${runId}&after=${other}`));
    expect(comparison?.entered.map(({ name }) => name)).toEqual(['Средняя школа № 2']);
    expect(comparison?.sameInputs).toBe(true);
  });
});

describe('a methodology', () => {
  test('is told in sentences', async () => {
    const { listed, rest } = await methodologyPage(args(analyst, '/', { code: 'federal-2025' }));
    expect(listed.map(({ text }) => text)).toEqual([
      'выполнены все условия:',
      'доля не преодолевших порог не меньше 30\u202f%, ВПР, ОГЭ, ЕГЭ, не меньше чем в 2 процедурах',
      'доля не преодолевших порог не меньше 30\u202f%, ВПР, ОГЭ, ЕГЭ, по одной и той же процедуре в 2 годах из последних 2',
    ]);
    expect(rest[0]).toContain('не менее 10');
  });

  test('as text is refused with lines, by form it becomes a draft', async () => {
    const broken = new URLSearchParams({ text: 'schema: opora.methodology/1\nid: x\nminimumN: много\n' });
    const refused = (await saveText(args(analyst, '/', {}, broken))) as unknown as {
      data: { issues: { where: string; line: string }[] };
    };
    expect(refused.data.issues).toContainEqual(
      expect.objectContaining({ where: expect.stringContaining('строка 3'), line: 'minimumN: много' }),
    );
    const { head: given, parameters } = await methodologyForm(args(analyst, '/?from=shipped:federal-2025'));
    const form = new URLSearchParams({
      ...given,
      permittedUses: 'support-programmes',
      id: 'our-rule',
      title: 'Наше правило',
    });
    for (const { name, value } of parameters) form.set(name, name === 'p.threshold' ? '0,25' : String(value));
    const saved = (await saveForm(args(analyst, '/?from=shipped:federal-2025', {}, form))) as Response;
    const address = saved.headers.get('Location') ?? '';
    const made = await methodologyPage(args(analyst, address, { versionId: address.split('/').at(-1) ?? '' }));
    expect([made.state, made.head.code, made.listed[1]?.text]).toEqual([
      'draft',
      'our-rule',
      expect.stringContaining('не меньше 25'),
    ]);
  });
});

describe('a list and the page of a school', () => {
  test('a draft is seen by those who keep it only; the school reads its reasons once it is sent', async () => {
    await expect(list(args(north, '/', { listId }))).rejects.toEqual(refusedWith('notFound'));
    const before = await schoolPage(args(head, '/', { organisationId: first.id }));
    expect([before.lists, before.runs]).toEqual([[], []]);

    await sendForAgreement(analyst, { listId, dueOn: null });
    const { lists: sent, runs } = await schoolPage(args(head, '/', { organisationId: first.id }));
    expect(sent.map(({ state }) => state)).toEqual(['agreeing']);
    expect(runs).toEqual([expect.objectContaining({ id: runId, status: 'listed', to: null })]);
    expect(runs[0]?.nearest.length).toBeGreaterThan(0);
    await expect(schoolPage(args(otherHead, '/', { organisationId: first.id }))).rejects.toEqual(
      refusedWith('notFound'),
    );
    const own = await schoolPage(args(otherHead, '/', { organisationId: second.id }));
    expect(own.runs).toEqual([expect.objectContaining({ id: runId, status: 'not-listed' })]);
  });

  test('a municipality may speak on its school, and gets its part of the list as a file', async () => {
    const { rows } = await list(args(north, '/', { listId }));
    const listSchoolId = rows[0]?.id ?? 0;
    expect((await listSchool(args(north, '/', { listId, listSchoolId }))).mayRemark).toBe(true);
    await expect(listSchool(args(otherHead, '/', { listId, listSchoolId }))).rejects.toEqual(refusedWith('notFound'));
    const text = await (await listExport(args(north, '/', { listId, format: 'csv' }))).text();
    expect(text).toContain('Средняя школа № 1');
  });
});

describe('what leaves as a file', () => {
  /** Every route of this module that answers with a file; a new one must be tried here. */
  const FILES = {
    'list-export.ts': listExport,
    'order-file.ts': orderFile,
    'run-bundle.ts': runBundle,
    'run-export.ts': runExport,
  };
  const asked = (file: keyof typeof FILES) =>
    FILES[file](args(analyst, '/?purpose=approval', { runId, listId, format: 'csv' }));

  test('is refused where the methodology permits another use only', async () => {
    const found = (await readdir(import.meta.dirname)).filter((name) => /(?<!\.test)\.ts$/.test(name));
    expect(found.sort()).toEqual(Object.keys(FILES));
    await permit(['research']);
    for (const file of found as (keyof typeof FILES)[])
      await expect(asked(file), file).rejects.toEqual(refusedWith('useNotPermitted'));
    await expect(whatIf(args(analyst, '/', { runId }))).rejects.toEqual(refusedWith('useNotPermitted'));
    await permit(['system-analysis', 'support-programmes', 'school-self-analysis']);
    for (const file of found as (keyof typeof FILES)[]) expect((await asked(file)).status, file).toBe(200);
  });

  async function permit(uses: string[]) {
    await db.updateTable('identification_runs').set({ permitted_uses: uses }).where('id', '=', runId).execute();
    await db.updateTable('support_lists').set({ permitted_uses: uses }).where('id', '=', listId).execute();
  }
});
