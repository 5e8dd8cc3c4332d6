/** Plans against a real database: every verb, what it refuses, and who may not. */
import { beforeAll, describe, expect, test } from 'vitest';
import { isAppError } from '#kernel/errors.ts';
import type { Ctx } from '#platform/context.ts';
import { ctxAs, newOrganisation, testServices, type TestOrganisation } from '#tests/support/factory.ts';
import { createPlan, copyPlan } from './commands/create-plan.ts';
import { undoEdit } from './commands/edit-plan.ts';
import {
  addMeasure,
  addSection,
  moveMeasure,
  removeMeasure,
  renumberPlan,
  reviseHead,
  reviseMeasure,
  stepMeasure,
} from './commands/edit-measures.ts';
import {
  amendPlan,
  approvePlan,
  closePlan,
  deleteDraft,
  discardAmendment,
  restoreDraft,
  returnPlan,
  reopenPlan,
  startAmendment,
  submitPlan,
  withdrawPlan,
} from './commands/life.ts';
import { headOf } from './domain/content.ts';
import { fingerprint } from './domain/fingerprint.ts';
import type { MeasureInput } from './domain/measure-input.ts';
import { redline } from './domain/redline.ts';
import { planContent } from './queries/content.ts';
import { lastReturn, planHistory } from './queries/history.ts';
import { plansMatching, searchPlans } from './queries/list.ts';
import { revisionsOf } from './queries/revisions.ts';
import { searchMeasures } from './queries/search-measures.ts';

const services = await testServices();
const { db } = services;
let region: TestOrganisation;
let town: TestOrganisation;
let otherTown: TestOrganisation;
let planner: Ctx;
let regional: Ctx;
let stranger: Ctx;
let reader: Ctx;

beforeAll(async () => {
  region = await newOrganisation(db, { kind: 'region' });
  town = await newOrganisation(db, {
    kind: 'municipality',
    parent: region,
    name: 'Управление образования Озёрского района',
  });
  otherTown = await newOrganisation(db, { kind: 'municipality', parent: region });
  await newOrganisation(db, { parent: town, number: '7' });
  planner = await ctxAs(services, 'municipal-planner', town);
  regional = await ctxAs(services, 'regional-planner', region);
  stranger = await ctxAs(services, 'municipal-planner', otherTown);
  reader = await ctxAs(services, 'reader', town);
});

const PERIOD = { from: '2026-09-01', to: '2027-08-31' };

function input(given: Partial<MeasureInput> = {}): MeasureInput {
  return {
    number: null,
    sectionId: null,
    text: 'Семинар',
    deadlineText: 'октябрь 2026 г.',
    parties: [],
    results: [],
    note: null,
    weight: 1,
    schedulePlanId: null,
    ...given,
  };
}

const ORDER = { kind: 'приказ', body: null, number: '14', date: '2026-09-10', signatory: null, file: null };

async function draft(title = 'План поддержки школ'): Promise<number> {
  return createPlan(planner, { organisationId: town.id, title, period: PERIOD });
}

async function approved(title?: string): Promise<number> {
  const planId = await draft(title);
  await addMeasure(planner, planId, input({ number: '1', text: 'Совещание' }), null);
  await addMeasure(planner, planId, input({ number: '2', text: 'Семинар', deadlineText: 'ноябрь 2026 г.' }), null);
  await submitPlan(planner, planId);
  await approvePlan(planner, planId, ORDER);
  return planId;
}

async function refusal(work: Promise<unknown>): Promise<string> {
  const error = await work.then(
    () => null,
    (thrown: unknown) => thrown,
  );
  return isAppError(error) ? error.code : `nothing was refused: ${String(error)}`;
}

const working = (planId: number) => planContent(planner.scope, db, planId, { revision: 'working' });
const dueDays = async (planId: number) =>
  (await db.selectFrom('occurrences').select('due_on').where('plan_id', '=', planId).orderBy('due_on').execute()).map(
    (row) => row.due_on,
  );

