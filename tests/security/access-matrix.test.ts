/**
 * Every address × every role × own and foreign objects × signed out, asked of the real server and held against the
 * declaration beside it.
 */
import { randomUUID } from 'node:crypto';
import type { RouteConfigEntry } from '@react-router/dev/routes';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { type Actor, type Role, ROLES } from '#kernel/actor.ts';
import { type OpenDatabase, openDatabase } from '#platform/database.ts';
import { openWalledDatabase } from '#platform/row-security.ts';
import { startServer } from '#tests/e2e/support.ts';
import { demoDatabase } from '#tests/support/database.ts';
import routes from '#web/routes.ts';
import { DECLARED } from './declared-access.ts';
import { nearestAndFarthest, objectsByKind, PLACED_TABLES } from './foreign-objects.ts';

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

let url = '';
let server: Awaited<ReturnType<typeof startServer>>;
let opened: OpenDatabase;
const cookies = new Map<Role, string>();
/** Values for the parameters of addresses: an object of the demo region, and one of another region that nobody may see. */
const own = new Map<string, string>();
const foreign = new Map<string, string>();

beforeAll(async () => {
  const demo = await demoDatabase();
  ({ url } = demo);
  server = await startServer({ DATABASE_URL: url, OPORA_DATA: demo.directory });
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
  // A curator of a named school far from the others, and an administrator of one municipality only.
  await sql`insert into users (id, name, email) values ('demo-far', 'Куратор далёкой школы', 'far@opora.example')`.execute(
    db,
  );
  await sql`
    insert into role_assignments (user_id, organisation_id, role, basis, valid_from)
    select 'demo-far', max(id), 'curator', 'assignment', '2020-01-01' from organisations where kind = 'school' and id < ${other}`.execute(
    db,
  );
  await sql`
    insert into users (id, name, email) values ('demo-town', 'Администратор района', 'town@opora.example')`.execute(db);
  await sql`
    insert into accounts (id, user_id, account_id, provider_id, password)
    select 'demo-town', 'demo-town', 'demo-town', 'credential', password from accounts where user_id = 'demo-admin'`.execute(
    db,
  );
  await sql`
    insert into role_assignments (user_id, organisation_id, role)
    select 'demo-town', organisation_id, 'administrator' from role_assignments where user_id = 'demo-municipality'`.execute(
    db,
  );
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

/** Accounts with a part of the region, one of each height. */
const NEIGHBOURS = ['district', 'municipality', 'town', 'curator', 'head'];

const METHODS = ['GET', 'POST'];
/** The server works at one request while another waits for the database. */
const AT_ONCE = 4;

async function severalAtOnce<Item>(items: readonly Item[], work: (item: Item) => Promise<void>): Promise<void> {
  const waiting = items.values();
  const hand = async () => {
    for (const item of waiting) await work(item);
  };
  await Promise.all(Array.from({ length: AT_ONCE }, hand));
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
    const asked = Object.entries(DECLARED).flatMap(([pattern, who]) =>
      METHODS.map((method) => ({ pattern, who, method })),
    );
    await severalAtOnce(asked, async ({ pattern, who, method }) => {
      const answer = await ask(pattern, own, '', method);
      const sent = answer.status === 302 && answer.to.startsWith('/sign-in');
      const refused = answer.status >= 400 && answer.status < 500;
      const isShut = sent || (refused && (method === 'POST' || who === 'button'));
      if (who === 'everyone' ? answer.status >= 500 : !isShut)
        wrong.push(`${method} /${pattern}: ${answer.status} ${answer.to}`);
    });
    expect(wrong).toEqual([]);
  });

  test.each(ROLES)('%s opens what is declared and nothing else', async (role) => {
    const wrong: string[] = [];
    await severalAtOnce(Object.entries(DECLARED), async ([pattern, who]) => {
      if (who === 'everyone' || who === 'button' || who === 'by-object') return;
      const answer = await ask(pattern, own, cookies.get(role)!);
      const may = who === 'signed-in' || who.includes(role);
      if (answer.status >= 500) wrong.push(`/${pattern}: ${answer.status}`);
      else if (!may && !opensNothing(answer) && answer.status !== 302)
        wrong.push(`/${pattern}: ${answer.status}, declared closed`);
      else if (may && opensNothing(answer) && objectIsKnown(pattern))
        wrong.push(`/${pattern}: ${answer.status}, declared open`);
    });
    expect(wrong).toEqual([]);
  });

  test.each(ROLES)(
    '%s reaches nothing of another region, by no address and no form, and leaves no trace there',
    async (role) => {
      const wrong: string[] = [];
      const before = await changes();
      const patterns = PATTERNS.filter((pattern) => hasObject(pattern) && DECLARED[pattern] !== 'everyone');
      const asked = patterns.flatMap((pattern) => METHODS.map((method) => ({ pattern, method })));
      await severalAtOnce(asked, async ({ pattern, method }) => {
        const answer = await ask(pattern, foreign, cookies.get(role)!, method);
        if (answer.status < 400 || answer.status >= 500)
          wrong.push(`${method} /${pattern}: ${answer.status} ${answer.to}`);
      });
      expect(wrong).toEqual([]);
      expect(await changes()).toBe(before);
    },
  );

  test.each(NEIGHBOURS)('%s reaches nothing of the neighbours in the own region, by no id', async (name) => {
    const actor = await actorNamed(`${name}@opora.example`);
    const cookie = await signIn(name);
    const before = await changes();
    const wrong: string[] = [];
    const objects = (await objectsByKind(opened.db)).flatMap((ofKind) => nearestAndFarthest(actor.path, ofKind));
    const addresses = objects.flatMap(({ values }) => addressesOf(values));
    const asked = addresses.flatMap((address) => METHODS.map((method) => ({ ...address, method })));
    await severalAtOnce(asked, async ({ pattern, given, method }) => {
      const answer = await ask(pattern, given, cookie, method);
      if (answer.status < 400 || answer.status >= 500)
        wrong.push(`${method} /${pattern} ${JSON.stringify([...given])}: ${answer.status} ${answer.to}`);
    });
    expect(wrong).toEqual([]);
    expect(await changes()).toBe(before);
  });

  test.each(NEIGHBOURS)('behind the wall %s sees every own row and no row of anybody else', async (name) => {
    const actor = await actorNamed(`${name}@opora.example`);
    const wall = await openWalledDatabase(opened.pool, url);
    const seen = wall.seenBy(actor);
    for (const { table, column, above } of PLACED_TABLES) {
      const placesIn = async (db: typeof seen) =>
        (
          await sql<{ path: string }>`
            select o.path from ${sql.table(table)} t join organisations o on o.id = t.${sql.ref(column)} order by 1`.execute(
            db,
          )
        ).rows.map(({ path }) => path);
      const own = (await placesIn(opened.db)).filter(
        (path) => path.startsWith(actor.path) || (above && actor.path.startsWith(path)),
      );
      expect({ table, places: await placesIn(seen) }).toEqual({ table, places: own });
    }
    await wall.close();
  });
});

