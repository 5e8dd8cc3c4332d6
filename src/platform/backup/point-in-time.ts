/**
 * Recovery to a point in time, for Opora's own PostgreSQL: a base copy of the running cluster and the archive of its
 * write-ahead log (OPORA_WAL_ARCHIVE) give the database as of any moment after the copy.
 * https://www.postgresql.org/docs/18/continuous-archiving.html, 25.3.4 and 25.3.5.
 */
import { cp, mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import type pg from 'pg';
import { AppError } from '#kernel/errors.ts';
import type { Config } from '../config.ts';
import { preparePostgresHome } from '../postgres-home.ts';
import { DIRECTORIES, SINGLE_FILES } from './manifest.ts';

/** What a base copy leaves out: it belongs to the running server. */
const NOT_COPIED = new Set(['postmaster.pid', 'postmaster.opts', 'pg_wal', 'pg_replslot', 'pg_stat_tmp', 'pg_notify']);
const POSTGRES = 'postgres';

const own = (text: string) =>
  new AppError('backupRefused', {
    text,
    advice:
      'На отдельном сервере PostgreSQL (DATABASE_URL) пользуйтесь его средствами: pg_basebackup и архивом журнала.',
  });

/** Copies the running cluster and the files beside it into an empty directory. */
export async function makeBase(config: Config, pool: pg.Pool, out: string): Promise<void> {
  if (config.databaseUrl) throw own('Основная копия делается только с собственной базы Опоры.');
  if (!config.walArchive)
    throw new AppError('backupRefused', {
      text: 'Архив журнала базы не включён, основная копия без него не восстановится.',
      advice: 'Задайте OPORA_WAL_ARCHIVE, перезапустите Опору и повторите.',
    });
  await insistEmpty(out);
  const home = await preparePostgresHome(join(config.dataDirectory, POSTGRES), homeOptions);
  const client = await pool.connect();
  try {
    await client.query(`select pg_backup_start('opora', true)`);
    await mkdir(join(out, 'cluster'), { recursive: true, mode: 0o700 });
    for (const name of await readdir(home.cluster))
      if (!NOT_COPIED.has(name)) await copyLiving(join(home.cluster, name), join(out, 'cluster', name));
    for (const name of ['pg_wal', 'pg_replslot', 'pg_stat_tmp', 'pg_notify'])
      await mkdir(join(out, 'cluster', name), { mode: 0o700 });
    const { rows } = await client.query<{ labelfile: string }>('select labelfile from pg_backup_stop(true)');
    await writeFile(join(out, 'cluster', 'backup_label'), rows[0]?.labelfile ?? '', { mode: 0o600 });
  } finally {
    client.release();
  }
  await copyBeside(config.dataDirectory, out);
}

/** Puts a base copy in place of an absent database, to be rolled forward at the next start. `until`: an instant, or the end of the archive. */
export async function restoreBase(config: Config, base: string, archive: string, until: Date | null): Promise<void> {
  if (config.databaseUrl) throw own('Основная копия восстанавливается только в собственную базу Опоры.');
  const label = await readFile(join(base, 'cluster', 'backup_label'), 'utf8').catch(() => null);
  if (label === null)
    throw new AppError('backupRefused', {
      text: `В каталоге ${base} нет основной копии.`,
      advice: 'Укажите каталог, созданный opora backup base; копия, которую не дождались, негодна.',
    });
  await insistEmpty(config.dataDirectory);
  await mkdir(config.dataDirectory, { recursive: true });
  const home = await preparePostgresHome(join(config.dataDirectory, POSTGRES), homeOptions);
  await cp(join(base, 'cluster'), home.cluster, { recursive: true });
  const lines = [
    // Nobody is let in before the moment is reached.
    `hot_standby = 'off'`,
    `restore_command = 'cp "${resolve(archive)}/%f" "%p"'`,
    ...(until
      ? [
          `recovery_target_time = '${until.toISOString().replace('T', ' ').replace('Z', '+00')}'`,
          `recovery_target_action = 'promote'`,
        ]
      : []),
  ];
  await writeFile(join(home.cluster, 'postgresql.auto.conf'), `${lines.join('\n')}\n`, { mode: 0o600 });
  await writeFile(join(home.cluster, 'recovery.signal'), '', { mode: 0o600 });
  await copyBeside(base, config.dataDirectory);
  // Whoever owns the copy, the server's user must own the cluster.
  await preparePostgresHome(join(config.dataDirectory, POSTGRES), homeOptions);
}

const homeOptions = { report: () => undefined, openPlace: '/var/lib/opora' };

async function insistEmpty(directory: string): Promise<void> {
  const entries = await readdir(directory).catch(() => []);
  if (entries.length > 0)
    throw new AppError('backupRefused', { text: `Каталог ${directory} не пуст.`, advice: 'Укажите новый каталог.' });
}

/** A file that the server removes while it is copied is not needed: its log tells. */
async function copyLiving(from: string, to: string): Promise<void> {
  await cp(from, to, { recursive: true, preserveTimestamps: true }).catch(async (error: NodeJS.ErrnoException) => {
    if (error.code !== 'ENOENT') throw error;
    await rm(to, { recursive: true, force: true });
    await cp(from, to, { recursive: true, preserveTimestamps: true });
  });
}

async function copyBeside(from: string, to: string): Promise<void> {
  for (const name of [...DIRECTORIES, ...SINGLE_FILES])
    await cp(join(from, name), join(to, name), { recursive: true }).catch((error: NodeJS.ErrnoException) => {
      if (error.code !== 'ENOENT') throw error;
    });
}
