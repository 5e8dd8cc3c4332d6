import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { type Auth, openAuth } from '#platform/auth.ts';
import { newOrganisation, newUser, type TestOrganisation, testServices } from '#tests/support/factory.ts';
import { CLIENT, identityProvider, type TestProvider, walkThrough } from '#tests/support/identity-provider.ts';
import { fixedClock } from '#platform/clock.ts';
import { checkSignIn } from '#platform/doctor/sign-in.ts';
import { signInByProvider } from './commands/provider-sign-in.ts';

const HOME = 'http://opora.test';
const INN = '7700000017';
const RULES = `
schema: opora.oidc-roles/1
second-factor:
  amr: [otp]
rules:
  - { claim: groups, value: region-administrators, role: administrator, organisation: { ogrn: '1027700000001' } }
  - { claim: groups, value: '/schools/{inn}/head', role: school-head }
  - { claim: groups, value: editor, role: school-editor, organisation: { inn: { claim: org_inn } } }
`;

const directory = await mkdtemp(join(tmpdir(), 'opora-oidc-'));
afterAll(() => rm(directory, { recursive: true, force: true }));
const rulesFile = join(directory, 'roles.yaml');
await writeFile(rulesFile, RULES);
const provider: TestProvider = await identityProvider(HOME);
afterAll(() => provider.stop().catch(() => undefined));
// The provider goes by the clock of the machine, and so must who checks its tokens.
const services = await testServices({
  now: new Date().toISOString(),
  environment: {
    OPORA_OIDC_ISSUER: provider.issuer,
    OPORA_OIDC_CLIENT_ID: CLIENT.id,
    OPORA_OIDC_CLIENT_SECRET: CLIENT.secret,
    OPORA_OIDC_NAME: 'вход региона',
    OPORA_OIDC_SCOPES: 'openid profile email work',
    OPORA_OIDC_ROLES: rulesFile,
  },
});
const { db } = services;
let auth: Auth;
let region: TestOrganisation;
let school: TestOrganisation;

beforeAll(async () => {
  auth = await openAuth(services);
  region = await newOrganisation(db, { kind: 'region' });
  school = await newOrganisation(db, { parent: region });
  await db
    .updateTable('organisations')
    .set({ ogrn: '1027700000001', inn: '7700000001' })
    .where('id', '=', region.id)
    .execute();
  await db.updateTable('organisations').set({ inn: INN }).where('id', '=', school.id).execute();
});

beforeEach(() => {
  provider.spoil = null;
  provider.foreignKey = false;
});

const visit = () => ({ ...services, auth, requestId: 'request', source: '10.0.0.1' });
const valueOf = (cookie: string) => cookie.split(';')[0]!.replace(/^[^=]+=/, '');

/** From the button to the session, as `login`. */
async function comeIn(login: string, change: { flow?: string; answer?: (address: URL) => void } = {}) {
  const { address, cookie } = await auth.provider!.begin('/plans?state=draft');
  const back = await walkThrough(address, login);
  change.answer?.(back);
  return signInByProvider(visit(), auth.provider!, new Request(back), change.flow ?? valueOf(cookie));
}

function knows(login: string, claims: Record<string, unknown>): void {
  provider.people.set(login, {
    name: 'Орлова Анна Петровна',
    email: `${login}@school.test`,
    email_verified: true,
    ...claims,
  });
}

const actorOf = (headers: Headers) => {
  const cookie = headers
    .getSetCookie()
    .map((one) => one.split(';')[0])
    .join('; ');
  return auth.actorOf(new Request(HOME, { headers: { cookie } }));
};
const rolesOf = async (headers: Headers) =>
  (await actorOf(headers))?.assignments.map(({ role, organisationId }) => [role, organisationId]);
const count = async () =>
  Number(
    (
      await db
        .selectFrom('users')
        .select((eb) => eb.fn.countAll().as('n'))
        .executeTakeFirstOrThrow()
    ).n,
  );
