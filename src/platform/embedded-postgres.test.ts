/** With real processes, killed for real. */
import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import pg from 'pg';
import { afterAll, afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { type EmbeddedPostgres, startEmbeddedPostgres } from './embedded-postgres.ts';
import { isAlive } from './postmaster.ts';

const SCRIPT = fileURLToPath(new URL('../../tests/support/postgres-process.ts', import.meta.url));
const IS_ROOT = process.getuid?.() === 0;

// Clusters are made and started here; a busy machine takes its time.
vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });

const root = mkdtempSync(join(tmpdir(), 'opora-test-postgres-'));
chmodSync(root, 0o711);
let directory: string;
let count = 0;
const processes: ChildProcess[] = [];

beforeEach(() => {
  count += 1;
  directory = join(root, `data-${count}`, 'postgres');
});
afterEach(() => {
  for (const child of processes.splice(0)) child.kill('SIGKILL');
  const left = postmasterOf(directory);
  if (left && isAlive(left)) process.kill(left, 'SIGQUIT');
});
afterAll(() => rmSync(root, { recursive: true, force: true }));

/** Another process of Opora on the same directory. */
async function otherProcess(): Promise<{ child: ChildProcess; url: string }> {
  const child = spawn(process.execPath, [SCRIPT, directory], { stdio: ['ignore', 'pipe', 'pipe'] });
  processes.push(child);
  const url = await new Promise<string>((resolve, reject) => {
    let errors = '';
    child.stderr?.on('data', (chunk: Buffer) => {
      errors += chunk.toString();
    });
    child.stdout?.once('data', (chunk: Buffer) => resolve(chunk.toString().trim()));
    child.once('exit', (code) => reject(new Error(`exit ${code}: ${errors}`)));
  });
  return { child, url };
}

function ended(child: ChildProcess, signal: NodeJS.Signals): Promise<void> {
  return new Promise((resolve) => {
    child.once('exit', () => resolve());
    child.kill(signal);
  });
}

async function ask(url: string, sql: string): Promise<unknown[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query({ text: sql, rowMode: 'array' })).rows.flat();
  } finally {
    await client.end();
  }
}

function postmasterOf(home: string): number | null {
  const file = join(home, 'cluster', 'postmaster.pid');
  return existsSync(file) ? Number(readFileSync(file, 'utf8').split('\n')[0]) : null;
}

function start(): Promise<EmbeddedPostgres> {
  return startEmbeddedPostgres(directory, { durable: false });
}

test('what was written is there after a stop and a start, and nothing runs in between', async () => {
  const first = await start();
  await ask(first.urlOf('postgres'), "create table notes as select 'kept' as text");
  await first.stop();
  expect(postmasterOf(directory)).toBeNull();
  const second = await start();
  expect(await ask(second.urlOf('postgres'), 'select text from notes')).toEqual(['kept']);
  await second.stop();
});

test('Russian letters have upper and lower case, alphabetical order and trigrams', async () => {
  const postgres = await start();
  const url = postgres.urlOf('postgres');
  expect(await ask(url, `select lower('ШКОЛА «Ёлка»')`)).toEqual(['школа «ёлка»']);
  expect(await ask(url, `select x from unnest(array['Я','ё','Ж','е','А']) x order by x collate "ru-x-icu"`)).toEqual([
    'А',
    'е',
    'ё',
    'Ж',
    'Я',
  ]);
  await ask(url, 'create extension pg_trgm');
  expect(await ask(url, `select similarity('школа', 'школы') > 0.4`)).toEqual([true]);
  await postgres.stop();
});

test('processes that start at once on an empty directory share one cluster, and the last to leave stops it', async () => {
  const [one, two, own] = await Promise.all([otherProcess(), otherProcess(), start()]);
  expect(new Set([one.url, two.url, own.urlOf('postgres')]).size).toBe(1);
  expect(readdirSync(directory).filter((name) => name.startsWith('cluster'))).toEqual(['cluster']);
  await ended(one.child, 'SIGTERM');
  await own.stop();
  expect(await ask(two.url, 'select 1')).toEqual([1]);
  await ended(two.child, 'SIGTERM');
  expect(postmasterOf(directory)).toBeNull();
});

test('a server left running by a process killed with -9 is joined, and stopped in the end', async () => {
  const { child } = await otherProcess();
  await ended(child, 'SIGKILL');
  const orphan = postmasterOf(directory);
  expect(orphan && isAlive(orphan)).toBe(true);
  const postgres = await start();
  expect(postmasterOf(directory)).toBe(orphan);
  await postgres.stop();
  expect(postmasterOf(directory)).toBeNull();
});

