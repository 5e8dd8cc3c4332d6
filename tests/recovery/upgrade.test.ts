/**
 * The way up from each earlier version: a database that grew with the program, with rows in every table since there was one,
 * becomes the same as a fresh one. A migration cut short leaves the old state, two at once do it once.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { pipeline } from 'node:stream/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import pg from 'pg';
import { from as copyFrom, to as copyTo } from 'pg-copy-streams';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { openDatabase } from '#platform/database.ts';
import { applyMigrations, migrate, readMigrations } from '#platform/migrations.ts';
import { MIGRATIONS } from '#platform/start.ts';
import { catalogOf, columnsOf } from '#tests/support/catalog.ts';
import { demoDatabase, testDatabase } from '#tests/support/database.ts';
import { asAdministrator, dropDatabase, urlOf } from '#tests/support/templates.ts';

vi.setConfig({ testTimeout: 240_000, hookTimeout: 240_000 });

const CLI = fileURLToPath(new URL('../../src/cli.ts', import.meta.url));
const fresh = await testDatabase();
const demo = await demoDatabase();
const migrations = await readMigrations(MIGRATIONS);
const run = `opora_upgrade_${process.pid}_${randomBytes(3).toString('hex')}`;
const at = (name: string) => `${run}_${name.slice(0, 4)}`;
const versions = migrations.slice(0, -1).map(({ name }) => name);
const made: string[] = [];
/** Two more of this version, to be disturbed. */
const OLD = '0011_descriptions_of_works.sql';
const cut = `${run}_cut`;
const twice = `${run}_twice`;

/** What the newest tables no longer say: how it was written then. */
const AS_IT_WAS: Record<string, string> = {
  '0004': `update result_import_files f set part_id = p.id from result_parts p where p.file_sha256 = f.file_sha256`,
};

/** What the first tables did not take yet. */
const NOT_YET: Record<string, string> = { role_assignments: `where role <> 'analyst'` };

beforeAll(async () => {
  const growing = `${run}_growing`;
  await create(growing, 'template0');
  const there = new Set(['schema_migrations']);
  const source = new pg.Client({ connectionString: demo.url });
  await source.connect();
  const known = await columnsOf(source);
  try {
    for (const migration of migrations.slice(0, -1)) {
      await using(growing, async (client) => {
        await client.query('begin');
        await applyMigrations(client, [migration]);
        await client.query('commit');
        // In any order: the migrations to come look at every row again.
        await client.query('set session_replication_role = replica');
        for (const [table, columns] of await columnsOf(client)) {
          if (there.has(table)) continue;
          there.add(table);
          // Filled by the migration itself from what was there.
          if ((await client.query(`select from ${table} limit 1`)).rowCount) continue;
          const both = columns.filter((column) => known.get(table)?.includes(column)).join(', ');
          await pipeline(
            source.query(copyTo(`copy (select ${both} from ${table} ${NOT_YET[table] ?? ''}) to stdout`)),
            client.query(copyFrom(`copy ${table} (${both}) from stdin`)),
          );
        }
        const special = AS_IT_WAS[migration.name.slice(0, 4)];
        if (special) await client.query(special);
      });
      await create(at(migration.name), growing);
      if (migration.name === OLD) for (const name of [cut, twice]) await create(name, growing);
    }
  } finally {
    await source.end();
  }
});
afterAll(async () => {
  for (const name of made) await dropDatabase(fresh.url, name);
});

async function create(name: string, template: string): Promise<void> {
  await asAdministrator(fresh.url, (client) =>
    client.query(`create database ${name} template ${template} strategy file_copy`),
  );
  made.push(name);
}

async function using<T>(database: string, work: (client: pg.Client) => Promise<T>): Promise<T> {
  return asAdministrator(urlOf(fresh.url, database), work);
}

const applied = (client: pg.ClientBase) =>
  client
    .query<{ name: string }>('select name from schema_migrations order by name')
    .then(({ rows }) => rows.map(({ name }) => name));

