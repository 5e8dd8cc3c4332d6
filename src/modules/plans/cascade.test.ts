/** The cascade against a real database: sending down, adopting, adapting, declining, coverage, progress. */
import { beforeAll, describe, expect, test } from 'vitest';
import { isAppError } from '#kernel/errors.ts';
import type { Ctx } from '#platform/context.ts';
import { ctxAs, newOrganisation, testServices, type TestOrganisation } from '#tests/support/factory.ts';
import { adoptMeasures, declineMeasures, withdrawDecision } from './commands/adopt.ts';
import { createPlan } from './commands/create-plan.ts';
import { addMeasure, addSection, reviseMeasure } from './commands/edit-measures.ts';
import { approvePlan, deleteDraft, submitPlan } from './commands/life.ts';
import { offerPlan, remindAbout, withdrawOffer } from './commands/offer-plan.ts';
import { fingerprint } from './domain/fingerprint.ts';
import type { MeasureInput } from './domain/measure-input.ts';
import { planContent } from './queries/content.ts';
import { answersAbout, coverage, coverageLevels } from './queries/coverage.ts';
import { incomingCount, incomingMeasures, incomingPlans } from './queries/incoming.ts';
import { ownProgress, progressOf } from './queries/progress.ts';
import { plansToday } from './queries/today.ts';

const services = await testServices();
const { db } = services;
let region: TestOrganisation;
let town: TestOrganisation;
let village: TestOrganisation;
let regional: Ctx;
let planner: Ctx;
let villager: Ctx;

beforeAll(async () => {
  region = await newOrganisation(db, { kind: 'region' });
  town = await newOrganisation(db, { kind: 'municipality', parent: region, name: 'Город' });
  village = await newOrganisation(db, { kind: 'municipality', parent: region, name: 'Село' });
  regional = await ctxAs(services, 'regional-planner', region);
  planner = await ctxAs(services, 'municipal-planner', town);
  villager = await ctxAs(services, 'municipal-planner', village);
});

const PERIOD = { from: '2026-09-01', to: '2027-08-31' };
const ORDER = { kind: 'приказ', body: null, number: '1', date: '2026-09-05', signatory: null, file: null };

function input(given: Partial<MeasureInput> = {}): MeasureInput {
  return {
    number: null,
    sectionId: null,
    text: 'Семинар',
    deadlineText: 'октябрь 2026 г.',
    parties: [{ text: 'методисты', organisationId: null }],
    results: [],
    note: null,
    weight: 1,
    schedulePlanId: null,
    ...given,
  };
}

/** A plan of the region in force with two measures in one section, sent to the municipalities. */
async function sentDown() {
  const planId = await createPlan(regional, { organisationId: region.id, title: 'Областной план', period: PERIOD });
  await addSection(regional, planId, { number: '1', title: 'Кадры' });
  const [section] = (await planContent(regional.scope, db, planId)).sections;
  const first = (await addMeasure(regional, planId, input({ number: '1.1', sectionId: section!.id }), null)).measureId;
  const second = (
    await addMeasure(
      regional,
      planId,
      input({ number: '1.2', text: 'Совещание', sectionId: section!.id, weight: 3 }),
      null,
    )
  ).measureId;
  await submitPlan(regional, planId);
  await approvePlan(regional, planId, ORDER);
  await offerPlan(regional, planId, {
    isModel: false,
    measures: [first, second].map((id) => ({ id, levels: ['municipality' as const] })),
  });
  return { planId, first, second };
}

async function refusal(work: Promise<unknown>): Promise<string> {
  const error = await work.then(
    () => null,
    (thrown: unknown) => thrown,
  );
  return isAppError(error) ? error.code : `nothing was refused: ${String(error)}`;
}

