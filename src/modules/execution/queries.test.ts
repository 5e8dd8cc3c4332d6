import fc from 'fast-check';
import { sql } from 'kysely';
import { expect, test } from 'vitest';
import { addDays } from '#kernel/dates.ts';
import type { Ctx } from '#platform/context.ts';
import { submitExecution } from './commands/submit.ts';
import {
  activeCount,
  OCCURRENCE_STATES,
  STANDINGS,
  standingAsOf,
  standingOf,
  type Occurrence,
  type Totals,
} from './domain.ts';
import { marked, newPlan, smallRegion, withoutDocuments } from '#tests/support/execution.ts';
import { reviewingOf } from './policy.ts';
import { occurrenceCount, occurrences } from './queries/occurrences.ts';

import { reviewQueue } from './queries/review.ts';
import { doneBy, hasStanding, standingCase } from './queries/standing.ts';
import { todayFor } from './queries/today.ts';
import { levelTotals, placeOf, planTotals } from './queries/totals.ts';

const world = await smallRegion();
const {
  db,
  region,
  district,
  town,
  school,
  neighbour,
  stranger,
  head,
  planner,
  regional,
  reader,
  curator,
  otherPlanner,
} = world;
const today = '2026-11-22';
const all = { limit: 100, offset: 0 };

const townPlan = await newPlan(db, town, { text: 'Семинар района', due: ['2026-11-01', '2027-02-01'] });
const schoolPlan = await newPlan(db, school, {
  text: 'Семинар школы',
  parentMeasureId: townPlan.measureId,
  due: ['2026-10-01', '2026-11-25', '2027-02-01', null],
});
const neighbourPlan = await newPlan(db, neighbour, { parentMeasureId: townPlan.measureId, due: ['2026-10-15'] });
const strangerPlan = await newPlan(db, stranger, { due: ['2026-10-20'] });
await newPlan(db, school, { due: ['2026-10-01'], state: 'draft' });
await newPlan(db, school, { due: ['2026-10-01'], state: 'closed' });
await submitExecution(world.neighbourHead, {
  ...marked({ doneOn: '2026-10-20' }),
  ...withoutDocuments,
  occurrenceId: neighbourPlan.occurrence,
  version: 0,
});

function list(ctx: Ctx, filter: Omit<Parameters<typeof occurrences>[2], 'today'> = {}) {
  return occurrences(ctx.scope, db, { today, ...filter }, all);
}

test('the database classifies an occurrence as the rules do, today and as of a day', async () => {
  const day = fc.integer({ min: -40, max: 40 }).map((days) => addDays(today, days));
  const occurrence: fc.Arbitrary<Occurrence> = fc
    .record({ state: fc.constantFrom(...OCCURRENCE_STATES), dueOn: fc.option(day), doneOn: day, proved: fc.boolean() })
    .map((given) => ({
      ...given,
      doneOn: given.state === 'planned' || given.state === 'cancelled' ? null : given.doneOn,
    }));
  const samples = fc.sample(occurrence, 400);
  const asOf = addDays(today, -10);
  const { rows } = await sql<Record<string, string | boolean>>`
    select ${standingCase(today)} as today,
           ${sql.join(STANDINGS.map((standing) => sql`(${hasStanding(standing, asOf, doneBy(asOf))}) as ${sql.ref(standing)}`))}
    from (select place, state, "dueOn" as due_on, "doneOn" as done_on, proved
          from json_to_recordset(${JSON.stringify(samples.map((one, place) => ({ ...one, place })))})
            as x(place int, state text, "dueOn" date, "doneOn" date, proved boolean)) occ
    order by place`.execute(db);
  expect(rows.map((row) => row['today'])).toEqual(samples.map((one) => standingOf(one, today)));
  expect(rows.map((row) => STANDINGS.filter((standing) => row[standing]))).toEqual(
    samples.map((one) => [standingAsOf(one, asOf)]),
  );
});

test('a list holds what is in force in one’s own subtree and nothing else', async () => {
  const ids = async (ctx: Ctx) => (await list(ctx)).rows.map((row) => row.id).sort((a, b) => a - b);
  const own = [...schoolPlan.occurrences];
  expect(await ids(head)).toEqual(own);
  expect(await ids(planner)).toEqual(
    [...townPlan.occurrences, ...own, ...neighbourPlan.occurrences].sort((a, b) => a - b),
  );
  expect(await ids(otherPlanner)).toEqual(strangerPlan.occurrences);
  expect((await list(reader)).total).toBe(8);
  expect(await occurrences({ subtrees: [], ancestors: [region.id] }, db, { today }, all)).toEqual({
    rows: [],
    total: 0,
  });
});

