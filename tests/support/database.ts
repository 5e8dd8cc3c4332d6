/** Each test file gets its own database: a clone of a migrated template, made in some 40 ms. */
import { createHash, randomBytes } from 'node:crypto';
import { connect } from 'node:net';
import pg from 'pg';
import { afterAll, inject } from 'vitest';
import { openDatabase, type Database } from '#platform/database.ts';
import { installJobs } from '#platform/jobs.ts';
import { migrate, readMigrations } from '#platform/migrations.ts';
import { MIGRATIONS } from '#platform/start.ts';

/** Held while the template is made, so that test files starting together make it once. */
const TEMPLATE_LOCK = 7_209_115;

export type TestDatabase = { db: Database; pool: pg.Pool; url: string };

/**
 * Call it at the top of a test file or of a `describe`: `const { db } = await testDatabase();`.
 * The database is dropped after the last test there. A connection still open then fails the file:
 * something was opened and not closed.
 */
export async function testDatabase(): Promise<TestDatabase> {
  const cluster = await clusterUrl();
  const name = `opora_test_${process.pid}_${randomBytes(4).toString('hex')}`;
  await asAdministrator(cluster, async (client) => {
    const template = await migratedTemplate(client, cluster);
    await client.query(`create database ${name} template ${template}`);
  });
  const url = urlOf(cluster, name);
  const opened = openDatabase(url, { max: 5 });
  afterAll(async () => {
    await opened.close();
    await asAdministrator(cluster, async (client) => {
      const leaked = await connectionsLeft(client, name);
      await client.query(`drop database if exists ${name} with (force)`);
      if (leaked.length > 0)
        throw new Error(
          `The test left ${leaked.length} database connections open; last queries:\n${leaked.join('\n')}`,
        );
    });
  });
  return { db: opened.db, pool: opened.pool, url };
}

/** The template is named by the checksum of the migrations: edited migrations make a new one. */
async function migratedTemplate(client: pg.Client, cluster: string): Promise<string> {
  const migrations = await readMigrations(MIGRATIONS);
  const checksum = createHash('sha256')
    .update(migrations.map((migration) => migration.checksum).join())
    .digest('hex');
  const name = `opora_template_${checksum.slice(0, 12)}`;
  await client.query('select pg_advisory_lock($1)', [TEMPLATE_LOCK]);
  try {
    const { rows } = await client.query('select 1 from pg_database where datname = $1', [name]);
    if (rows.length === 0) {
      // Migrated under another name first: a run that dies halfway must not leave a template.
      const draft = `${name}_draft`;
      await client.query(`drop database if exists ${draft} with (force)`);
      await client.query(`create database ${draft}`);
      const opened = openDatabase(urlOf(cluster, draft), { max: 1 });
      await migrate(opened.pool, MIGRATIONS).finally(() => opened.close());
      await installJobs(urlOf(cluster, draft));
      await client.query(`alter database ${draft} rename to ${name}`);
    }
    return name;
  } finally {
    await client.query('select pg_advisory_unlock($1)', [TEMPLATE_LOCK]);
  }
}

/** A closed socket takes a moment to disappear from the server's list. */
async function connectionsLeft(client: pg.Client, name: string): Promise<string[]> {
  for (let attempt = 0; ; attempt += 1) {
    const { rows } = await client.query<{ query: string }>('select query from pg_stat_activity where datname = $1', [
      name,
    ]);
    if (rows.length === 0 || attempt === 20) return rows.map((row) => row.query);
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
}

async function asAdministrator<T>(cluster: string, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: cluster });
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}

function urlOf(cluster: string, database: string): string {
  const url = new URL(cluster);
  url.pathname = `/${database}`;
  return url.href;
}

function clusterUrl(): Promise<string> {
  return new Promise((resolve, reject) => {
    let answer = '';
    const socket = connect(inject('clusterPort'), '127.0.0.1');
    socket.on('data', (chunk) => {
      answer += chunk.toString();
    });
    socket.on('error', reject);
    socket.on('end', () => {
      const { url, error } = JSON.parse(answer) as { url?: string; error?: string };
      if (url) resolve(url);
      else reject(new Error(`The test cluster did not start: ${error}`));
    });
  });
}
