/** Opens what every process of Opora stands on: database, files, jobs, the secret. */
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import pg from 'pg';
import { AppError } from '#kernel/errors.ts';
import { systemClock } from './clock.ts';
import { type Config, readConfig } from './config.ts';
import type { Services } from './context.ts';
import { openDatabase } from './database.ts';
import { startEmbeddedPostgres } from './embedded-postgres.ts';
import { openFileStore } from './files.ts';
import { openJobs } from './jobs.ts';
import { openLake } from './lake.ts';
import { openLog } from './log.ts';
import { migrate } from './migrations.ts';
import type { PostgresHome } from './postgres-home.ts';
import { readOrMakeSecret } from './secret.ts';
import { openThreads } from './threads.ts';
import { archiveSettings, prepareArchive } from './wal-archive.ts';

export const MIGRATIONS = fileURLToPath(new URL('../../migrations', import.meta.url));
/** Name of the database in Opora's own cluster. */
const DATABASE = 'opora';

export type RunningServices = Services & {
  pool: pg.Pool;
  databaseUrl: string;
  secret: string;
  /** Names of the migrations applied by this start. */
  migrated: string[];
  close(): Promise<void>;
};

export async function openServices(config: Config, options: { connections?: number } = {}): Promise<RunningServices> {
  const opened: (() => Promise<unknown>)[] = [];
  const close = async () => {
    for (const closeOne of opened.splice(0).reverse()) await closeOne();
  };
  try {
    await mkdir(config.dataDirectory, { recursive: true });
    const database = await reachDatabase(config);
    opened.push(database.leave);
    const {
      db,
      pool,
      close: closeDatabase,
    } = openDatabase(database.url, options.connections === undefined ? {} : { max: options.connections });
    opened.push(closeDatabase);
    const migrated = await migrate(pool, MIGRATIONS);
    const jobs = openJobs(database.url);
    opened.push(jobs.close);
    const secret = config.secret ?? (await readOrMakeSecret(config.dataDirectory));
    const files = openFileStore(join(config.dataDirectory, 'files'));
    const lake = openLake(join(config.dataDirectory, 'lake'), config.lake);
    opened.push(lake.close);
    const clock = systemClock(config.timeZone);
    const threads = openThreads();
    opened.push(threads.close);
    return { config, db, clock, files, lake, jobs, threads, pool, databaseUrl: database.url, secret, migrated, close };
  } catch (error) {
    await close().catch(() => undefined);
    throw error;
  }
}

/** Opens the services for one command-line verb and closes them also when it is interrupted. */
export async function withServices<T>(work: (services: RunningServices) => Promise<T>): Promise<T> {
  const services = await openServices(readConfig());
  const interrupted = () => void services.close().finally(() => process.exit(130));
  process.once('SIGINT', interrupted).once('SIGTERM', interrupted);
  try {
    return await work(services);
  } finally {
    process.off('SIGINT', interrupted).off('SIGTERM', interrupted);
    await services.close();
  }
}

/** The database this configuration names, reached or started; nothing is migrated. */
export async function reachDatabase(config: Config): Promise<{ url: string; leave(): Promise<void> }> {
  if (config.databaseUrl) {
    await assertReachable(config.databaseUrl);
    return { url: config.databaseUrl, leave: async () => undefined };
  }
  const log = openLog(config);
  const postgres = await startEmbeddedPostgres(join(config.dataDirectory, 'postgres'), {
    report: (text) => log.warn(text),
    ...(config.walArchive ? archiving(config.walArchive) : {}),
  });
  try {
    await ensureDatabase(postgres.urlOf('postgres'));
  } catch (error) {
    await postgres.stop();
    throw error;
  }
  return { url: postgres.urlOf(DATABASE), leave: postgres.stop };
}

function archiving(directory: string) {
  return {
    settings: archiveSettings(directory),
    prepare: ({ owner }: PostgresHome) => prepareArchive(directory, owner),
  };
}

async function assertReachable(url: string): Promise<void> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 10_000 });
  try {
    await client.connect();
  } catch (error) {
    throw new AppError('databaseUnavailable', {
      text: `Нет соединения с базой данных из DATABASE_URL: ${(error as Error).message}.`,
      advice: 'Проверьте адрес, имя и пароль в DATABASE_URL и то, что сервер PostgreSQL работает.',
    });
  } finally {
    await client.end().catch(() => undefined);
  }
}

async function ensureDatabase(administrativeUrl: string): Promise<void> {
  const client = new pg.Client({ connectionString: administrativeUrl });
  await client.connect();
  try {
    const { rows } = await client.query('select 1 from pg_database where datname = $1', [DATABASE]);
    if (rows.length > 0) return;
    await client.query(`create database ${DATABASE}`).catch((error: { code?: string }) => {
      // Another process of ours was quicker.
      if (error.code !== '42P04' && error.code !== '23505') throw error;
    });
  } finally {
    await client.end();
  }
}
