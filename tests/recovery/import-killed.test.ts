/**
 * An importing process is killed with SIGKILL at chosen points and at moments by lot: whoever looks sees the old results
 * or the new ones, orphans are collected, and importing again works. More moments: OPORA_KILL_ROUNDS=50.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import fc from 'fast-check';
import { sql } from 'kysely';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { collectOrphans } from '#modules/results/commands/collect.ts';
import { applyImport, undoImport } from '#modules/results/commands/apply-import.ts';
import { importsLeftBehind, readImport } from '#modules/results/commands/read-import.ts';
import { openImport, receiveFile, startReading } from '#modules/results/commands/receive.ts';
import { schoolResults } from '#modules/results/queries/school-results.ts';
import { vprFile } from '#modules/results/results.fixture.ts';
import type { Ctx } from '#platform/context.ts';
import { ctxAs, newOrganisation, testServices } from '#tests/support/factory.ts';

vi.setConfig({ testTimeout: 300_000, hookTimeout: 120_000 });

const CLI = fileURLToPath(new URL('../../src/cli.ts', import.meta.url));
const ROUNDS = Number(process.env['OPORA_KILL_ROUNDS'] ?? 1);
const services = await testServices();
const { db, config, databaseUrl } = services;
const gate = new pg.Client({ connectionString: databaseUrl });
let analyst: Ctx;
/** How long the whole import takes when nobody kills it. */
let wholeTime = 0;

const file = (grade: number) => `Проведение работы по математике, ${grade} класс. ВПР 2021.csv`;
const OLD = { 'vpr-5-ma-2021': [4, 58] };
const NEW = { 'vpr-5-ma-2021': [5, 62], 'vpr-6-ma-2021': [2, 19] };

async function standing(): Promise<Record<string, number[]>> {
  const { results } = await schoolResults(analyst.scope, db, {});
  return Object.fromEntries(results.map(({ procedureId, n, sum }) => [procedureId, [n, sum]]));
}

function start(...words: string[]): ChildProcess {
  const env = {
    PATH: process.env['PATH'] ?? '',
    OPORA_DATA: config.dataDirectory,
    OPORA_LOG: 'silent',
    DATABASE_URL: databaseUrl,
  };
  return spawn(process.execPath, [CLI, 'results', ...words], { env, stdio: 'ignore' });
}

function ended(child: ChildProcess): Promise<void> {
  return new Promise((resolve) => {
    if (child.exitCode !== null || child.signalCode !== null) resolve();
    else child.once('exit', () => resolve());
  });
}

/** The server notices a killed client only when it next speaks to it; then it rolls back. */
async function rolledBack(): Promise<void> {
  for (let look = 0; look < 200; look += 1) {
    const { rows } = await sql<{ n: number }>`
      select count(*) as n from pg_stat_activity where datname = current_database()
        and application_name not like 'opora-test%' and state <> 'idle' and pid <> pg_backend_pid()`.execute(db);
    if (Number(rows[0]?.n) === 0) return;
    await sleep(25);
  }
}

async function importHere(texts: Record<string, string>): Promise<number> {
  const id = await openImport(analyst, {});
  for (const [name, text] of Object.entries(texts))
    await receiveFile(analyst, id, { name, bytes: new TextEncoder().encode(text), contentType: 'text/csv' });
  await startReading(analyst, id);
  await readImport(services, id);
  await applyImport(analyst, id, { version: null });
  return id;
}

let round = 0;
/** The same results from other classes: each round has files, rows and parts of its own. */
function corrected(): Record<string, string> {
  round += 1;
  const inClass = (text: string) => text.replaceAll(';5а;', `;5-${round};`);
  return {
    [file(5)]: inClass(vprFile({ sch220001: [3, 15, 20, 20, 4] })),
    [file(6)]: inClass(vprFile({ sch220001: [7, 12] })),
  };
}

/** The command that imports the corrected files of one more round. */
function importing(): string[] {
  const folder = join(config.dataDirectory, `incoming-${round + 1}`);
  mkdirSync(folder);
  for (const [name, text] of Object.entries(corrected())) writeFileSync(join(folder, name), text);
  return ['import', folder];
}

beforeAll(async () => {
  const region = await newOrganisation(db, { kind: 'region' });
  const school = await newOrganisation(db, { parent: region });
  await db.updateTable('organisations').set({ fis_oko_login: 'sch220001' }).where('id', '=', school.id).execute();
  analyst = await ctxAs(services, 'analyst', region);
  await gate.connect();
  await importHere({ [file(5)]: vprFile({ sch220001: [3, 15, 20, 20] }) });
});
afterAll(() => gate.end());

