/** The API through HTTP on the demo region: tokens, rights, foreign objects, and every answer against the published document. */
import { Validator } from '@seriousme/openapi-schema-validator';
import { Ajv2020 } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import { sql } from 'kysely';
import { beforeAll, describe, expect, test, vi } from 'vitest';
import { type Role, ROLES } from '#kernel/actor.ts';
import { API_RIGHTS } from '#kernel/api-rights.ts';
import { addDays } from '#kernel/dates.ts';
import { ENDPOINTS } from '../../src/api.ts';
import { apiServer, type Problem } from './api-server.ts';
import { DECLARED_API } from './declared-access.ts';
import { nearestAndFarthest, objectsByKind } from './foreign-objects.ts';

vi.setConfig({ testTimeout: 120_000, hookTimeout: 180_000 });

const api = apiServer();
type Document = {
  paths: Record<
    string,
    Record<string, { responses: Record<string, { content: Record<string, { schema: { $ref: string } }> }> }>
  >;
};
let document: Document;
let ajv: InstanceType<typeof Ajv2020>;

beforeAll(async () => {
  document = (await (await api.ask('/openapi.json')).json()) as Document;
  ajv = new Ajv2020({ strict: false, allErrors: true });
  (addFormats as unknown as (validator: typeof ajv) => void)(ajv);
  ajv.addSchema(document, 'openapi');
});

async function problem(answer: Response): Promise<Problem> {
  expect(answer.headers.get('content-type')).toBe('application/problem+json');
  const body = (await answer.json()) as Problem;
  expect(body.status).toBe(answer.status);
  expect(body.detail).not.toBe('');
  expect(ajv.validate({ $ref: 'openapi#/components/schemas/Problem' }, body), ajv.errorsText()).toBe(true);
  return body;
}

/** What the answer breaks of the schema that the document declares for the route. */
function breaches(path: string, method: string, body: unknown): string {
  const { $ref } = document.paths[path]![method]!.responses['200']!.content['application/json']!.schema;
  return ajv.validate({ $ref: `openapi${$ref}` }, body) ? '' : ajv.errorsText();
}

async function jsonOf(path: string, token: string) {
  const answer = await api.ask(path, token);
  const text = await answer.text();
  expect({ path, status: answer.status, ...(answer.status === 200 ? {} : { text }) }).toEqual({ path, status: 200 });
  return JSON.parse(text) as Record<string, unknown> & { items: { id: number }[]; total: number };
}

async function change(query: ReturnType<typeof sql>): Promise<void> {
  await query.execute(api.db);
}

