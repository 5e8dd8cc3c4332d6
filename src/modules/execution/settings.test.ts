import { expect, test } from 'vitest';
import { ctxAs } from '#tests/support/factory.ts';
import { smallRegion } from '#tests/support/execution.ts';
import { setEscalationDays } from './commands/settings.ts';
import { escalationDays } from './queries/settings.ts';

const { services, db, region, town, regional } = await smallRegion();
const administrator = await ctxAs(services, 'administrator', region);

test('the administrator of the region sets the days of escalation, and the journal keeps both values', async () => {
  expect(await escalationDays(db)).toBe(14);
  await setEscalationDays(administrator, 21);
  expect(await escalationDays(db)).toBe(21);
  await setEscalationDays(administrator, 30);
  await setEscalationDays(administrator, 30);
  expect(await escalationDays(db)).toBe(30);
  const events = await db
    .selectFrom('audit_events')
    .select(['actor_id', 'organisation_id', 'before', 'after'])
    .where('action', '=', 'settings.changed')
    .orderBy('id')
    .execute();
  const by = { actor_id: administrator.actor.userId, organisation_id: region.id };
  expect(events).toEqual([
    { ...by, before: { days: 14 }, after: { days: 21 } },
    { ...by, before: { days: 21 }, after: { days: 30 } },
  ]);
});

test('nobody else sets them, and not to what makes no sense', async () => {
  const below = await ctxAs(services, 'administrator', town);
  for (const ctx of [below, regional]) {
    await expect(setEscalationDays(ctx, 7)).rejects.toMatchObject({ code: 'notAllowed' });
  }
  for (const days of [0, -1, 1.5, 366, Number.NaN]) {
    await expect(setEscalationDays(administrator, days)).rejects.toMatchObject({ code: 'invalidInput' });
  }
});
