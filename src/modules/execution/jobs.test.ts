import { expect, test } from 'vitest';
import type { Ctx } from '#platform/context.ts';
import { fixedClock } from '#platform/clock.ts';
import { ctxAs } from '#tests/support/factory.ts';
import { returnExecution } from './commands/review.ts';
import { submitExecution } from './commands/submit.ts';
import { marked, newPlan, smallRegion } from '#tests/support/execution.ts';
import { remind } from './jobs.ts';

const { services, db, school, neighbour, town, head, planner, regional, curator, neighbourHead } = await smallRegion();

function on(day: string) {
  return { ...services, clock: fixedClock(`${day}T07:00:00Z`) };
}

async function noticesOf(ctx: Ctx, kind?: string): Promise<{ title: string; href: string }[]> {
  return db
    .selectFrom('notifications')
    .select(['title', 'href'])
    .where('user_id', '=', ctx.actor.userId)
    .$if(kind !== undefined, (query) => query.where('kind', '=', kind!))
    .orderBy('id')
    .execute();
}

async function titles(ctx: Ctx, kind?: string): Promise<string[]> {
  return (await noticesOf(ctx, kind)).map((notice) => notice.title.replaceAll('\u00A0', ' '));
}

test('a deadline is told of a week ahead, on the eve and when it has passed, each once', async () => {
  const { occurrence } = await newPlan(db, school, { number: '2', text: 'Издать приказ', due: ['2027-03-10'] });
  for (const day of [
    '2027-03-02',
    '2027-03-03',
    '2027-03-03',
    '2027-03-05',
    '2027-03-09',
    '2027-03-09',
    '2027-03-10',
    '2027-03-11',
    '2027-03-12',
  ]) {
    await remind(on(day));
  }
  expect(await titles(head)).toEqual([
    'Срок через 7 дней: 2. Издать приказ',
    'Завтра последний день: 2. Издать приказ',
    'Срок прошёл 10 марта 2027 г.: 2. Издать приказ',
  ]);
  expect((await noticesOf(head))[0]?.href).toBe(`/occurrences/${occurrence}`);
  await db.updateTable('occurrences').set({ state: 'cancelled' }).where('id', '=', occurrence).execute();
});

test('several deadlines of one day are one notice', async () => {
  const { planId } = await newPlan(db, neighbour, { due: ['2027-05-20'] });
  await newPlan(db, neighbour, { planId, due: ['2027-05-20'] });
  await remind(on('2027-05-19'));
  expect(await noticesOf(neighbourHead)).toMatchObject([
    { title: expect.stringContaining('2\u00A0мероприятия'), href: '/tasks?show=now' },
  ]);
  await db.updateTable('occurrences').set({ state: 'cancelled' }).where('plan_id', '=', planId).execute();
});

test('what was handed in or belongs to no plan in force is not reminded of', async () => {
  const before = (await titles(head)).length;
  const { occurrence } = await newPlan(db, school, { due: ['2026-11-30'] });
  await submitExecution(head, { ...marked(), occurrenceId: occurrence, version: 0 });
  await newPlan(db, school, { due: ['2026-11-30'], state: 'closed' });
  await remind(on('2026-11-29'));
  await remind(on('2026-12-01'));
  expect((await titles(head)).length).toBe(before);
});

test('a returned mark is reminded of after three days, once a week', async () => {
  const { occurrence } = await newPlan(db, school, { due: ['2027-12-30'] });
  await submitExecution(head, { ...marked(), occurrenceId: occurrence, version: 0 });
  await returnExecution(curator, { occurrenceId: occurrence, version: 1, comment: 'Уточните.' });
  const before = (await titles(head, 'returned')).length;
  await remind(on('2026-11-24'));
  expect((await titles(head, 'returned')).length).toBe(before);
  for (const day of ['2026-11-30', '2026-12-01', '2026-12-07']) await remind(on(day));
  expect((await titles(head, 'returned')).slice(before)).toEqual([
    'Ждут доработки: 1 отметка об исполнении',
    'Ждут доработки: 1 отметка об исполнении',
  ]);
  await db.updateTable('occurrences').set({ state: 'cancelled' }).where('id', '=', occurrence).execute();
});

test('the nearest planners above hear of long delays in one notice a week', async () => {
  await newPlan(db, school, { due: ['2028-03-01', '2028-03-02'] });
  await newPlan(db, neighbour, { due: ['2028-03-02'] });
  await remind(on('2028-03-16'));
  expect(await titles(planner, 'escalation')).toEqual(['Просрочено больше чем на 14 дней: 1 мероприятие']);
  await remind(on('2028-03-17'));
  expect(await titles(planner, 'escalation')).toHaveLength(1);
  await remind(on('2028-03-20'));
  expect((await titles(planner, 'escalation')).at(-1)).toBe('Просрочено больше чем на 14 дней: 3 мероприятия');
  expect(await titles(regional, 'escalation')).toEqual([]);
});

test('after how many days is a setting', async () => {
  await db
    .insertInto('settings')
    .values({ key: 'escalation.days', value: JSON.stringify(60) })
    .execute();
  const other = await ctxAs(services, 'municipal-planner', town);
  await remind(on('2028-04-10'));
  expect(await titles(other, 'escalation')).toEqual([]);
});