describe('the lock file of a server that died', () => {
  test('does not stop the next start', async () => {
    const { child } = await otherProcess();
    await ended(child, 'SIGKILL');
    const dead = postmasterOf(directory);
    process.kill(dead!, 'SIGKILL');
    const postgres = await start();
    expect(postmasterOf(directory)).not.toBe(dead);
    await postgres.stop();
  });

  test('does not stop it either when a foreign process now carries its number', async () => {
    await (await start()).stop();
    const foreign = spawn('sleep', ['60'], IS_ROOT ? { uid: 65534, gid: 65534 } : {});
    processes.push(foreign);
    const lines = [
      foreign.pid,
      join(directory, 'cluster'),
      1_700_000_000,
      5999,
      '',
      '127.0.0.1',
      '  1 1',
      'ready   ',
      '',
    ];
    writeFileSync(join(directory, 'cluster', 'postmaster.pid'), lines.join('\n'));
    const postgres = await start();
    expect(isAlive(foreign.pid!)).toBe(true);
    expect(await ask(postgres.urlOf('postgres'), 'select 1')).toEqual([1]);
    await postgres.stop();
  });
});

test('a server begun anew listens where it did: who was there before still knows it by that', async () => {
  const first = await startEmbeddedPostgres(directory, { durable: false });
  await first.stop();
  const second = await startEmbeddedPostgres(directory, { durable: false });
  await second.stop();
  expect(second.urlOf('postgres')).toBe(first.urlOf('postgres'));
});

test('a server that dies under us comes back at the same address', async () => {
  const postgres = await start();
  const pool = new pg.Pool({ connectionString: postgres.urlOf('postgres') });
  pool.on('error', () => undefined);
  await pool.query('select 1');
  const first = postmasterOf(directory);
  process.kill(first!, 'SIGKILL');
  const answers = () =>
    pool.query('select 1').then(
      () => true,
      () => false,
    );
  await expect.poll(async () => postmasterOf(directory) !== first && (await answers()), { timeout: 8_000 }).toBe(true);
  await pool.end();
  await postgres.stop();
  expect(postmasterOf(directory)).toBeNull();
});

test('a cluster left half-made by a start cut short is made anew', async () => {
  const draft = join(directory, 'cluster.new-999999');
  mkdirSync(draft, { recursive: true });
  chmodSync(join(directory, '..'), 0o711);
  chmodSync(directory, 0o711);
  writeFileSync(join(draft, 'PG_VERSION'), '18\n');
  const postgres = await start();
  expect(existsSync(draft)).toBe(false);
  await postgres.stop();
});

test('a cluster of another version of PostgreSQL is left alone, with advice', async () => {
  await (await start()).stop();
  writeFileSync(join(directory, 'cluster', 'PG_VERSION'), '17\n');
  await expect(start()).rejects.toMatchObject({
    code: 'databaseUnavailable',
    text: expect.stringContaining('PostgreSQL 17'),
  });
});

test('what PostgreSQL complains of reaches the operator', async () => {
  await (await start()).stop();
  writeFileSync(join(directory, 'cluster', 'postgresql.auto.conf'), 'max_connections = many\n');
  await expect(start()).rejects.toMatchObject({
    code: 'databaseUnavailable',
    text: expect.stringContaining('max_connections'),
  });
});

describe.runIf(IS_ROOT)('under root', () => {
  test('the server runs as nobody', async () => {
    const postgres = await start();
    expect(
      execFileSync('ps', ['-o', 'uid=', '-p', String(postmasterOf(directory))])
        .toString()
        .trim(),
    ).toBe('65534');
    await postgres.stop();
  });

  test('a closed data directory sends the cluster to an open place, says so, and finds it again', async () => {
    const closed = join(root, `closed-${count}`);
    mkdirSync(closed, { mode: 0o700 });
    directory = join(closed, 'data', 'postgres');
    const said: string[] = [];
    const openPlace = join(root, `open-${count}`);
    const options = { durable: false, openPlace, report: (text: string) => said.push(text) };
    const first = await startEmbeddedPostgres(directory, options);
    await ask(first.urlOf('postgres'), 'create table notes (text text)');
    await first.stop();
    expect(said).toEqual([expect.stringContaining(openPlace)]);
    expect(existsSync(join(directory, 'cluster'))).toBe(false);
    const second = await startEmbeddedPostgres(directory, options);
    expect(await ask(second.urlOf('postgres'), 'select count(*)::int from notes')).toEqual([0]);
    await second.stop();
    expect(said).toHaveLength(1);
  });

  test('a cluster restored from a copy by root works', async () => {
    await (await start()).stop();
    execFileSync('chown', ['-R', 'root:root', directory]);
    const postgres = await start();
    expect(await ask(postgres.urlOf('postgres'), 'select 1')).toEqual([1]);
    await postgres.stop();
  });
});

test.skipIf(IS_ROOT)('a cluster of another user is refused with advice', async () => {
  mkdirSync(directory, { recursive: true });
  execFileSync('ln', ['-s', '/', join(directory, 'cluster')]);
  await expect(start()).rejects.toMatchObject({
    code: 'databaseUnavailable',
    text: expect.stringContaining('другому пользователю'),
  });
});
