/**
 * The lake: rows in bulk as immutable Parquet files named by the SHA-256 of their bytes, queried by DuckDB in process.
 * A file appears whole or not at all, and the same rows give the same name. What a file means is kept in PostgreSQL;
 * a file that nothing there speaks of is an orphan and is collected.
 * SQL for it stays in the subset that ClickHouse also runs: only `source` and the writing below are DuckDB's own.
 */
import { createHash, randomUUID } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { mkdir, open, readdir, rename, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { type DuckDBConnection, DuckDBInstance, type JS } from '@duckdb/node-api';
import { AppError } from '#kernel/errors.ts';
import { syncDirectoryOf } from './durable.ts';
import { fillTable, identifier, type LakeTable } from './lake-table.ts';

export type LakeFile = { sha256: string; rows: number; bytes: number };
export type LakeValue = string | number | boolean | null;
export type LakeLimits = { threads: number; memoryMb: number };

export type Lake = {
  /** Writes the rows, sorted by the given columns. */
  write(table: LakeTable, sortedBy: readonly string[]): Promise<LakeFile>;
  /** Writes what a query gives; the query sorts. */
  writeQuery(query: string): Promise<LakeFile>;
  /** What stands after FROM for these files: their rows together, by the names of the columns. */
  source(files: readonly string[]): string;
  /** Whole numbers come as numbers, whatever their width. */
  query<Row>(sql: string, values?: readonly LakeValue[]): Promise<Row[]>;
  has(sha256: string): Promise<boolean>;
  /** Takes away files that are not kept and were written before the instant; returns their names. */
  collect(kept: ReadonlySet<string>, writtenBefore: Date): Promise<string[]>;
  close(): Promise<void>;
};

const HASH = /^[0-9a-f]{64}$/;

/** Opened with the first use: most processes never ask the lake. */
export function openLake(directory: string, limits: LakeLimits): Lake {
  let opened: Promise<DuckDBInstance> | undefined;
  const pathOf = (sha256: string) => {
    if (!HASH.test(sha256)) throw new AppError('notFound', { text: 'Такого набора данных в хранилище нет.' });
    return join(directory, `${sha256}.parquet`);
  };

  async function withConnection<T>(work: (connection: DuckDBConnection) => Promise<T>): Promise<T> {
    opened ??= openEngine(directory, limits);
    const connection = await (await opened).connect();
    try {
      return await work(connection);
    } finally {
      connection.closeSync();
    }
  }

  async function keep(connection: DuckDBConnection, query: string): Promise<LakeFile> {
    const draft = join(directory, `.${randomUUID()}.parquet`);
    try {
      // The order of rows is kept whatever the number of threads, so the same rows give the same bytes.
      await connection.run(`copy (${query}) to ${quoted(draft)} (format parquet, compression zstd)`);
      const rows = await connection.runAndReadAll(`select num_rows as n from parquet_file_metadata(${quoted(draft)})`);
      const { sha256, bytes } = await hashDurably(draft);
      await rename(draft, pathOf(sha256));
      await syncDirectoryOf(pathOf(sha256));
      return { sha256, rows: Number(rows.getRowsJS()[0]?.[0] ?? 0), bytes };
    } finally {
      await rm(draft, { force: true });
    }
  }

  return {
    write: (table, sortedBy) =>
      withConnection(async (connection) => {
        await fillTable(connection, table);
        const order = sortedBy.length > 0 ? ` order by ${sortedBy.map(identifier).join(', ')}` : '';
        return keep(connection, `select * from ${identifier(table.name)}${order}`);
      }),
    writeQuery: (query) => withConnection((connection) => keep(connection, query)),
    source(files) {
      if (files.length === 0) throw new RangeError('no files to read');
      return `read_parquet([${files.map((sha256) => quoted(pathOf(sha256))).join(', ')}], union_by_name = true)`;
    },
    query: <Row>(sql: string, values: readonly LakeValue[] = []) =>
      withConnection(async (connection) => {
        const result = await connection.runAndReadAll(sql, [...values]);
        return result.getRowObjectsJS().map((row) => plainRow(row)) as Row[];
      }),
    has: (sha256) =>
      stat(pathOf(sha256)).then(
        () => true,
        () => false,
      ),
    collect: (kept, writtenBefore) => collectOrphans(directory, kept, writtenBefore),
    async close() {
      const instance = await opened?.catch(() => undefined);
      opened = undefined;
      instance?.closeSync();
    },
  };
}

async function openEngine(directory: string, { threads, memoryMb }: LakeLimits): Promise<DuckDBInstance> {
  await mkdir(directory, { recursive: true });
  const instance = await DuckDBInstance.create(':memory:', {
    threads: String(threads),
    memory_limit: `${memoryMb}MB`,
    temp_directory: join(directory, '.spill'),
    autoinstall_known_extensions: 'false',
    autoload_known_extensions: 'false',
    preserve_insertion_order: 'true',
  });
  const connection = await instance.connect();
  // A query reaches the files of the lake and nothing else on this machine, and no network.
  await connection.run(`set allowed_directories = [${quoted(directory)}]`);
  await connection.run('set enable_external_access = false');
  await connection.run('set lock_configuration = true');
  connection.closeSync();
  return instance;
}

async function hashDurably(path: string): Promise<{ sha256: string; bytes: number }> {
  const handle = await open(path, 'r+');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
  const hash = createHash('sha256');
  let bytes = 0;
  for await (const piece of createReadStream(path) as AsyncIterable<Buffer>) {
    hash.update(piece);
    bytes += piece.byteLength;
  }
  return { sha256: hash.digest('hex'), bytes };
}

/** The new name itself must outlive a power cut; some file systems do not let a directory be synced. */
async function collectOrphans(directory: string, kept: ReadonlySet<string>, writtenBefore: Date): Promise<string[]> {
  const removed: string[] = [];
  for (const name of await readdir(directory).catch(() => [])) {
    if (!name.endsWith('.parquet') || kept.has(name.replace('.parquet', ''))) continue;
    const path = join(directory, name);
    const written = await stat(path).catch(() => null);
    if (!written || written.mtime >= writtenBefore) continue;
    await rm(path, { force: true });
    removed.push(name);
  }
  return removed;
}

function plainRow(row: Record<string, JS>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(row).map(([name, value]) => [name, plain(value)]));
}

function plain(value: JS): unknown {
  if (typeof value === 'bigint') return Number(value);
  if (Array.isArray(value)) return value.map((one) => plain(one as JS));
  return value;
}

function quoted(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}
