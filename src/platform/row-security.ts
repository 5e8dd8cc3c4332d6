/**
 * The second wall under the scoped queries: what a request asks runs as a database role that owns nothing and sees the
 * rows that the settings of its connection allow (migrations/0018_row_security.sql). A query that forgot its scope then
 * brings nothing foreign. Worker, command line and sign-in go on as the owner.
 */
import { Kysely, PostgresDialect } from 'kysely';
import pg from 'pg';
import { type Actor, narrowed, scopeOf } from '#kernel/actor.ts';
import { AppError } from '#kernel/errors.ts';
import { type Database, openDatabase } from './database.ts';
import { JOBS_SCHEMA } from './jobs.ts';
import { MIGRATION_LOCK } from './migrations.ts';
import type { DB } from './schema.ts';
import { type Answers, keepAnswersIn } from './unchanged.ts';

const ROLE = 'opora_web';
/** The journal only grows; which migrations ran is no business of a request. */
const APPEND_ONLY = ['audit_events', 'audit_unsealed'];
const READ_ONLY = ['audit_chain', 'schema_migrations'];
const SCOPES_KEPT = 500;
/** Prepared on each connection: it is asked before nearly every query of a busy server. */
const SET_SCOPE = {
  name: 'opora_scope',
  text: `select set_config('opora.user', $1, false), set_config('opora.subtrees', $2, false),
    set_config('opora.above', $3, false), set_config('opora.administers', $4, false)`,
};

export type WalledDatabase = {
  /** The database as this person may see it; nobody sees what everybody may. */
  seenBy(actor: Pick<Actor, 'userId' | 'assignments' | 'token'> | null): Database;
  /** For counting its connections only. */
  pool: pg.Pool;
  close(): Promise<void>;
};

export async function openWalledDatabase(owner: pg.Pool, databaseUrl: string): Promise<WalledDatabase> {
  await prepareRole(owner);
  const { pool, close } = openDatabase(databaseUrl);
  const answers = new Map<string, Answers>();
  const known = new WeakMap<pg.PoolClient, string>();
  const connect = async (settings: readonly string[], key: string): Promise<pg.PoolClient> => {
    const client = await pool.connect();
    try {
      if (!known.has(client)) await client.query(`set role ${ROLE}`);
      if (known.get(client) !== key) await client.query({ ...SET_SCOPE, values: [...settings] });
      known.set(client, key);
      return client;
    } catch (error) {
      client.release(error as Error);
      throw error;
    }
  };
  return {
    seenBy(actor) {
      const settings = settingsOf(actor);
      const key = settings.join('\n');
      // The rows of one scope are the same for all its people, whose costly answers are therefore computed once.
      const scopeKey = settings.slice(1).join('\n');
      const shared = answers.get(scopeKey) ?? new Map();
      answers.delete(scopeKey);
      answers.set(scopeKey, shared);
      if (answers.size > SCOPES_KEPT) answers.delete(answers.keys().next().value!);
      const walled = { connect: () => connect(settings, key), end: async () => undefined, options: pool.options };
      const db = new Kysely<DB>({ dialect: new PostgresDialect({ pool: walled, controlClient: pg.Client }) });
      keepAnswersIn(db, shared);
      return db;
    },
    pool,
    close,
  };
}

function settingsOf(actor: Pick<Actor, 'userId' | 'assignments' | 'token'> | null): string[] {
  if (actor === null) return ['', '', '', ''];
  const { subtrees, ancestors } = scopeOf(actor);
  const administers = actor.assignments
    .filter(({ role }) => role === 'administrator')
    .flatMap(({ path }) => narrowed(path, actor.token));
  return [actor.userId, subtrees.join(','), ancestors.join(','), administers.join(',')];
}

/** Makes the role and gives it its rights; under the lock of migrations, since several servers may start at once. */
async function prepareRole(owner: pg.Pool): Promise<void> {
  const client = await owner.connect();
  try {
    await client.query('select pg_advisory_lock($1)', [MIGRATION_LOCK]);
    const user = await ownRole(client);
    await client
      .query(`
      do $$ begin
        execute format('grant usage on schema %I to ${ROLE}', current_schema());
        execute format('grant select, insert, update, delete on all tables in schema %I to ${ROLE}', current_schema());
        execute format('grant usage, select on all sequences in schema %I to ${ROLE}', current_schema());
        execute format('alter default privileges in schema %I grant usage, select on sequences to ${ROLE}', current_schema());
        execute format('alter default privileges in schema %I grant select, insert, update, delete on tables to ${ROLE}', current_schema());
      end $$;
      create schema if not exists ${JOBS_SCHEMA};
      grant usage on schema ${JOBS_SCHEMA} to ${ROLE};
      grant select, insert, update on all tables in schema ${JOBS_SCHEMA} to ${ROLE};
      alter default privileges in schema ${JOBS_SCHEMA} grant select, insert, update on tables to ${ROLE};
      revoke update, delete on ${APPEND_ONLY.join(', ')} from ${ROLE};
      revoke insert, update, delete on ${READ_ONLY.join(', ')} from ${ROLE};`)
      .catch((error: Error) => {
        throw refusal(user, error.message);
      });
  } finally {
    await client.query('select pg_advisory_unlock($1)', [MIGRATION_LOCK]).catch(() => undefined);
    client.release();
  }
}

type RoleRow = { user: string; exists: boolean; unfit: boolean; member: boolean };

async function ownRole(client: pg.PoolClient): Promise<string> {
  const look = async (): Promise<RoleRow> =>
    (
      await client.query<RoleRow>(
        `select current_user as user, r.oid is not null as exists, coalesce(r.rolsuper or r.rolbypassrls, false) as unfit,
          case when r.oid is null then false else pg_has_role(current_user, r.oid, 'SET') end as member
        from (select) as nothing left join pg_roles r on r.rolname = $1`,
        [ROLE],
      )
    ).rows[0]!;
  const first = await look();
  const tryTo = (text: string) =>
    client.query(text).catch((error: Error & { code?: string }) => {
      // Another database of the same cluster was quicker.
      if (error.code !== '42710' && error.code !== '23505') throw refusal(first.user, error.message);
    });
  if (!first.exists) await tryTo(`create role ${ROLE} nologin`);
  if (!(await look()).member) await tryTo(`grant ${ROLE} to current_user`);
  if (first.unfit) throw refusal(first.user, `у роли ${ROLE} есть права, с которыми защита строк не действует`);
  return first.user;
}

function refusal(user: string, why: string): AppError {
  return new AppError('databaseUnavailable', {
    text: `Защита строк не настроена: ${why}.`,
    advice: `Попросите администратора PostgreSQL выполнить: create role ${ROLE} nologin; grant ${ROLE} to "${user}"; — и запустите Опору снова. Таблицы Опоры должны принадлежать пользователю из DATABASE_URL.`,
  });
}
