/**
 * The clock of the machine jumps an hour or a day, forwards by mistake and back when it is corrected: nobody is locked out,
 * nothing lives on for longer than it may, and the journal keeps its order. The queue of jobs goes by the clock of PostgreSQL.
 */
import { sql } from 'kysely';
import { beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { auditKey } from '#modules/audit/jobs.ts';
import { sealAudit } from '#modules/audit/commands/seal.ts';
import { verifyAudit } from '#modules/audit/verify.ts';
import { openAuth, type Auth } from '#platform/auth.ts';
import { recordAudit } from '#platform/audit.ts';
import type { Clock } from '#platform/clock.ts';
import { hashPassword } from '#platform/password.ts';
import { ctxAs, newOrganisation, newUser, testServices } from '#tests/support/factory.ts';

vi.setConfig({ testTimeout: 60_000 });

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const PASSWORD = 'correct horse battery';
const EMAIL = 'head@opora.test';

/** How far the clock of the machine is from the true time. */
let jump = 0;
const jumping: Clock = {
  now: () => new Date(Date.now() + jump),
  today: () => jumping.now().toISOString().slice(0, 10),
};
const services = {
  ...(await testServices({ environment: { OPORA_SESSION_IDLE_MINUTES: '30' } })),
  clock: jumping,
};
const { db } = services;
let auth: Auth;

beforeAll(async () => {
  auth = await openAuth(services);
  const region = await newOrganisation(db, { kind: 'region' });
  const { userId } = await newUser(db, { email: EMAIL, roles: [['regional-planner', region]] });
  await db
    .insertInto('accounts')
    .values({
      id: 'account',
      user_id: userId,
      account_id: userId,
      provider_id: 'credential',
      password: await hashPassword(PASSWORD),
    })
    .execute();
});
beforeEach(() => {
  jump = 0;
});

const request = (cookie = '') => new Request('http://opora.test/', { headers: cookie ? { cookie } : {} });

async function enter(password = PASSWORD): Promise<string> {
  const { headers } = await auth.signIn(request(), { email: EMAIL, password }, '10.0.0.1');
  return headers
    .getSetCookie()
    .map((cookie) => cookie.split(';')[0])
    .join('; ');
}

const isIn = async (cookie: string) => (await auth.actorOf(request(cookie))) !== null;

describe('a session', () => {
  test('ends when the clock jumps over its idle time, and a new one lives on when it is set back', async () => {
    const before = await enter();
    jump = DAY;
    expect(await isIn(before)).toBe(false);
    const ahead = await enter();
    jump = 0;
    expect(await isIn(ahead)).toBe(true);
  });

  test('used while the clock was ahead ends by idleness all the same once the clock is right', async () => {
    const cookie = await enter();
    jump = DAY;
    await sql`update sessions set used_at = ${jumping.now()}`.execute(db);
    jump = 0;
    expect(await isIn(cookie)).toBe(true);
    jump = HOUR;
    expect(await isIn(cookie)).toBe(false);
  });
});

test('who mistyped while the clock was a day ahead is not locked out for a day when it is set back', async () => {
  jump = DAY;
  for (let failure = 0; failure < 6; failure += 1) await enter('wrong horse battery').catch(() => undefined);
  await expect(enter()).rejects.toMatchObject({ code: 'signInLocked' });
  jump = 0;
  expect(await isIn(await enter())).toBe(true);
});

test('the journal keeps the order in which records were written, whatever instants they carry', async () => {
  const ctx = { ...(await ctxAs(services, 'administrator', await newOrganisation(db, { kind: 'region' }))), db };
  const wanted = [0, DAY, -HOUR, -DAY, HOUR];
  for (const [plan, by] of wanted.entries()) {
    jump = by;
    await recordAudit({ ...ctx, clock: jumping }, db, {
      action: 'plan.created',
      objectType: 'jumping',
      objectId: plan,
    });
    if (plan === 2) await sealAudit(db, await auditKey(services));
  }
  const key = await auditKey(services);
  await sealAudit(db, key);
  expect((await verifyAudit(db, key, [])).problems).toEqual([]);
  const { rows } = await sql<{ id: string }>`
    select a.object_id as id from audit_chain c join audit_events a on a.id = c.event_id
    where a.object_type = 'jumping' order by c.position`.execute(db);
  expect(rows.map(({ id }) => Number(id))).toEqual(wanted.map((_, plan) => plan));
});

test('jobs wait for the clock of the database: one asked for at once is due though the clock of the machine is behind', async () => {
  jump = -DAY;
  await services.jobs.enqueue(db, 'test.jumping', {}, {});
  const { rows } = await sql<{ due: boolean; lease: number | null }>`
    select start_after <= now() as due, heartbeat_seconds as lease from jobs.job where name = 'test.jumping'`.execute(
    db,
  );
  expect(rows).toEqual([{ due: true, lease: 60 }]);
});
