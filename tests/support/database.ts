/** Each test file gets its own database: a clone of a template, made in some 40 ms. */
import { randomBytes } from 'node:crypto';
import { cp, mkdtemp, rm } from 'node:fs/promises';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type pg from 'pg';
import { afterAll, inject } from 'vitest';
import { openDatabase, type Database } from '#platform/database.ts';
import type { Prepared, Template } from './global-setup.ts';
import { asAdministrator, dropDatabase, urlOf } from './templates.ts';

export type TestDatabase = { db: Database; pool: pg.Pool; url: string };

/**
 * Call it at the top of a test file or of a `describe`: `const { db } = await testDatabase();`.
 * The database is dropped after the last test there. A connection still open then fails the file:
 * something was opened and not closed.
 */
export async function testDatabase(): Promise<TestDatabase> {
  return cloneOf(await prepared('migrated'));
}

/**
 * The same with the demo region of a first start, loaded once for the whole run; `directory` is what `OPORA_DATA` is
 * to name: a copy of the files and the lake that belong to that database.
 */
export async function demoDatabase(): Promise<TestDatabase & { directory: string }> {
  const template = await prepared('demo');
  const directory = await mkdtemp(join(tmpdir(), 'opora-test-data-'));
  afterAll(() => rm(directory, { recursive: true, force: true }));
  await cp(template.directory!, directory, { recursive: true });
  return { ...(await cloneOf(template)), directory };
}

async function cloneOf({ cluster, database }: Prepared): Promise<TestDatabase> {
  const name = `opora_test_${process.pid}_${randomBytes(4).toString('hex')}`;
  await asAdministrator(cluster, (client) => client.query(`create database ${name} template ${database}`));
  const url = urlOf(cluster, name);
  const opened = openDatabase(url, { max: 5 });
  afterAll(async () => {
    await opened.close();
    const leaked = await asAdministrator(cluster, (client) => connectionsLeft(client, name));
    await dropDatabase(cluster, name);
    if (leaked.length > 0)
      throw new Error(`The test left ${leaked.length} database connections open; last queries:\n${leaked.join('\n')}`);
  });
  return { db: opened.db, pool: opened.pool, url };
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

function prepared(template: Template): Promise<Prepared> {
  return new Promise((resolve, reject) => {
    let answer = '';
    const socket = connect(inject('clusterPort'), '127.0.0.1', () => socket.end(template));
    socket.on('data', (chunk) => {
      answer += chunk.toString();
    });
    socket.on('error', reject);
    socket.on('end', () => {
      const { error, ...ready } = JSON.parse(answer) as Prepared & { error?: string };
      if (error === undefined) resolve(ready);
      else reject(new Error(`The test cluster did not start: ${error}`));
    });
  });
}