const journal = async (userId: string) =>
  await db
    .selectFrom('audit_events')
    .select(['action', 'actor_id', 'reason'])
    .where('object_id', '=', userId)
    .orderBy('id')
    .execute();

describe('who comes through the provider for the first time', () => {
  test('gets an account with the roles of the rules, at the organisation of the code, and lands where they wanted to', async () => {
    knows('anna', { groups: [`/schools/${INN}/head`, 'else'] });
    const { outcome, headers, next, userId } = await comeIn('anna');
    expect({ outcome, next }).toEqual({ outcome: 'signed-in', next: '/plans?state=draft' });
    expect(await actorOf(headers)).toMatchObject({
      name: 'Орлова Анна Петровна',
      email: 'anna@school.test',
      assignments: [{ role: 'school-head', organisationId: school.id }],
      hasSecondFactor: false,
      provider: { secondFactor: false },
    });
    const reason = 'По сведениям системы входа «вход региона»';
    expect(await journal(userId)).toEqual([
      { action: 'user.created', actor_id: 'system', reason },
      { action: 'user.identity-tied', actor_id: 'system', reason },
      { action: 'user.role-granted', actor_id: 'system', reason },
      { action: 'user.signed-in-by-provider', actor_id: userId, reason: null },
    ]);
    const kept = await db.selectFrom('accounts').selectAll().where('user_id', '=', userId).executeTakeFirstOrThrow();
    expect(kept).toMatchObject({
      account_id: 'anna',
      access_token: null,
      refresh_token: null,
      id_token: null,
      password: null,
    });
  });

  test.each([
    ['without a group of the rules', { groups: ['else'] }, 'providerNoRole'],
    ['without groups at all', {}, 'providerNoRole'],
    ['with the code of no organisation', { groups: ['/schools/7700000099/head'] }, 'providerNoRole'],
    ['with a role that does not fit the place', { groups: ['editor'], org_inn: '7700000001' }, 'providerNoRole'],
    ['with two organisations for one group', { groups: ['editor'], org_inn: [INN, '7700000099'] }, 'providerNoRole'],
    ['with an address nobody verified', { groups: [`/schools/${INN}/head`], email_verified: false }, 'providerNoEmail'],
  ])('%s is told so, and no account is made', async (_how, claims, code) => {
    knows('stranger', claims);
    const before = await count();
    await expect(comeIn('stranger')).rejects.toMatchObject({ code });
    expect(await count()).toBe(before);
    expect((await journal('unknown')).at(-1)?.action).toBe('user.provider-refused');
  });

  test('is the person of an account with the same address only when the provider has verified that address', async () => {
    const clerk = await newUser(db, { email: 'clerk@school.test', roles: [['reader', region]] });
    knows('clerk', { email_verified: false });
    await expect(comeIn('clerk')).rejects.toMatchObject({ code: 'providerNoRole' });
    knows('clerk', { email: 'Clerk@School.test' });
    const { headers, userId } = await comeIn('clerk');
    expect(userId).toBe(clerk.userId);
    expect(await rolesOf(headers)).toEqual([['reader', region.id]]);
  });

  test('does not get the account that another person of the provider is tied to, though the address is theirs now', async () => {
    await newUser(db, { email: 'office@school.test', roles: [['reader', region]] });
    knows('first', { email: 'office@school.test' });
    await comeIn('first');
    knows('second', { email: 'office@school.test', groups: [`/schools/${INN}/head`] });
    await expect(comeIn('second')).rejects.toMatchObject({ code: 'providerOtherPerson' });
    // The first one stays the same person, whatever their address is called now.
    knows('first', { email: 'other@school.test' });
    expect((await comeIn('first')).outcome).toBe('signed-in');
  });
});

