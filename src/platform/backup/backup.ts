/**
 * A backup of everything as one consistent set. Rows are read in one snapshot; files and the lake are immutable and named
 * by their content, so what the snapshot speaks of is there when they are copied after it.
 */
import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join, relative } from 'node:path';
import type pg from 'pg';
import { JOBS_SCHEMA } from '../jobs.ts';
import { type ArchiveWriter, writeArchive } from './archive.ts';
import { KEEPING_FILES } from './keeping-files.ts';
import {
  BACKUP_SCHEMA,
  type BackupHead,
  type BackupManifest,
  type BackupPart,
  type BackupTable,
  DIRECTORIES,
  SINGLE_FILES,
  type WaitingJob,
} from './manifest.ts';
import { copyOut, dataTables, sequences, type Table } from './tables.ts';

const CHUNK = 8 * 1024 * 1024;

type Source = { pool: pg.Pool; dataDirectory: string; now: Date };

export async function makeBackup(source: Source, path: string, passphrase: string | null): Promise<BackupManifest> {
  const client = await source.pool.connect();
  try {
    await client.query('select pg_advisory_lock_shared($1)', [KEEPING_FILES]);
    await client.query('begin transaction isolation level repeatable read, read only');
    let manifest: BackupManifest | undefined;
    await writeArchive(path, passphrase, async (archive) => {
      const head: BackupHead = {
        schema: BACKUP_SCHEMA,
        madeAt: source.now.toISOString(),
        migrations: (
          await client.query<{ name: string; checksum: string }>(
            'select name, checksum from schema_migrations order by name',
          )
        ).rows,
      };
      await archive.add('head.json', Buffer.from(JSON.stringify(head)));
      const tables: BackupTable[] = [];
      for (const table of await dataTables(client)) tables.push(await addTable(archive, client, table));
      manifest = {
        tables,
        sequences: await sequences(client),
        jobs: await waitingJobs(client),
        files: await addFiles(archive, source.dataDirectory),
      };
      await archive.add('manifest.json', Buffer.from(JSON.stringify(manifest)));
    });
    return manifest!;
  } finally {
    await client.query('rollback').catch(() => undefined);
    await client.query('select pg_advisory_unlock_shared($1)', [KEEPING_FILES]).catch(() => undefined);
    client.release();
  }
}

async function addTable(archive: ArchiveWriter, client: pg.ClientBase, table: Table): Promise<BackupTable> {
  const hash = createHash('sha256');
  let bytes = 0;
  let rows = 0;
  let part = 0;
  let waiting: Buffer[] = [];
  let waitingBytes = 0;
  const flush = async () => {
    if (waitingBytes === 0) return;
    await archive.add(`tables/${table.name}/${part++}`, Buffer.concat(waiting));
    waiting = [];
    waitingBytes = 0;
  };
  for await (const chunk of copyOut(client, table) as AsyncIterable<Buffer>) {
    hash.update(chunk);
    bytes += chunk.length;
    // In COPY's text every line is a row: a line end inside a value is written «\n» in two characters.
    for (const byte of chunk) if (byte === 10) rows += 1;
    waiting.push(chunk);
    waitingBytes += chunk.length;
    if (waitingBytes >= CHUNK) await flush();
  }
  await flush();
  return { ...table, bytes, rows, sha256: hash.digest('hex') };
}

async function waitingJobs(client: pg.ClientBase): Promise<WaitingJob[]> {
  const { rows: made } = await client.query('select to_regclass($1) is not null as made', [`${JOBS_SCHEMA}.job`]);
  if (!(made[0] as { made: boolean } | undefined)?.made) return [];
  const { rows } = await client.query<{ name: string; data: Record<string, unknown>; after: Date; key: string | null }>(
    `select name, data, start_after as after, singleton_key as key from ${JOBS_SCHEMA}.job
     where state in ('created', 'retry', 'active') and not starts_with(name, '__') order by created_on, id`,
  );
  return rows.map(({ name, data, after, key }) => ({
    name,
    data: data ?? {},
    startAfter: after.toISOString(),
    singletonKey: key,
  }));
}

async function addFiles(archive: ArchiveWriter, dataDirectory: string): Promise<BackupPart[]> {
  const paths: string[] = [];
  for (const directory of DIRECTORIES) {
    const entries = await readdir(join(dataDirectory, directory), { withFileTypes: true, recursive: true }).catch(
      () => [],
    );
    // A name with a dot in front is being written; nothing speaks of it yet.
    for (const entry of entries)
      if (entry.isFile() && !entry.name.startsWith('.'))
        paths.push(relative(dataDirectory, join(entry.parentPath, entry.name)).replaceAll('\\', '/'));
  }
  const parts: BackupPart[] = [];
  for (const path of [...paths.sort(), ...SINGLE_FILES]) {
    const bytes = await readFile(join(dataDirectory, path)).catch((error: NodeJS.ErrnoException) => {
      if (error.code === 'ENOENT' && !paths.includes(path)) return null;
      throw error;
    });
    if (!bytes) continue;
    await archive.add(`data/${path}`, bytes);
    parts.push({ name: path, bytes: bytes.length, sha256: createHash('sha256').update(bytes).digest('hex') });
  }
  return parts;
}
