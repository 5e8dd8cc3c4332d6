import { createHmac, randomUUID } from 'node:crypto';
import { beforeAll, describe, expect, test } from 'vitest';
import { scopeOf } from '#kernel/actor.ts';
import { openAuth } from '#platform/auth.ts';
import type { SignedIn } from '#platform/session.ts';
import { fixedClock } from '#platform/clock.ts';
import type { Ctx } from '#platform/context.ts';
import { ctxAs, newOrganisation, newUser, type TestOrganisation, testServices } from '#tests/support/factory.ts';
import { assignCurator, grantRole, revokeRole } from './commands/roles.ts';
import { rolesForTerm } from './queries/terms.ts';

const services = await testServices();
const { db } = services;
const ALL = { limit: 100, offset: 0 };
let region: TestOrganisation;
let town: TestOrganisation;
let school: TestOrganisation;
let other: TestOrganisation;
let planner: Ctx;
let chief: Ctx;

beforeAll(async () => {
  region = await newOrganisation(db, { kind: 'region' });
  town = await newOrganisation(db, { kind: 'municipality', parent: region });
  const farTown = await newOrganisation(db, { kind: 'municipality', parent: region });
  school = await newOrganisation(db, { parent: town });
  other = await newOrganisation(db, { parent: farTown });
  planner = await ctxAs(services, 'municipal-planner', town);
  chief = await ctxAs(services, 'administrator', region);
});

/** Who the server takes this person for on the day. */
async function asOn(day: string, userId: string): Promise<SignedIn> {
  const token = randomUUID();
  await db
    .insertInto('sessions')
    .values({ id: token, token, user_id: userId, expires_at: new Date('2030-01-01'), used_at: `${day}T08:00:00Z` })
    .execute();
  const signature = createHmac('sha256', services.secret).update(token).digest('base64');
  const headers = { cookie: `opora.session_token=${encodeURIComponent(`${token}.${signature}`)}` };
  const auth = await openAuth({ ...services, clock: fixedClock(`${day}T09:00:00Z`) });
  return (await auth.actorOf(new Request('http://opora.test/', { headers })))!;
}

async function newCurator(): Promise<string> {
  const { userId } = await newUser(db, { roles: [['reader', town]] });
  await db.updateTable('role_assignments').set({ valid_until: '2026-01-01' }).where('user_id', '=', userId).execute();
  return userId;
}

describe('a curator of named schools', () => {
  test('sees them from the first day to the last and nothing before or after', async () => {
    const userId = await newCurator();
    await assignCurator(planner, {
      userId,
      schoolId: school.id,
      from: '2026-11-10',
      until: '2026-12-20',
      order: { number: '17', datedOn: '2026-11-09' },
    });
    const on = async (day: string) => scopeOf(await asOn(day, userId)).subtrees;
    expect(await on('2026-11-09')).toEqual([]);
    expect(await on('2026-11-10')).toEqual([school.path]);
    expect(await on('2026-12-20')).toEqual([school.path]);
    expect(await on('2026-12-21')).toEqual([]);
  });

  test('is let go at once with a reason, and the history keeps who, when and why', async () => {
    const userId = await newCurator();
    await assignCurator(planner, { userId, schoolId: school.id, from: '2026-11-01', until: null });
    const running = await rolesForTerm(planner.scope, db, 'assignment', '2026-11-22', { state: 'running' }, ALL);
    const { id } = running.rows.find(({ user }) => user.id === userId)!;
    await revokeRole(planner, id, 'перешёл в другую школу');
    expect((await asOn('2026-11-22', userId)).assignments).toEqual([]);
    const { rows } = await rolesForTerm(planner.scope, db, 'assignment', '2026-11-22', { id }, ALL);
    expect(rows).toMatchObject([{ state: 'over', endReason: 'перешёл в другую школу', endedBy: planner.actor.name }]);
    const events = await db.selectFrom('audit_events').select('action').where('object_id', '=', userId).execute();
    expect(events.map(({ action }) => action)).toEqual(
      expect.arrayContaining(['user.curator-assigned', 'user.curator-released']),
    );
  });

  test('is assigned by those above the school only, and to a school only', async () => {
    const userId = await newCurator();
    const term = { userId, from: '2026-11-01', until: null };
    await expect(assignCurator(planner, { ...term, schoolId: other.id })).rejects.toMatchObject({ code: 'notAllowed' });
    await expect(assignCurator(planner, { ...term, schoolId: town.id })).rejects.toMatchObject({
      code: 'invalidInput',
    });
    const head = await ctxAs(services, 'school-head', school);
    await expect(assignCurator(head, { ...term, schoolId: school.id })).rejects.toMatchObject({ code: 'notAllowed' });
    await expect(assignCurator(planner, { ...term, schoolId: school.id, until: '2026-10-01' })).rejects.toMatchObject({
      code: 'invalidInput',
    });
  });

  test('a planner lets curators go and takes no other role', async () => {
    const person = await newUser(db, { roles: [['reader', school]] });
    const { id } = await db
      .selectFrom('role_assignments')
      .select('id')
      .where('user_id', '=', person.userId)
      .executeTakeFirstOrThrow();
    await expect(revokeRole(planner, id)).rejects.toMatchObject({ code: 'notAllowed' });
  });
});

describe('a temporary role', () => {
  test('is listed with its reason, ends by itself after its day, and a new term takes its place', async () => {
    const userId = await newCurator();
    const grant = { role: 'reader' as const, organisationId: school.id, reason: 'замещает на время отпуска' };
    await grantRole(chief, userId, { ...grant, validUntil: '2026-11-30' });
    const on = async (day: string) => (await asOn(day, userId)).assignments.length;
    expect([await on('2026-11-30'), await on('2026-12-01')]).toEqual([1, 0]);
    await grantRole(chief, userId, { ...grant, validUntil: '2026-12-05' });
    expect([await on('2026-12-05'), await on('2026-12-06')]).toEqual([1, 0]);
    const { rows } = await rolesForTerm(chief.scope, db, 'temporary', '2026-12-06', {}, ALL);
    expect(rows.map(({ state, until, reason }) => ({ state, until, reason }))).toEqual([
      { state: 'over', until: '2026-12-05', reason: grant.reason },
      { state: 'over', until: '2026-11-30', reason: grant.reason },
    ]);
  });
});