describe('at each further sign-in', () => {
  test('roles of the rules come and go with what the provider says, and those given by hand stay', async () => {
    knows('boris', { groups: [`/schools/${INN}/head`] });
    const { userId, headers: first } = await comeIn('boris');
    await db
      .insertInto('role_assignments')
      .values({ user_id: userId, organisation_id: region.id, role: 'reader' })
      .execute();
    knows('boris', { groups: ['editor'], org_inn: INN });
    const { headers } = await comeIn('boris');
    expect(await rolesOf(headers)).toEqual([
      ['reader', region.id],
      ['school-editor', school.id],
    ]);
    expect(await rolesOf(first), 'also where they are signed in already').toEqual(await rolesOf(headers));
    knows('boris', { groups: [] });
    expect(await rolesOf((await comeIn('boris')).headers)).toEqual([['reader', region.id]]);
    const actions = (await journal(userId)).map(({ action }) => action).filter((action) => action.includes('role'));
    expect(actions).toEqual(['user.role-granted', 'user.role-revoked', 'user.role-granted', 'user.role-revoked']);
    const former = await db
      .selectFrom('former_role_assignments')
      .select(['role', 'basis'])
      .where('user_id', '=', userId)
      .execute();
    expect(former).toEqual([
      { role: 'school-head', basis: 'provider' },
      { role: 'school-editor', basis: 'provider' },
    ]);
  });

  test('a role held by hand that the provider names too is not taken back when it no longer does', async () => {
    const hand = await newUser(db, { email: 'vera@school.test', roles: [['school-head', school]] });
    knows('vera', { groups: [`/schools/${INN}/head`] });
    await comeIn('vera');
    knows('vera', { groups: [] });
    expect(await rolesOf((await comeIn('vera')).headers)).toEqual([['school-head', school.id]]);
    expect((await journal(hand.userId)).filter(({ action }) => action.includes('role'))).toEqual([]);
  });

  test('a role given by hand for a term that has ended makes room for that of the provider', async () => {
    const hand = await newUser(db, { email: 'lev@school.test', roles: [['school-head', school]] });
    await db
      .updateTable('role_assignments')
      .set({ valid_until: '2020-01-01' })
      .where('user_id', '=', hand.userId)
      .execute();
    knows('lev', { groups: [`/schools/${INN}/head`] });
    expect(await rolesOf((await comeIn('lev')).headers)).toEqual([['school-head', school.id]]);
  });

  test('without any role left nobody gets in, and what they had is gone', async () => {
    knows('gleb', { groups: [`/schools/${INN}/head`] });
    const { headers, userId } = await comeIn('gleb');
    knows('gleb', { groups: [] });
    await expect(comeIn('gleb')).rejects.toMatchObject({ code: 'providerNoRole' });
    expect(await rolesOf(headers)).toEqual([]);
    expect((await journal(userId)).at(-1)?.action).toBe('user.provider-refused');
  });

  test('a disabled account stays shut', async () => {
    knows('dina', { groups: [`/schools/${INN}/head`] });
    const { userId } = await comeIn('dina');
    await db.updateTable('users').set({ disabled_at: new Date() }).where('id', '=', userId).execute();
    await expect(comeIn('dina')).rejects.toMatchObject({ code: 'accountDisabled' });
  });
});