describe('a draft', () => {
  test('keeps what is typed, with the deadline understood and its windows', async () => {
    const planId = await draft();
    const { measureId } = await addMeasure(
      planner,
      planId,
      input({
        number: '1',
        parties: [{ text: 'Управление образования Озёрского района (по согласованию)', organisationId: null }],
        results: [{ text: 'протокол совещания', kind: 'протокол' }],
        note: 'важно',
        weight: 2.5,
      }),
      null,
    );
    const { measures } = await working(planId);
    expect(measures).toMatchObject([
      {
        id: measureId,
        number: '1',
        text: 'Семинар',
        note: 'важно',
        weight: 2.5,
        deadline: { text: 'октябрь 2026 г.', kind: 'month', from: '2026-10-01', to: '2026-10-31' },
        parties: [{ byAgreement: true, organisationId: town.id }],
        results: [{ text: 'протокол совещания', kind: 'протокол' }],
      },
    ]);
    expect(await dueDays(planId)).toEqual(['2026-10-31']);
  });

  test('a party that a person links by hand is certain', async () => {
    const planId = await draft();
    await addMeasure(planner, planId, input({ parties: [{ text: 'методисты', organisationId: otherTown.id }] }), null);
    expect((await working(planId)).measures[0]!.parties[0]).toMatchObject({
      organisationId: otherTown.id,
      confidence: 1,
    });
  });

  test('an edit is undone as long as nothing else was changed', async () => {
    const planId = await draft();
    const { measureId } = await addMeasure(planner, planId, input(), null);
    const before = await working(planId);
    const edited = await reviseMeasure(
      planner,
      planId,
      measureId,
      input({ text: 'Иначе', deadlineText: 'май 2027 г.' }),
      { print: fingerprint(before.measures[0]) },
    );
    expect(await dueDays(planId)).toEqual(['2027-05-31']);
    await undoEdit(planner, planId, edited.version!);
    expect((await working(planId)).measures).toEqual(before.measures);
    expect(await dueDays(planId)).toEqual(['2026-10-31']);
    expect(await refusal(undoEdit(planner, planId, edited.version!))).toBe('conflict');
  });

  test('a removed measure comes back with the same id when the removal is undone', async () => {
    const planId = await draft();
    const { measureId } = await addMeasure(
      planner,
      planId,
      input({ parties: [{ text: 'директор', organisationId: null }] }),
      null,
    );
    const before = (await working(planId)).measures;
    const { version } = await removeMeasure(planner, planId, measureId);
    expect((await working(planId)).measures).toEqual([]);
    expect(await dueDays(planId)).toEqual([]);
    await undoEdit(planner, planId, version!);
    expect((await working(planId)).measures).toEqual(before);
  });

  test('two people changing different rows do not disturb each other; the same row is a conflict', async () => {
    const planId = await draft();
    const first = await addMeasure(planner, planId, input({ text: 'Первое' }), null);
    const second = await addMeasure(planner, planId, input({ text: 'Второе' }), null);
    const shown = (await working(planId)).measures;
    await reviseMeasure(planner, planId, first.measureId, input({ text: 'Первое иначе' }), {
      print: fingerprint(shown[0]),
    });
    await reviseMeasure(regional, planId, second.measureId, input({ text: 'Второе иначе' }), {
      print: fingerprint(shown[1]),
    });
    expect(
      await refusal(
        reviseMeasure(regional, planId, first.measureId, input({ text: 'Третье' }), { print: fingerprint(shown[0]) }),
      ),
    ).toBe('conflict');
    expect((await working(planId)).measures.map((row) => row.text)).toEqual(['Первое иначе', 'Второе иначе']);
  });

  test('sections, order and numbers', async () => {
    const planId = await draft();
    await addSection(planner, planId, { number: '1', title: 'Кадры' });
    await addSection(planner, planId, { number: '2', title: 'Ученики' });
    const [staff, pupils] = (await working(planId)).sections.map((section) => section.id);
    const one = await addMeasure(planner, planId, input({ text: 'А', number: '1.1', sectionId: staff! }), null);
    const two = await addMeasure(planner, planId, input({ text: 'Б', number: '1.2', sectionId: staff! }), null);
    await addMeasure(planner, planId, input({ text: 'В', number: '2.1', sectionId: pupils! }), null);
    await stepMeasure(planner, planId, two.measureId, 'up');
    await moveMeasure(planner, planId, one.measureId, { endOfSection: pupils! });
    await renumberPlan(planner, planId);
    expect((await working(planId)).measures.map((row) => `${row.number} ${row.text}`)).toEqual([
      '1.1 Б',
      '2.1 В',
      '2.2 А',
    ]);
    expect(await refusal(addMeasure(planner, planId, input({ sectionId: 999_999 }), null))).toBe('conflict');
  });

  test('the head is changed, and its deadlines move with the period', async () => {
    const planId = await draft();
    await addMeasure(planner, planId, input({ deadlineText: 'ежегодно, в мае' }), null);
    const head = headOf(await working(planId));
    await reviseHead(
      planner,
      planId,
      {
        ...head,
        title: 'Новое название',
        tasks: ['Раз'],
        period: { from: '2026-09-01', to: '2028-08-31' },
        glossary: [{ term: 'ОО', meaning: 'организация' }],
      },
      { print: fingerprint(head) },
    );
    expect(await working(planId)).toMatchObject({
      title: 'Новое название',
      tasks: ['Раз'],
      glossary: [{ term: 'ОО' }],
    });
    expect(await dueDays(planId)).toEqual(['2027-05-31', '2028-05-31']);
  });

  test('is deleted and restored', async () => {
    const planId = await draft();
    await deleteDraft(planner, planId);
    expect(await refusal(working(planId))).toBe('notFound');
    expect(await refusal(restoreDraft(stranger, planId))).toBe('notFound');
    await restoreDraft(planner, planId);
    expect((await working(planId)).plan.state).toBe('draft');
  });
});

