/** The second wall: a query that forgot its scope, asked as a request asks, brings nothing foreign. */
import { sql } from 'kysely';
import { beforeAll, describe, expect, test } from 'vitest';
import { type Actor, type Role, ROLES } from '#kernel/actor.ts';
import { openDatabase } from '#platform/database.ts';
import { openWalledDatabase } from '#platform/row-security.ts';
import { newOrganisation, newUser, type TestOrganisation, testServices } from '#tests/support/factory.ts';

const services = await testServices();
const { db, wall } = services;

/** Tables behind the wall, and how a row of a school comes into each. */
const WALLED = [
  'users',
  'accounts',
  'sessions',
  'two_factors',
  'verifications',
  'sign_in_failures',
  'user_preferences',
  'calendar_feeds',
  'api_tokens',
  'api_replies',
  'notifications',
  'outbox_mails',
  'former_role_assignments',
  'evidence_documents',
  'integrity_findings',
  'integrity_reviews',
  'integrity_review_steps',
  'observer_assignments',
  'result_parts',
  'school_results',
  'school_contexts',
  'olympiad_participations',
  'emergency_openings',
] as const;
/** Changed only within the own organisations, read by every notice. */
const GUARDED = ['role_assignments'];

type Place = { region: TestOrganisation; town: TestOrganisation; school: TestOrganisation };
let here: Place;
let there: Place;

beforeAll(async () => {
  here = await newPlace('here');
  there = await newPlace('there');
});

/** A region with a school and a row in every table that tells of it or of its head. */
async function newPlace(key: string): Promise<Place> {
  const region = await newOrganisation(db, { kind: 'region' });
  const town = await newOrganisation(db, { kind: 'municipality', parent: region });
  const school = await newOrganisation(db, { parent: town });
  const { userId } = await newUser(db, { email: `${key}@opora.test`, roles: [['school-head', school]] });
  const sha = key === 'here' ? 'a'.repeat(64) : 'b'.repeat(64);
  const write = (query: ReturnType<typeof sql<{ id: number }>>) => query.execute(db).then(({ rows }) => rows[0]?.id);
  await write(sql`insert into files (sha256, size, content_type) values (${sha}, 1, 'text/plain')`);
  await write(
    sql`insert into accounts (id, user_id, account_id, provider_id) values (${key}, ${userId}, ${key}, 'credential')`,
  );
  await write(sql`insert into sessions (id, user_id, token, expires_at) values (${key}, ${userId}, ${key}, now())`);
  await write(sql`insert into two_factors (id, user_id, secret, backup_codes) values (${key}, ${userId}, 'x', 'x')`);
  await write(
    sql`insert into verifications (id, identifier, value, expires_at) values (${key}, ${`invitation:${userId}`}, 'x', now())`,
  );
  await write(
    sql`insert into sign_in_failures (subject, failures, last_at) values (${`account:${key}@opora.test`}, 1, now())`,
  );
  await write(sql`insert into user_preferences (user_id) values (${userId})`);
  await write(sql`insert into calendar_feeds (user_id, token_sha256) values (${userId}, ${key})`);
  const token = await write(sql`
    insert into api_tokens (user_id, name, purpose, token_sha256, role, organisation_id, rights, valid_from, valid_until, created_at)
    values (${userId}, 'x', 'x', ${key}, 'school-head', ${school.id}, '{plans:read}', '2026-11-22', '2026-11-22', now()) returning id`);
  await write(
    sql`insert into api_replies (token_id, key, request_sha256, asked_at) values (${token}, 'x', 'x', now())`,
  );
  await write(
    sql`insert into notifications (user_id, kind, title, href, dedupe_key) values (${userId}, 'x', 'x', '/', 'x')`,
  );
  await write(sql`insert into outbox_mails (to_address, subject, body_text) values ('x', 'x', 'x')`);
  await write(sql`
    insert into former_role_assignments (id, user_id, organisation_id, role, basis, granted_at, ended_at)
    values (${school.id}, ${userId}, ${school.id}, 'reader', 'post', now(), now())`);
  await write(sql`
    insert into evidence_documents (organisation_id, kind, title, file_sha256) values (${school.id}, 'иное', 'x', ${sha})`);
  const check = await write(sql`
    insert into integrity_checks (region_id, year, level, tested, inputs, checked_at)
    values (${region.id}, 2026, 0.05, 1, '[]', now()) returning id`);
  await write(sql`
    insert into integrity_findings (check_id, organisation_id, pupils, reason, signals, counter)
    values (${check}, ${school.id}, 1, false, '[]', '[]')`);
  const review = await write(sql`
    insert into integrity_reviews (organisation_id, year, state, opened_at) values (${school.id}, 2026, 'asked', now()) returning id`);
  await write(sql`
    insert into integrity_review_steps (review_id, kind, comment, done_at) values (${review}, 'ask', 'x', now())`);
  await write(sql`
    insert into observer_assignments (school_id, work, observed_on, observer_name, assigned_at)
    values (${school.id}, 'x', '2026-11-22', 'x', now())`);
  const part = await write(sql`
    insert into result_parts (organisation_id, file_sha256, file_name, lake_sha256, format, procedure_id, assessment, subject,
      year, round, paper_grade, pupil_grade, items, maximum, schools, pupils, absent)
    values (${region.id}, ${sha}, 'x', ${sha}, 'x', 'x', 'ВПР', 'МА', 2026, 'spring', 5, 5, '[]', 1, 1, 1, 0) returning id`);
  for (const [name, organisationId] of [['known', school.id] as const, ['unknown', null] as const])
    await write(sql`
      insert into school_results (part_id, school_key, organisation_id, n, absent, sum, sum_of_squares, maximum, histogram,
        item_sums, item_counts) values (${part}, ${name}, ${organisationId}, 1, 0, 1, 1, 1, '{}', '{}', '{}')`);
  await write(sql`
    insert into emergency_openings (opened_by, organisation_id, reason, opened_at, ends_at)
    values (${userId}, ${school.id}, 'Причина открытия', now(), now() + interval '1 hour')`);
  await insertFacts(region, school, sha, key);
  return { region, town, school };
}

