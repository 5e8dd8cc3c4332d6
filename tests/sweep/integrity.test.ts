import { beforeAll, describe, expect, test } from 'vitest';
import { insertAll } from '#demo/bulk.ts';
import { demoOrganisations } from '#demo/organisations.ts';
import { seededRandom } from '#demo/random.ts';
import { demoResults, insertDemoResults } from '#demo/results/load.ts';
import type { Truth } from '#demo/results/truth.ts';
import { endObservation, assignObserver } from '#modules/integrity/commands/observers.ts';
import { checkIntegrity } from '#modules/integrity/commands/check.ts';
import { takeStep } from '#modules/integrity/commands/review.ts';
import { checksInForce, schoolFinding, schoolsWithReasons } from '#modules/integrity/queries/findings.ts';
import { observers } from '#modules/integrity/queries/observers.ts';
import { reviewOf } from '#modules/integrity/queries/review.ts';
import type { Ctx } from '#platform/context.ts';
import { ctxAs, type TestOrganisation, testServices } from '#tests/support/factory.ts';

const services = await testServices();
const { db } = services;
const YEAR = 2025;
const organisations = demoOrganisations(seededRandom(5), 90);
const truths = new Map<number, Truth>();
let region: TestOrganisation;
let analyst: Ctx;

const place = (id: number): TestOrganisation => {
  const found = organisations.find((one) => one.id === id)!;
  return { id, path: found.path, kind: found.kind, name: found.name, shortName: found.short_name };
};
const planted = (kind: Truth['kind']) => [...truths].flatMap(([id, truth]) => (truth.kind === kind ? [id] : []));

beforeAll(async () => {
  await insertAll(db, 'organisations', organisations);
  const results = await demoResults(services, organisations, [2024, 2025, 2026], 5);
  await insertDemoResults(services, db, organisations, results, '2026-11-22');
  for (const { login, truth } of results.region.schools) {
    const own = organisations.find((one) => one.fis_oko_login === login);
    if (own && truth) truths.set(own.id, truth);
  }
  region = place(organisations.find(({ kind }) => kind === 'region')!.id);
  analyst = await ctxAs(services, 'analyst', region);
}, 60_000);

describe('a check of a year', () => {
  test('finds schools where marks were lifted over borders, says so in numbers, and leaves good schools alone', async () => {
    const { tested, reasons } = await checkIntegrity(analyst, { year: YEAR });
    expect(tested).toBeGreaterThan(50);
    const rows = await schoolsWithReasons(analyst.actor, analyst.scope, db, { year: YEAR });
    expect(rows).toHaveLength(reasons);
    const found = new Set(rows.map(({ organisationId }) => organisationId));
    for (const id of planted('inflated-borders')) {
      expect(found, `school ${id}`).toContain(id);
      const { signals } = await schoolFinding(analyst.actor, analyst.scope, db, { organisationId: id, year: YEAR });
      expect(signals.map(({ kind }) => kind)).toContain('borders');
      expect(signals.find(({ kind }) => kind === 'borders')?.value).toBeGreaterThan(3);
    }
    for (const id of planted('honestly-strong')) expect(found, `school ${id}`).not.toContain(id);
  });

  test('is in the order of places, and high means never stand alone', async () => {
    const rows = await schoolsWithReasons(analyst.actor, analyst.scope, db, { year: YEAR });
    const names = rows.map(({ municipality, school }) => `${municipality} ${school}`);
    expect(names).toEqual(names.toSorted((a, b) => (a < b ? -1 : 1)));
    for (const { signals } of rows) expect(signals.some(({ kind }) => kind !== 'high-mean')).toBe(true);
  });

  test('repeated gives the same, in the place of the first, which stays', async () => {
    const before = await schoolsWithReasons(analyst.actor, analyst.scope, db, { year: YEAR });
    await checkIntegrity(analyst, { year: YEAR });
    expect(await schoolsWithReasons(analyst.actor, analyst.scope, db, { year: YEAR })).toEqual(before);
    expect(await checksInForce(analyst.scope, db)).toHaveLength(1);
    expect(await db.selectFrom('integrity_checks').select('id').execute()).toHaveLength(2);
  });

  test('of a year without results is refused with advice', async () => {
    await expect(checkIntegrity(analyst, { year: 2019 })).rejects.toThrow(/Результатов за 2019 год нет/);
  });
});

