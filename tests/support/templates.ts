/** Databases that others are cloned from: a migrated one, and one with the demo region. Made once, by the process that runs the tests. */
import { execFile } from 'node:child_process';
import { createHash, randomBytes } from 'node:crypto';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import pg from 'pg';
import { openDatabase } from '#platform/database.ts';
import { installJobs } from '#platform/jobs.ts';
import { migrate, readMigrations } from '#platform/migrations.ts';
import { MIGRATIONS } from '#platform/start.ts';

/** Held while the template is made: another run on the same server may want it too. */
const TEMPLATE_LOCK = 7_209_115;
const CLI = fileURLToPath(new URL('../../src/cli.ts', import.meta.url));

/** The template is named by the checksum of the migrations: edited migrations make a new one. */
export async function migratedTemplate(cluster: string): Promise<string> {
  const migrations = await readMigrations(MIGRATIONS);
  const checksum = createHash('sha256')
    .update(migrations.map((migration) => migration.checksum).join())
    .digest('hex');
  const name = `opora_template_${checksum.slice(0, 12)}`;
  await asAdministrator(cluster, async (client) => {
    await client.query('select pg_advisory_lock($1)', [TEMPLATE_LOCK]);
    const { rows } = await client.query('select 1 from pg_database where datname = $1', [name]);
    if (rows.length > 0) return;
    // Migrated under another name first: a run that dies halfway must not leave a template.
    const draft = `${name}_draft`;
    await client.query(`drop database if exists ${draft} with (force)`);
    await client.query(`create database ${draft}`);
    const opened = openDatabase(urlOf(cluster, draft), { max: 1 });
    await migrate(opened.pool, MIGRATIONS).finally(() => opened.close());
    await installJobs(urlOf(cluster, draft));
    await client.query(`alter database ${draft} rename to ${name}`);
  });
  return name;
}

/** The region of a first start, loaded by the program itself; its files and its lake go to the directory. Belongs to one run. */
export async function demoTemplate(cluster: string, template: string, directory: string): Promise<string> {
  const name = `opora_demo_${process.pid}_${randomBytes(4).toString('hex')}`;
  await asAdministrator(cluster, (client) => client.query(`create database ${name} template ${template}`));
  await promisify(execFile)(process.execPath, [CLI, 'demo'], {
    env: { ...process.env, DATABASE_URL: urlOf(cluster, name), OPORA_DATA: directory, OPORA_LOG: 'error' },
  });
  return name;
}

export async function dropDatabase(cluster: string, name: string): Promise<void> {
  await asAdministrator(cluster, (client) => client.query(`drop database if exists ${name} with (force)`));
}

export async function asAdministrator<T>(cluster: string, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: cluster });
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}

export function urlOf(cluster: string, database: string): string {
  const url = new URL(cluster);
  url.pathname = `/${database}`;
  return url.href;
}