describe('sending down', () => {
  test('brings the measures to the level they were addressed to, with a notice', async () => {
    const { planId } = await sentDown();
    expect((await incomingPlans(planner.scope, db, town)).find((row) => row.id === planId)).toMatchObject({
      measures: 2,
      pending: 2,
      organisation: region.shortName,
    });
    expect(
      (await incomingMeasures(planner.scope, db, town, planId)).map((row) => [row.number, row.section, row.decision]),
    ).toEqual([
      ['1.1', 'Кадры', 'none'],
      ['1.2', 'Кадры', 'none'],
    ]);
    const notices = await db
      .selectFrom('notifications')
      .select(['kind', 'href'])
      .where('user_id', '=', planner.actor.userId)
      .execute();
    expect(notices).toContainEqual({
      kind: 'plan-offered',
      href: `/plans/incoming?organisation=${town.id}&plan=${planId}`,
    });
    const school = await newOrganisation(db, { parent: town });
    const head = await ctxAs(services, 'school-head', school);
    expect(await incomingCount(head.scope, db, school)).toBe(0);
  });

  test('is for those who write the plan, when it is in force, and can be taken back', async () => {
    const { planId, first } = await sentDown();
    expect(
      await refusal(offerPlan(planner, planId, { isModel: false, measures: [{ id: first, levels: ['school'] }] })),
    ).toBe('notAllowed');
    expect(
      await refusal(offerPlan(regional, planId, { isModel: false, measures: [{ id: first, levels: ['region'] }] })),
    ).toBe('invalidInput');
    await withdrawOffer(regional, planId);
    expect((await incomingPlans(planner.scope, db, town)).some((row) => row.id === planId)).toBe(false);
    expect(
      await refusal(
        adoptMeasures(planner, { parentPlanId: planId, organisationId: town.id, measureIds: [first], planId: null }),
      ),
    ).toBe('transitionNotAllowed');
  });

  test('a model plan of an institute reaches the municipalities of its region', async () => {
    const institute = await newOrganisation(db, { kind: 'institute', parent: region });
    const author = await ctxAs(services, 'regional-planner', institute);
    const planId = await createPlan(author, {
      organisationId: institute.id,
      title: 'Примерный комплекс мер',
      period: PERIOD,
    });
    const { measureId } = await addMeasure(author, planId, input({ number: '1' }), null);
    await submitPlan(author, planId);
    await approvePlan(author, planId, ORDER);
    await offerPlan(author, planId, { isModel: true, measures: [{ id: measureId, levels: ['municipality'] }] });
    expect((await incomingPlans(planner.scope, db, town)).find((row) => row.id === planId)).toMatchObject({
      isModel: true,
      pending: 1,
    });
    const { planId: ownId } = await adoptMeasures(planner, {
      parentPlanId: planId,
      organisationId: town.id,
      measureIds: [measureId],
      planId: null,
      title: 'План города',
    });
    expect(await planContent(planner.scope, db, ownId)).toMatchObject({
      title: 'План города',
      plan: { parentPlan: { id: planId } },
    });
  });
});

describe('a level below', () => {
  test('adopts measures into a new plan, linked and in a section of the same title', async () => {
    const { planId, first, second } = await sentDown();
    const waiting = await incomingCount(planner.scope, db, town);
    const adopted = await adoptMeasures(planner, {
      parentPlanId: planId,
      organisationId: town.id,
      measureIds: [second, first],
      planId: null,
    });
    const own = await planContent(planner.scope, db, adopted.planId);
    expect(own.sections).toMatchObject([{ title: 'Кадры' }]);
    expect(own.measures).toMatchObject([
      { number: '1.1', text: 'Семинар', parentMeasureId: first, parties: [{ text: 'методисты' }], weight: 1 },
      { number: '1.2', text: 'Совещание', parentMeasureId: second, weight: 1 },
    ]);
    expect(
      (await incomingMeasures(planner.scope, db, town, planId)).map((row) => [row.decision, row.childPlanId]),
    ).toEqual([
      ['adopted', adopted.planId],
      ['adopted', adopted.planId],
    ]);
    expect(await incomingCount(planner.scope, db, town)).toBe(waiting - 2);
  });

  test('adopts into its own draft; a second answer needs the first to be taken back', async () => {
    const { planId, first } = await sentDown();
    const ownId = await createPlan(planner, { organisationId: town.id, title: 'Свой', period: PERIOD });
    const said = { parentPlanId: planId, organisationId: town.id, measureIds: [first] };
    await adoptMeasures(planner, { ...said, planId: ownId });
    expect(await refusal(declineMeasures(planner, said, 'Не нужно'))).toBe('conflict');
    await withdrawDecision(planner, { parentPlanId: planId, organisationId: town.id, measureId: first });
    expect((await planContent(planner.scope, db, ownId)).measures).toEqual([]);
    expect(await refusal(declineMeasures(planner, said, ' '))).toBe('reasonRequired');
    await declineMeasures(planner, said, 'Уже ведётся');
    expect((await incomingMeasures(planner.scope, db, town, planId))[0]).toMatchObject({
      decision: 'declined',
      reason: 'Уже ведётся',
      childPlanId: null,
    });
  });

  test('what is changed in substance is adapted', async () => {
    const { planId, first, second } = await sentDown();
    const { planId: ownId } = await adoptMeasures(planner, {
      parentPlanId: planId,
      organisationId: town.id,
      measureIds: [first, second],
      planId: null,
    });
    const [one, two] = (await planContent(planner.scope, db, ownId)).measures;
    const same = (measure: typeof one) => ({
      number: '9',
      sectionId: measure!.sectionId,
      text: measure!.text,
      deadlineText: measure!.deadline.text,
      parties: [{ text: 'методисты', organisationId: null }],
    });
    await reviseMeasure(planner, ownId, one!.id, input(same(one)), { print: fingerprint(one) });
    await reviseMeasure(planner, ownId, two!.id, input({ ...same(two), deadlineText: 'май 2027 г.' }), {
      print: fingerprint(two),
    });
    expect((await incomingMeasures(planner.scope, db, town, planId)).map((row) => row.decision)).toEqual([
      'adopted',
      'adapted',
    ]);
  });

  test('decides for itself alone', async () => {
    const { planId, first } = await sentDown();
    const said = { parentPlanId: planId, organisationId: town.id, measureIds: [first] };
    expect(await refusal(adoptMeasures(villager, { ...said, planId: null }))).toBe('notAllowed');
    expect(await refusal(declineMeasures(villager, said, 'Нет'))).toBe('notAllowed');
    const reader = await ctxAs(services, 'reader', town);
    expect(await refusal(declineMeasures(reader, said, 'Нет'))).toBe('notAllowed');
    const ownId = await createPlan(villager, { organisationId: village.id, title: 'Чужой', period: PERIOD });
    expect(await refusal(adoptMeasures(planner, { ...said, planId: ownId }))).toBe('notFound');
    expect(await refusal(adoptMeasures(planner, { ...said, measureIds: [987_654], planId: null }))).toBe(
      'invalidInput',
    );
  });
});

