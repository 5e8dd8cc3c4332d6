/** Signing in through a real identity provider on a real server, as a browser does it: button, forms, cookies, way out. */
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { startServer } from '#tests/e2e/support.ts';
import { demoDatabase } from '#tests/support/database.ts';
import { CLIENT, identityProvider, type TestProvider, walkThrough } from '#tests/support/identity-provider.ts';

vi.setConfig({ testTimeout: 60_000, hookTimeout: 180_000 });

/** What people type; the provider sends them back there. */
const HOME = 'http://opora.test';
let server: Awaited<ReturnType<typeof startServer>>;
let provider: TestProvider;
let jar: Map<string, string>;

beforeAll(async () => {
  const { url, db, directory } = await demoDatabase();
  const school = await db
    .selectFrom('organisations')
    .select(['id', 'fis_oko_login'])
    .where('kind', '=', 'school')
    .where('fis_oko_login', 'is not', null)
    .orderBy('id')
    .executeTakeFirstOrThrow();
  const rules = join(directory, 'roles.yaml');
  await writeFile(
    rules,
    `schema: opora.oidc-roles/1\nrules:\n  - { claim: groups, value: 'head:{fis_oko_login}', role: school-head }\n`,
  );
  provider = await identityProvider(HOME);
  const groups = [`head:${school.fis_oko_login}`];
  const person = { name: 'Соколова Вера Ильинична', email_verified: true };
  provider.people.set('vera', { ...person, email: 'vera@school.test', groups });
  provider.people.set('nobody', { ...person, email: 'nobody@school.test', groups: [] });
  server = await startServer({
    DATABASE_URL: url,
    OPORA_DATA: directory,
    OPORA_URL: HOME,
    OPORA_OIDC_ISSUER: provider.issuer,
    OPORA_OIDC_CLIENT_ID: CLIENT.id,
    OPORA_OIDC_CLIENT_SECRET: CLIENT.secret,
    OPORA_OIDC_NAME: 'вход региона',
    OPORA_OIDC_SCOPES: 'openid profile email work',
    OPORA_OIDC_ROLES: rules,
  });
  jar = new Map();
});
afterAll(async () => {
  await server?.stop();
  await provider?.stop().catch(() => undefined);
});

async function ask(path: string, init: RequestInit = {}): Promise<Response> {
  const cookie = [...jar].map(([name, value]) => `${name}=${value}`).join('; ');
  const headers = { accept: 'text/html', cookie, ...(init.headers as Record<string, string>) };
  const answer = await fetch(`${server.url}${path}`, { redirect: 'manual', ...init, headers });
  for (const one of answer.headers.getSetCookie()) {
    const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(one) ?? [];
    if (value === '') jar.delete(name);
    else jar.set(name, value);
  }
  return answer;
}

/** Presses the button of the sign-in page and comes back from the provider as `login`. */
async function comeIn(login: string): Promise<Response> {
  jar.clear();
  const page = await (await ask('/sign-in?next=/plans')).text();
  expect(page).toContain('Войти через');
  const button = /href="(\/sign-in\/provider[^"]*)"/.exec(page)![1]!.replaceAll('&amp;', '&');
  const sent = await ask(button, { headers: { 'sec-fetch-site': 'same-origin' } });
  expect(sent.status).toBe(302);
  const back = await walkThrough(sent.headers.get('location')!, login);
  expect(back.origin).toBe(HOME);
  return ask(back.pathname + back.search);
}

test('the button leads through the forms of the provider to the page that was asked for, with the role of the rules', async () => {
  const arrived = await comeIn('vera');
  expect([arrived.status, arrived.headers.get('location')]).toEqual([302, '/plans']);
  expect(
    [...jar.keys()].filter((name) => name.includes('provider')),
    'the flow is over',
  ).toEqual([]);
  const profile = await (await ask('/profile')).text();
  expect(profile).toContain('Соколова Вера Ильинична');
  expect(profile).toContain('Руководитель школы');
  const security = await (await ask('/profile/security')).text();
  expect(security).toContain('вы входите через систему входа');
});

test('the way out ends the session here and offers to leave the provider too', async () => {
  const out = await ask('/sign-out', { method: 'POST', headers: { origin: server.url } });
  expect(out.headers.get('location')).toBe('/sign-out/provider');
  expect((await ask('/')).status).toBe(302);
  const page = await (await ask('/sign-out/provider')).text();
  const link = /href="(http[^"]+)"/.exec(page)![1]!.replaceAll('&amp;', '&');
  expect(link.startsWith(`${provider.issuer}/session/end?`)).toBe(true);
  const asked = await fetch(link);
  expect(asked.status, 'the provider knows the address that it is to send back to').toBe(200);
});

test('who has no role is told so in words, and has no session', async () => {
  const refused = await comeIn('nobody');
  expect(refused.status).toBe(403);
  const page = await refused.text();
  expect(page).toContain('роли в Опоре для вас нет');
  expect(page).toContain('Обратитесь к администратору');
  expect([...jar.keys()].some((name) => name.includes('session_token'))).toBe(false);
});

test('another site cannot begin a sign-in for somebody', async () => {
  jar.clear();
  for (const site of ['cross-site', 'same-site']) {
    const answer = await ask('/sign-in/provider', { headers: { 'sec-fetch-site': site } });
    expect(answer.headers.get('location'), site).toMatch(/^\/sign-in\?/);
  }
  const elsewhere = await ask('/sign-in/provider?next=https://elsewhere.test', {});
  const back = await walkThrough(elsewhere.headers.get('location')!, 'vera');
  expect((await ask(back.pathname + back.search)).headers.get('location'), 'nor send them elsewhere').toBe('/');
});

test('with the provider down people are told so, and passwords open as ever', async () => {
  await provider.stop();
  jar.clear();
  await vi.waitFor(
    async () => {
      const answer = await ask('/sign-in/provider');
      expect(answer.status).toBe(503);
      expect(await answer.text()).toContain('Система входа не отвечает.');
    },
    { timeout: 20_000, interval: 500 },
  );
  const body = new URLSearchParams({ email: 'head@opora.example', password: 'Opora-demo-2026' });
  const signedIn = await ask('/sign-in', { method: 'POST', body, headers: { origin: server.url } });
  expect(signedIn.status).toBe(302);
  expect((await ask('/')).status).toBe(200);
});