test('a plan in force above is read by its name, one beside is not', async () => {
  expect((await list(head, { planId: townPlan.planId })).total).toBe(2);
  expect((await list(otherPlanner, { planId: townPlan.planId })).total).toBe(0);
});

test('filters narrow and combine', async () => {
  expect((await list(planner, { standings: ['overdue'] })).rows.map((row) => row.id)).toEqual([
    schoolPlan.occurrences[0],
    townPlan.occurrences[0],
  ]);
  expect((await list(planner, { standings: ['overdue'], level: 'school' })).total).toBe(1);
  expect((await list(planner, { standings: ['overdue'], within: neighbour.path })).total).toBe(0);
  expect((await list(planner, { organisations: [town.id], dueBy: '2026-12-31' })).total).toBe(1);
  expect((await list(head, { standings: ['dueSoon'] })).rows.map((row) => row.dueOn)).toEqual(['2026-11-25']);
  expect((await list(planner, { standings: [] })).total).toBe(0);
});

test('a count is never stale', async () => {
  const { occurrence } = await newPlan(db, stranger, { due: ['2026-11-01'] });
  const before = await occurrenceCount(otherPlanner.scope, db, { today, standings: ['overdue'] });
  await db.updateTable('occurrences').set({ state: 'cancelled' }).where('id', '=', occurrence).execute();
  expect(await occurrenceCount(otherPlanner.scope, db, { today, standings: ['overdue'] })).toBe(before - 1);
});

test('totals of a level are those of its parts, and every occurrence is counted once', async () => {
  const place = await placeOf(reader.scope, db, region.id);
  const { all: whole, own, children } = await levelTotals(reader.scope, db, place, today);
  const sum = (key: keyof Totals) => children.reduce((total, child) => total + child.totals[key], own[key]);
  for (const key of [...STANDINGS, 'total'] as const) expect(sum(key)).toBe(whole[key]);
  expect(activeCount(whole)).toBe(8);
  const below = await levelTotals(reader.scope, db, await placeOf(reader.scope, db, town.id), today);
  expect(below.own).toMatchObject({ overdue: 1, notDue: 1, total: 2 });
  expect(below.children.map((child) => [child.organisation.id, child.totals.total])).toEqual([
    [school.id, 4],
    [neighbour.id, 1],
  ]);
});

test('organisations below stand in the order of the alphabet, not of their results', async () => {
  const { children } = await levelTotals(reader.scope, db, await placeOf(reader.scope, db, district.id), today);
  const names = children.map((child) => child.organisation.shortName);
  expect(names).toEqual([...names].sort(new Intl.Collator('ru', { numeric: true }).compare));
});

test('an organisation outside the scope has no totals', async () => {
  await expect(placeOf(head.scope, db, town.id)).rejects.toMatchObject({ code: 'notFound' });
  expect(await planTotals(head.scope, db, stranger.id, today)).toEqual([]);
  expect((await planTotals(planner.scope, db, town.id, today))[0]?.totals).toMatchObject({ overdue: 1, notDue: 1 });
});

test('a reviewer’s queue holds what others handed in, the nearest level first', async () => {
  const queue = (ctx: Ctx, direct: boolean) =>
    reviewQueue(
      ctx.scope,
      db,
      { today, reviewable: { ...reviewingOf(ctx.actor), userId: ctx.actor.userId, direct } },
      all,
    );
  expect((await queue(planner, true)).rows).toMatchObject([
    { id: neighbourPlan.occurrence, version: 1, expected: ['приказ'], withoutDocumentReason: 'Приказ на подписи.' },
  ]);
  expect((await queue(regional, true)).total).toBe(0);
  expect((await queue(regional, false)).total).toBe(1);
  expect((await queue(world.neighbourHead, false)).total).toBe(0);
  expect((await queue(curator, false)).total).toBe(0);
});

test('today asks of each role what is theirs', async () => {
  const asked = async (ctx: Ctx) => (await todayFor(ctx)).map((group) => [group.key, group.total]);
  expect(await asked(head)).toEqual([
    ['overdue', 1],
    ['due-soon', 1],
  ]);
  expect(await asked(planner)).toEqual([
    ['overdue', 1],
    ['review', 1],
    ['overdue-below', 1],
  ]);
  expect(await asked(reader)).toEqual([['overdue-below', 3]]);
  expect((await todayFor(head))[0]?.items[0]).toMatchObject({
    to: `/occurrences/${schoolPlan.occurrences[0]}`,
    tone: 'overdue',
  });
});
