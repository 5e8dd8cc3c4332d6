import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sql } from 'kysely';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { recordAudit } from '../audit.ts';
import { readConfig } from '../config.ts';
import { openDatabase } from '../database.ts';
import { ctxAs, newOrganisation, testServices } from '#tests/support/factory.ts';
import { makeBackup } from './backup.ts';
import { restoreBackup } from './restore.ts';
import { readBackup } from './verify.ts';

// A passphrase is made costly to guess, and so to try: about a second each.
vi.setConfig({ testTimeout: 60_000 });

const services = await testServices();
const { db, pool, config } = services;
const PASSPHRASE = 'пароль копии для проверки';
const directory = mkdtempSync(join(tmpdir(), 'opora-test-backup-'));
const at = (name: string) => join(directory, name);
const made: string[] = [];

beforeAll(async () => {
  const region = await newOrganisation(db, { kind: 'region', name: 'Область «С\tтабуляцией»\nи \\ косой чертой' });
  await newOrganisation(db, { kind: 'municipality', parent: region });
  const ctx = await ctxAs(services, 'administrator', region);
  const sha256 = await services.files.put(Buffer.from('приказ'));
  await db.insertInto('files').values({ sha256, size: 12, content_type: 'text/plain' }).execute();
  await db.transaction().execute(async (trx) => {
    await recordAudit(ctx, trx, { action: 'plan.created', objectType: 'plan', objectId: 1, after: { a: null } });
    await services.jobs.enqueue(trx, 'mail.send', { mail: 7 }, { singletonKey: 'mail-7' });
  });
  await makeBackup(source(), at('plain'), null);
  await makeBackup(source(), at('locked'), PASSPHRASE);
});
afterAll(() => rmSync(directory, { recursive: true, force: true }));
afterAll(async () => {
  for (const name of made) await sql`drop database if exists ${sql.id(name)} with (force)`.execute(db);
});

const source = () => ({ pool, dataDirectory: config.dataDirectory, now: services.clock.now() });

/** An empty database of its own and an empty data directory to restore into. */
async function emptyPlace(): Promise<ReturnType<typeof readConfig>> {
  const name = `opora_test_restore_${process.pid}_${made.length}`;
  made.push(name);
  const client = new pg.Client({ connectionString: services.databaseUrl });
  await client.connect();
  await client.query(`create database ${name}`);
  await client.end();
  const url = new URL(services.databaseUrl);
  url.pathname = `/${name}`;
  return readConfig({ OPORA_DATA: at(name), DATABASE_URL: url.href, OPORA_LOG: 'silent' });
}

async function rowsIn(url: string, table: string): Promise<unknown[]> {
  const other = openDatabase(url, { max: 1 });
  try {
    return (await sql`select * from ${sql.table(table)}`.execute(other.db)).rows;
  } finally {
    await other.close();
  }
}

describe('a backup', () => {
  test('brings back every row, file, counter and waiting job', async () => {
    const place = await emptyPlace();
    const { tables } = await restoreBackup(place, at('plain'), null);
    expect(tables.find(({ name }) => name === 'organisations')?.rows).toBe(2);
    expect(await rowsIn(place.databaseUrl!, 'organisations')).toEqual(
      await rowsIn(services.databaseUrl, 'organisations'),
    );
    expect(await rowsIn(place.databaseUrl!, 'files')).toHaveLength(1);
    const jobs = (await rowsIn(place.databaseUrl!, 'jobs.job')) as { name: string; data: unknown }[];
    expect(jobs.filter(({ name }) => name === 'mail.send').map(({ data }) => data)).toEqual([{ mail: 7 }]);
    const opened = openDatabase(place.databaseUrl!, { max: 1 });
    const { id } = await newOrganisation(opened.db, { kind: 'region' });
    await opened.close();
    expect(id).toBeGreaterThan(2);
  });

  test('is not put onto data that are there', async () => {
    const here = readConfig({ OPORA_DATA: at('here'), DATABASE_URL: services.databaseUrl, OPORA_LOG: 'silent' });
    await expect(restoreBackup(here, at('plain'), null)).rejects.toMatchObject({ text: 'В базе уже есть данные.' });
    expect(await db.selectFrom('organisations').select('id').execute()).toHaveLength(2);
  });

  test('locked by a passphrase shows nothing without it', async () => {
    expect(readFileSync(at('locked')).subarray(0, 18).toString()).toBe('age-encryption.org');
    await expect(readBackup(at('locked'), null)).rejects.toMatchObject({ text: 'Копия зашифрована.' });
    await expect(readBackup(at('locked'), 'совсем другой пароль')).rejects.toMatchObject({
      text: 'Пароль копии не подходит.',
    });
    expect((await readBackup(at('locked'), PASSPHRASE)).problems).toEqual([]);
    const damaged = readFileSync(at('locked'));
    damaged[damaged.length >> 1]! ^= 0x55;
    writeFileSync(at('damaged'), damaged);
    await expect(readBackup(at('damaged'), PASSPHRASE)).rejects.toMatchObject({ code: 'backupRefused' });
  });

  test.each([0.05, 0.3, 0.5, 0.7, 0.95])(
    'damaged or cut at %d of its length is refused and leaves nothing',
    async (share) => {
      const bytes = readFileSync(at('plain'));
      const place = Math.floor(bytes.length * share);
      const damaged = Buffer.from(bytes);
      damaged[place]! ^= 0x55;
      writeFileSync(at('damaged'), damaged);
      writeFileSync(at('short'), bytes.subarray(0, place));
      for (const broken of ['damaged', 'short'])
        await expect(readBackup(at(broken), null), broken).rejects.toMatchObject({ code: 'backupRefused' });
      const target = await emptyPlace();
      await expect(restoreBackup(target, at('short'), null)).rejects.toMatchObject({ code: 'backupRefused' });
      await restoreBackup(target, at('plain'), null);
    },
  );
});