describe('coverage', () => {
  test('shows who took up what and who has not answered', async () => {
    const { planId, first, second } = await sentDown();
    await adoptMeasures(planner, { parentPlanId: planId, organisationId: town.id, measureIds: [first], planId: null });
    await declineMeasures(
      villager,
      { parentPlanId: planId, organisationId: village.id, measureIds: [first, second] },
      'Нет школ',
    );
    expect(await coverageLevels(regional.scope, db, planId)).toEqual([
      { level: 'municipality', measures: 2, organisations: 2 },
    ]);
    const matrix = await coverage(regional.scope, db, { planId, level: 'municipality' }, { limit: 10, offset: 0 });
    expect(matrix.organisations.map((row) => [row.shortName, row.answered])).toEqual([
      ['Город', 1],
      ['Село', 2],
    ]);
    expect(matrix.measures).toMatchObject([
      { adopted: 1, adapted: 0, declined: 1 },
      { adopted: 0, adapted: 0, declined: 1 },
    ]);
    expect(matrix.cells).toHaveLength(3);
    const open = await answersAbout(regional.scope, db, second, { planId, level: 'municipality' }, 'none', {
      limit: 10,
      offset: 0,
    });
    expect(open).toMatchObject({
      total: 1,
      counts: { none: 1, declined: 1, adopted: 0 },
      rows: [{ shortName: 'Город' }],
    });
    expect(
      (await coverage(regional.scope, db, { planId, level: 'municipality', text: 'сел' }, { limit: 10, offset: 0 }))
        .total,
    ).toBe(1);
  });

  test('a plan deleted below leaves the question open again', async () => {
    const { planId, first } = await sentDown();
    const { planId: ownId } = await adoptMeasures(planner, {
      parentPlanId: planId,
      organisationId: town.id,
      measureIds: [first],
      planId: null,
    });
    await deleteDraft(planner, ownId);
    const { counts } = await answersAbout(regional.scope, db, first, { planId, level: 'municipality' }, undefined, {
      limit: 10,
      offset: 0,
    });
    expect(counts).toMatchObject({ none: 2, adopted: 0 });
    await adoptMeasures(planner, { parentPlanId: planId, organisationId: town.id, measureIds: [first], planId: null });
  });

  test('from below only the own organisation is seen; from beside nothing', async () => {
    const { planId, first } = await sentDown();
    const own = await coverage(planner.scope, db, { planId, level: 'municipality' }, { limit: 10, offset: 0 });
    expect(own.organisations.map((row) => row.id)).toEqual([town.id]);
    const otherRegion = await newOrganisation(db, { kind: 'region' });
    const foreign = await ctxAs(services, 'regional-planner', otherRegion);
    expect(
      await refusal(coverage(foreign.scope, db, { planId, level: 'municipality' }, { limit: 10, offset: 0 })),
    ).toBe('notFound');
    expect(
      await refusal(
        answersAbout(foreign.scope, db, first, { planId, level: 'municipality' }, undefined, { limit: 10, offset: 0 }),
      ),
    ).toBe('notFound');
    expect(await refusal(progressOf(foreign.scope, db, planId))).toBe('notFound');
    expect(await ownProgress(foreign.scope, db, planId, '2026-11-22')).toEqual({});
    expect(await incomingPlans({ subtrees: [], ancestors: [] }, db, town)).toEqual([]);
  });

  test('those who have not answered are reminded once a day', async () => {
    const { planId, first } = await sentDown();
    await declineMeasures(
      villager,
      { parentPlanId: planId, organisationId: village.id, measureIds: [first] },
      'Нет школ',
    );
    expect(await remindAbout(regional, planId, first, 'municipality')).toMatchObject({ organisations: 1 });
    await remindAbout(regional, planId, first, 'municipality');
    const reminded = await db
      .selectFrom('notifications')
      .select('user_id')
      .where('kind', '=', 'measure-unanswered')
      .where('href', 'like', `%measure-${first}`)
      .where('user_id', 'in', [planner.actor.userId, villager.actor.userId])
      .execute();
    expect(reminded).toEqual([{ user_id: planner.actor.userId }]);
    expect(await refusal(remindAbout(planner, planId, first, 'municipality'))).toBe('notAllowed');
  });
});

