/** What every answer says to the browser, and what becomes of requests that are too many, too slow, too large or odd. */
import { connect } from 'node:net';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { startServer } from '#tests/e2e/support.ts';
import { demoDatabase } from '#tests/support/database.ts';
import { oddQueries } from '#tests/fuzz/odd-queries.ts';

vi.setConfig({ testTimeout: 120_000, hookTimeout: 180_000 });

const LIMITS = 'session=90 visitors=60 address=600 searches=12 uploads=6 exports=6 waiting=4';
let server: Awaited<ReturnType<typeof startServer>>;
let cookie = '';
let signInAnswer: Response;

beforeAll(async () => {
  const { url, directory } = await demoDatabase();
  server = await startServer({
    DATABASE_URL: url,
    OPORA_DATA: directory,
    OPORA_URL: 'https://opora.test',
    OPORA_TRUSTED_PROXIES: '1',
    OPORA_RATE_TRUSTED: '10.9.9.9',
    OPORA_RATE_LIMITS: LIMITS,
    OPORA_REQUEST_SECONDS: '2',
  });
  signInAnswer = await signIn('region', '10.1.0.1');
  cookie = cookiesOf(signInAnswer);
});
afterAll(() => server?.stop());

/** As a browser behind our proxy asks; each test comes from an address of its own. */
function ask(path: string, from: string, init: RequestInit = {}): Promise<Response> {
  const headers = { accept: 'text/html', 'x-forwarded-for': from, ...(init.headers as Record<string, string>) };
  return fetch(`${server.url}${path}`, { redirect: 'manual', ...init, headers });
}

function signIn(name: string, from: string): Promise<Response> {
  const body = new URLSearchParams({ email: `${name}@opora.example`, password: 'Opora-demo-2026' });
  return ask('/sign-in', from, { method: 'POST', body, headers: { origin: server.url } });
}

function cookiesOf(answer: Response): string {
  return answer.headers
    .getSetCookie()
    .map((one) => one.split(';')[0])
    .join('; ');
}

/** The form of «Токены API», and the value of the one role that it offers. */
async function tokenForm(from: string, signedIn: string): Promise<{ document: string; place: string }> {
  const document = await (await ask('/profile/tokens', from, { headers: { cookie: signedIn } })).text();
  return { document, place: /value="(school-editor:\d+)"/.exec(document)![1]! };
}

function tomorrow(): string {
  return new Date(Date.now() + 86_400_000).toISOString().slice(0, 10);
}

/** Writes pieces to the server with pauses and tells what came back before the line was cut. */
function drip(pieces: readonly string[], pause = 300): Promise<string> {
  return new Promise((resolve) => {
    const { hostname, port } = new URL(server.url);
    let heard = '';
    const socket = connect(Number(port), hostname, () => {
      let at = 0;
      const timer = setInterval(() => {
        if (at < pieces.length && socket.writable) socket.write(pieces[at++]!);
        else clearInterval(timer);
      }, pause);
      socket.once('close', () => {
        clearInterval(timer);
        resolve(heard);
      });
    });
    socket.on('data', (chunk) => {
      heard += chunk.toString();
    });
    socket.on('error', () => undefined);
  });
}

