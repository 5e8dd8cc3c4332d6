/** What tests of execution stand on: a small region with plans in force and people in every role. */
import type { ResultKind } from '#modules/plan-reading/contract.ts';
import { planContent } from '#modules/plans/index.ts';
import type { Ctx } from '#platform/context.ts';
import type { Database } from '#platform/database.ts';
import { ctxAs, newOrganisation, type TestOrganisation, testServices } from './factory.ts';
import { nextNumber } from './numbers.ts';
import type { Mark } from '#modules/execution/commands/submit.ts';

export type NewMeasure = {
  text?: string;
  number?: string;
  results?: readonly ResultKind[];
  parentMeasureId?: number | null;
  due?: readonly (string | null)[];
};

/** A plan in force with one measure; the id of the plan, the measure and its occurrences. */
export async function newPlan(
  db: Database,
  organisation: TestOrganisation,
  given: NewMeasure & { state?: string; planId?: number } = {},
) {
  const planId = given.planId ?? (await insertPlan(db, organisation, given.state ?? 'approved'));
  const position = nextNumber('measure');
  const { id: measureId } = await db
    .insertInto('measures')
    .values({
      plan_id: planId,
      position,
      number: given.number ?? String(position),
      text: given.text ?? `Мероприятие ${position}`,
      deadline_text: 'ноябрь 2026 г.',
      deadline: JSON.stringify({ text: 'ноябрь 2026 г.', kind: 'month' }),
      parent_measure_id: given.parentMeasureId ?? null,
    })
    .returning('id')
    .executeTakeFirstOrThrow();
  for (const [position, kind] of (given.results ?? ['приказ']).entries()) {
    await db.insertInto('measure_results').values({ measure_id: measureId, position, text: kind, kind }).execute();
  }
  const occurrences: number[] = [];
  for (const [index, due] of (given.due ?? ['2026-11-30']).entries()) {
    const row = await db
      .insertInto('occurrences')
      .values({
        measure_id: measureId,
        plan_id: planId,
        organisation_id: organisation.id,
        sequence: index + 1,
        label: due ?? 'без срока',
        window_from: due && `${due.slice(0, 8)}01`,
        due_on: due,
      })
      .returning('id')
      .executeTakeFirstOrThrow();
    occurrences.push(row.id);
  }
  return { planId, measureId, occurrences, occurrence: occurrences[0]! };
}

async function insertPlan(db: Database, organisation: TestOrganisation, state: string): Promise<number> {
  const level = ['region', 'district', 'municipality', 'school'].includes(organisation.kind)
    ? organisation.kind
    : 'region';
  const { id } = await db
    .insertInto('plans')
    .values({
      organisation_id: organisation.id,
      level,
      title: `План, ${organisation.shortName}`,
      state,
      period_from: '2026-09-01',
      period_to: '2027-08-31',
      revision: state === 'draft' ? null : 1,
    })
    .returning('id')
    .executeTakeFirstOrThrow();
  return id;
}

/** Services and a region → district → two towns → schools, with someone in every role. */
export async function smallRegion() {
  const services = await testServices();
  const { db } = services;
  const region = await newOrganisation(db, { kind: 'region' });
  const district = await newOrganisation(db, { kind: 'district', parent: region });
  const town = await newOrganisation(db, { kind: 'municipality', parent: district });
  const otherTown = await newOrganisation(db, { kind: 'municipality', parent: district });
  const school = await newOrganisation(db, { parent: town });
  const neighbour = await newOrganisation(db, { parent: town });
  const stranger = await newOrganisation(db, { parent: otherTown });
  return {
    services,
    db,
    region,
    district,
    town,
    otherTown,
    school,
    neighbour,
    stranger,
    head: await ctxAs(services, 'school-head', school),
    editor: await ctxAs(services, 'school-editor', school),
    neighbourHead: await ctxAs(services, 'school-head', neighbour),
    strangerHead: await ctxAs(services, 'school-head', stranger),
    curator: await ctxAs(services, 'curator', school),
    planner: await ctxAs(services, 'municipal-planner', town),
    otherPlanner: await ctxAs(services, 'municipal-planner', otherTown),
    regional: await ctxAs(services, 'regional-planner', region),
    admin: await ctxAs(services, 'administrator', region),
    reader: await ctxAs(services, 'reader', region),
  };
}

/** A mark with an order published at an address. */
export function marked(given: Partial<Mark> = {}): Mark {
  return {
    markText: 'Приказ издан, кураторы назначены.',
    doneOn: '2026-11-20',
    existingDocuments: [],
    withoutDocumentReason: null,
    newDocuments: [
      {
        kind: 'приказ',
        number: '45',
        date: '2026-11-19',
        title: 'О назначении кураторов',
        file: null,
        url: 'https://school.example/45',
      },
    ],
    ...given,
  };
}

export const withoutDocuments = { newDocuments: [], withoutDocumentReason: 'Приказ на подписи.' };

/** Puts the working content of a plan in force from a day on, as an order does. */
export async function freeze(ctx: Ctx, planId: number, effectiveOn: string): Promise<void> {
  const { plan: _, shown: __, ...body } = await planContent(ctx.scope, ctx.db, planId, { revision: 'working' });
  await ctx.db
    .insertInto('plan_revisions')
    .values({ plan_id: planId, revision: 1, effective_on: effectiveOn, content: JSON.stringify(body) })
    .execute();
}
