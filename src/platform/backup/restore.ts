/**
 * Puts a backup in place: into an empty database and a data directory without files. Rows come in one transaction, so a
 * restore that was cut short leaves an empty database and can be run again.
 */
import { once } from 'node:events';
import { mkdir, open, rename } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Writable } from 'node:stream';
import type pg from 'pg';
import { AppError } from '#kernel/errors.ts';
import type { Config } from '../config.ts';
import { openDatabase } from '../database.ts';
import { syncDirectoryOf } from '../durable.ts';
import { openJobs } from '../jobs.ts';
import { applyMigrations, migrate, readMigrations } from '../migrations.ts';
import { MIGRATIONS, reachDatabase } from '../start.ts';
import type { BackupHead, BackupManifest, WaitingJob } from './manifest.ts';
import {
  copyIn,
  dataTables,
  dropForeignKeys,
  emptyTables,
  putForeignKeys,
  setSequences,
  type Table,
} from './tables.ts';
import { readBackup } from './verify.ts';

export async function restoreBackup(config: Config, path: string, passphrase: string | null): Promise<BackupManifest> {
  await mkdir(config.dataDirectory, { recursive: true });
  const reached = await reachDatabase(config);
  const { db, pool, close } = openDatabase(reached.url);
  try {
    const client = await pool.connect();
    let manifest: BackupManifest;
    try {
      await client.query('begin');
      manifest = await restoreRows(client, config.dataDirectory, path, passphrase);
      await client.query('commit');
    } catch (error) {
      await client.query('rollback').catch(() => undefined);
      throw error;
    } finally {
      client.release();
    }
    await migrate(pool, MIGRATIONS);
    await resumeJobs(db, reached.url, manifest.jobs);
    return manifest;
  } finally {
    await close();
    await reached.leave();
  }
}

async function restoreRows(
  client: pg.PoolClient,
  dataDirectory: string,
  path: string,
  passphrase: string | null,
): Promise<BackupManifest> {
  let prepared: { tables: Map<string, Table>; keys: Awaited<ReturnType<typeof dropForeignKeys>> } | undefined;
  let filling: { name: string; stream: Writable } | undefined;
  const finish = async () => {
    if (!filling) return;
    const ended = once(filling.stream, 'finish');
    filling.stream.end();
    await ended;
    filling = undefined;
  };
  const { manifest, problems } = await readBackup(path, passphrase, async (name, bytes, head) => {
    prepared ??= await prepare(client, head);
    if (name.startsWith('data/')) {
      await finish();
      return putFile(dataDirectory, name.slice('data/'.length), bytes);
    }
    const table = prepared.tables.get(name.split('/')[1] ?? '');
    if (!table) throw new AppError('backupRefused', { text: `Таблицы ${name} в этой версии нет.`, advice: newer });
    if (filling?.name !== table.name) {
      await finish();
      filling = { name: table.name, stream: copyIn(client, table) };
    }
    await write(filling.stream, bytes);
  });
  await finish();
  if (problems.length > 0)
    throw new AppError('backupRefused', {
      text: `Копия повреждена: ${problems.slice(0, 3).join('; ')}.`,
      advice: 'Возьмите другую копию.',
    });
  if (!prepared) throw new AppError('backupRefused', { text: 'Копия пуста.', advice: 'Возьмите другую копию.' });
  await setSequences(client, manifest.sequences);
  await putForeignKeys(client, prepared.keys);
  return manifest;
}

const newer = 'Копия сделана другой версией Опоры. Восстановите её той же или более новой версией.';

async function prepare(client: pg.PoolClient, head: BackupHead) {
  const ours = await readMigrations(MIGRATIONS);
  const known = new Map(ours.map(({ name, checksum }) => [name, checksum]));
  if (head.migrations.some(({ name, checksum }) => known.get(name) !== checksum))
    throw new AppError('backupRefused', { text: 'Таблицы копии этой версии неизвестны.', advice: newer });
  const wanted = new Set(head.migrations.map(({ name }) => name));
  const { rows } = await client.query(`select to_regclass('schema_migrations') is not null as made`);
  if ((rows[0] as { made: boolean }).made) await insistEmpty(client, wanted);
  await applyMigrations(
    client,
    ours.filter(({ name }) => wanted.has(name)),
  );
  const tables = await dataTables(client);
  const keys = await dropForeignKeys(client);
  // Rows that migrations themselves put in come with the backup.
  await emptyTables(client, tables);
  return { tables: new Map(tables.map((table) => [table.name, table])), keys };
}

async function insistEmpty(client: pg.PoolClient, wanted: ReadonlySet<string>): Promise<void> {
  const { rows: applied } = await client.query<{ name: string }>('select name from schema_migrations');
  const used = async (table: string) =>
    applied.length > 0 && ((await client.query(`select 1 from ${table} limit 1`)).rowCount ?? 0) > 0;
  if ((await used('organisations')) || (await used('users')))
    throw new AppError('backupRefused', {
      text: 'В базе уже есть данные.',
      advice: 'Восстановите копию в пустую базу: задайте другой каталог OPORA_DATA или другую базу в DATABASE_URL.',
    });
  if (applied.some(({ name }) => !wanted.has(name)))
    throw new AppError('backupRefused', {
      text: 'Таблицы этой базы новее, чем в копии.',
      advice: 'Восстановите копию в новую базу: задайте другой каталог OPORA_DATA.',
    });
}

async function write(stream: Writable, bytes: Buffer): Promise<void> {
  await new Promise<void>((resolve, reject) => {
    stream.once('error', reject);
    stream.write(bytes, () => {
      stream.off('error', reject);
      resolve();
    });
  });
}

async function putFile(dataDirectory: string, name: string, bytes: Buffer): Promise<void> {
  if (name.split('/').includes('..'))
    throw new AppError('backupRefused', { text: `Недопустимый путь ${name}.`, advice: newer });
  const target = join(dataDirectory, name);
  await mkdir(dirname(target), { recursive: true });
  const draft = join(dirname(target), `.restoring-${name.split('/').at(-1)}`);
  const handle = await open(draft, 'w', 0o600);
  try {
    await handle.writeFile(bytes);
    await handle.sync();
  } finally {
    await handle.close();
  }
  await rename(draft, target);
  await syncDirectoryOf(target);
}

async function resumeJobs(
  db: ReturnType<typeof openDatabase>['db'],
  url: string,
  waiting: readonly WaitingJob[],
): Promise<void> {
  const jobs = openJobs(url);
  try {
    await db.transaction().execute(async (trx) => {
      for (const { name, data, startAfter, singletonKey } of waiting)
        await jobs.enqueue(trx, name, data, {
          startAfter: new Date(startAfter),
          ...(singletonKey === null ? {} : { singletonKey }),
        });
    });
  } finally {
    await jobs.close();
  }
}