describe('approval', () => {
  test('an empty plan is not sent; a returned one says why', async () => {
    const planId = await draft();
    expect(await refusal(submitPlan(planner, planId))).toBe('invalidInput');
    await addMeasure(planner, planId, input(), null);
    await submitPlan(planner, planId);
    expect(await refusal(addMeasure(planner, planId, input(), null))).toBe('planNotEditable');
    expect(await refusal(returnPlan(regional, planId, '  '))).toBe('reasonRequired');
    await returnPlan(regional, planId, 'Нет сроков');
    expect(await lastReturn(planner.scope, db, planId)).toMatchObject({
      comment: 'Нет сроков',
      by: regional.actor.name,
    });
    await submitPlan(planner, planId);
    expect(await lastReturn(planner.scope, db, planId)).toBeNull();
    await withdrawPlan(planner, planId);
    expect((await working(planId)).plan.state).toBe('draft');
    expect(
      (await db.selectFrom('notifications').select('kind').where('user_id', '=', planner.actor.userId).execute()).map(
        (row) => row.kind,
      ),
    ).toContain('plan-returned');
  });

  test('an order puts the plan in force; what it approved stays as it was', async () => {
    const planId = await approved();
    const inForce = await planContent(planner.scope, db, planId);
    expect(inForce).toMatchObject({
      shown: { revision: 1, effectiveOn: '2026-09-10' },
      plan: { state: 'approved', orders: [{ number: '14', revision: 1 }] },
    });
    expect(await refusal(addMeasure(planner, planId, input(), null))).toBe('planNotEditable');
    expect(await refusal(planContent(planner.scope, db, planId, { asOf: '2026-09-09' }))).toBe('notFound');
    expect((await planContent(planner.scope, db, planId, { asOf: '2026-12-01' })).measures).toEqual(inForce.measures);
  });

  test('a school editor prepares, the head of the school approves', async () => {
    const school = await newOrganisation(db, { parent: town });
    const editor = await ctxAs(services, 'school-editor', school);
    const head = await ctxAs(services, 'school-head', school);
    const planId = await createPlan(editor, { organisationId: school.id, title: 'План школы', period: PERIOD });
    await addMeasure(editor, planId, input(), null);
    await submitPlan(editor, planId);
    expect(await refusal(approvePlan(editor, planId, ORDER))).toBe('notAllowed');
    await approvePlan(head, planId, ORDER);
  });
});

