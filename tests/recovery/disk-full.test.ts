/**
 * A disk that is really full: a small file system of its own, as root may mount one. What does not fit is refused with
 * advice, nothing of it is left, and the work goes on when there is room again.
 */
import { execFile, execFileSync } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { randomBytes } from 'node:crypto';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { applyImport } from '#modules/results/commands/apply-import.ts';
import { readImport } from '#modules/results/commands/read-import.ts';
import { openImport, receiveFile, startReading } from '#modules/results/commands/receive.ts';
import { schoolResults } from '#modules/results/queries/school-results.ts';
import { vprFile } from '#modules/results/results.fixture.ts';
import type { Ctx } from '#platform/context.ts';
import { openDatabase } from '#platform/database.ts';
import { startEmbeddedPostgres } from '#platform/embedded-postgres.ts';
import { openFileStore } from '#platform/files.ts';
import { openLake } from '#platform/lake.ts';
import { readOrMakeSecret } from '#platform/secret.ts';
import { troubleOf } from '#platform/trouble.ts';
import { testDatabase } from '#tests/support/database.ts';
import { ctxAs, newOrganisation, testServices } from '#tests/support/factory.ts';
import { Session } from '#tests/support/session.ts';
import { System } from '../crash/system.ts';

vi.setConfig({ testTimeout: 180_000, hookTimeout: 180_000 });

const root = mkdtempSync(join(tmpdir(), 'opora-test-full-'));
chmodSync(root, 0o711);
const mounted: string[] = [];