describe('the second factor of an administrator', () => {
  test('is still missing when the provider does not say that it asked for one', async () => {
    knows('chief', { groups: ['region-administrators'] });
    const actor = await actorOf((await comeIn('chief')).headers);
    expect(await auth.asksSecondFactorOf(actor!)).toBe(true);
    expect(actor?.hasSecondFactor).toBe(false);
  });

  test('counts when the provider names a method of the rules', async () => {
    provider.spoil = (claims) => ({ ...claims, amr: ['pwd'] });
    expect((await actorOf((await comeIn('chief')).headers))?.hasSecondFactor).toBe(false);
    provider.spoil = (claims) => ({ ...claims, amr: ['pwd', 'otp'] });
    const { headers } = await comeIn('chief');
    expect(await actorOf(headers)).toMatchObject({ hasSecondFactor: true, provider: { secondFactor: true } });
  });

  test('set up here is asked for here, unless the provider asked already, and wrong codes are counted', async () => {
    const { headers, userId } = await comeIn('chief');
    const cookie = headers
      .getSetCookie()
      .map((one) => one.split(';')[0])
      .join('; ');
    // Somebody without a password has none to show.
    const { recoveryCodes } = await auth.prepareSecondFactor(new Request(HOME, { headers: { cookie } }), undefined);
    await db.updateTable('users').set({ two_factor_enabled: true }).where('id', '=', userId).execute();
    await db.updateTable('two_factors').set({ verified: true }).where('user_id', '=', userId).execute();
    const asked = await comeIn('chief');
    expect(asked.outcome).toBe('second-factor');
    expect(await actorOf(asked.headers)).toBeNull();
    const challenge = asked.headers
      .getSetCookie()
      .map((one) => one.split(';')[0])
      .join('; ');
    const bring = (code: string) => auth.bringCode(new Request(HOME, { headers: { cookie: challenge } }), code);
    await expect(bring('000000')).rejects.toMatchObject({ code: 'codeRefused' });
    const { failed_verification_count: failures } = await db
      .selectFrom('two_factors')
      .select('failed_verification_count')
      .where('user_id', '=', userId)
      .executeTakeFirstOrThrow();
    expect(failures).toBe(1);
    expect(await actorOf(await bring(recoveryCodes[0]!))).toMatchObject({ userId, provider: { secondFactor: false } });
    provider.spoil = (claims) => ({ ...claims, amr: ['otp'] });
    expect((await comeIn('chief')).outcome).toBe('signed-in');
  });
});

describe('an answer is refused', () => {
  const now = () => Math.floor(Date.now() / 1000);
  test.each<[string, (claims: Record<string, unknown>) => Record<string, unknown>]>([
    ['for another client', (claims) => ({ ...claims, aud: 'another' })],
    ['of another issuer', (claims) => ({ ...claims, iss: 'https://elsewhere.test' })],
    ['for another attempt (nonce)', (claims) => ({ ...claims, nonce: 'another' })],
    ['without a nonce', ({ nonce: _, ...claims }) => claims],
    ['that has expired', (claims) => ({ ...claims, iat: now() - 7200, exp: now() - 3600 })],
    ['about somebody else than the provider tells details of', (claims) => ({ ...claims, sub: 'anna' })],
  ])('%s', async (_what, spoil) => {
    knows('mallory', { groups: ['region-administrators'] });
    provider.spoil = spoil;
    await expect(comeIn('mallory')).rejects.toMatchObject({ code: 'providerAnswerInvalid' });
  });

  test('signed with a key that the provider does not publish', async () => {
    provider.foreignKey = true;
    await expect(comeIn('mallory')).rejects.toMatchObject({ code: 'providerAnswerInvalid' });
  });

  test('with another state, without the cookie of the flow, with a forged one, and the second time', async () => {
    await expect(comeIn('anna', { answer: (back) => back.searchParams.set('state', 'another') })).rejects.toMatchObject(
      { code: 'providerAnswerInvalid' },
    );
    await expect(comeIn('anna', { flow: '' })).rejects.toMatchObject({ code: 'providerFlowLost' });
    const { cookie: other } = await auth.provider!.begin('/');
    await expect(comeIn('anna', { flow: valueOf(other) })).rejects.toMatchObject({ code: 'providerAnswerInvalid' });
    const forged = valueOf(other).replace(/^./, (first) => (first === 'e' ? 'f' : 'e'));
    await expect(comeIn('anna', { flow: forged })).rejects.toMatchObject({ code: 'providerFlowLost' });
    const { address, cookie } = await auth.provider!.begin('/');
    const back = await walkThrough(address, 'anna');
    const arrive = () => signInByProvider(visit(), auth.provider!, new Request(back), valueOf(cookie));
    await arrive();
    await expect(arrive()).rejects.toMatchObject({ code: 'providerAnswerInvalid' });
  });

  test('after ten minutes', async () => {
    const { address, cookie } = await auth.provider!.begin('/');
    const back = await walkThrough(address, 'anna');
    const late = new Date(services.clock.now().getTime() + 601_000).toISOString();
    const patient = await openAuth({ ...services, clock: fixedClock(late) });
    await expect(
      signInByProvider({ ...visit(), auth: patient }, patient.provider!, new Request(back), valueOf(cookie)),
    ).rejects.toMatchObject({ code: 'providerFlowLost' });
  });

  test('when the provider itself refused', async () => {
    const { cookie } = await auth.provider!.begin('/');
    const { state } = JSON.parse(Buffer.from(valueOf(cookie).split('.')[0]!, 'base64url').toString()) as {
      state: string;
    };
    const query = new URLSearchParams({ error: 'access_denied', state, iss: provider.issuer });
    const back = new Request(`${HOME}/sign-in/provider/return?${query}`);
    await expect(signInByProvider(visit(), auth.provider!, back, valueOf(cookie))).rejects.toMatchObject({
      code: 'providerDeclined',
    });
  });
});

