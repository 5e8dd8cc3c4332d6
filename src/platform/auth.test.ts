import { hashPassword as formerHash } from 'better-auth/crypto';
import { beforeAll, expect, test } from 'vitest';
import {
  newOrganisation,
  newUser,
  type TestOrganisation,
  type TestUser,
  testServices,
} from '#tests/support/factory.ts';
import { type Auth, openAuth } from './auth.ts';
import { hashPassword, isOutdated } from './password.ts';

const PASSWORD = 'correct horse battery';
const services = await testServices();
let auth: Auth;
let region: TestOrganisation;
let town: TestOrganisation;
let user: TestUser;

beforeAll(async () => {
  auth = await openAuth(services);
  region = await newOrganisation(services.db, { kind: 'region' });
  town = await newOrganisation(services.db, { kind: 'municipality', parent: region });
  user = await newUser(services.db, { email: 'planner@opora.test', roles: [['municipal-planner', town]] });
  await services.db
    .insertInto('accounts')
    .values({
      id: 'account',
      user_id: user.userId,
      account_id: user.userId,
      provider_id: 'credential',
      password: await hashPassword(PASSWORD),
    })
    .execute();
});

const HERE = '10.0.0.1';

function page(cookie = ''): Request {
  return new Request('http://opora.test/', { headers: cookie ? { cookie } : {} });
}

async function signedIn(email = 'planner@opora.test'): Promise<string> {
  const { headers } = await auth.signIn(page(), { email, password: PASSWORD }, HERE);
  return headers
    .getSetCookie()
    .map((cookie) => cookie.split(';')[0])
    .join('; ');
}

test('signing in makes the requests of that browser act as the user, with the roles and their paths', async () => {
  const cookie = await signedIn(' Planner@Opora.test ');
  expect(await auth.actorOf(page(cookie))).toEqual({ ...user, openings: [], hasSecondFactor: false, provider: null });
});

test('the session cookie is out of reach for scripts and other sites', async () => {
  const [cookie] = (await auth.signIn(page(), { email: user.email, password: PASSWORD }, HERE)).headers.getSetCookie();
  expect(cookie).toMatch(/^opora\.session_token=/);
  expect(cookie).toMatch(/HttpOnly/i);
  expect(cookie).toMatch(/SameSite=Lax/i);
});

test('a wrong password and an unknown address are refused alike', async () => {
  for (const credentials of [
    { email: user.email, password: 'wrong' },
    { email: 'nobody@opora.test', password: PASSWORD },
    { email: 'not an address', password: '' },
  ]) {
    await expect(auth.signIn(page(), credentials, HERE)).rejects.toMatchObject({ code: 'signInRefused' });
  }
});

test('a cookie that was not signed here is nobody', async () => {
  const cookie = await signedIn();
  const forged = cookie
    .replace(/.$/, (last) => (last === 'A' ? 'B' : 'A'))
    .replace(/=(.)/, (_all, first) => `=${first === 'x' ? 'y' : 'x'}`);
  for (const bad of ['', 'opora.session_token=', 'opora.session_token=abc', 'opora.session_token=abc.def', forged]) {
    expect(await auth.actorOf(page(bad))).toBeNull();
  }
});

test('signing out ends the session at once, also for a copy of the cookie', async () => {
  const cookie = await signedIn();
  const cleared = (await auth.signOut(page(cookie))).getSetCookie();
  expect(cleared.join()).toMatch(/opora\.session_token=;.*Max-Age=0/i);
  expect(await auth.actorOf(page(cookie))).toBeNull();
});

test('a password kept as in former times is kept anew when its owner signs in', async () => {
  const account = () =>
    services.db.selectFrom('accounts').select('password').where('id', '=', 'account').executeTakeFirstOrThrow();
  await services.db
    .updateTable('accounts')
    .set({ password: await formerHash(PASSWORD) })
    .execute();
  await expect(auth.signIn(page(), { email: user.email, password: 'wrong' }, HERE)).rejects.toThrow();
  expect(isOutdated((await account()).password!)).toBe(true);
  await signedIn();
  expect(isOutdated((await account()).password!)).toBe(false);
  expect(await signedIn()).toContain('session_token=');
});

test('signing in anew ends the session that this browser had', async () => {
  const former = await signedIn();
  await auth.signIn(page(former), { email: user.email, password: PASSWORD }, HERE);
  expect(await auth.actorOf(page(former))).toBeNull();
});

test('a session that nobody used for the time that is set is over, and the sign-in page is told so', async () => {
  const cookie = await signedIn();
  const usedBefore = (minutes: number) =>
    services.db
      .updateTable('sessions')
      .set({ used_at: new Date(services.clock.now().getTime() - minutes * 60_000) })
      .execute();
  const isOver = async () => (await auth.actorOf(page(cookie))) === null;
  await usedBefore(479);
  expect(await isOver()).toBe(false);
  // That request was use: the time begins anew.
  const used = await services.db
    .selectFrom('sessions')
    .select('used_at')
    .where('used_at', '=', services.clock.now())
    .execute();
  expect(used).toHaveLength(1);
  expect(await auth.endedByIdleness(page(cookie))).toBe(false);
  await usedBefore(480);
  expect(await isOver()).toBe(true);
  expect(await auth.endedByIdleness(page(cookie))).toBe(true);
  expect(await auth.endedByIdleness(page())).toBe(false);
});

test('over HTTPS the cookie is bound to this very host', async () => {
  const https = { ...services, config: { ...services.config, publicUrl: 'https://opora.test' } };
  const secure = await openAuth(https);
  const { headers } = await secure.signIn(page(), { email: user.email, password: PASSWORD }, HERE);
  const cookie = headers.getSetCookie().find((one) => one.includes('session_token='))!;
  expect(cookie).toMatch(/^__Host-opora\.session_token=/);
  expect(cookie).toMatch(/;\s*Path=\/(?:;|$)/);
  expect(cookie).toMatch(/;\s*Secure/);
  expect(cookie).not.toMatch(/Domain/i);
  expect(await secure.ownerOf(headers)).toBe(user.userId);
  const plain = cookie.split(';')[0]!.replace('__Host-', '');
  expect(await secure.actorOf(page(plain)), 'what another host of the domain could set').toBeNull();
});

test('a role counts to the end of its last day', async () => {
  const cookie = await signedIn();
  const roles = async (validUntil: string | null) => {
    await services.db
      .updateTable('role_assignments')
      .set({ valid_until: validUntil })
      .where('user_id', '=', user.userId)
      .execute();
    return (await auth.actorOf(page(cookie)))?.assignments.length;
  };
  expect(await roles('2026-11-21')).toBe(0);
  expect(await roles('2026-11-22')).toBe(1);
  expect(await roles(null)).toBe(1);
});

test('a disabled user is out at once and is told so only after the right password', async () => {
  const cookie = await signedIn();
  await services.db.updateTable('users').set({ disabled_at: new Date() }).where('id', '=', user.userId).execute();
  expect(await auth.actorOf(page(cookie))).toBeNull();
  await expect(auth.signIn(page(), { email: user.email, password: PASSWORD }, HERE)).rejects.toMatchObject({
    code: 'accountDisabled',
  });
  await expect(auth.signIn(page(), { email: user.email, password: 'wrong' }, HERE)).rejects.toMatchObject({
    code: 'signInRefused',
  });
  await services.db.updateTable('users').set({ disabled_at: null }).where('id', '=', user.userId).execute();
});