describe('who sees what', () => {
  test('the school sees its own reasons, another school and a municipality see none', async () => {
    const [id] = planted('inflated-borders');
    const key = { organisationId: id!, year: YEAR };
    const own = await ctxAs(services, 'school-head', place(id!));
    expect((await schoolFinding(own.actor, own.scope, db, key)).reason).toBe(true);
    expect(await schoolsWithReasons(own.actor, own.scope, db, { year: YEAR })).toHaveLength(1);
    const other = await ctxAs(services, 'school-head', place(planted('honestly-strong')[0]!));
    const town = await ctxAs(
      services,
      'municipal-planner',
      place(organisations.find((one) => one.id === id)!.parent_id!),
    );
    const reader = await ctxAs(services, 'reader', region);
    for (const ctx of [other, town, reader]) {
      await expect(schoolFinding(ctx.actor, ctx.scope, db, key)).rejects.toMatchObject({ code: 'notFound' });
      const rows = await schoolsWithReasons(ctx.actor, ctx.scope, db, { year: YEAR });
      expect(rows.map(({ organisationId }) => organisationId)).not.toContain(id);
      await expect(checkIntegrity(ctx, { year: YEAR })).rejects.toThrow();
    }
    await expect(reviewOf(town.actor, town.scope, db, key)).rejects.toMatchObject({ code: 'notFound' });
  });
});

describe('the review', () => {
  test('goes from question to explanation to observation to an outcome, each step in the journal', async () => {
    const [id] = planted('inflated-borders');
    const key = { organisationId: id!, year: YEAR };
    const head = await ctxAs(services, 'school-head', place(id!));
    const step = (ctx: Ctx, kind: Parameters<typeof takeStep>[1]['step'], version: number, more = {}) =>
      takeStep(ctx, { ...key, step: kind, comment: `Шаг ${kind}`, version, ...more });
    await expect(step(head, 'ask', 0)).rejects.toMatchObject({ code: 'notAllowed' });
    await step(analyst, 'ask', 0);
    await expect(step(analyst, 'close', 1, { outcome: 'explained' })).rejects.toMatchObject({ code: 'conflict' });
    await step(head, 'explain', 1);
    await expect(step(head, 'close', 2, { outcome: 'explained' })).rejects.toMatchObject({ code: 'notAllowed' });
    await step(analyst, 'order-observation', 2);
    await expect(step(analyst, 'report-observation', 2)).rejects.toMatchObject({ code: 'conflict' });
    await step(analyst, 'report-observation', 3);
    await expect(step(analyst, 'close', 4)).rejects.toMatchObject({ code: 'invalidInput' });
    await step(analyst, 'close', 4, { outcome: 'confirmed' });
    const review = await reviewOf(head.actor, head.scope, db, key);
    expect(review).toMatchObject({ state: 'closed', outcome: 'confirmed', version: 5 });
    expect(review?.steps.map(({ kind }) => kind)).toEqual([
      'close',
      'report-observation',
      'order-observation',
      'explain',
      'ask',
    ]);
    const events = await db
      .selectFrom('audit_events')
      .select('action')
      .where('object_type', '=', 'integrity-review')
      .orderBy('id')
      .execute();
    expect(events.map(({ action }) => action)).toEqual([
      'integrity.ask',
      'integrity.explain',
      'integrity.order-observation',
      'integrity.report-observation',
      'integrity.close',
    ]);
  });

  test('begins only where there is a reason, and needs words', async () => {
    const key = { organisationId: planted('honestly-strong')[0]!, year: YEAR, step: 'ask' as const, version: 0 };
    await expect(takeStep(analyst, { ...key, comment: 'Прошу пояснить' })).rejects.toThrow(/Повода для разбора нет/);
    await expect(takeStep(analyst, { ...key, comment: '  ' })).rejects.toMatchObject({ code: 'reasonRequired' });
  });
});

describe('observers', () => {
  test('are sent by the region, from another organisation, and report once', async () => {
    const [id] = planted('inflated-borders');
    const visit = { schoolId: id!, work: 'ВПР 8 математика 2026', on: '2026-04-21', organisationId: null, name: null };
    const head = await ctxAs(services, 'school-head', place(id!));
    await expect(assignObserver(head, { ...visit, name: 'Наблюдатель' })).rejects.toMatchObject({ code: 'notAllowed' });
    await expect(assignObserver(analyst, visit)).rejects.toThrow(/кто наблюдает/);
    await expect(assignObserver(analyst, { ...visit, organisationId: id! })).rejects.toThrow(/сама за собой/);
    const other = planted('honestly-strong')[0]!;
    const assigned = await assignObserver(analyst, { ...visit, organisationId: other });
    expect(await observers(head.actor, head.scope, db, { schoolId: id! })).toMatchObject([
      { id: assigned, state: 'assigned', work: visit.work, observer: place(other).shortName },
    ]);
    const report = { id: assigned, version: 1, state: 'done' as const, report: 'Замечаний нет' };
    await endObservation(analyst, report);
    await expect(endObservation(analyst, { ...report, version: 2 })).rejects.toMatchObject({ code: 'conflict' });
  });
});
