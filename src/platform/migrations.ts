/** Plain forward-only SQL files, each applied once in its own transaction, with a checksum. */
import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type pg from 'pg';
import { AppError } from '#kernel/errors.ts';

export const MIGRATION_LOCK = 7_209_114;

export type Migration = { name: string; sql: string; checksum: string };

export async function readMigrations(directory: string): Promise<Migration[]> {
  const names = (await readdir(directory)).filter((name) => /^\d{4}_[a-z0-9_]+\.sql$/.test(name)).sort();
  return Promise.all(
    names.map(async (name) => {
      const sql = await readFile(join(directory, name), 'utf8');
      return { name, sql, checksum: createHash('sha256').update(sql.replaceAll('\r\n', '\n')).digest('hex') };
    }),
  );
}

/** Applies what is missing; refuses when an applied file has changed since. Returns the names applied now. */
export async function migrate(pool: pg.Pool, directory: string): Promise<string[]> {
  const migrations = await readMigrations(directory);
  const client = await pool.connect();
  try {
    await client.query('select pg_advisory_lock($1)', [MIGRATION_LOCK]);
    const done: string[] = [];
    for (const migration of migrations) {
      await client.query('begin');
      try {
        done.push(...(await applyMigrations(client, [migration])));
        await client.query('commit');
      } catch (error) {
        await client.query('rollback');
        throw error;
      }
    }
    return done;
  } finally {
    await client.query('select pg_advisory_unlock($1)', [MIGRATION_LOCK]).catch(() => undefined);
    client.release();
  }
}

/** Applies those that are missing, inside the transaction of the caller. */
export async function applyMigrations(client: pg.ClientBase, migrations: readonly Migration[]): Promise<string[]> {
  await client.query(`create table if not exists schema_migrations (
    name text constraint schema_migrations_pk primary key,
    checksum text not null,
    applied_at timestamptz not null default now())`);
  const { rows } = await client.query<{ name: string; checksum: string }>(
    'select name, checksum from schema_migrations',
  );
  const applied = new Map(rows.map((row) => [row.name, row.checksum]));
  const done: string[] = [];
  for (const { name, sql, checksum } of migrations) {
    const known = applied.get(name);
    if (known === checksum) continue;
    if (known !== undefined)
      throw new AppError('migrationRefused', {
        text: `Миграция ${name} изменилась после применения.`,
        advice: 'Верните файл таким, каким он был в установленной версии, и запустите снова.',
      });
    try {
      await client.query(sql);
    } catch (error) {
      throw new AppError('migrationRefused', { text: `Миграция ${name} не применена: ${(error as Error).message}.` });
    }
    await client.query('insert into schema_migrations (name, checksum) values ($1, $2)', [name, checksum]);
    done.push(name);
  }
  return done;
}