describe('answers', () => {
  test('every answer keeps to its own content: pages, missing pages, files for scripts, refusals', async () => {
    const page = await ask('/sign-in', '10.2.0.1');
    const html = await page.clone().text();
    const asset = /(?:src|href)="(\/assets\/[^"]+\.(?:css|js))"/.exec(html)?.[1];
    const answers = [
      page,
      await ask('/no-such-page', '10.2.0.1', { headers: { cookie } }),
      await ask('/search/suggestions?q=школа', '10.9.9.9', { headers: { cookie } }),
      await ask('/health', '10.2.0.1'),
      await ask(asset ?? '', '10.2.0.1'),
      await ask('/sign-in', '10.2.0.1', { method: 'POST', headers: { 'sec-fetch-site': 'cross-site' } }),
    ];
    for (const { headers, url } of answers) {
      const policy = headers.get('content-security-policy') ?? '';
      expect(policy, url).toMatch(/default-src '(?:self|none)'/);
      expect(policy, url).toMatch(/frame-ancestors 'none'/);
      expect(policy, url).toMatch(/base-uri 'none'/);
      expect(policy, url).not.toMatch(/unsafe|\*|https?:|script-src[^;]*data:/);
      expect(headers.get('x-content-type-options'), url).toBe('nosniff');
      expect(headers.get('strict-transport-security'), url).toMatch(/max-age=31536000; includeSubDomains/);
      expect(headers.get('referrer-policy'), url).toBe('same-origin');
      expect(headers.get('cross-origin-opener-policy'), url).toBe('same-origin');
      expect(headers.get('cross-origin-resource-policy'), url).toBe('same-origin');
      expect(headers.get('content-type'), url).toMatch(/charset=utf-8|application\/json/i);
      expect(headers.get('access-control-allow-origin'), url).toBeNull();
      expect(headers.get('server') ?? headers.get('x-powered-by'), url).toBeNull();
    }
    expect(answers.at(-1)!.status, 'a change asked for by another site').toBe(403);
    expect(html, 'no button without an identity provider').not.toContain('Войти через');
    expect(page.headers.get('cache-control')).toBe('no-store');
    const nonce = /'nonce-([^']+)'/.exec(page.headers.get('content-security-policy')!)![1]!;
    const scripts = [...html.matchAll(/<script\b[^>]*>/g)].map(([tag]) => tag);
    expect(scripts.length).toBeGreaterThan(0);
    expect(scripts.filter((tag) => !tag.includes(`nonce="${nonce}"`) && !/src="\/assets\//.test(tag))).toEqual([]);
    expect(html).not.toMatch(/<style|\sstyle="|\son[a-z]+="/);
    const again = await ask('/sign-in', '10.2.0.1');
    expect(again.headers.get('content-security-policy')).not.toContain(nonce);
  });

  test('every cookie is closed to scripts and other sites, and secure where the site is', async () => {
    const look = await ask('/appearance', '10.2.0.2', {
      method: 'POST',
      body: new URLSearchParams({ theme: 'blue', textSize: '150' }),
      headers: { origin: server.url },
    });
    const cookies = [...signInAnswer.headers.getSetCookie(), ...look.headers.getSetCookie()];
    expect(cookies.some((one) => one.startsWith('__Host-opora.session_token='))).toBe(true);
    expect(look.headers.getSetCookie()).toHaveLength(1);
    for (const one of cookies) {
      expect(one).toMatch(/^__Host-/);
      expect(one).toMatch(/;\s*Path=\/(?:;|$)/);
      expect(one).not.toMatch(/;\s*Domain=/i);
      expect(one).toMatch(/;\s*HttpOnly/i);
      expect(one).toMatch(/;\s*SameSite=(?:Lax|Strict)/i);
      expect(one).toMatch(/;\s*Secure/i);
      expect(one.length).toBeLessThan(4096);
    }
  });

  test('a session token that was not signed here is nobody', async () => {
    const forged = cookie.replace(/(session_token=)[^.;]+/, '$1someoneelse');
    expect((await ask('/', '10.2.0.3', { headers: { cookie: forged } })).status).toBe(302);
    expect((await ask('/', '10.2.0.3', { headers: { cookie } })).status).toBe(200);
  });

  test('signing out leaves nothing in the browser', async () => {
    const own = cookiesOf(await signIn('curator', '10.2.0.4'));
    const answer = await ask('/sign-out', '10.2.0.4', { method: 'POST', headers: { cookie: own, origin: server.url } });
    expect(answer.headers.get('clear-site-data')).toBe('"cache", "storage"');
    expect((await ask('/', '10.2.0.4', { headers: { cookie: own } })).status).toBe(302);
  });

  test('values that no column can hold are refused with a readable page, in addresses and in forms', async () => {
    const nothing = encodeURIComponent('\0');
    const addresses = [
      `/plans?q=${nothing}`,
      `/search?q=a${nothing}b`,
      `/curators?q=${nothing}`,
      `/plans/1/coverage?q=${nothing}`,
      '/plans/1?revision=2147483648',
      '/plans/1/changes?from=2147483648&to=1',
    ];
    for (const address of addresses) {
      const answer = await ask(address, '10.9.9.9', { headers: { cookie } });
      expect(answer.status, address).toBeLessThan(500);
      expect(await answer.text(), address).toContain('<html');
    }
    const chief = cookiesOf(await signIn('admin', '10.9.9.9'));
    for (const address of [`/admin/users?q=${nothing}`, `/admin/users/${nothing}`, '/admin/audit?to=9999-12-31'])
      expect((await ask(address, '10.9.9.9', { headers: { cookie: chief } })).status, address).toBeLessThan(500);
    const body = new URLSearchParams({
      text: 'a\0b',
      title: 'a\0b',
      name: 'a\0b',
      email: 'a\0b@opora.example',
      password: 'x',
    });
    const headers = { cookie, origin: server.url };
    for (const address of ['/plans/new', '/profile', '/sign-in'])
      expect((await ask(address, '10.9.9.9', { method: 'POST', headers, body })).status, address).toBeLessThan(500);
  });

  test('TRACE and methods nobody declared are refused', async () => {
    for (const method of ['TRACE', 'CONNECT', 'PROPFIND'])
      expect(await drip([`${method} / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n`], 10), method).not.toMatch(
        /^HTTP\/1\.1 (?:2|5)/,
      );
  });

  test('an order that is no document is not kept', async () => {
    const form = new FormData();
    form.set('orderKind', 'приказ');
    form.set('orderNumber', '1');
    form.set('orderDate', '2026-09-01');
    form.set('orderFile', new File(['<html><script>alert(1)</script>'], 'приказ.html', { type: 'text/html' }));
    const answer = await ask('/plans/1/amendment', '10.9.9.9', {
      method: 'POST',
      body: form,
      headers: { cookie, origin: server.url },
    });
    expect(answer.status).toBe(415);
    expect(await answer.text()).toContain('Приложите PDF');
  });
});

