import { expect, test } from 'vitest';
import { createFeed, noteFeedRead, revokeFeed } from './commands/feeds.ts';
import { submitExecution } from './commands/submit.ts';
import { marked, newPlan, smallRegion } from '#tests/support/execution.ts';
import { feedCalendar } from './feed-calendar.ts';
import { feedByToken, feedEvents, feedsOf } from './queries/feeds.ts';

const { db, services, town, school, stranger, head, planner } = await smallRegion();
const today = '2026-11-22';

const own = await newPlan(db, school, {
  number: '3',
  text: 'Анализ ВПР, справка; выводы',
  results: ['аналитическая справка'],
  due: ['2026-12-15', null],
});
const above = await newPlan(db, town, { text: 'Семинар района', due: ['2026-12-20'] });
const strangers = await newPlan(db, stranger, { text: 'Чужое мероприятие', due: ['2026-12-25'] });

function tokenIn(address: string): string {
  return /^http:\/\/opora\.test\/feeds\/([\w-]{43})\.ics$/.exec(address)?.[1] ?? '';
}

async function calendar(token: string): Promise<string | null> {
  const feed = await feedByToken(db, token, today);
  return feed && feedCalendar(await feedEvents(feed, db, today), 'http://opora.test', today).replaceAll('\r\n ', '');
}

test('a feed shows the deadlines of one’s own organisation by a secret address alone', async () => {
  const token = tokenIn(await createFeed(head, null));
  const text = await calendar(token);
  expect(text).toContain('SUMMARY:3. Анализ ВПР\\, справка\\; выводы');
  expect(text).toContain('DTSTART;VALUE=DATE:20261215\r\nDTEND;VALUE=DATE:20261216');
  expect(text).toContain(`UID:occurrence-${own.occurrence}@opora.test`);
  expect(text?.match(/BEGIN:VEVENT/g)).toHaveLength(1);
  expect(await calendar('x'.repeat(43))).toBeNull();
});

test('only the hash of the token is kept', async () => {
  const token = tokenIn(await createFeed(head, null));
  const rows = await db.selectFrom('calendar_feeds').select('token_sha256').execute();
  expect(rows.every((row) => /^[0-9a-f]{64}$/.test(row.token_sha256))).toBe(true);
  expect(
    JSON.stringify(await db.selectFrom('audit_events').selectAll().where('object_type', '=', 'feed').execute()),
  ).not.toContain(token);
});

test('the same event keeps its name when it is done', async () => {
  const token = tokenIn(await createFeed(head, null));
  const uid = /UID:.*/.exec((await calendar(token)) ?? '')?.[0];
  await submitExecution(head, {
    ...marked({ withoutDocumentReason: 'Готовится.' }),
    occurrenceId: own.occurrence,
    version: 0,
  });
  const text = await calendar(token);
  expect(text).toContain(uid);
  expect(text).toContain('Состояние: на проверке');
});

test('a feed of a plan above is for those who see the plan, others are refused', async () => {
  expect(await calendar(tokenIn(await createFeed(head, above.planId)))).toContain('Семинар района');
  await expect(createFeed(head, strangers.planId)).rejects.toMatchObject({ code: 'notFound' });
});

test('a revoked feed answers nothing, and nobody revokes another’s', async () => {
  const token = tokenIn(await createFeed(head, null));
  const [feed] = await feedsOf(head.actor, db);
  await expect(revokeFeed(planner, feed!.id)).rejects.toMatchObject({ code: 'notFound' });
  await revokeFeed(head, feed!.id);
  expect(await calendar(token)).toBeNull();
  await expect(revokeFeed(head, feed!.id)).rejects.toMatchObject({ code: 'notFound' });
});

test('who lost the role or the account reads nothing more', async () => {
  const token = tokenIn(await createFeed(planner, above.planId));
  expect(await calendar(token)).toContain('Семинар района');
  await db
    .updateTable('role_assignments')
    .set({ valid_until: '2026-11-01' })
    .where('user_id', '=', planner.actor.userId)
    .execute();
  expect(await calendar(token)).not.toContain('Семинар района');
  await db
    .updateTable('users')
    .set({ disabled_at: services.clock.now() })
    .where('id', '=', planner.actor.userId)
    .execute();
  expect(await calendar(token)).toBeNull();
});

test('reading is noted once a day', async () => {
  const feed = await feedByToken(db, tokenIn(await createFeed(head, null)), today);
  await noteFeedRead(services, feed!.id);
  expect((await feedsOf(head.actor, db))[0]?.lastReadAt).toEqual(services.clock.now());
});
