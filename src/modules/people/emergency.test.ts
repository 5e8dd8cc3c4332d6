import { beforeAll, describe, expect, test } from 'vitest';
import { createHmac, randomUUID } from 'node:crypto';
import { worksInSchool } from '#kernel/actor.ts';
import { openAuth } from '#platform/auth.ts';
import { recordReading } from '#platform/audit.ts';
import { fixedClock } from '#platform/clock.ts';
import type { Ctx } from '#platform/context.ts';
import {
  ctxAs,
  ctxFor,
  newOrganisation,
  newUser,
  type TestOrganisation,
  testServices,
} from '#tests/support/factory.ts';
import { endOpening, openInEmergency } from './commands/emergency.ts';
import { openingsIn } from './queries/openings.ts';

const services = await testServices();
const { db } = services;
const REASON = 'Жалоба родителей на оценки, нужна проверка до вечера';
const ALL = { limit: 100, offset: 0 };
let region: TestOrganisation;
let school: TestOrganisation;
let planner: Ctx;
let chief: Ctx;
let head: Ctx;

beforeAll(async () => {
  region = await newOrganisation(db, { kind: 'region' });
  const town = await newOrganisation(db, { kind: 'municipality', parent: region });
  school = await newOrganisation(db, { parent: town });
  planner = await ctxAs(services, 'regional-planner', region);
  chief = await ctxAs(services, 'administrator', region);
  head = await ctxAs(services, 'school-head', school);
});

/** Who the server takes this person for at the instant. */
async function asAt(at: string, userId: string) {
  const token = randomUUID();
  await db
    .insertInto('sessions')
    .values({ id: token, token, user_id: userId, expires_at: new Date('2030-01-01') })
    .execute();
  const signature = createHmac('sha256', services.secret).update(token).digest('base64');
  const headers = { cookie: `opora.session_token=${encodeURIComponent(`${token}.${signature}`)}` };
  const auth = await openAuth({ ...services, clock: fixedClock(at) });
  return (await auth.actorOf(new Request('http://opora.test/', { headers })))!;
}

describe('emergency access', () => {
  test('shows from inside for its hours and no longer, and tells the head and the administrators at once', async () => {
    const id = await openInEmergency(planner, { organisationId: school.id, hours: 2, reason: REASON });
    const insideAt = async (at: string) => worksInSchool(await asAt(at, planner.actor.userId), school.id);
    expect([await insideAt('2026-11-22T10:59:00Z'), await insideAt('2026-11-22T11:00:00Z')]).toEqual([true, false]);
    const notices = await db
      .selectFrom('notifications')
      .select('user_id')
      .where('kind', '=', 'emergency-opening')
      .execute();
    expect(notices.map((notice) => notice.user_id).sort()).toEqual([chief.actor.userId, head.actor.userId].sort());
    const mails = await db.selectFrom('outbox_mails').select(['to_address', 'body_text']).execute();
    expect(mails.map((mail) => mail.to_address).sort()).toEqual([chief.actor.email, head.actor.email].sort());
    expect(mails[0]?.body_text).toContain(REASON);
    await endOpening(planner, id);
  });

  test('marks in the journal everything done under it, and shows how much that was', async () => {
    const id = await openInEmergency(planner, { organisationId: school.id, hours: 1, reason: REASON });
    const under = { ...planner, actor: { ...planner.actor, openings: [{ id, organisationId: school.id }] } };
    await recordReading(under, { action: 'results.seen-inside', objectType: 'organisation', objectId: school.id });
    await recordReading(planner, { action: 'users.listed', objectType: 'users', objectId: 'all' });
    const { rows } = await openingsIn(head.scope, head.db, services.clock.now(), ALL);
    expect(rows.find((row) => row.id === id)).toMatchObject({ isRunning: true, reason: REASON, records: 1 });
    await endOpening(chief, id);
    expect(worksInSchool(await asAt('2026-11-22T09:10:00Z', planner.actor.userId), school.id)).toBe(false);
    const after = await openingsIn(head.scope, head.db, services.clock.now(), ALL);
    expect(after.rows.find((row) => row.id === id)).toMatchObject({ isRunning: false, endedBy: chief.actor.name });
  });

  test('is for the region, for at most eight hours, with a reason, within the own region', async () => {
    const order = { organisationId: school.id, hours: 1, reason: REASON };
    const town = await ctxAs(services, 'municipal-planner', region);
    await expect(openInEmergency(town, order)).rejects.toMatchObject({ code: 'notAllowed' });
    await expect(openInEmergency(planner, { ...order, hours: 9 })).rejects.toMatchObject({ code: 'invalidInput' });
    await expect(openInEmergency(planner, { ...order, reason: ' ' })).rejects.toMatchObject({ code: 'reasonRequired' });
    const elsewhere = await ctxAs(services, 'administrator', await newOrganisation(db, { kind: 'region' }));
    await expect(openInEmergency(elsewhere, order)).rejects.toMatchObject({ code: 'notAllowed' });
    const id = await openInEmergency(planner, order);
    const other = ctxFor(services, await newUser(db, { roles: [['regional-planner', region]] }));
    await expect(endOpening(other, id)).rejects.toMatchObject({ code: 'notAllowed' });
  });
});
