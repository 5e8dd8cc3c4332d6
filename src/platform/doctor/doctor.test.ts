import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { testDatabase } from '#tests/support/database.ts';
import { recordLastBackup } from '../backup/last-backup.ts';
import { readConfig } from '../config.ts';
import { openJobs } from '../jobs.ts';
import { MIGRATIONS } from '../start.ts';
import { checkDatabase } from './database.ts';
import type { Finding } from './findings.ts';
import { checkMachine } from './machine.ts';

const { url, db, pool } = await testDatabase();
const jobs = openJobs(url);
afterAll(() => jobs.close());
const directory = await mkdtemp(join(tmpdir(), 'opora-doctor-'));
afterAll(() => rm(directory, { recursive: true, force: true }));

const stateOf = (findings: readonly Finding[], check: string) => findings.find((one) => one.check === check)?.state;
const machine = (environment: NodeJS.ProcessEnv) => checkMachine(readConfig({ OPORA_DATA: directory, ...environment }));

test('a database of this version with nothing waiting is well', async () => {
  const findings = await checkDatabase(url, MIGRATIONS);
  expect(findings.filter(({ state }) => state !== 'ok')).toEqual([]);
});

test('a table newer than the program, a job that waits too long and a database that is away are failures', async () => {
  await pool.query("insert into schema_migrations (name, checksum) values ('9999_from_the_future.sql', 'x')");
  expect(stateOf(await checkDatabase(url, MIGRATIONS), 'schema')).toBe('failure');
  await pool.query("delete from schema_migrations where name like '9999%'");
  await jobs.enqueue(db, 'forgotten', {});
  await pool.query("update jobs.job set start_after = now() - interval '1 hour' where name = 'forgotten'");
  expect(stateOf(await checkDatabase(url, MIGRATIONS), 'jobs')).toBe('failure');
  expect(stateOf(await checkDatabase('postgres://nobody@127.0.0.1:1/none', MIGRATIONS), 'database')).toBe('failure');
});

test('keys that others can read, an address without HTTPS and a mail server that is away are failures', async () => {
  await writeFile(join(directory, 'secret'), 'x');
  await chmod(join(directory, 'secret'), 0o644);
  const findings = await machine({ OPORA_URL: 'http://opora.example', OPORA_SMTP_URL: 'smtp://127.0.0.1:1' });
  expect(stateOf(findings, 'secrets')).toBe('failure');
  expect(stateOf(findings, 'address')).toBe('failure');
  expect(stateOf(findings, 'mail')).toBe('failure');
  await chmod(join(directory, 'secret'), 0o600);
  expect(stateOf(await machine({ OPORA_URL: 'https://opora.example', OPORA_TRUSTED_PROXIES: '1' }), 'address')).toBe(
    'ok',
  );
  expect(stateOf(await machine({}), 'secrets')).toBe('ok');
});

test('a backup of tonight is well, one of last month is not, nor is none', async () => {
  expect(stateOf(await machine({}), 'backup')).toBe('warning');
  await recordLastBackup(directory, { madeAt: new Date().toISOString(), out: '/backup/opora' });
  expect(stateOf(await machine({}), 'backup')).toBe('ok');
  await recordLastBackup(directory, { madeAt: '2026-01-01T00:00:00.000Z', out: '/backup/opora' });
  expect(stateOf(await machine({}), 'backup')).toBe('warning');
});