describe('a token', () => {
  test('is asked for, known by its prefix, and kept as its hash only', async () => {
    const missing = await api.ask('/plans');
    expect(missing.status).toBe(401);
    expect(missing.headers.get('www-authenticate')).toBe('Bearer realm="Opora"');
    expect((await problem(missing)).code).toBe('tokenMissing');
    const { id, token } = await api.tokenOf('head');
    expect(token).toMatch(/^opora_[\w-]{43}$/);
    const { rows } = await sql<{ row: string }>`select t::text as row from api_tokens t where id = ${id}`.execute(
      api.db,
    );
    expect(rows[0]!.row).not.toContain(token.slice(6));
    const { rows: events } = await sql<{ action: string; told: string }>`
      select action, after::text as told from audit_events where object_type = 'api-token' and object_id = ${String(id)}`.execute(
      api.db,
    );
    expect(events.map(({ action }) => action)).toEqual(['api-token.created']);
    expect(events[0]!.told).not.toContain(token.slice(6));
  });

  test.each([
    ['made up', 'opora_' + 'x'.repeat(43)],
    ['of another kind', 'ghp_0123456789'],
    ['empty', ''],
  ])('%s opens nothing', async (_kind, token) => {
    const answer = await api.ask('/plans', token);
    expect(answer.status).toBe(401);
    expect((await problem(answer)).code).toBe('tokenRefused');
  });

  test('a session cookie opens nothing', async () => {
    await change(
      sql`insert into sessions (id, user_id, token, expires_at) values ('api', 'demo-admin', 'api', now() + interval '1 day')`,
    );
    const answer = await api.ask('/plans', null, { headers: { cookie: 'opora.session_token=api.x' } });
    expect((await problem(answer)).code).toBe('tokenMissing');
  });

  test('ends with its day, with its revocation, with the role and with the account', async () => {
    const { id, token } = await api.tokenOf('editor');
    const status = async () => (await api.ask('/plans', token)).status;
    expect(await status()).toBe(200);
    await change(
      sql`update api_tokens set valid_from = ${addDays(api.today, -9)}, valid_until = ${addDays(api.today, -1)} where id = ${id}`,
    );
    expect(await status()).toBe(401);
    await change(sql`update api_tokens set valid_until = ${api.today} where id = ${id}`);
    expect(await status()).toBe(200);
    await change(
      sql`update role_assignments set valid_until = ${addDays(api.today, -1)} where user_id = 'demo-editor'`,
    );
    expect(await status()).toBe(401);
    await change(sql`update role_assignments set valid_until = null where user_id = 'demo-editor'`);
    expect(await status()).toBe(200);
    await change(sql`update users set disabled_at = now() where id = 'demo-editor'`);
    expect(await status()).toBe(401);
    await change(sql`update users set disabled_at = null where id = 'demo-editor'`);
    expect(await status()).toBe(200);
    await change(sql`update api_tokens set revoked_at = now() where id = ${id}`);
    expect(await status()).toBe(401);
  });

  test('is given to nobody for more than they have, nor for longer than a year', async () => {
    const { assignments } = await api.actorNamed('municipality@opora.example');
    const head = await api.actorNamed('head@opora.example');
    const above = head.path.split('.').map(Number)[0]!;
    await expect(api.tokenOf('municipality', { organisationId: above })).rejects.toMatchObject({ code: 'notAllowed' });
    await expect(api.tokenOf('municipality', { role: 'administrator' })).rejects.toMatchObject({ code: 'notAllowed' });
    await expect(api.tokenOf('municipality', { validUntil: addDays(api.today, 367) })).rejects.toMatchObject({
      code: 'invalidInput',
    });
    await expect(api.tokenOf('municipality', { rights: ['results:read'], uses: [] })).rejects.toMatchObject({
      details: { field: 'uses' },
    });
    expect(assignments[0]!.role).toBe('municipal-planner');
  });

  test('narrowed to one school sees that school alone, and does not become it', async () => {
    const school = await api.actorNamed('head@opora.example');
    const schoolId = school.assignments[0]!.organisationId;
    const { token } = await api.tokenOf('region', { organisationId: schoolId });
    const { items } = await jsonOf('/organisations?limit=200', token);
    expect(items.map(({ id }) => id)).toEqual([schoolId]);
    const due = await jsonOf('/occurrences?limit=1', token);
    const answer = await mark(token, due.items[0]!.id, 'narrowed', { markText: 'x', withoutDocumentReason: 'x' });
    expect((await problem(answer)).code).toBe('notAllowed');
  });

  test('of an administrator without the second factor that is asked of them opens nothing', async () => {
    const { token } = await api.tokenOf('admin');
    expect((await api.ask('/plans', token)).status).toBe(200);
    await change(sql`delete from settings where key = 'demo'`);
    expect((await problem(await api.ask('/plans', token))).code).toBe('secondFactorRequired');
    await change(sql`insert into settings (key, value) values ('demo', 'true')`);
  });

  test('notes when it was used', async () => {
    const { id, token } = await api.tokenOf('reader');
    await jsonOf('/plans', token);
    const { rows } = await sql<{
      used: boolean;
    }>`select last_used_at is not null as used from api_tokens where id = ${id}`.execute(api.db);
    expect(rows).toEqual([{ used: true }]);
  });
});

function mark(token: string, occurrenceId: number, key: string, body: Record<string, unknown>): Promise<Response> {
  return api.ask(`/occurrences/${occurrenceId}/execution`, token, {
    method: 'POST',
    headers: { 'idempotency-key': `test-${key}`, 'content-type': 'application/json' },
    body: JSON.stringify({ version: 0, doneOn: api.today, ...body }),
  });
}