/** Addresses that an object is named in: by its own ids, and its last one under a parent of one's own. */
function addressesOf(values: Record<string, string>) {
  const named = Object.keys(values).filter((name) => name !== 'year');
  return PATTERNS.filter((pattern) => DECLARED[pattern] !== 'everyone').flatMap((pattern) => {
    const inIt = [...pattern.matchAll(/:(\w+)/g)].map(([, name]) => name!).filter((name) => name in values);
    if (named.some((name) => !inIt.includes(name))) return [];
    const whole = { pattern, given: new Map([...own, ...Object.entries(values)]) };
    const last = named.at(-1)!;
    return named.length === 1 ? [whole] : [whole, { pattern, given: new Map([...own, [last, values[last]!]]) }];
  });
}

async function actorNamed(email: string): Promise<Actor & { path: string }> {
  const { rows } = await sql<{ userId: string; role: Role; organisationId: number; path: string }>`
    select u.id as "userId", r.role, o.id as "organisationId", o.path from users u join role_assignments r on r.user_id = u.id
    join organisations o on o.id = r.organisation_id where u.email = ${email}`.execute(opened.db);
  const [held] = rows;
  if (!held || rows.length > 1) throw new Error(`${email} is to have one role`);
  return { userId: held.userId, name: '', email, assignments: [held], path: held.path };
}

/** Changes recorded so far: readings and accesses are no changes. */
async function changes(): Promise<number> {
  const { rows } = await sql<{ n: number }>`select count(*) as n from audit_events where kind = 'change'`.execute(
    opened.db,
  );
  return rows[0]!.n;
}