test('a code that two organisations share places nobody', async () => {
  const twin = await newOrganisation(db, { parent: region });
  await db.updateTable('organisations').set({ inn: INN }).where('id', '=', twin.id).execute();
  knows('twice', { groups: [`/schools/${INN}/head`] });
  await expect(comeIn('twice')).rejects.toMatchObject({ code: 'providerNoRole' });
  await db.updateTable('organisations').set({ status: 'closed' }).where('id', '=', twin.id).execute();
  expect(await rolesOf((await comeIn('twice')).headers)).toEqual([['school-head', school.id]]);
});

test('a provider that names addresses of other hosts is not followed there', async () => {
  const { createServer } = await import('node:http');
  const asked: string[] = [];
  const inner = createServer((request, response) => void (asked.push(request.url ?? ''), response.end('{}')));
  await new Promise<void>((resolve) => inner.listen(0, '127.0.0.1', resolve));
  const inside = `http://127.0.0.1:${(inner.address() as { port: number }).port}`;
  const sly = createServer((_request, response) => {
    const issuer = `http://127.0.0.1:${(sly.address() as { port: number }).port}`;
    response.setHeader('Content-Type', 'application/json');
    response.end(
      JSON.stringify({
        issuer,
        authorization_endpoint: `${issuer}/auth`,
        token_endpoint: `${inside}/token`,
        jwks_uri: `${inside}/jwks`,
        response_types_supported: ['code'],
        id_token_signing_alg_values_supported: ['RS256'],
      }),
    );
  });
  await new Promise<void>((resolve) => sly.listen(0, '127.0.0.1', resolve));
  const oidc = {
    ...services.config.oidc!,
    issuer: new URL(`http://127.0.0.1:${(sly.address() as { port: number }).port}`),
  };
  const lured = await openAuth({ ...services, config: { ...services.config, oidc } });
  const { address, cookie } = await lured.provider!.begin('/');
  const state = new URL(address).searchParams.get('state')!;
  const back = new Request(`${HOME}/sign-in/provider/return?${new URLSearchParams({ code: 'x', state })}`);
  await expect(signInByProvider(visit(), lured.provider!, back, valueOf(cookie))).rejects.toMatchObject({
    code: 'providerAnswerInvalid',
  });
  expect(asked).toEqual([]);
  inner.close();
  sly.close();
});

test('a provider that is down is told of as such, to people and to the operator', async () => {
  const said = async () => (await checkSignIn(services.config)).map(({ state }) => state);
  expect(await said()).toEqual(['ok']);
  await provider.stop();
  expect(await said()).toEqual(['warning']);
  const fresh = await openAuth(services);
  await expect(fresh.provider!.begin('/')).rejects.toMatchObject({ code: 'providerUnavailable' });
  expect(await fresh.provider!.signOutAddress()).toBeNull();
});
