import { beforeAll, describe, expect, test } from 'vitest';
import { isAppError } from '#kernel/errors.ts';
import { createPlan } from '#modules/plans/commands/create-plan.ts';
import type { Ctx } from '#platform/context.ts';
import { ctxAs, newOrganisation, type TestOrganisation, testServices } from '#tests/support/factory.ts';
import { writeDocx } from '#documents/write/docx.ts';
import { readDocument } from '#documents/read.ts';
import { verifyBundle } from './bundle/verify.ts';
import { putResults } from './catalogue.fixture.ts';
import { agree, answerRemark, recallList, remark, sendForAgreement } from './commands/agreement.ts';
import { importList } from './commands/import-list.ts';
import {
  addSchoolByHand,
  approveList,
  closeList,
  createListFromRun,
  decideSchool,
  deleteListDraft,
  type ListOrder,
  releaseSchools,
  setExitRule,
} from './commands/lists.ts';
import {
  discardMethodologyDraft,
  publishMethodology,
  saveMethodologyDraft,
  withdrawMethodology,
} from './commands/methodologies.ts';
import { executeRun } from './commands/execute-run.ts';
import { cancelRun, requestRun, RUN_JOB, type RunRequest } from './commands/runs.ts';
import { finishDiagnosis, startSupport } from './commands/support.ts';
import { USUAL_EXIT } from './domain/list-life.ts';
import { shippedMethodology } from './methodology/shipped.ts';
import { listDetail, listsOf, listsSideBySide, schoolsSupportedOn } from './queries/lists.ts';
import { compareRuns, runBundle, whatIf } from './queries/made-again.ts';
import { methodologiesOf, methodologyVersion } from './queries/methodologies.ts';
import { listOrder } from './queries/order.ts';
import { funnelOfRun, quadrantsOfRun, worksOfRun } from './queries/pictures.ts';
import { runByMunicipality, runHead, runRows, runsOf, schoolInRuns } from './queries/runs.ts';

const services = await testServices();
const { db } = services;
let region: TestOrganisation;
let [north, south]: TestOrganisation[] = [];
let schools: TestOrganisation[];
let analyst: Ctx;
let planner: Ctx;
let northPlanner: Ctx;
let southPlanner: Ctx;
let head: Ctx;

beforeAll(async () => {
  region = await newOrganisation(db, { kind: 'region' });
  north = await newOrganisation(db, { kind: 'municipality', parent: region, name: 'Северный район' });
  south = await newOrganisation(db, { kind: 'municipality', parent: region, name: 'Южный район' });
  schools = [];
  for (let k = 1; k <= 5; k += 1) {
    const parent = k <= 3 ? north : south;
    const school = await newOrganisation(db, { parent, name: `Средняя школа № ${k}`, number: String(k) });
    await db
      .updateTable('organisations')
      .set({ fis_oko_login: `edu22000${k}` })
      .where('id', '=', school.id)
      .execute();
    schools.push(school);
  }
  analyst = await ctxAs(services, 'analyst', region);
  planner = await ctxAs(services, 'regional-planner', region);
  northPlanner = await ctxAs(services, 'municipal-planner', north);
  southPlanner = await ctxAs(services, 'municipal-planner', south);
  head = await ctxAs(services, 'school-head', schools[0] as TestOrganisation);
  const low = (year: number) => ({ [`ВПР 5 МА ${year}`]: '9/20', [`ВПР 5 РУ ${year}`]: '8/20' });
  const fine = (year: number) => ({ [`ВПР 5 МА ${year}`]: '1/20', [`ВПР 5 РУ ${year}`]: '1/20' });
  await putResults(db, region, {
    '220001': { ...low(2024), ...low(2025), ...fine(2026) },
    '220002': { ...low(2024), ...low(2025), ...low(2026) },
    '220003': { ...fine(2024), ...fine(2025), ...fine(2026) },
    '220004': { ...low(2024), ...low(2025), ...fine(2026), 'ВПР 6 МА 2025': '4/4' },
    '220005': { ...fine(2024), ...low(2025), ...fine(2026) },
  });
});

