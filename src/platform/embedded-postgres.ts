/**
 * Opora's own PostgreSQL: a real server from npm, with its cluster in the data directory.
 *
 * Several processes use one cluster at once: the server, its worker, a command-line verb. The first
 * starts it, the last to leave stops it. Who is there is known from a connection that each keeps
 * open with a shared advisory lock: it ends with its process, even on kill -9, so the next start
 * simply joins a server left running.
 */
import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { chown, mkdir, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import pg from 'pg';
import { AppError } from '#kernel/errors.ts';
import { preparePostgresHome, type PostgresHome } from './postgres-home.ts';
import {
  isAlive,
  launchPostmaster,
  runningPostmaster,
  stopPostmaster,
  unavailable,
  type Postmaster,
} from './postmaster.ts';

const PRESENCE = 7_209_116;
const PASSWORD_FILE = 'opora.password';
/** Crash recovery of a large cluster may take minutes. */
const JOIN_LIMIT_MS = 300_000;
const STEP_MS = 25;
/** No cluster takes that long to make. */
const DRAFT_LIMIT_MS = 600_000;
/** Nothing has to survive a power cut. */
const CARELESS = { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off' };

export type EmbeddedPostgres = { urlOf(database: string): string; stop(): Promise<void> };

export type EmbeddedPostgresOptions = {
  /** False: nothing has to survive a power cut, as in tests. */
  durable?: boolean;
  /** Told, in Russian, what the operator should know: a moved cluster, copied binaries. */
  report?: (text: string) => void;
  /** Where root puts what the user of PostgreSQL cannot reach in its own place. */
  openPlace?: string;
  /** Settings of the server beside our own. */
  settings?: Record<string, string>;
  /** Done before the server starts, knowing as whom it will run. */
  prepare?: (home: PostgresHome) => Promise<void>;
};

export async function startEmbeddedPostgres(
  directory: string,
  options: EmbeddedPostgresOptions = {},
): Promise<EmbeddedPostgres> {
  const durable = options.durable ?? true;
  const report = options.report ?? (() => undefined);
  const home = await preparePostgresHome(directory, { report, openPlace: options.openPlace ?? '/var/lib/opora' });
  if (!(await isFile(join(home.cluster, 'PG_VERSION')))) await createCluster(home, durable);
  await assertSameVersion(home);
  const password = (await readFile(join(home.cluster, PASSWORD_FILE), 'utf8')).trim();
  const settings = {
    shared_buffers: '256MB',
    log_min_messages: 'warning',
    ...options.settings,
    ...(durable ? {} : CARELESS),
  };
  await options.prepare?.(home);

  let stay = enter(home, password, settings);
  const { port } = (await stay).postmaster;
  let leaving = false;
  const watch = ({ presence }: Stay) => {
    presence.once('end', () => {
      if (leaving) return;
      // The server died under us; the pools know it by this port, so it comes back there.
      stay = enter(home, password, { ...settings, port: String(port) });
      stay.then(
        (again) => {
          if (again.postmaster.port !== port)
            report(`База данных теперь на порту ${again.postmaster.port}, а была на ${port}. Перезапустите Опору.`);
          watch(again);
        },
        (error: Error) => report(`База данных остановилась и не поднялась: ${error.message}`),
      );
    });
  };
  watch(await stay);
  return {
    urlOf: (database) => urlOf(port, password, database),
    async stop() {
      leaving = true;
      const here = await stay.catch(() => null);
      if (here) await leave(home, here);
    },
  };
}

type Stay = { presence: pg.Client; postmaster: Postmaster };

/** Joins the server that runs, or starts it. Every outcome of a race with another start or stop is met by looking again. */
async function enter(home: PostgresHome, password: string, settings: Record<string, string>): Promise<Stay> {
  let refusal = '';
  for (const begun = performance.now(); performance.now() - begun < JOIN_LIMIT_MS; await sleep(STEP_MS)) {
    const postmaster = await runningPostmaster(home);
    if (!postmaster) {
      await launchPostmaster(home, settings);
      continue;
    }
    if (!postmaster.ready) continue;
    const presence = new pg.Client({
      connectionString: urlOf(postmaster.port, password, 'postgres'),
      application_name: 'opora',
      connectionTimeoutMillis: 5_000,
      keepAlive: true,
    });
    presence.on('error', () => undefined);
    try {
      await presence.connect();
      await presence.query('select pg_advisory_lock_shared($1)', [PRESENCE]);
      return { presence, postmaster };
    } catch (error) {
      refusal = (error as Error).message;
      await presence.end().catch(() => undefined);
    }
  }
  throw unavailable(
    `К работающему серверу PostgreSQL в ${home.cluster} не удалось подключиться за ${JOIN_LIMIT_MS / 1000} с: ${refusal || 'он ещё запускается'}.`,
    home,
  );
}

/** The exclusive lock is had only by the last one, and keeps newcomers waiting until the server is down. */
async function leave(home: PostgresHome, { presence, postmaster }: Stay): Promise<void> {
  const { rows } = await presence
    .query<{ alone: boolean }>('select pg_try_advisory_lock($1) as alone', [PRESENCE])
    .catch(() => ({ rows: [] }));
  if (rows[0]?.alone) await stopPostmaster(home, postmaster.pid);
  await presence.end().catch(() => undefined);
}

/** Made beside and renamed: a start cut short leaves no half-made cluster, and of two starts at once one wins. */
async function createCluster(home: PostgresHome, durable: boolean): Promise<void> {
  await sweepDrafts(home.directory);
  const draft = join(home.directory, `cluster.new-${process.pid}-${randomBytes(4).toString('hex')}`);
  await mkdir(draft, { mode: 0o700 });
  const passwordFile = `${draft}.password`;
  await writeFile(passwordFile, randomBytes(24).toString('base64url'), { mode: 0o600 });
  if (home.owner) for (const path of [draft, passwordFile]) await chown(path, home.owner.uid, home.owner.gid);
  await initialise(home, draft, [
    '-U',
    'opora',
    '-A',
    'scram-sha-256',
    `--pwfile=${passwordFile}`,
    ...(durable ? [] : ['--no-sync']),
  ]);
  await rename(passwordFile, join(draft, PASSWORD_FILE));
  await rename(draft, home.cluster).catch(async (error: NodeJS.ErrnoException) => {
    if (error.code !== 'ENOTEMPTY' && error.code !== 'EEXIST') throw error;
    await rm(draft, { recursive: true, force: true });
  });
}

/** Order and case come with PostgreSQL itself; which letters make a word, pg_trgm asks the system's locale. */
async function initialise(home: PostgresHome, cluster: string, options: string[]): Promise<void> {
  const locale = [
    '-E',
    'UTF8',
    '--locale=C',
    '--locale-provider=builtin',
    '--builtin-locale=C.UTF-8',
    '--no-instructions',
  ];
  let refusal = '';
  for (const letters of ['C.UTF-8', 'ru_RU.UTF-8', 'en_US.UTF-8']) {
    const args = ['-D', cluster, ...options, ...locale, `--lc-ctype=${letters}`];
    try {
      await promisify(execFile)(home.binaries.initdb, args, { ...home.owner, cwd: cluster, env: { LC_ALL: 'C' } });
      return;
    } catch (error) {
      refusal = (error as { stderr?: string }).stderr?.trim() || (error as Error).message;
      if (!refusal.includes('locale')) break;
    }
  }
  throw new AppError('databaseUnavailable', {
    text: `Кластер PostgreSQL не создан: ${refusal}`,
    advice: 'Устраните причину и запустите Опору снова либо укажите готовый сервер PostgreSQL в DATABASE_URL.',
  });
}

/** Left by a start cut short: its process is gone, or long over though another now carries its number. */
async function sweepDrafts(directory: string): Promise<void> {
  for (const name of await readdir(directory)) {
    const pid = Number(/^cluster\.new-(\d+)/.exec(name)?.[1]);
    if (!pid) continue;
    const path = join(directory, name);
    const age = await stat(path).then(
      (info) => Date.now() - info.mtimeMs,
      () => 0,
    );
    if (!isAlive(pid) || age > DRAFT_LIMIT_MS) await rm(path, { recursive: true, force: true });
  }
}

async function assertSameVersion(home: PostgresHome): Promise<void> {
  const cluster = (await readFile(join(home.cluster, 'PG_VERSION'), 'utf8')).trim();
  const binaries = String(Number.parseInt(home.binaries.version, 10));
  if (cluster === binaries) return;
  throw new AppError('databaseUnavailable', {
    text: `База данных в ${home.cluster} создана PostgreSQL ${cluster}, а установлен PostgreSQL ${binaries}.`,
    advice: 'Выгрузите её прежней версией Опоры (pg_dump) и загрузите в новую либо перенесите с помощью pg_upgrade.',
  });
}

function urlOf(port: number, password: string, database: string): string {
  return `postgres://opora:${password}@127.0.0.1:${port}/${database}`;
}

function isFile(path: string): Promise<boolean> {
  return stat(path).then(
    (info) => info.isFile(),
    () => false,
  );
}