describe('amendment', () => {
  test('changes the working content only, until an order puts it in force', async () => {
    const planId = await approved();
    const first = await planContent(planner.scope, db, planId);
    await startAmendment(planner, planId);
    const [meeting, seminar] = first.measures;
    await removeMeasure(planner, planId, meeting!.id);
    await reviseMeasure(
      planner,
      planId,
      seminar!.id,
      input({ number: '2', text: 'Семинар', deadlineText: 'март 2027 г.' }),
      { print: fingerprint(seminar) },
    );
    const added = await addMeasure(
      planner,
      planId,
      input({ number: '3', text: 'Курсы', deadlineText: 'апрель 2027 г.' }),
      null,
    );
    expect((await planContent(planner.scope, db, planId)).measures).toEqual(first.measures);
    expect(await dueDays(planId)).toEqual(['2026-10-31', '2026-11-30']);
    expect(await refusal(amendPlan(planner, planId, { ...ORDER, date: '2026-09-01' }))).toBe('invalidInput');

    await amendPlan(planner, planId, { ...ORDER, number: '20', date: '2026-11-01' });
    expect(await dueDays(planId)).toEqual(['2027-03-31', '2027-04-30']);
    const changes = redline(
      await planContent(planner.scope, db, planId, { revision: 1 }),
      await planContent(planner.scope, db, planId, { revision: 2 }),
    );
    expect(changes.measures.map(({ kind, id }) => [kind, id])).toEqual([
      ['removed', meeting!.id],
      ['changed', seminar!.id],
      ['added', added.measureId],
    ]);
    expect((await planContent(planner.scope, db, planId, { asOf: '2026-10-31' })).measures).toEqual(first.measures);
    expect(
      (await revisionsOf(planner.scope, db, planId)).map(({ revision, effectiveOn, order }) => [
        revision,
        effectiveOn,
        order?.number,
      ]),
    ).toEqual([
      [1, '2026-09-10', '14'],
      [2, '2026-11-01', '20'],
    ]);
  });

  test('given up, it leaves the plan as it was', async () => {
    const planId = await approved();
    const before = await planContent(planner.scope, db, planId);
    await startAmendment(planner, planId);
    await addSection(planner, planId, { number: null, title: 'Лишний раздел' });
    await removeMeasure(planner, planId, before.measures[0]!.id);
    await addMeasure(planner, planId, input(), null);
    expect(await refusal(amendPlan(reader, planId, ORDER))).toBe('notAllowed');
    await discardAmendment(planner, planId);
    const { plan, shown: _shown, ...content } = await working(planId);
    const { plan: _plan, shown: _before, ...old } = before;
    expect(content).toEqual(old);
    expect(plan.amending).toBe(false);
  });

  test('without a change there is nothing to put in force', async () => {
    const planId = await approved();
    await startAmendment(planner, planId);
    expect(await refusal(amendPlan(planner, planId, { ...ORDER, date: '2026-10-01' }))).toBe('invalidInput');
    expect(await refusal(closePlan(planner, planId, 'Конец'))).toBe('transitionNotAllowed');
  });

  test('what was reported on stays when the deadline moves', async () => {
    const planId = await approved();
    const occurrence = await db
      .selectFrom('occurrences')
      .selectAll()
      .where('plan_id', '=', planId)
      .where('due_on', '=', '2026-10-31')
      .executeTakeFirstOrThrow();
    await db
      .updateTable('occurrences')
      .set({ state: 'accepted', done_on: '2026-10-20' })
      .where('id', '=', occurrence.id)
      .execute();
    await startAmendment(planner, planId);
    const [meeting] = (await working(planId)).measures;
    await reviseMeasure(
      planner,
      planId,
      meeting!.id,
      input({ number: '1', text: 'Совещание', deadlineText: 'декабрь 2026 г.' }),
      { print: fingerprint(meeting) },
    );
    await amendPlan(planner, planId, { ...ORDER, date: '2026-10-01' });
    expect(
      await db
        .selectFrom('occurrences')
        .select(['id', 'state', 'due_on'])
        .where('measure_id', '=', meeting!.id)
        .execute(),
    ).toEqual([{ id: occurrence.id, state: 'accepted', due_on: '2026-12-31' }]);
  });

  test('a plan is closed with a reason and opened again', async () => {
    const planId = await approved();
    expect(await refusal(closePlan(planner, planId, ''))).toBe('reasonRequired');
    await closePlan(planner, planId, 'Период закончился');
    await reopenPlan(planner, planId);
    const { rows } = await planHistory(planner.scope, db, planId, { limit: 3, offset: 0 });
    expect(rows.map((row) => [row.action, row.reason])).toEqual([
      ['plan.reopened', null],
      ['plan.closed', 'Период закончился'],
      ['plan.approved', null],
    ]);
  });
});