describe('the document', () => {
  test('is OpenAPI 3.1 by the official schema', async () => {
    const validator = new Validator();
    const { valid, errors } = await validator.validate(document as unknown as Record<string, unknown>);
    expect(errors ?? []).toEqual([]);
    expect(valid).toBe(true);
    expect(validator.version).toBe('3.1');
  });
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
const NEIGHBOURS = ['district', 'municipality', 'curator', 'head'];
const READS = ENDPOINTS.filter(({ method }) => method === 'get');
const USE = 'support-programmes';

/** The address of a route with these ids in it; null when an id is not known. */
function addressOf(
  { path, statesUse }: (typeof ENDPOINTS)[number],
  ids: Readonly<Record<string, string>>,
): string | null {
  const names = [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name!);
  if (names.some((name) => !(name in ids))) return null;
  const filled = path.replaceAll(/\{(\w+)\}/g, (_all, name: string) => ids[name]!);
  return statesUse ? `${filled}?use=${USE}` : filled;
}

/** Ids of what the token's lists show first. */
async function firstOf(token: string): Promise<Record<string, string>> {
  const found: Record<string, string> = {};
  for (const [list, name, field] of [
    ['/organisations?kind=school', 'organisationId', 'id'],
    ['/plans?state=approved', 'planId', 'id'],
    ['/occurrences', 'occurrenceId', 'id'],
    ['/procedures?assessment=ВПР', 'procedureId', 'procedureId'],
    ['/runs', 'runId', 'id'],
    ['/support-lists', 'listId', 'id'],
  ] as const) {
    const answer = await api.ask(list, token);
    if (answer.status !== 200) continue;
    const { items } = (await answer.json()) as { items: Record<string, unknown>[] };
    if (items[0]) found[name] = String(items[0][field]);
  }
  return found;
}

describe('access', () => {
  test.each(ROLES)('a token of %s opens what is declared, and each answer is what the document says', async (role) => {
    const { token } = await api.tokenOf(ACCOUNTS[role]);
    // Who may not see the lists of runs gets an id of theirs all the same.
    const ids = { ...(await firstOf((await api.tokenOf('analyst')).token)), ...(await firstOf(token)) };
    const wrong: string[] = [];
    const untried: string[] = [];
    for (const one of READS) {
      const address = addressOf(one, ids);
      if (address === null) {
        untried.push(one.path);
        continue;
      }
      const answer = await api.ask(address, token);
      const { who } = DECLARED_API[`GET ${one.path}`]!;
      const may = who === 'signed-in' || (typeof who !== 'string' && who.includes(role));
      const body: unknown = await answer.json();
      if (answer.status !== (may ? 200 : 403)) wrong.push(`${address}: ${answer.status} ${JSON.stringify(body)}`);
      else if (may) {
        const broken = breaches(one.path, 'get', body);
        if (broken) wrong.push(`${address}: ${broken.slice(0, 500)}`);
      }
    }
    expect(wrong).toEqual([]);
    expect(untried).toEqual([]);
  });

  test('a token without the right opens nothing, with any other right', async () => {
    const { token: all } = await api.tokenOf('admin');
    const ids = await firstOf(all);
    const wrong: string[] = [];
    for (const right of API_RIGHTS) {
      const { token } = await api.tokenOf('admin', { rights: [right] });
      for (const one of READS) {
        const address = addressOf(one, ids);
        if (address === null || one.right === right) continue;
        const answer = await api.ask(address, token);
        if (answer.status !== 403 || (await problem(answer)).code !== 'rightMissing')
          wrong.push(`${right}: ${address} ${answer.status}`);
      }
    }
    expect(wrong).toEqual([]);
  });

  test.each(NEIGHBOURS)('a token of %s reaches nothing of the neighbours, by no id', async (account) => {
    const { path } = await api.actorNamed(`${account}@opora.example`);
    const { token } = await api.tokenOf(account);
    const wrong: string[] = [];
    let tried = 0;
    for (const objects of await objectsByKind(api.db)) {
      for (const { values } of nearestAndFarthest(path, objects)) {
        for (const one of ENDPOINTS) {
          const address = addressOf(one, values);
          const isNamed = Object.keys(values).every((name) => name === 'year' || one.path.includes(`{${name}}`));
          if (address === null || !isNamed) continue;
          const answer =
            one.method === 'get'
              ? await api.ask(address, token)
              : await mark(token, Number(values['occurrenceId']), 'foreign', {
                  markText: 'x',
                  withoutDocumentReason: 'x',
                });
          tried += 1;
          if (answer.status !== 404) wrong.push(`${one.method} ${address}: ${answer.status}`);
          else await problem(answer);
        }
      }
    }
    expect(wrong).toEqual([]);
    expect(tried).toBeGreaterThan(5);
  });

  test('what is no route, no id or no parameter is told so', async () => {
    const { token } = await api.tokenOf('region');
    expect((await problem(await api.ask('/nothing', token))).code).toBe('notFound');
    expect((await problem(await api.ask('/plans/0x1', token))).code).toBe('notFound');
    expect((await problem(await api.ask('/plans/99999999999999999999', token))).code).toBe('notFound');
    const odd = await problem(await api.ask('/plans?limit=1000&colour=red', token));
    expect(odd).toMatchObject({
      status: 400,
      errors: expect.arrayContaining([{ field: 'colour', text: 'Такого параметра нет.' }]),
    });
    expect(JSON.stringify(odd)).toContain('limit');
    expect((await api.ask('/plans?level=school&level=region', token)).status).toBe(400);
    expect((await api.ask('/plans?text=a&text=b', token)).status).toBe(400);
  });
});

describe('odd values', () => {
  /** What a scanner sends, and what a database would choke on. */
  const ODD = [
    '\u0000',
    'a\u0000b',
    '9223372036854775808',
    '2147483648',
    '-1',
    '1e9',
    '2026-02-30',
    '0000-01-01',
    "' or 1=1 --",
    '\ud83d\ude00',
    'a'.repeat(3000),
  ];

  test('in any parameter or id are refused or searched for, never a fault', async () => {
    const { token } = await api.tokenOf('analyst');
    const ids = await firstOf(token);
    const faults: string[] = [];
    for (const one of READS) {
      const address = addressOf(one, ids)!;
      const given = [
        ...Object.keys(one.query.shape).flatMap((name) =>
          ODD.map((value) => {
            const url = new URL(address, 'http://opora');
            url.searchParams.set(name, value);
            return url.pathname + url.search;
          }),
        ),
        ...(one.path.includes('{') ? ODD : []).map((value) =>
          address.replace(/[^/]*\d[^/?]*/, encodeURIComponent(value)),
        ),
      ];
      for (const path of given) {
        const { status } = await api.ask(path, token);
        if (status >= 500) faults.push(`${status} ${path.slice(0, 200)}`);
      }
    }
    expect(faults).toEqual([]);
  });

  test('in a mark are refused, never a fault', async () => {
    const { token } = await api.tokenOf('head');
    const { occurrenceId } = await firstOf(token);
    for (const body of [
      { markText: 'a\u0000b' },
      { markText: 'x', doneOn: '0000-01-01' },
      { version: 2 ** 40 },
      { newDocuments: [{ kind: 'приказ', title: '\u0000', url: 'https://a.example' }] },
      { existingDocuments: [2 ** 53] },
      { markText: 'x', extra: 1 },
    ])
      expect(
        (await mark(token, Number(occurrenceId), 'odd-values', { withoutDocumentReason: 'x', ...body })).status,
      ).toBe(422);
  });
});

describe('lists', () => {
  test('come in portions that add up, and are filtered', async () => {
    const { token } = await api.tokenOf('region');
    const all = await jsonOf('/organisations?limit=200&kind=municipality', token);
    const first = await jsonOf('/organisations?limit=2&kind=municipality', token);
    const next = await jsonOf('/organisations?limit=2&offset=2&kind=municipality', token);
    expect(all.total).toBeGreaterThan(3);
    expect([...first.items, ...next.items].map(({ id }) => id)).toEqual(all.items.slice(0, 4).map(({ id }) => id));
    const overdue = await jsonOf('/occurrences?standing=overdue&limit=5', token);
    expect(overdue.total).toBeGreaterThan(0);
    expect(new Set(overdue.items.map((item) => (item as unknown as { standing: string }).standing))).toEqual(
      new Set(['overdue']),
    );
  });

  test('that have not changed are not sent again', async () => {
    const { token } = await api.tokenOf('region');
    const first = await api.ask('/organisations?limit=3', token);
    const etag = first.headers.get('etag')!;
    expect(etag).toMatch(/^W\//);
    const again = await api.ask('/organisations?limit=3', token, { headers: { 'if-none-match': etag } });
    expect(again.status).toBe(304);
    expect(first.headers.get('cache-control')).toBe('private, no-cache');
  });
});

describe('marking execution', () => {
  test('happens once for its key, goes to review, and carries the token in the journal', async () => {
    const { id: tokenId, token } = await api.tokenOf('head');
    const own = (await api.actorNamed('head@opora.example')).assignments[0]!.organisationId;
    const { items } = await jsonOf(`/occurrences?organisation=${own}&standing=overdue&limit=1`, token);
    const occurrence = items[0]!.id;
    const reasonless = await mark(token, occurrence, 'first', { markText: 'Проведено' });
    expect((await problem(reasonless)).code).toBe('reasonRequired');
    const body = { markText: 'Проведено', withoutDocumentReason: 'Документ готовится' };
    const done = await mark(token, occurrence, 'first', body);
    const told: unknown = await done.json();
    expect({ status: done.status, told }).toMatchObject({
      status: 200,
      told: { state: 'submitted', record: { markText: 'Проведено', version: 1 } },
    });
    expect(breaches('/occurrences/{occurrenceId}/execution', 'post', told)).toBe('');
    const again = await mark(token, occurrence, 'first', body);
    expect(again.headers.get('idempotency-replayed')).toBe('true');
    expect(await again.json()).toEqual(told);
    expect((await problem(await mark(token, occurrence, 'first', { ...body, markText: 'Иное' }))).code).toBe(
      'keyReused',
    );
    const stale = await mark(token, occurrence, 'second', body);
    expect((await problem(stale)).status).toBe(409);
    const { rows } = await sql<{ action: string; token: number; actor: string }>`
      select action, (after->>'apiToken')::int as token, actor_id as actor from audit_events
      where object_type = 'occurrence' and object_id = ${String(occurrence)} and after ? 'apiToken'`.execute(api.db);
    expect(rows).toEqual([{ action: 'execution.submitted', token: tokenId, actor: 'demo-head' }]);
  });

  test('is refused without a key, without the right, and from above', async () => {
    const { token } = await api.tokenOf('head');
    const own = (await api.actorNamed('head@opora.example')).assignments[0]!.organisationId;
    const { items } = await jsonOf(`/occurrences?organisation=${own}&limit=1`, token);
    const address = `/occurrences/${items[0]!.id}/execution`;
    const body = JSON.stringify({ version: 0, markText: 'x', doneOn: api.today });
    expect((await problem(await api.ask(address, token, { method: 'POST', body }))).title).toContain('Idempotency-Key');
    const { token: reads } = await api.tokenOf('head', { rights: ['execution:read'] });
    expect((await problem(await mark(reads, items[0]!.id, 'reads-only', {}))).code).toBe('rightMissing');
    const { token: above } = await api.tokenOf('region');
    const refused = await mark(above, items[0]!.id, 'from-above', { markText: 'x', withoutDocumentReason: 'x' });
    expect((await problem(refused)).code).toBe('notAllowed');
  });
});

describe('permitted use', () => {
  type Counts = {
    organisationId: number;
    n: number | null;
    below: number | null;
    meanPercent: number | null;
    hidden: boolean;
  };
  type Results = { permittedUse: string; use: string; procedure: { procedureId: string }; schools: Counts[] };

  test('results are given for a purpose that is stated, that the token has and that the data permit', async () => {
    const { token } = await api.tokenOf('analyst');
    const { procedureId } = await firstOf(token);
    const address = `/procedures/${procedureId}/results`;
    const unstated = await problem(await api.ask(address, token));
    expect(unstated).toMatchObject({ status: 400, errors: [{ field: 'use' }] });
    const { token: narrow } = await api.tokenOf('analyst', { uses: ['research'] });
    expect((await problem(await api.ask(`${address}?use=system-analysis`, narrow))).title).toContain(
      'не для этой цели',
    );
    const forbidden = await problem(await api.ask(`${address}?use=research`, token));
    expect(forbidden).toMatchObject({ status: 403, code: 'useNotPermitted' });
    expect(forbidden.detail).toContain('программы поддержки школ');
    const given = (await jsonOf(`${address}?use=system-analysis`, token)) as unknown as Results;
    expect(given.permittedUse).toContain('ВПР не предназначены для оценки школ и учителей');
    expect(given.schools.length).toBeGreaterThan(20);
  });

  test('a run and a list go where their methodology lets them, and their reading is recorded with the token', async () => {
    const { id: tokenId, token } = await api.tokenOf('analyst');
    const { runId } = await firstOf(token);
    const run = await jsonOf(`/runs/${runId}?use=support-programmes`, token);
    expect(run).toMatchObject({ schema: 'opora.identification/1', use: 'support-programmes' });
    expect(run['permittedUse']).toContain('программы поддержки школ');
    const { rows } = await sql<{ kind: string; told: { use: string; apiToken: number } }>`
      select kind, after as told from audit_events where action = 'api.run-read' and object_id = ${runId!} order by id desc limit 1`.execute(
      api.db,
    );
    expect(rows).toMatchObject([{ kind: 'reading', told: { use: 'support-programmes', apiToken: tokenId } }]);
    await change(sql`update identification_runs set permitted_uses = '{system-analysis}' where id = ${runId}`);
    expect((await problem(await api.ask(`/runs/${runId}?use=support-programmes`, token))).code).toBe('useNotPermitted');
  });

  test('numbers of a few pupils are for the school itself, whatever the token was narrowed to', async () => {
    const school = (await api.actorNamed('head@opora.example')).assignments[0]!.organisationId;
    const { token: head } = await api.tokenOf('head');
    const { procedureId } = await firstOf(head);
    await change(sql`
      update school_results r set n = 4, below = 1, sum = 20 from result_sets t join result_set_parts p on p.set_id = t.id
      where t.procedure_id = ${procedureId} and t.state = 'current' and r.part_id = p.part_id and r.organisation_id = ${school}`);
    const ofSchool = async (token: string) => {
      const { schools } = (await jsonOf(
        `/procedures/${procedureId}/results?use=support-programmes`,
        token,
      )) as unknown as Results;
      return schools.find(({ organisationId }) => organisationId === school);
    };
    expect(await ofSchool(head)).toMatchObject({ n: 4, below: 1, hidden: false });
    const hidden = { n: null, below: null, belowPercent: null, meanPercent: null, marks: null, hidden: true };
    const { token: region } = await api.tokenOf('analyst');
    expect(await ofSchool(region)).toMatchObject(hidden);
    const { token: narrowed } = await api.tokenOf('analyst', { organisationId: school });
    expect(await ofSchool(narrowed)).toMatchObject(hidden);
    type OneSchool = { results: (Counts & { procedureId: string })[] };
    const one = async (token: string) => {
      const { results } = (await jsonOf(
        `/organisations/${school}/results?use=support-programmes`,
        token,
      )) as unknown as OneSchool;
      return results.find((row) => row.procedureId === procedureId);
    };
    expect(await one(head)).toMatchObject({ n: 4, hidden: false });
    expect(await one(narrowed)).toMatchObject({ n: null, meanPercent: null, hidden: true });
  });

  test('for self-analysis a school gets its own and nobody gets another', async () => {
    const { token } = await api.tokenOf('head');
    const { procedureId } = await firstOf(token);
    const { token: region } = await api.tokenOf('region');
    const address = `/procedures/${procedureId}/results?use=school-self-analysis`;
    const { schools } = (await jsonOf(address, token)) as unknown as Results;
    expect(schools).toHaveLength(1);
    expect((await problem(await api.ask(address, region))).status).toBe(404);
    const one = `/organisations/${schools[0]!.organisationId}/results?use=school-self-analysis`;
    expect((await problem(await api.ask(one, region))).code).toBe('useNotPermitted');
  });

  test('lists that are not approved are not given', async () => {
    const { token } = await api.tokenOf('analyst');
    const { rows } = await sql<{
      id: number;
      state: string;
    }>`select id, state from support_lists where origin = 'own' order by id`.execute(api.db);
    const { id } = rows[0]!;
    for (const [state, status] of [
      ['draft', 404],
      ['agreeing', 404],
      ['approved', 200],
    ] as const) {
      await change(
        sql`update support_lists set state = ${state}, permitted_uses = '{support-programmes}' where id = ${id}`,
      );
      const answer = await api.ask(`/support-lists/${id}?use=support-programmes`, token);
      expect({ state, status: answer.status }).toEqual({ state, status });
      if (status === 200) expect(breaches('/support-lists/{listId}', 'get', await answer.json())).toBe('');
      else await problem(answer);
      const { items } = await jsonOf('/support-lists', token);
      expect(items.some((item) => item.id === id)).toBe(status === 200);
    }
  });
});