/** Null where this user may mount nothing. */
function smallDisk(name: string, megabytes: number): string | null {
  const path = join(root, name);
  mkdirSync(path, { mode: 0o711 });
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${megabytes}m,mode=711`, 'tmpfs', path], { stdio: 'pipe' });
  } catch {
    return null;
  }
  mounted.push(path);
  return path;
}

afterAll(() => {
  for (const path of mounted) execFileSync('umount', ['-l', path]);
  rmSync(root, { recursive: true, force: true });
});

const dataDisk = smallDisk('data', 6);
if (!dataDisk)
  process.stderr.write('SKIPPED: no file system can be mounted here, so no disk is made full. Run as root on Linux.\n');

/** Takes what room is left; the answer gives it back. */
function fill(disk: string): () => void {
  const ballast = join(disk, 'ballast');
  const piece = Buffer.alloc(64 * 1024);
  try {
    for (;;) writeFileSync(ballast, piece, { flag: 'a' });
  } catch (error) {
    expect((error as NodeJS.ErrnoException).code).toBe('ENOSPC');
  }
  return () => rmSync(ballast);
}

const FULL = { code: 'storageFull', status: 507, advice: expect.stringContaining('освободить место') as string };

describe.skipIf(!dataDisk)('files and rows of results on a full disk', async () => {
  const services = await testServices();
  const { db } = services;
  const files = openFileStore(join(dataDisk ?? root, 'files'));
  const lake = openLake(join(dataDisk ?? root, 'lake'), { threads: 1, memoryMb: 256 });
  let analyst: Ctx;
  // Threads that read files open the lake by themselves.
  const config = { ...services.config, dataDirectory: dataDisk ?? root };
  const here = { ...services, config, files, lake };
  const received = async (): Promise<number> =>
    Number((await sql<{ n: number }>`select count(*) as n from files`.execute(db)).rows[0]?.n);
  const file = {
    name: 'Проведение работы по математике, 5 класс. ВПР 2021.csv',
    bytes: new TextEncoder().encode(vprFile({ sch220001: [3, 15, 20, 20] })),
    contentType: 'text/csv',
  };

  beforeAll(async () => {
    const region = await newOrganisation(db, { kind: 'region' });
    const school = await newOrganisation(db, { parent: region });
    await db.updateTable('organisations').set({ fis_oko_login: 'sch220001' }).where('id', '=', school.id).execute();
    analyst = { ...(await ctxAs(services, 'analyst', region)), config, files, lake };
    await readOrMakeSecret(config.dataDirectory, 'pupil-key');
  });
  afterAll(() => lake.close());

  test('a file that does not fit is refused with advice, leaves no piece, and is taken once there is room', async () => {
    const importId = await openImport(analyst, {});
    const large = { ...file, name: 'большой.csv', bytes: randomBytes(512 * 1024) };
    const free = fill(dataDisk!);
    const refused = await receiveFile(analyst, importId, large).catch((error: unknown) => error);
    expect(troubleOf(refused)).toMatchObject(FULL);
    expect(await received()).toBe(0);
    expect(piecesIn(join(dataDisk!, 'files'))).toEqual([]);
    free();
    expect(await receiveFile(analyst, importId, large)).toBe(true);
    expect(await received()).toBe(1);
  });

  test('rows that do not fit into the lake leave the results as they were, and are read once there is room', async () => {
    const importId = await openImport(analyst, {});
    await receiveFile(analyst, importId, file);
    await startReading(analyst, importId);
    const free = fill(dataDisk!);
    const failed = await readImport(here, importId).then(
      () => null,
      (error: unknown) => error,
    );
    expect(troubleOf(failed)).toMatchObject(FULL);
    expect((await schoolResults(analyst.scope, db, {})).results).toEqual([]);
    expect(readdirSync(join(dataDisk!, 'lake')).filter((name) => name.endsWith('.parquet'))).toEqual([]);
    free();
    await readImport(here, importId);
    await applyImport(analyst, importId, { version: null });
    expect((await schoolResults(analyst.scope, db, {})).results).toMatchObject([{ n: 4, sum: 58 }]);
  });
});

function piecesIn(directory: string): string[] {
  if (!existsSync(directory)) return [];
  return readdirSync(directory, { recursive: true, encoding: 'utf8' }).filter((name) =>
    statSync(join(directory, name)).isFile(),
  );
}

const databaseDisk = dataDisk && smallDisk('database', 160);

test.skipIf(!databaseDisk)(
  'PostgreSQL on a full disk refuses what does not fit, keeps what it had, and goes on when there is room',
  async () => {
    const postgres = await startEmbeddedPostgres(join(databaseDisk!, 'postgres'), {
      durable: false,
      settings: { shared_buffers: '16MB', max_wal_size: '32MB', min_wal_size: '32MB', wal_recycle: 'off' },
    });
    const { db, close } = openDatabase(postgres.urlOf('postgres'), { max: 2 });
    try {
      await sql`create table kept as select n from generate_series(1, 1000) n`.execute(db);
      const free = fill(databaseDisk!);
      const refused =
        await sql`create table large as select n, repeat('опора', 100) as text from generate_series(1, 400000) n`
          .execute(db)
          .catch((error: unknown) => error);
      // 507 where a table found no room, 503 where the log of the database found none and it stopped to recover.
      expect([507, 503]).toContain(troubleOf(refused)?.status);
      free();
      await vi.waitUntil(
        () =>
          sql`create table after_all as select count(*) as n from kept`.execute(db).then(
            () => true,
            () => false,
          ),
        { timeout: 90_000, interval: 500 },
      );
      expect((await sql<{ n: number }>`select n from after_all`.execute(db)).rows).toEqual([{ n: 1000 }]);
      expect((await sql`select to_regclass('large') as name`.execute(db)).rows).toEqual([{ name: null }]);
    } finally {
      await close();
      await postgres.stop();
    }
  },
);

const serverDisk = dataDisk && smallDisk('server', 48);

describe.skipIf(!serverDisk)('a whole server on a full disk', async () => {
  const { url } = await testDatabase();

  test('tells who hands in a file so by a page, and takes it when there is room', async () => {
    const system = new System(serverDisk!, { DATABASE_URL: url });
    try {
      await promisify(execFile)(process.execPath, ['src/cli.ts', 'demo', '--schools', '12', '--seed', '3'], {
        env: system.environment(),
      });
      await system.start();
      const head = new Session('head', () => system.url, new Map());
      await head.signIn();
      const page = /\/occurrences\/\d+/.exec((await head.open('/tasks'))!)![0];
      const mark = {
        intent: 'submit',
        version: 0,
        markText: 'Проведено',
        doneOn: new Date().toISOString().slice(0, 10),
        withoutDocumentReason: 'Документ другого вида',
        document1Kind: 'отчёт',
        document1Title: 'Отчёт',
        document1File: new File([`Отчёт\n${'строка\n'.repeat(20_000)}`], 'отчёт.txt', { type: 'text/plain' }),
      };
      const free = fill(serverDisk!);
      const refused = await head.send(page, mark);
      expect([refused.status, refused.text]).toEqual([507, expect.stringContaining('На сервере нет места')]);
      free();
      expect((await head.send(page, mark)).outcome).toBe('done');
    } finally {
      await system.stop();
    }
  });
});