const ORDER: ListOrder = {
  number: '215-О',
  date: '2026-11-25',
  body: 'Министерство образования Тестовой области',
  signatory: { post: 'Министр', name: 'И. О. Пример' },
};

async function done(by: Ctx = analyst, given: Partial<RunRequest> = {}): Promise<number> {
  const runId = await requestRun(by, {
    regionId: region.id,
    methodology: { shipped: 'federal-2025' },
    year: 2025,
    ...given,
  });
  await executeRun(services, runId);
  return runId;
}

async function refusal(attempt: Promise<unknown>): Promise<string> {
  const error = await attempt.then(
    () => null,
    (thrown: unknown) => thrown,
  );
  if (!isAppError(error)) throw error ?? new Error('nothing was refused');
  return error.code;
}

const all = { limit: 100, offset: 0 };

describe('methodologies', () => {
  test('a draft is edited, a published version never again', async () => {
    const { text } = await shippedMethodology('federal-2025');
    const own = text.replace('id: federal-2025', 'id: our-rule');
    const draft = await saveMethodologyDraft(analyst, { regionId: region.id, text: own });
    expect(await saveMethodologyDraft(analyst, { regionId: region.id, text: own, edits: 1 })).toBe(draft);
    expect(await refusal(saveMethodologyDraft(analyst, { regionId: region.id, text: own, edits: 1 }))).toBe('conflict');
    expect(await refusal(done(analyst, { methodology: { versionId: draft } }))).toBe('transitionNotAllowed');
    await publishMethodology(analyst, draft);
    expect(await refusal(discardMethodologyDraft(analyst, draft))).toBe('transitionNotAllowed');
    const next = await saveMethodologyDraft(analyst, {
      regionId: region.id,
      text: own.replace('value: 10', 'value: 5'),
    });
    const [first, second] = [
      await methodologyVersion(analyst.scope, db, draft),
      await methodologyVersion(analyst.scope, db, next),
    ];
    expect([first.version, first.state, second.version, second.state]).toEqual([1, 'published', 2, 'draft']);
    expect(second.body).toContain('version: 2');
    expect(second.hash).not.toBe(first.hash);
    await discardMethodologyDraft(analyst, next);
    const runId = await done(analyst, { methodology: { versionId: draft } });
    await withdrawMethodology(analyst, draft, 'Заменена новой');
    expect(await refusal(done(analyst, { methodology: { versionId: draft } }))).toBe('transitionNotAllowed');
    // What was made by it still has its text.
    expect((await runHead(analyst.scope, db, runId)).methodologyBody).toContain('id: our-rule');
    const known = await methodologiesOf(head.scope, db, region.id);
    expect(known.filter(({ state }) => state === 'shipped')).toHaveLength(9);
  });

  test('a text with errors is refused with their lines, and only those who keep lists write', async () => {
    const { text } = await shippedMethodology('federal-2025');
    expect(await refusal(saveMethodologyDraft(analyst, { regionId: region.id, text: 'id: x' }))).toBe(
      'methodologyInvalid',
    );
    expect(await refusal(saveMethodologyDraft(northPlanner, { regionId: region.id, text }))).toBe('notAllowed');
  });
});