describe('the start page', () => {
  test('names what came down and what waits for the signature of the person', async () => {
    const { planId } = await sentDown();
    const groups = await plansToday(planner);
    expect(groups.find((group) => group.key === 'plans-incoming')?.items).toContainEqual(
      expect.objectContaining({
        to: `/plans/incoming?organisation=${town.id}&plan=${planId}`,
        place: region.shortName,
      }),
    );
    const ownId = await createPlan(planner, { organisationId: town.id, title: 'На подпись', period: PERIOD });
    await addMeasure(planner, ownId, input(), null);
    await submitPlan(planner, ownId);
    const waiting = (await plansToday(planner)).find((group) => group.key === 'plans-to-approve');
    expect(waiting?.items).toMatchObject([{ label: 'На подпись', to: `/plans/${ownId}/approval` }]);
    expect((await plansToday(villager)).some((group) => group.key === 'plans-to-approve')).toBe(false);
    expect(await plansToday(await ctxAs(services, 'reader', region))).toEqual([]);
  });
});

describe('progress', () => {
  test('counts the own windows and those of the measures below, by their weights', async () => {
    const { planId, first, second } = await sentDown();
    const { planId: ownId } = await adoptMeasures(planner, {
      parentPlanId: planId,
      organisationId: town.id,
      measureIds: [first],
      planId: null,
    });
    expect((await progressOf(regional.scope, db, planId)).share).toBe(0);
    await submitPlan(planner, ownId);
    await approvePlan(planner, ownId, ORDER);
    await db
      .updateTable('occurrences')
      .set({ state: 'accepted', done_on: '2026-10-20' })
      .where('plan_id', '=', ownId)
      .execute();
    const { share, measures } = await progressOf(planner.scope, db, planId);
    expect(measures).toMatchObject([
      { measureId: first, total: 2, accepted: 1, ownTotal: 1, ownAccepted: 0, organisations: 1 },
      { measureId: second, total: 1, accepted: 0, weight: 3, organisations: 0 },
    ]);
    // Half of the first (weight 1) and nothing of the second (weight 3).
    expect(share).toBe(0.125);
    expect(await ownProgress(planner.scope, db, ownId, '2026-11-22')).toMatchObject({
      [(await planContent(planner.scope, db, ownId)).measures[0]!.id]: {
        total: 1,
        accepted: 1,
        overdue: 0,
        next: null,
      },
    });
    expect((await ownProgress(regional.scope, db, planId, '2026-11-22'))[first]).toMatchObject({
      total: 1,
      overdue: 1,
      next: { dueOn: '2026-10-31' },
    });
  });
});