async function insertFacts(region: TestOrganisation, school: TestOrganisation, sha: string, key: string) {
  await sql`
    insert into school_contexts (region_id, school_key, organisation_id, year, source, facts, file_sha256, recorded_at)
    values (${region.id}, ${key}, ${school.id}, 2026, 'passport', '{}', ${sha}, now())`.execute(db);
  await sql`
    insert into olympiad_participations (region_id, school_key, organisation_id, year, stage, subject, participants, winners,
      file_sha256, recorded_at)
    values (${region.id}, ${key}, ${school.id}, 2026, 'school', 'МА', 1, 0, ${sha}, now())`.execute(db);
}

const someone = (assignments: Actor['assignments']): Actor => ({
  userId: 'nobody in the tables',
  name: '',
  email: '',
  assignments,
});

function holding(role: Role, organisation: TestOrganisation): Actor {
  return someone([{ role, organisationId: organisation.id, path: organisation.path }]);
}

async function countsFor(actor: Actor | null): Promise<Record<string, number>> {
  const seen = wall.seenBy(actor);
  const counts: Record<string, number> = {};
  for (const table of WALLED) {
    const { rows } = await sql<{ n: number }>`select count(*) as n from ${sql.table(table)}`.execute(seen);
    counts[table] = rows[0]!.n;
  }
  return counts;
}

const nothing = Object.fromEntries(WALLED.map((table) => [table, 0]));