describe('a database of an earlier version, in use', () => {
  test.each(versions)('%s becomes as a fresh one, and no row is lost', async (version) => {
    const opened = openDatabase(urlOf(fresh.url, at(version)), { max: 1 });
    try {
      const before = await rowsByTable(opened.pool);
      const done = await migrate(opened.pool, MIGRATIONS);
      expect(done).toEqual(migrations.map(({ name }) => name).filter((name) => name > version));
      expect(await catalogOf(opened.pool)).toEqual(await catalogOf(fresh.pool));
      const after = await rowsByTable(opened.pool);
      for (const [table, rows] of before) expect([table, after.get(table)]).toEqual([table, rows]);
      expect(before.get('organisations')).toBeGreaterThan(300);
    } finally {
      await opened.close();
    }
  });
});

async function rowsByTable(pool: pg.Pool): Promise<Map<string, number>> {
  const counts = new Map<string, number>();
  for (const table of (await columnsOf(pool)).keys()) {
    if (table === 'schema_migrations') continue;
    const { rows } = await pool.query<{ n: number }>(`select count(*) as n from ${table}`);
    counts.set(table, rows[0]!.n);
  }
  return counts;
}

describe('a migration', () => {
  test('killed with -9 between its statements leaves the state before it, and the next start completes it', async () => {
    const gate = new pg.Client({ connectionString: urlOf(fresh.url, cut) });
    await gate.connect();
    const before = await catalogOf(gate);
    try {
      // 0012 has changed result_imports by the time it wants this table.
      await gate.query('begin');
      await gate.query('lock table result_import_files in access share mode');
      const child = migrating(cut);
      await waitsFor(gate, 'result_import_files');
      child.process.kill('SIGKILL');
      await child.ended;
      await gate.query('rollback');
      await isAlone(gate);
      expect((await applied(gate)).at(-1)).toBe(OLD);
      expect(await catalogOf(gate)).toEqual(before);
    } finally {
      await gate.end();
    }
    expect(await migrating(cut).ended).toMatchObject({ code: 0 });
    expect(await using(cut, catalogOf)).toEqual(await catalogOf(fresh.pool));
  });

  test('wanted by two processes at once is done by one', async () => {
    const answers = await Promise.all([migrating(twice).ended, migrating(twice).ended]);
    expect(answers.map(({ code }) => code)).toEqual([0, 0]);
    const names = migrations.map(({ name }) => name).filter((name) => name > OLD);
    for (const name of names) expect(answers.filter(({ said }) => said.includes(name))).toHaveLength(1);
    expect(await using(twice, catalogOf)).toEqual(await catalogOf(fresh.pool));
  });

  test('that was changed after it was applied is named, with advice, and nothing is done', async () => {
    await using(twice, (client) =>
      client.query(`update schema_migrations set checksum = 'other' where name = '${OLD}'`),
    );
    const { code, said } = await migrating(twice).ended;
    expect(code).toBe(3);
    expect(said.trim()).toBe(
      `Миграция ${OLD} изменилась после применения. Верните файл таким, каким он был в установленной версии, и запустите снова.`,
    );
  });
});

function migrating(database: string): { process: ChildProcess; ended: Promise<{ code: number | null; said: string }> } {
  const env = {
    PATH: process.env['PATH'] ?? '',
    DATABASE_URL: urlOf(fresh.url, database),
    OPORA_DATA: demo.directory,
    OPORA_LOG: 'silent',
  };
  const child = spawn(process.execPath, [CLI, 'migrate'], { env, stdio: ['ignore', 'pipe', 'pipe'] });
  let said = '';
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (chunk: Buffer) => {
      said += chunk.toString();
    });
  return { process: child, ended: new Promise((resolve) => child.once('close', (code) => resolve({ code, said }))) };
}

async function waitsFor(client: pg.Client, table: string): Promise<void> {
  for (let look = 0; look < 2_000; look += 1) {
    const { rowCount } = await client.query(
      'select 1 from pg_locks where not granted and relation = $1::regclass and database = (select oid from pg_database where datname = current_database())',
      [table],
    );
    if (rowCount) return;
    await sleep(20);
  }
  throw new Error(`Nobody came to ${table}.`);
}

/** The killed one's connection notices the end of its client a moment later. */
async function isAlone(client: pg.Client): Promise<void> {
  for (let look = 0; look < 500; look += 1) {
    const { rowCount } = await client.query(
      'select 1 from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()',
    );
    if (!rowCount) return;
    await sleep(20);
  }
}
