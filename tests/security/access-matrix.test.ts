/**
 * Every address × every role × own and foreign objects × signed out, asked of the real server and held against the
 * declaration beside it.
 */
import { randomUUID } from 'node:crypto';
import type { RouteConfigEntry } from '@react-router/dev/routes';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { type Role, ROLES } from '#kernel/actor.ts';
import { type OpenDatabase, openDatabase } from '#platform/database.ts';
import { startServer } from '#tests/e2e/support.ts';
import { demoDatabase } from '#tests/support/database.ts';
import routes from '#web/routes.ts';
import { DECLARED } from './declared-access.ts';

vi.setConfig({ testTimeout: 300_000, hookTimeout: 120_000 });

/** 'plans/:planId' of every route that answers something. */
function patternsOf(entries: readonly RouteConfigEntry[], above = ''): string[] {
  return entries.flatMap(({ path, index, children }) => {
    const here = [above, path].filter(Boolean).join('/');
    if (children) return patternsOf(children, here);
    return path === '*' || (path === undefined && !index) ? [] : [here];
  });
}
const PATTERNS = [...new Set(patternsOf(routes as RouteConfigEntry[]))];

let server: Awaited<ReturnType<typeof startServer>>;
let opened: OpenDatabase;
const cookies = new Map<Role, string>();
/** Values for the parameters of addresses: an object of the demo region, and one of another region that nobody may see. */
const own = new Map<string, string>();
const foreign = new Map<string, string>();

beforeAll(async () => {
  const { url, directory } = await demoDatabase();
  server = await startServer({ DATABASE_URL: url, OPORA_DATA: directory });
  opened = openDatabase(url, { max: 2 });
  const { db } = opened;
  const one = async (query: ReturnType<typeof sql<{ id: unknown }>>) =>
    String((await query.execute(db)).rows[0]?.id ?? '');
  const region = await one(sql`select id from organisations where parent_id is null order by id limit 1`);
  const school = await one(sql`select organisation_id as id from plans where level = 'school' order by id limit 1`);

  // Another region in the same database, with a plan and a person.
  const other = await one(sql`
    insert into organisations (id, kind, path, name, short_name)
    select n, 'region', n || '.', 'Чужая область', 'Чужая область' from (select max(id) + 1000 as n from organisations) x
    returning id`);
  const plan = await one(sql`
    insert into plans (organisation_id, level, title, state) values (${other}, 'region', 'Чужой план', 'draft') returning id`);
  const measure = await one(sql`
    insert into measures (plan_id, position, text, deadline) values (${plan}, 1, 'Чужое', '{}') returning id`);
  const person = randomUUID();
  await sql`insert into users (id, name, email) values (${person}, 'Чужой человек', 'foreign@opora.test')`.execute(db);
  await sql`insert into role_assignments (user_id, organisation_id, role) values (${person}, ${other}, 'reader')`.execute(
    db,
  );

  const pairs: [string, string, string][] = [
    ['organisationId', school, other],
    [
      'planId',
      await one(sql`select id from plans where organisation_id = ${region} and state = 'approved' order by id limit 1`),
      plan,
    ],
    [
      'measureId',
      await one(
        sql`select m.id from measures m join plans p on p.id = m.plan_id where p.organisation_id = ${region} and p.state = 'approved' order by p.id, m.id limit 1`,
      ),
      measure,
    ],
    [
      'occurrenceId',
      await one(sql`select id from occurrences where organisation_id = ${school} order by id limit 1`),
      '999999999',
    ],
    ['userId', 'demo-head', person],
    ['format', 'csv', 'csv'],
  ];
  for (const [name, mine, theirs] of pairs) {
    own.set(name, mine);
    foreign.set(name, theirs);
  }
  for (const role of ROLES) cookies.set(role, await signIn(ACCOUNTS[role]));
});
afterAll(async () => {
  await opened?.close();
  await server?.stop();
});

const ACCOUNTS: Record<Role, string> = {
  administrator: 'admin',
  'regional-planner': 'region',
  'district-planner': 'district',
  'municipal-planner': 'municipality',
  curator: 'curator',
  'school-head': 'head',
  'school-editor': 'editor',
  reader: 'reader',
  analyst: 'analyst',
};