describe('a query without a scope', () => {
  test('brings nothing to who is not signed in, and nothing to who holds no role', async () => {
    expect(await countsFor(null)).toEqual(nothing);
    expect(await countsFor(someone([]))).toEqual(nothing);
  });

  test.each(ROLES)('brings a %s of another region nothing of this one', async (role) => {
    const elsewhere = await newOrganisation(db, { kind: 'region' });
    const counts = await countsFor(holding(role, elsewhere));
    // Letters say of no organisation whose they are: administrators see them all (ADR 14).
    const letters = role === 'administrator' ? { outbox_mails: 2 } : {};
    expect(counts).toEqual({ ...nothing, ...letters });
  });

  test('brings a school what is its own and what came down, not what its neighbours have', async () => {
    const neighbour = await newOrganisation(db, { parent: here.town });
    const counts = await countsFor(holding('school-head', neighbour));
    expect(counts).toEqual({ ...nothing, result_parts: 1 });
    const own = await countsFor(holding('school-head', here.school));
    expect(own).toMatchObject({
      users: 1,
      evidence_documents: 1,
      integrity_reviews: 1,
      school_results: 1,
      accounts: 0,
    });
  });

  test('brings a region the whole of it, other regions apart', async () => {
    const counts = await countsFor(holding('regional-planner', here.region));
    expect(counts).toMatchObject({
      users: 1,
      evidence_documents: 1,
      integrity_findings: 1,
      school_results: 2,
      sessions: 0,
    });
    expect(await countsFor(holding('administrator', here.region))).toMatchObject({
      users: 1,
      accounts: 1,
      sessions: 1,
    });
  });

  test('brings no other scope when a connection goes from one person to the next', async () => {
    const opened = await openWalledDatabase(services.pool, services.databaseUrl);
    const one = opened.seenBy(holding('school-head', here.school));
    const two = opened.seenBy(holding('school-head', there.school));
    const schoolsOf = async (seen: typeof one) =>
      (await sql<{ id: number }>`select organisation_id as id from evidence_documents`.execute(seen)).rows.map(
        ({ id }) => id,
      );
    const asked = await Promise.all(Array.from({ length: 40 }, (_, k) => schoolsOf(k % 2 === 0 ? one : two)));
    await one.transaction().execute((trx) => sql`select 1`.execute(trx));
    expect(asked.map(([id]) => id)).toEqual(asked.map((_, k) => (k % 2 === 0 ? here.school.id : there.school.id)));
    await opened.close();
  });
});

describe('a change without a policy', () => {
  test('gives nobody a role outside the own organisations', async () => {
    const planner = wall.seenBy(holding('municipal-planner', here.town));
    const chief = wall.seenBy(holding('administrator', here.town));
    const person = await newUser(db);
    const give = (seen: typeof chief, organisationId: number) =>
      sql`insert into role_assignments (user_id, organisation_id, role) values (${person.userId}, ${organisationId}, 'administrator')`.execute(
        seen,
      );
    await expect(give(planner, here.school.id)).rejects.toThrow(/row-level security/);
    await expect(give(chief, here.region.id)).rejects.toThrow(/row-level security/);
    await expect(give(chief, there.school.id)).rejects.toThrow(/row-level security/);
    await give(chief, here.school.id);
  });

  test('leaves the journal as it is', async () => {
    const chief = wall.seenBy(holding('administrator', here.region));
    for (const change of [
      sql`update audit_events set reason = 'x'`,
      sql`delete from audit_events`,
      sql`delete from audit_chain`,
    ])
      await expect(change.execute(chief)).rejects.toThrow(/permission denied/);
  });
});

describe('the wall', () => {
  test('stands before every table that is said to be behind it, and before no other', async () => {
    const { rows } = await sql<{ name: string }>`
      select relname as name from pg_class where relnamespace = current_schema()::regnamespace and relrowsecurity`.execute(
      db,
    );
    expect(rows.map(({ name }) => name).sort()).toEqual([...WALLED, ...GUARDED].sort());
  });

  test('lets the owner through: worker and command line see everything', async () => {
    const { rows } = await sql<{ n: number }>`select count(*) as n from school_results_to_compare`.execute(db);
    expect(rows[0]!.n).toBe(4);
    expect((await db.selectFrom('evidence_documents').select('id').execute()).length).toBe(2);
  });

  test('says what to do where the user of DATABASE_URL may not make the role', async () => {
    await sql`drop owned by opora_weak_test`.execute(db).catch(() => undefined);
    await sql`drop role if exists opora_weak_test`.execute(db);
    await sql`create role opora_weak_test login password 'weak'`.execute(db);
    const url = new URL(services.databaseUrl);
    url.username = 'opora_weak_test';
    url.password = 'weak';
    const weak = openDatabase(url.href, { max: 1 });
    await expect(openWalledDatabase(weak.pool, url.href)).rejects.toMatchObject({
      code: 'databaseUnavailable',
      advice: expect.stringContaining('grant opora_web to "opora_weak_test"'),
    });
    await weak.close();
    await sql`drop role opora_weak_test`.execute(db);
  });
});