test('a plan without a period is neither sent for approval nor put in force, and the refusal says why', async () => {
  const planId = await createPlan(planner, { organisationId: town.id, title: 'План без периода', period: null });
  await addMeasure(planner, planId, input({ number: '1', text: 'Совещание' }), null);
  const sent = submitPlan(planner, planId);
  await expect(sent).rejects.toMatchObject({ code: 'invalidInput', text: expect.stringContaining('не указан период') });
  // Sent before this was asked for.
  await db.updateTable('plans').set({ state: 'under-approval' }).where('id', '=', planId).execute();
  await expect(approvePlan(planner, planId, ORDER)).rejects.toMatchObject({
    code: 'invalidInput',
    advice: expect.stringContaining('начало и окончание'),
  });
  expect((await planContent(planner.scope, db, planId)).plan).toMatchObject({ state: 'under-approval', orders: [] });
});

test('a plan is closed by an order, which stays with it when it is opened again', async () => {
  const planId = await approved();
  const order = { ...ORDER, number: '31', date: '2027-08-31', body: 'управление образования', signatory: 'Начальник' };
  await closePlan(planner, planId, 'Период закончился', order);
  const closed = (await planContent(planner.scope, db, planId)).plan;
  expect(closed.orders).toMatchObject([
    { purpose: 'approval', number: '14' },
    { purpose: 'closing', number: '31', date: '2027-08-31', body: 'управление образования', revision: null },
  ]);
  expect(await revisionsOf(planner.scope, db, planId)).toHaveLength(1);
  await reopenPlan(planner, planId);
  expect((await planContent(planner.scope, db, planId)).plan).toMatchObject({ state: 'approved', revision: 1 });
});

describe('copies and lists', () => {
  test('the next year has the same measures a year later', async () => {
    const planId = await approved('План на 2026/27 учебный год');
    const copyId = await copyPlan(planner, planId, { years: 1 });
    const copy = await working(copyId);
    expect(copy).toMatchObject({
      title: 'План на 2027/28 учебный год',
      period: { from: '2027-09-01', to: '2028-08-31' },
      plan: { state: 'draft' },
    });
    expect(copy.measures.map((row) => row.deadline.text)).toEqual(['октябрь 2027 г.', 'ноябрь 2027 г.']);
    expect(copy.measures[0]!.id).not.toBe((await working(planId)).measures[0]!.id);
  });

  test('plans are found by words of the title, level and period', async () => {
    const planId = await approved('Дорожная карта 100%_особая');
    const found = (filter: Parameters<typeof plansMatching>[2]) =>
      plansMatching(planner.scope, db, filter, { limit: 50, offset: 0 });
    expect((await found({ text: 'особая карта' })).rows).toMatchObject([
      { id: planId, measures: 2, due: 2, accepted: 0 },
    ]);
    expect((await found({ text: '100%_ос' })).total).toBe(1);
    expect((await found({ text: '100__ос' })).total).toBe(0);
    expect((await found({ text: 'особая', level: 'school' })).total).toBe(0);
    expect((await found({ text: 'особая', period: { from: '2030-01-01', to: '2030-12-31' } })).total).toBe(0);
    expect(await searchPlans(planner.scope, db, 'дорожная')).toMatchObject([
      { id: planId, organisation: expect.any(String), periodFrom: expect.any(String) },
    ]);
  });

  test('measures are found by all the words of their text, in the plans one sees', async () => {
    const planId = await draft();
    const text = 'Школа молодого методиста: 100_% участие';
    const { measureId } = await addMeasure(planner, planId, input({ text }), null);
    expect(await searchMeasures(planner.scope, db, 'методиста МОЛОДОГО', 5)).toMatchObject([
      { id: measureId, planId, text },
    ]);
    expect(await searchMeasures(planner.scope, db, 'методиста ученика', 5)).toEqual([]);
    expect(await searchMeasures(planner.scope, db, '100__ участие', 5)).toEqual([]);
    expect(await searchMeasures(stranger.scope, db, 'методиста', 5)).toEqual([]);
  });
});