async function signIn(name: string): Promise<string> {
  const body = new URLSearchParams({ email: `${name}@opora.example`, password: 'Opora-demo-2026' });
  const answer = await fetch(`${server.url}/sign-in`, {
    method: 'POST',
    body,
    redirect: 'manual',
    headers: { origin: server.url },
  });
  return answer.headers
    .getSetCookie()
    .map((cookie) => cookie.split(';')[0])
    .join('; ');
}

type Answer = { status: number; to: string };

async function ask(
  pattern: string,
  values: ReadonlyMap<string, string>,
  cookie: string,
  method = 'GET',
): Promise<Answer> {
  const path = pattern.replaceAll(/:(\w+)/g, (_all, name: string) => values.get(name) ?? '999999999');
  const answer = await fetch(`${server.url}/${path}`, {
    method,
    redirect: 'manual',
    headers: { cookie, ...(method === 'POST' ? { origin: server.url } : {}) },
    ...(method === 'POST' ? { body: new URLSearchParams({ version: '1' }) } : {}),
  });
  await answer.arrayBuffer();
  const to = answer.headers.get('location') ?? '';
  return { status: answer.status, to: to.startsWith('http') ? new URL(to).pathname : to };
}

const opensNothing = ({ status }: Answer) => status === 403 || status === 404;
/** An own object is named by its parameter; others (imports, runs, files) stand for one that is not there. */
const hasObject = (pattern: string) => /:(?!format\b)/.test(pattern);
const objectIsKnown = (pattern: string) => [...pattern.matchAll(/:(\w+)/g)].every(([, name]) => own.has(name!));

describe('access', () => {
  test('every route of the site map is declared, and nothing else', () => {
    expect(PATTERNS.filter((pattern) => !(pattern in DECLARED))).toEqual([]);
    expect(Object.keys(DECLARED).filter((pattern) => !PATTERNS.includes(pattern))).toEqual([]);
  });

  test('who has not signed in is sent to sign in everywhere but where everyone is let in', async () => {
    const wrong: string[] = [];
    for (const [pattern, who] of Object.entries(DECLARED)) {
      for (const method of ['GET', 'POST']) {
        const answer = await ask(pattern, own, '', method);
        const sent = answer.status === 302 && answer.to.startsWith('/sign-in');
        const refused = answer.status >= 400 && answer.status < 500;
        const isShut = sent || (refused && (method === 'POST' || who === 'button'));
        if (who === 'everyone' ? answer.status >= 500 : !isShut)
          wrong.push(`${method} /${pattern}: ${answer.status} ${answer.to}`);
      }
    }
    expect(wrong).toEqual([]);
  });

  test.each(ROLES)('%s opens what is declared and nothing else', async (role) => {
    const wrong: string[] = [];
    for (const [pattern, who] of Object.entries(DECLARED)) {
      if (who === 'everyone' || who === 'button' || who === 'by-object') continue;
      const answer = await ask(pattern, own, cookies.get(role)!);
      const may = who === 'signed-in' || who.includes(role);
      if (answer.status >= 500) wrong.push(`/${pattern}: ${answer.status}`);
      else if (!may && !opensNothing(answer) && answer.status !== 302)
        wrong.push(`/${pattern}: ${answer.status}, declared closed`);
      else if (may && opensNothing(answer) && objectIsKnown(pattern))
        wrong.push(`/${pattern}: ${answer.status}, declared open`);
    }
    expect(wrong).toEqual([]);
  });

  test.each(ROLES)(
    '%s reaches nothing of another region, by no address and no form, and leaves no trace there',
    async (role) => {
      const wrong: string[] = [];
      const before = await changes();
      for (const pattern of PATTERNS.filter(hasObject)) {
        if (DECLARED[pattern] === 'everyone') continue;
        for (const method of ['GET', 'POST']) {
          const answer = await ask(pattern, foreign, cookies.get(role)!, method);
          if (answer.status < 400 || answer.status >= 500)
            wrong.push(`${method} /${pattern}: ${answer.status} ${answer.to}`);
        }
      }
      expect(wrong).toEqual([]);
      expect(await changes()).toBe(before);
    },
  );
});

/** Changes recorded so far: readings and accesses are no changes. */
async function changes(): Promise<number> {
  const { rows } = await sql<{ n: number }>`select count(*) as n from audit_events where kind = 'change'`.execute(
    opened.db,
  );
  return rows[0]!.n;
}
