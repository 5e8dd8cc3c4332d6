import { symmetricEncrypt } from 'better-auth/crypto';
import { beforeAll, describe, expect, test } from 'vitest';
import { newOrganisation, newUser, type TestUser, testServices } from '#tests/support/factory.ts';
import { codeOf } from '#tests/support/totp.ts';
import { type Auth, openAuth } from './auth.ts';
import { hashPassword } from './password.ts';
import { recoveryCodeHash } from './recovery-codes.ts';
import { recordFailure } from './sign-in-throttle.ts';

const services = await testServices();
const { db } = services;
const PASSWORD = 'четыре слова подряд';
const HERE = '10.0.0.1';
let auth: Auth;
let user: TestUser;
let secret: string;
let recoveryCodes: string[];

beforeAll(async () => {
  auth = await openAuth(services);
  const region = await newOrganisation(db, { kind: 'region' });
  user = await newUser(db, { email: 'admin@opora.test', roles: [['administrator', region]] });
  const password = await hashPassword(PASSWORD);
  await db
    .insertInto('accounts')
    .values({ id: 'a', user_id: user.userId, account_id: user.userId, provider_id: 'credential', password })
    .execute();
});

const page = (cookie = '') => new Request('http://opora.test/', { headers: cookie ? { cookie } : {} });
const cookieOf = (headers: Headers) =>
  headers
    .getSetCookie()
    .map((cookie) => cookie.split(';')[0])
    .join('; ');
const STEP = 30_000;
const sessions = () => db.selectFrom('sessions').select('id').orderBy('id').execute();
const signIn = () => auth.signIn(page(), { email: user.email, password: PASSWORD }, HERE);

describe('the second factor', () => {
  test('asks for the password to begin, and for a right code before it counts', async () => {
    const cookie = cookieOf((await signIn()).headers);
    await expect(auth.prepareSecondFactor(page(cookie), 'другие слова')).rejects.toMatchObject({
      code: 'passwordWrong',
    });
    const begun = await auth.prepareSecondFactor(page(cookie), PASSWORD);
    secret = new URL(begun.uri).searchParams.get('secret') ?? '';
    recoveryCodes = begun.recoveryCodes;
    expect(recoveryCodes.length).toBeGreaterThanOrEqual(10);
    expect((await signIn()).outcome).toBe('signed-in');
    await expect(auth.confirmSecondFactor(page(cookie), '000000')).rejects.toMatchObject({ code: 'codeRefused' });
    const elsewhere = cookieOf((await signIn()).headers);
    const confirmed = await auth.confirmSecondFactor(page(cookie), codeOf(secret, Date.now() - STEP));
    expect((await auth.actorOf(page(cookieOf(confirmed) || cookie)))?.hasSecondFactor).toBe(true);
    expect(await auth.actorOf(page(elsewhere)), 'sessions begun with the password alone end').toBeNull();
  });

  test('the password alone no longer signs in; a code does', async () => {
    const { outcome, headers } = await signIn();
    expect(outcome).toBe('second-factor');
    expect(await auth.actorOf(page(cookieOf(headers)))).toBeNull();
    await expect(auth.bringCode(page(cookieOf(headers)), '000000')).rejects.toMatchObject({ code: 'codeRefused' });
    const done = await auth.bringCode(page(cookieOf(headers)), ` ${codeOf(secret).replace(/^(...)/, '$1 ')}`);
    expect(await auth.ownerOf(done)).toBe(user.userId);
  });

  test('a code that was taken opens nothing a second time, nor does an earlier one that still holds', async () => {
    for (const at of [Date.now() - STEP, Date.now()]) {
      const cookie = cookieOf((await signIn()).headers);
      const before = await sessions();
      await expect(auth.bringCode(page(cookie), codeOf(secret, at))).rejects.toMatchObject({
        code: 'codeRefused',
      });
      expect(await sessions()).toEqual(before);
    }
  });

  test('a recovery code is kept as a hash alone, and signs in once, however it is typed', async () => {
    const [kept] = await db.selectFrom('two_factors').select('backup_codes').execute();
    const hashes = JSON.parse(kept!.backup_codes) as string[];
    expect(hashes).toEqual(recoveryCodes.map(recoveryCodeHash));
    const first = cookieOf((await signIn()).headers);
    const typed = ` ${recoveryCodes[0]!.toUpperCase().replaceAll('-', ' ')} `;
    expect(await auth.ownerOf(await auth.bringCode(page(first), typed))).toBe(user.userId);
    const second = cookieOf((await signIn()).headers);
    await expect(auth.bringCode(page(second), recoveryCodes[0]!)).rejects.toMatchObject({ code: 'codeRefused' });
  });

  test('recovery codes from before they were hashed go on to work', async () => {
    const data = JSON.stringify(['aBcDe-12345', 'fGhIj-67890']);
    const encrypted = await symmetricEncrypt({ key: services.secret, data });
    const restore = await db.selectFrom('two_factors').select('backup_codes').executeTakeFirstOrThrow();
    await db.updateTable('two_factors').set({ backup_codes: encrypted }).execute();
    const cookie = cookieOf((await signIn()).headers);
    expect(await auth.ownerOf(await auth.bringCode(page(cookie), 'aBcDe-12345'))).toBe(user.userId);
    const [kept] = await db.selectFrom('two_factors').select('backup_codes').execute();
    expect(JSON.parse(kept!.backup_codes)).toEqual([recoveryCodeHash('fGhIj-67890')]);
    await db.updateTable('two_factors').set(restore).execute();
  });

  test('guessing codes ends in a wait, also over several sign-ins', async () => {
    const refusals: string[] = [];
    for (let round = 0; round < 3; round += 1) {
      const cookie = cookieOf((await signIn()).headers);
      for (let guess = 0; guess < 6; guess += 1)
        await auth.bringCode(page(cookie), '111111').catch((error: { code: string }) => refusals.push(error.code));
    }
    expect(refusals).toContain('signInLocked');
    const cookie = cookieOf((await signIn()).headers);
    await expect(auth.bringCode(page(cookie), codeOf(secret))).rejects.toMatchObject({ code: 'signInLocked' });
    await db.updateTable('two_factors').set({ failed_verification_count: 0, locked_until: null }).execute();
  });

  test('without a cookie of a right password no code helps', async () => {
    await expect(auth.bringCode(page(), codeOf(secret))).rejects.toMatchObject({ code: 'codeTimeout' });
  });

  test('is removed with the password', async () => {
    const first = cookieOf((await signIn()).headers);
    const cookie = cookieOf(await auth.bringCode(page(first), codeOf(secret, Date.now() + STEP)));
    await auth.removeSecondFactor(page(cookie), PASSWORD);
    expect((await signIn()).outcome).toBe('signed-in');
  });

  test('is asked of administrators unless the region is made up', async () => {
    expect(await auth.asksSecondFactorOf(user)).toBe(true);
    expect(await auth.asksSecondFactorOf({ ...user, assignments: [] })).toBe(false);
    await db.insertInto('settings').values({ key: 'demo', value: '{}' }).execute();
    expect(await auth.asksSecondFactorOf(user)).toBe(false);
  });
});