describe('limits', () => {
  test('a crowd from one address is told to wait in Russian and gets through when it does', async () => {
    const answers = await Promise.all(Array.from({ length: 200 }, () => ask('/sign-in', '10.3.0.1')));
    const counts = Map.groupBy(answers, ({ status }) => status);
    expect([...counts.keys()].sort()).toEqual([200, 429]);
    const refused = counts.get(429)![0]!;
    const seconds = Number(refused.headers.get('retry-after'));
    expect(seconds).toBeGreaterThan(0);
    expect(refused.headers.get('content-type')).toBe('text/html; charset=utf-8');
    expect(await refused.text()).toMatch(/Слишком много запросов[^]*Обновить страницу/);
    // Others are not held up, and health and files for pages are never counted.
    expect((await ask('/sign-in', '10.3.0.2')).status).toBe(200);
    expect((await ask('/health', '10.3.0.1')).status).toBe(200);
    await new Promise((resolve) => setTimeout(resolve, seconds * 1000));
    expect((await ask('/sign-in', '10.3.0.1')).status).toBe(200);
  });

  test('people of one school behind one address are counted by session', async () => {
    const from = '10.3.1.1';
    const other = cookiesOf(await signIn('head', from));
    const own = await Promise.all(
      Array.from({ length: 60 }, () => ask('/profile', from, { headers: { cookie, accept: '*/*' } })),
    );
    expect(own.map(({ status }) => status)).toContain(429);
    expect(own.every(({ status }) => status === 200 || status === 429)).toBe(true);
    expect((await ask('/profile', from, { headers: { cookie: other } })).status).toBe(200);
    expect((await ask('/profile', '10.9.9.9', { headers: { cookie } })).status, 'trusted').toBe(200);
  });

  test('programs are counted by token, and made-up tokens by the address they come from', async () => {
    const body = new URLSearchParams({ name: 'Витрина', purpose: 'сводка', validUntil: tomorrow() });
    body.append('rights', 'plans:read');
    const editor = cookiesOf(await signIn('editor', '10.7.0.1'));
    const made = async () => {
      const { document, place } = await tokenForm('10.7.0.1', editor);
      body.set('place', place);
      const answer = await ask('/profile/tokens', '10.7.0.1', {
        method: 'POST',
        body,
        headers: { cookie: editor, origin: server.url },
      });
      expect(document).toContain('Новый токен');
      return /opora_[\w-]{43}/.exec(await answer.text())![0];
    };
    const [one, other] = [await made(), await made()];
    const read = (token: string, from: string) =>
      ask('/api/v1/plans?limit=1', from, { headers: { authorization: `Bearer ${token}`, accept: 'application/json' } });
    const statuses: number[] = [];
    for (let n = 0; n < 40; n += 1) statuses.push((await read(one, '10.7.0.2')).status);
    expect(statuses.slice(0, 25).every((status) => status === 200)).toBe(true);
    expect(statuses).toContain(429);
    const refused = await read(one, '10.7.0.2');
    expect(refused.headers.get('content-type')).toBe('application/problem+json');
    expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0);
    expect(await refused.json()).toMatchObject({ code: 'tooManyRequests', status: 429 });
    expect((await read(other, '10.7.0.2')).status).toBe(200);
    const madeUp: number[] = [];
    for (let n = 0; n < 30; n += 1) {
      const token = `opora_${String(n).padStart(43, 'a')}`;
      madeUp.push((await read(token, '10.7.0.3')).status);
    }
    expect(new Set(madeUp)).toEqual(new Set([401, 429]));
  });

  test('searches, uploads and exports have limits of their own', async () => {
    const visitor = cookiesOf(await signIn('reader', '10.3.2.1'));
    const signedIn = { headers: { cookie: visitor, origin: server.url } };
    const statuses = async (many: number, one: () => Promise<Response>) => {
      const found: number[] = [];
      for (let at = 0; at < many; at += 1) found.push((await one()).status);
      return found;
    };
    expect(await statuses(6, () => ask('/search/suggestions?q=а', '10.3.2.1', signedIn))).toContain(429);
    expect(await statuses(4, () => ask('/overdue/export/csv', '10.3.2.1', signedIn))).toContain(429);
    const form = new FormData();
    form.set('file', new File(['x'], 'a.docx'));
    const upload = () => ask('/plans/import', '10.3.2.1', { method: 'POST', body: form, ...signedIn });
    expect(await statuses(4, upload)).toContain(429);
  });

  test('a spike of many times what the server makes at once brings no fault of the server', async () => {
    const spike = Array.from({ length: 80 }, (_, at) => ask('/', `10.4.${at}.1`));
    const trusted = Array.from({ length: 200 }, () => ask('/plans', '10.9.9.9', { headers: { cookie } }));
    const statuses = (await Promise.all([...spike, ...trusted])).map(({ status }) => status);
    expect(statuses.filter((status) => status >= 500)).toEqual([]);
    expect(statuses).toContain(429);
    expect((await ask('/plans', '10.9.9.9', { headers: { cookie } })).status).toBe(200);
  });

  test('a head or a body that drips in is cut off', async () => {
    const head = ['GET / HTTP/1.1\r\n', ...Array.from({ length: 40 }, (_, at) => `X-Slow-${at}: 1\r\n`)];
    const body = [
      'POST /sign-in HTTP/1.1\r\nHost: a\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: 1000\r\n\r\n',
      ...Array.from({ length: 40 }, () => 'a'),
    ];
    const heard = await Promise.all([drip(head), drip(body)]);
    for (const one of heard) expect(one).not.toMatch(/^HTTP\/1\.1 (?:2|3|5)/);
  });

  test('what is larger than a form may be is refused before it is read', async () => {
    const large = (path: string, bytes: number) =>
      drip([`POST ${path} HTTP/1.1\r\nHost: a\r\nConnection: close\r\nContent-Length: ${bytes}\r\n\r\n`], 10);
    expect(await large('/plans/import', 22 * 1024 * 1024)).toMatch(/^HTTP\/1\.1 413/);
    expect(await large('/results/import', 202 * 1024 * 1024)).toMatch(/^HTTP\/1\.1 413/);
    const unsized = 'POST /sign-in HTTP/1.1\r\nHost: a\r\nConnection: close\r\nTransfer-Encoding: chunked\r\n\r\n';
    expect(await drip([unsized], 10)).toMatch(/^HTTP\/1\.1 411/);
    const both = unsized.replace('Transfer', 'Content-Length: 4\r\nTransfer');
    expect(await drip([both], 10)).toMatch(/^HTTP\/1\.1 4/);
    expect(await drip([`GET /${'a'.repeat(40_000)} HTTP/1.1\r\nHost: a\r\n\r\n`], 10)).toMatch(/^HTTP\/1\.1 431/);
  });
});

test('odd addresses and queries are answered, never with a fault of the server', async () => {
  const queries = oddQueries(20_261_128, 150);
  const faults: string[] = [];
  for (let at = 0; at < queries.length; at += 4) {
    const some = queries.slice(at, at + 4);
    const answers = await Promise.all(some.map((path) => ask(path, '10.9.9.9', { headers: { cookie } })));
    answers.forEach(({ status }, index) => {
      if (status >= 500) faults.push(`${status} ${some[index]}`);
    });
  }
  expect(faults).toEqual([]);
});