/** Nothing lies about, the import goes on or is made again, and the undo gives the old results back. */
async function recovers(): Promise<void> {
  await rolledBack();
  const seen = await standing();
  expect([OLD, NEW]).toContainEqual(seen);
  for (const id of await importsLeftBehind(services)) await readImport(services, id);
  expect(await standing()).toEqual(seen);
  const later = { ...services, clock: { ...services.clock, now: () => new Date(Date.now() + 48 * 3_600_000) } };
  await collectOrphans(later);
  const { rows: parts } = await sql<{
    name: string;
  }>`select lake_sha256 || '.parquet' as name from result_parts`.execute(db);
  const lake = readdirSync(join(config.dataDirectory, 'lake')).filter((name) => name.endsWith('.parquet'));
  expect(new Set(parts.map(({ name }) => name))).toEqual(new Set(lake));
  const { rows: received } = await sql<{ sha256: string }>`select sha256 from files`.execute(db);
  const stored = readdirSync(join(config.dataDirectory, 'files'), { recursive: true, withFileTypes: true });
  const names = stored.filter((entry) => entry.isFile()).map(({ name }) => name);
  expect(new Set(names)).toEqual(new Set(received.map(({ sha256 }) => sha256)));
  if (seen['vpr-6-ma-2021']) await undoNewest();
  expect(await standing()).toEqual(OLD);
  await importHere(corrected());
  expect(await standing()).toEqual(NEW);
  await undoNewest();
  expect(await standing()).toEqual(OLD);
}

async function undoNewest(): Promise<void> {
  await undoImport(analyst, await newestApplied());
}

async function newestApplied(): Promise<number> {
  const { rows } = await sql<{ id: number }>`select max(id) as id from result_imports where state = 'applied'`.execute(
    db,
  );
  return Number(rows[0]?.id);
}

/** Holds a table so that the process stops where it writes there, kills it, and lets go. */
async function killAt(table: string, ...words: string[]): Promise<void> {
  await gate.query('begin');
  await gate.query(`lock table ${table} in share mode`);
  const child = start(...words);
  try {
    for (let look = 0; ; look += 1) {
      const { rows } = await gate.query<{ n: string }>(
        'select count(*) as n from pg_locks where not granted and relation = $1::regclass and database = (select oid from pg_database where datname = current_database())',
        [table],
      );
      if (Number(rows[0]?.n) > 0) break;
      if (child.exitCode !== null || look > 4_000) throw new Error(`it never wrote to ${table}`);
      await sleep(10);
    }
  } finally {
    child.kill('SIGKILL');
    await ended(child);
    await gate.query('rollback');
  }
}

describe('killed', () => {
  test('by nobody, the process brings the new results', async () => {
    const begun = Date.now();
    const child = start(...importing());
    await ended(child);
    wholeTime = Date.now() - begun;
    expect(child.exitCode).toBe(0);
    expect(await standing()).toEqual(NEW);
    await undoNewest();
  });

  test.each([
    ['with rows in the lake and no part that names them', 'result_parts'],
    ['in the applying transaction, a version written and its parts not', 'result_set_parts'],
    // Each takes seconds, and a moment by lot may fall there too.
    ...(ROUNDS > 1
      ? [
          ['while it receives files', 'result_import_files'],
          ['while it writes roll-ups', 'school_results'],
        ]
      : []),
  ] as [string, string][])('%s', async (_, table) => {
    await killAt(table, ...importing());
    expect(await standing()).toEqual(OLD);
    await recovers();
  });

  test('in the undo, the new results stand', async () => {
    const id = await importHere(corrected());
    await killAt('audit_events', 'undo', String(id));
    await rolledBack();
    expect(await standing()).toEqual(NEW);
    await recovers();
  });

  test(`at moments by lot, in ${ROUNDS} imports and undos`, async () => {
    const moments = fc.sample(fc.double({ min: 0.3, max: 1, noNaN: true }), ROUNDS * 2);
    for (let k = 0; k < ROUNDS; k += 1) {
      const reading = start(...importing());
      await Promise.race([ended(reading), sleep(moments[2 * k]! * wholeTime)]);
      reading.kill('SIGKILL');
      await ended(reading);
      await recovers();
      const id = await importHere(corrected());
      const undoing = start('undo', String(id));
      await Promise.race([ended(undoing), sleep(moments[2 * k + 1]! * wholeTime)]);
      undoing.kill('SIGKILL');
      await ended(undoing);
      await recovers();
    }
  });
});