describe('runs', () => {
  test('a run is made in the background and keeps what it was made from', async () => {
    const runId = await requestRun(analyst, {
      regionId: region.id,
      methodology: { shipped: 'federal-2025' },
      year: 2025,
    });
    expect(await services.enqueued()).toContainEqual({ name: RUN_JOB, data: { runId } });
    expect((await runHead(analyst.scope, db, runId)).state).toBe('queued');
    await executeRun(services, runId);
    const run = await runHead(analyst.scope, db, runId);
    expect(run).toMatchObject({ state: 'done', program: '0.1.0', summary: { listed: 3, notListed: 2 } });
    expect(run.inputs).toHaveLength(5);
    const { rows } = await runRows(analyst.actor, db, runId, {}, all);
    expect(rows.map(({ login, name, status }) => [login, name, status])).toEqual([
      ['edu220001', 'Средняя школа № 1', 'listed'],
      ['edu220002', 'Средняя школа № 2', 'listed'],
      ['edu220003', 'Средняя школа № 3', 'not-listed'],
      ['edu220004', 'Средняя школа № 4', 'listed'],
      ['edu220005', 'Средняя школа № 5', 'not-listed'],
    ]);
    // The same data give the same bytes, and whoever has the bundle can see that.
    const again = await runHead(analyst.scope, db, await done());
    expect([again.hash, again.dataSha256]).toEqual([run.hash, run.dataSha256]);
    const bundle = await runBundle(analyst.scope, services, runId);
    expect(verifyBundle(bundle, () => 0)).toMatchObject({ same: true, differences: [] });
    // A second word to run changes nothing.
    await executeRun(services, runId);
    expect((await runsOf(analyst.scope, db, region.id))[0]?.id).toBeGreaterThan(runId);
  });

  test('each sees their own schools, and a few pupils are shown to their school only', async () => {
    const runId = await done(analyst, { settings: { parameters: { minimumN: 4 } } });
    const seen = async (ctx: Ctx) => (await runRows(ctx.actor, db, runId, {}, all)).rows.map(({ login }) => login);
    expect(await seen(northPlanner)).toEqual(['edu220001', 'edu220002', 'edu220003']);
    expect(await seen(head)).toEqual(['edu220001']);
    const few = async (ctx: Ctx) =>
      (await runRows(ctx.actor, db, runId, { text: '220004' }, all)).rows[0]?.reasons.find(
        ({ procedure }) => procedure === 'vpr-6-ma-2025',
      );
    expect(await few(southPlanner)).toMatchObject({ n: null, value: null });
    const ownHead = await ctxAs(services, 'school-head', schools[3] as TestOrganisation);
    expect(await few(ownHead)).toMatchObject({ n: 4, value: 1 });
    const [why] = await schoolInRuns(head.actor, db, (schools[0] as TestOrganisation).id);
    expect(why).toMatchObject({
      status: 'listed',
      run: { permittedUse: expect.stringContaining('программы поддержки') },
    });
    expect(await runByMunicipality(analyst.scope, db, runId)).toMatchObject([
      { municipality: 'Северный район', schools: 3, listed: 2 },
      { municipality: 'Южный район', schools: 2, listed: 1 },
    ]);
    expect(await refusal(runBundle(northPlanner.scope, services, runId))).toBe('notAllowed');
  });

  test('other settings, all plausible settings and another run are answered from what the run keeps', async () => {
    const [runId, later] = [await done(), await done(analyst, { year: 2026 })];
    const { entered, left } = await whatIf(analyst.scope, services, runId, { parameters: { threshold: 0.42 } });
    expect([entered, left]).toEqual([[], ['edu220001', 'edu220002', 'edu220004']]);
    const { rows: shares } = await runRows(analyst.actor, db, runId, {}, { limit: 10, offset: 0 });
    expect(shares[0]?.listedShare).toBeGreaterThan(shares[2]?.listedShare ?? 1);
    const { progress, sensitivity } = await runHead(analyst.scope, db, runId);
    expect([progress, sensitivity?.settings]).toEqual([100, 36]);
    expect(sensitivity?.least).toBeLessThan(sensitivity?.most ?? 0);
    const comparison = await compareRuns(analyst.scope, services, runId, later);
    expect(comparison.left.map(({ id }) => id)).toEqual(['edu220001', 'edu220004']);
    expect(comparison.stayed).toBe(1);
    const picture = await funnelOfRun(analyst.scope, services, runId, 'vpr-5-ma-2025');
    expect(picture.points.map(({ id, n }) => [id, n])).toHaveLength(5);
    expect(picture.target).toBeCloseTo(0.37, 5);
    expect(await refusal(funnelOfRun(analyst.scope, services, runId, 'vpr-9-ma-2025'))).toBe('notFound');
    expect((await worksOfRun(analyst.scope, services, runId)).map(({ id }) => id)).not.toContain('vpr-6-ma-2025');
    // Nobody has told of the social conditions of these schools.
    expect(await quadrantsOfRun(analyst.scope, services, runId)).toEqual([]);
  });

  test('social passports of the catalogue come into a run', async () => {
    for (const [k, school] of schools.entries())
      await db
        .insertInto('school_contexts')
        .values({
          region_id: region.id,
          school_key: `fis-22000${k + 1}`,
          organisation_id: school.id,
          year: 2025,
          source: 'passport',
          facts: JSON.stringify({
            pupils: 100,
            lowIncome: 10 * k,
            singleParent: 5 * k,
            parentsUnemployed: k,
            onRecord: k,
            bothParentsHigher: 50 - 10 * k,
          }),
          recorded_at: services.clock.now(),
        })
        .execute();
    const runId = await done(analyst, { methodology: { shipped: 'social-disadvantage' } });
    const { rows } = await runRows(analyst.actor, db, runId, { status: 'listed' }, all);
    expect(rows.map(({ login }) => login)).toEqual(['edu220005']);
    const points = await quadrantsOfRun(analyst.scope, services, runId);
    expect(points.map(({ context }) => Math.round(context))).toEqual([0, 25, 50, 75, 100]);
  });

  test('a run without results says so, a cancelled one is not made', async () => {
    expect(await runHead(analyst.scope, db, await done(analyst, { year: 2010 }))).toMatchObject({
      state: 'failed',
      error: { text: 'В регионе нет результатов за эти годы.' },
    });
    const runId = await requestRun(analyst, {
      regionId: region.id,
      methodology: { shipped: 'federal-2025' },
      year: 2025,
    });
    await cancelRun(analyst, runId);
    await executeRun(services, runId);
    expect((await runHead(analyst.scope, db, runId)).state).toBe('cancelled');
    expect(
      await refusal(requestRun(head, { regionId: region.id, methodology: { shipped: 'federal-2025' }, year: 2025 })),
    ).toBe('notAllowed');
  });
});

