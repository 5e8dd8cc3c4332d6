/** Things tests start from: services on an own database, organisations, users, a context to act in. */
import { mkdtemp, rm } from 'node:fs/promises';
import { randomUUID } from 'node:crypto';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sql } from 'kysely';
import { afterAll } from 'vitest';
import { organisationNormalNames, organisationSearchText } from '#modules/organisations/index.ts';
import { scopeOf, type Actor, type Role } from '#kernel/actor.ts';
import { fixedClock } from '#platform/clock.ts';
import { readConfig } from '#platform/config.ts';
import type { Ctx, Services } from '#platform/context.ts';
import type { Database } from '#platform/database.ts';
import { openFileStore } from '#platform/files.ts';
import { JOBS_SCHEMA, openJobs } from '#platform/jobs.ts';
import { openLake } from '#platform/lake.ts';
import { openWalledDatabase, type WalledDatabase } from '#platform/row-security.ts';
import type { RunningServices } from '#platform/start.ts';
import { openThreads } from '#platform/threads.ts';
import { testDatabase } from './database.ts';
import { nextNumber } from './numbers.ts';

/** The day on which tests live unless they say otherwise. */
export const TODAY = '2026-11-22';

export type TestServices = Omit<RunningServices, 'close' | 'migrated'> & {
  wall: WalledDatabase;
  enqueued(): Promise<EnqueuedJob[]>;
};
export type EnqueuedJob = { name: string; data: Record<string, unknown> };

/** `const services = await testServices();` at the top of a test file or of a `describe`. */
export async function testServices(
  options: { now?: string; environment?: Record<string, string> } = {},
): Promise<TestServices> {
  const { db, pool, url } = await testDatabase();
  const directory = await mkdtemp(join(tmpdir(), 'opora-test-data-'));
  afterAll(() => rm(directory, { recursive: true, force: true }));
  const wall = await openWalledDatabase(pool, url);
  afterAll(() => wall.close());
  const jobs = openJobs(url);
  afterAll(() => jobs.close());
  const threads = openThreads();
  afterAll(() => threads.close());
  const lake = openLake(join(directory, 'lake'), { threads: 1, memoryMb: 256 });
  afterAll(() => lake.close());
  return {
    config: readConfig({
      OPORA_DATA: directory,
      OPORA_LOG: 'silent',
      OPORA_URL: 'http://opora.test',
      DATABASE_URL: url,
      ...options.environment,
    }),
    db,
    clock: fixedClock(options.now ?? `${TODAY}T09:00:00Z`),
    files: openFileStore(join(directory, 'files')),
    lake,
    jobs,
    threads,
    pool,
    databaseUrl: url,
    wall,
    secret: 'a secret of tests, long enough to sign',
    enqueued: () => waitingJobs(db),
  };
}

async function waitingJobs(db: Database): Promise<EnqueuedJob[]> {
  const { rows } = await sql<EnqueuedJob>`
    select name, data from ${sql.table(`${JOBS_SCHEMA}.job`)} where state = 'created' and not starts_with(name, '__') order by created_on, id`.execute(
    db,
  );
  return rows;
}

export type TestOrganisation = { id: number; path: string; kind: string; name: string; shortName: string };

export type NewOrganisation = {
  kind?: 'region' | 'district' | 'municipality' | 'school' | 'institute' | 'centre';
  name?: string;
  shortName?: string;
  parent?: { id: number; path: string } | null;
  schoolType?: string;
  number?: string;
};

/** A school («Средняя школа № 7») unless another kind is asked for. */
export async function newOrganisation(db: Database, given: NewOrganisation = {}): Promise<TestOrganisation> {
  const kind = given.kind ?? 'school';
  const name = given.name ?? `${DEFAULT_NAMES[kind]} ${nextNumber('name')}`;
  const shortName = given.shortName ?? name;
  const {
    rows: [row],
  } = await sql<{ id: number }>`select nextval(pg_get_serial_sequence('organisations', 'id')) as id`.execute(db);
  const id = row!.id;
  const path = `${given.parent?.path ?? ''}${id}.`;
  await db
    .insertInto('organisations')
    .values({
      id,
      kind,
      name,
      short_name: shortName,
      path,
      parent_id: given.parent?.id ?? null,
      school_type: given.schoolType ?? (kind === 'school' ? 'средняя' : null),
      number: given.number ?? null,
      search_text: organisationSearchText({ name, short_name: shortName }, []),
      normal_names: organisationNormalNames({ name, short_name: shortName }, []),
    })
    .execute();
  return { id, path, kind, name, shortName };
}

export type TestUser = Actor;

/** `newUser(db, { roles: [['municipal-planner', town]] })` */
export async function newUser(
  db: Database,
  given: { name?: string; email?: string; roles?: readonly (readonly [Role, TestOrganisation])[] } = {},
): Promise<TestUser> {
  const userId = randomUUID();
  const name = given.name ?? `Тестовый пользователь ${nextNumber('name')}`;
  const email = given.email ?? `${userId}@opora.test`;
  const roles = given.roles ?? [];
  await db.insertInto('users').values({ id: userId, name, email }).execute();
  if (roles.length > 0) {
    await db
      .insertInto('role_assignments')
      .values(roles.map(([role, organisation]) => ({ user_id: userId, role, organisation_id: organisation.id })))
      .execute();
  }
  const assignments = roles.map(([role, organisation]) => ({
    role,
    organisationId: organisation.id,
    path: organisation.path,
  }));
  return { userId, name, email, assignments };
}

/** The context in which this user acts: behind the wall, as a request of the server. */
export function ctxFor(services: Services & { wall: WalledDatabase }, actor: Actor): Ctx {
  const db = services.wall.seenBy(actor);
  return { ...services, db, actor, scope: scopeOf(actor), requestId: randomUUID() };
}

/** A new user with one role, acting: `await ctxAs(services, 'school-head', school)`. */
export async function ctxAs(
  services: Services & { wall: WalledDatabase },
  role: Role,
  organisation: TestOrganisation,
): Promise<Ctx> {
  return ctxFor(services, await newUser(services.db, { roles: [[role, organisation]] }));
}

const DEFAULT_NAMES = {
  region: 'Тестовая область',
  district: 'Тестовый образовательный округ',
  municipality: 'Тестовый район',
  school: 'Средняя школа №',
  institute: 'Тестовый институт развития образования',
  centre: 'Тестовый центр оценки качества',
} as const;