describe('failed sign-ins', () => {
  const now = services.clock.now();
  const fail = (email: string, source: string) => recordFailure(db, { email, source }, now);
  const signInFrom = (source: string, email = user.email) => auth.signIn(page(), { email, password: PASSWORD }, source);

  test('make the account wait after five, longer each time, and the right password waits as well', async () => {
    await expect(auth.signIn(page(), { email: user.email, password: 'неверный' }, '10.0.0.2')).rejects.toMatchObject({
      code: 'signInRefused',
    });
    for (let failure = 2; failure <= 5; failure += 1) await fail(user.email, '10.0.0.2');
    const refused = await signInFrom('10.0.0.3').catch((error: { code: string; advice: string }) => error);
    expect(refused).toMatchObject({ code: 'signInLocked' });
    expect(refused).toHaveProperty('advice', expect.stringContaining('1\u00A0минуту'));
    const waits: number[] = [];
    for (let failure = 6; failure <= 13; failure += 1) {
      await fail(user.email, '10.0.0.2');
      const row = await db
        .selectFrom('sign_in_failures')
        .selectAll()
        .where('subject', '=', `account:${user.email}`)
        .executeTakeFirstOrThrow();
      waits.push((row.locked_until!.getTime() - now.getTime()) / 60_000);
    }
    expect(waits).toEqual([2, 4, 8, 16, 32, 60, 60, 60]);
    await db.updateTable('sign_in_failures').set({ locked_until: null }).execute();
    await signInFrom('10.0.0.3');
    expect(await db.selectFrom('sign_in_failures').select('subject').execute()).toEqual([{ subject: 'from:10.0.0.2' }]);
  });

  test('are counted alike for an account that does not exist', async () => {
    for (let failure = 1; failure <= 5; failure += 1) await fail('nobody@opora.test', `10.1.0.${failure}`);
    await expect(signInFrom('10.1.0.9', 'nobody@opora.test')).rejects.toMatchObject({ code: 'signInLocked' });
  });

  test('from one address over many accounts make the address wait, also when they come at once', async () => {
    await Promise.all(Array.from({ length: 50 }, (_, index) => fail(`user${index}@opora.test`, '10.9.9.9')));
    await expect(signInFrom('10.9.9.9', 'other@opora.test')).rejects.toMatchObject({ code: 'signInLocked' });
  });
});