describe('who may not', () => {
  test('another town sees nothing of the plan and can do nothing with it', async () => {
    const planId = await approved();
    const refusals = await Promise.all(
      [
        planContent(stranger.scope, db, planId),
        revisionsOf(stranger.scope, db, planId).then((rows) => {
          if (rows.length === 0) throw new Error('none');
        }),
        planHistory(stranger.scope, db, planId, { limit: 1, offset: 0 }),
        startAmendment(stranger, planId),
        closePlan(stranger, planId, 'Так'),
        copyPlan(stranger, planId, { years: 1 }),
        addMeasure(stranger, planId, input(), null),
        undoEdit(stranger, planId, 2),
      ].map((work) => refusal(work)),
    );
    expect(refusals).toEqual([
      'notFound',
      'nothing was refused: Error: none',
      'notFound',
      'notFound',
      'notFound',
      'notFound',
      'notFound',
      'notFound',
    ]);
    expect((await plansMatching(stranger.scope, db, { organisationId: town.id }, { limit: 5, offset: 0 })).total).toBe(
      0,
    );
    expect(await searchPlans(stranger.scope, db, 'план поддержки')).toEqual([]);
  });

  test('an empty scope sees nothing at all', async () => {
    const planId = await approved();
    const nobody = { subtrees: [], ancestors: [] };
    expect(await refusal(planContent(nobody, db, planId))).toBe('notFound');
    expect((await plansMatching(nobody, db, {}, { limit: 5, offset: 0 })).total).toBe(0);
  });

  test('a reader and a curator read only', async () => {
    const planId = await approved();
    const curator = await ctxAs(services, 'curator', town);
    for (const ctx of [reader, curator]) {
      expect((await planContent(ctx.scope, db, planId)).measures).toHaveLength(2);
      expect(await refusal(startAmendment(ctx, planId))).toBe('notAllowed');
      expect(await refusal(createPlan(ctx, { organisationId: town.id, title: 'Мой', period: null }))).toBe(
        'notAllowed',
      );
      expect(await refusal(copyPlan(ctx, planId, { years: 1 }))).toBe('notAllowed');
    }
  });

  test('from below one sees what is in force above, not its drafts', async () => {
    const planId = await createPlan(regional, { organisationId: region.id, title: 'Областной план', period: PERIOD });
    await addMeasure(regional, planId, input(), null);
    expect(await refusal(planContent(planner.scope, db, planId))).toBe('notFound');
    await submitPlan(regional, planId);
    await approvePlan(regional, planId, ORDER);
    expect((await planContent(planner.scope, db, planId)).title).toBe('Областной план');
    expect(await refusal(startAmendment(planner, planId))).toBe('notAllowed');
    await startAmendment(regional, planId);
    await addMeasure(regional, planId, input({ text: 'Ещё не решено' }), null);
    expect((await planContent(planner.scope, db, planId)).measures).toHaveLength(1);
    expect(await refusal(planContent(planner.scope, db, planId, { revision: 'working' }))).toBe('notAllowed');
    const { rows, total } = await planHistory(planner.scope, db, planId, { limit: 10, offset: 0 });
    expect([rows.map((row) => row.action), total]).toEqual([['plan.approved'], 1]);
  });

  test('a planner above writes for those below', async () => {
    const planId = await createPlan(regional, { organisationId: town.id, title: 'За район', period: PERIOD });
    expect((await planContent(regional.scope, db, planId)).plan.level).toBe('municipality');
    expect(await refusal(createPlan(planner, { organisationId: region.id, title: 'За область', period: PERIOD }))).toBe(
      'notAllowed',
    );
  });
});