describe('the life of a list', () => {
  let listId: number;
  const detail = (ctx: Ctx = analyst) => listDetail(ctx.actor, db, listId);
  const rowOf = async (k: number) =>
    (await detail()).schools.find(({ organisationId }) => organisationId === schools[k - 1]?.id)!;

  test('a draft comes from a run and is corrected by hand with a reason', async () => {
    listId = await createListFromRun(analyst, { runId: await done(), title: 'Школы с низкими результатами, 2025 год' });
    expect(await refusal(listDetail(northPlanner.actor, db, listId))).toBe('notFound');
    await addSchoolByHand(analyst, {
      listId,
      organisationId: (schools[2] as TestOrganisation).id,
      reason: 'Просьба муниципалитета: сменился состав учителей',
    });
    expect(
      await refusal(
        addSchoolByHand(analyst, { listId, organisationId: (schools[2] as TestOrganisation).id, reason: 'ещё раз' }),
      ),
    ).toBe('conflict');
    expect(
      await refusal(decideSchool(analyst, { listId, listSchoolId: (await rowOf(2)).id, included: false, reason: ' ' })),
    ).toBe('reasonRequired');
    await setExitRule(analyst, listId, { ...USUAL_EXIT, notListedYears: 1 });
    expect((await detail()).schools.map(({ name, origin }) => [name, origin])).toEqual([
      ['Средняя школа № 1', 'run'],
      ['Средняя школа № 2', 'run'],
      ['Средняя школа № 3', 'manual'],
      ['Средняя школа № 4', 'run'],
    ]);
  });

  test('municipalities comment, object, get answers and agree', async () => {
    expect(await sendForAgreement(analyst, { listId, dueOn: '2026-11-21' })).toBe(2);
    expect((await detail(northPlanner)).schools).toHaveLength(3);
    const third = (await rowOf(3)).id;
    const objection = await remark(northPlanner, {
      listId,
      listSchoolId: third,
      kind: 'objection',
      text: 'Результаты школы не ниже средних',
    });
    await remark(head, {
      listId,
      listSchoolId: (await rowOf(1)).id,
      kind: 'comment',
      text: 'Просим куратора по математике',
    });
    expect(await refusal(remark(southPlanner, { listId, listSchoolId: third, kind: 'comment', text: 'чужая' }))).toBe(
      'notFound',
    );
    expect(await refusal(approveList(planner, listId, ORDER))).toBe('transitionNotAllowed');
    expect(
      await refusal(answerRemark(northPlanner, { listId, remarkId: objection, answer: 'сами', accepted: true })),
    ).toBe('notAllowed');
    await answerRemark(analyst, { listId, remarkId: objection, answer: 'Согласны', accepted: true });
    expect(await rowOf(3)).toMatchObject({ included: false, decisionReason: 'Принято возражение: Согласны' });
    await agree(northPlanner, { listId, municipalityId: north!.id });
    expect(await refusal(agree(northPlanner, { listId, municipalityId: south!.id }))).toBe('notAllowed');
    // The date has passed: the analyst may go on, with a reason.
    expect(await refusal(agree(analyst, { listId, municipalityId: south!.id }))).toBe('reasonRequired');
    await agree(analyst, { listId, municipalityId: south!.id, reason: 'Ответа в срок не было' });
    expect((await detail()).agreements.map(({ state }) => state)).toEqual(['agreed-with-objections', 'agreed']);
  });

  test('an order approves it and is written as a document with its annex', async () => {
    expect(await refusal(approveList(analyst, listId, ORDER))).toBe('notAllowed');
    await approveList(planner, listId, ORDER);
    const { list, orders, schools: rows } = await detail();
    expect([list.state, orders[0]?.number, orders[0]?.schools]).toEqual(['approved', '215-О', 3]);
    expect(rows.find(({ included }) => !included)?.enteredOn).toBeNull();
    expect(
      await refusal(
        addSchoolByHand(analyst, { listId, organisationId: (schools[4] as TestOrganisation).id, reason: 'поздно' }),
      ),
    ).toBe('transitionNotAllowed');
    const { id: orderId } = await db
      .selectFrom('support_list_orders')
      .select('id')
      .where('list_id', '=', listId)
      .executeTakeFirstOrThrow();
    const bytes = await writeDocx(await listOrder(analyst.actor, db, listId, { orderId }));
    const text = JSON.stringify(await readDocument(bytes, { fileName: 'order.docx' }));
    for (const part of [
      'ПРИКАЗ',
      '№ 215-О',
      'правило выхода',
      'Министр',
      'Средняя школа № 4',
      'рейтингов школ список не используется',
    ])
      expect(text).toContain(part);
    expect(text).not.toContain('Средняя школа № 3');
    expect(await refusal(listOrder(northPlanner.actor, db, listId, { orderId }))).toBe('notAllowed');
  });

  test('from a list one step starts the diagnosis and the plan of each school', async () => {
    const modelPlanId = await createPlan(planner, {
      organisationId: region.id,
      title: 'Типовой план поддержки',
      period: { from: '2026-01-01', to: '2026-12-31' },
      isModel: true,
    });
    const listSchoolIds = [(await rowOf(1)).id, (await rowOf(2)).id];
    const start = { listId, listSchoolIds, diagnosisDueOn: '2026-12-20', modelPlanId };
    expect(await refusal(startSupport(analyst, start))).toBe('notAllowed');
    expect(await startSupport(planner, start)).toEqual({ tasks: 2, plans: 2 });
    expect(await startSupport(planner, start)).toEqual({ tasks: 0, plans: 0 });
    const { task } = await rowOf(1);
    expect(task).toMatchObject({ state: 'open', dueOn: '2026-12-20', planId: expect.any(Number) });
    await finishDiagnosis(head, task!.id, 'Не хватает учителя математики');
    expect((await rowOf(1)).task?.state).toBe('done');
    expect(await refusal(finishDiagnosis(head, (await rowOf(2)).task!.id, 'чужое'))).toBe('notFound');
  });

  test('a later run shows who may leave; an order lets them go, and they are watched', async () => {
    await done(analyst, { year: 2026 });
    expect((await detail()).schools.map(({ name, mayLeave }) => [name, mayLeave])).toEqual([
      ['Средняя школа № 1', true],
      ['Средняя школа № 2', false],
      ['Средняя школа № 3', false],
      ['Средняя школа № 4', true],
    ]);
    const leaving = [(await rowOf(1)).id];
    const order = { ...ORDER, number: '300-О', date: '2027-10-01' };
    const release = { listId, listSchoolIds: leaving, reason: 'Выполнено правило выхода', order };
    expect(await refusal(releaseSchools(planner, { ...release, order: { ...order, date: '2026-11-01' } }))).toBe(
      'invalidInput',
    );
    await releaseSchools(planner, release);
    expect(await refusal(releaseSchools(planner, release))).toBe('invalidInput');
    const standing = async (on: string) =>
      (await schoolsSupportedOn(analyst.scope, db, on)).map(({ name, standing: how }) => [name, how]);
    expect(await standing('2026-11-24')).toEqual([]);
    expect(await standing('2026-11-25')).toHaveLength(3);
    expect(await standing('2027-10-01')).toEqual([
      ['Средняя школа № 1', 'watched'],
      ['Средняя школа № 2', 'supported'],
      ['Средняя школа № 4', 'supported'],
    ]);
    expect(await standing('2029-10-02')).toHaveLength(2);
    await closeList(planner, listId, 'Составлен список следующего года');
    expect((await detail()).states.map(({ state }) => state)).toEqual(['draft', 'agreeing', 'approved', 'closed']);
  });

  test('every step is in the journal', async () => {
    const events = await db
      .selectFrom('audit_events')
      .select('action')
      .where('object_type', '=', 'support-list')
      .where('object_id', '=', String(listId))
      .orderBy('id')
      .execute();
    expect(events.map(({ action }) => action)).toEqual([
      'support-list.created',
      'support-list.school-added',
      'support-list.exit-rule-set',
      'support-list.sent-for-agreement',
      'support-list.objected',
      'support-list.commented',
      'support-list.answered',
      'support-list.school-struck-out',
      'support-list.agreed',
      'support-list.agreed',
      'support-list.approved',
      'support-list.schools-released',
      'support-list.closed',
    ]);
  });

  test('a recalled list is a draft again and may go', async () => {
    const other = await createListFromRun(analyst, { runId: await done(), title: 'Ещё один' });
    await sendForAgreement(analyst, { listId: other, dueOn: null });
    expect(await refusal(deleteListDraft(analyst, other))).toBe('transitionNotAllowed');
    await recallList(analyst, other, 'Ошибка в годе');
    await deleteListDraft(analyst, other);
    expect((await listsOf(analyst.scope, db, region.id)).map(({ id }) => id)).toEqual([listId]);
  });

  test('a federal list is brought from a file and laid beside ours', async () => {
    const file = {
      name: 'федеральный.csv',
      bytes: Buffer.from(
        'Перечень школ\nМуниципалитет;Школа;Логин\nСеверный район;МБОУ СОШ № 2;\nЮжный район;МБОУ «СОШ № 5»;sch220005\nЮжный район;Школа за холмом;\n',
      ),
    };
    const brought = await importList(analyst, {
      regionId: region.id,
      origin: 'federal',
      title: 'Федеральный список 2025 года',
      year: 2025,
      source: 'Письмо Рособрнадзора от 12.05.2026 № 02-20',
      file,
    });
    expect(brought).toMatchObject({ schools: 3, recognised: 2, issues: [{ code: 'school-unknown' }] });
    const beside = await listsSideBySide(analyst.scope, db, [listId, brought.listId!]);
    expect(beside.map(({ name, inLists }) => [name, inLists.length])).toEqual([
      ['Средняя школа № 1', 1],
      ['Средняя школа № 2', 2],
      ['Средняя школа № 4', 1],
      ['Средняя школа № 5', 1],
      ['Школа за холмом', 1],
    ]);
    const empty = { ...file, bytes: Buffer.from('а;б\n1;2\n') };
    expect(
      await importList(analyst, {
        regionId: region.id,
        origin: 'other',
        title: 'x',
        year: 2025,
        source: 'y',
        file: empty,
      }),
    ).toMatchObject({ listId: null, issues: [{ severity: 'error' }] });
  });
});
