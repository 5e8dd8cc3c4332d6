/** The server process of a cluster: found by its lock file, started, stopped. */
import { execFile, spawn } from 'node:child_process';
import { open, readFile, rm, stat } from 'node:fs/promises';
import { createServer } from 'node:net';
import { basename, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import { AppError } from '#kernel/errors.ts';
import type { PostgresHome } from './postgres-home.ts';

const LOG_LIMIT = 10 * 1024 * 1024;
const STEP_MS = 20;
/** Crash recovery of a large cluster may take minutes; a server that shows no sign of life is given up earlier. */
const START_LIMIT_MS = 300_000;
const STOP_LIMIT_MS = 60_000;

export type Postmaster = { pid: number; port: number; ready: boolean };

/** The server that runs on this cluster now, if any. A lock file left by a dead one is taken away. */
export async function runningPostmaster(home: PostgresHome): Promise<Postmaster | null> {
  const lockFile = join(home.cluster, 'postmaster.pid');
  const text = await readFile(lockFile, 'utf8').catch(() => '');
  const lines = text.split('\n');
  const pid = Number(lines[0]);
  if (!pid) return null;
  if (await isServerOf(pid, home))
    return { pid, port: Number(lines[3] ?? 0), ready: (lines[7] ?? '').trim() === 'ready' };
  // PostgreSQL itself would refuse to start while any process, even a foreign one, has that number.
  if ((await readFile(lockFile, 'utf8').catch(() => '')) === text) await rm(lockFile, { force: true });
  return null;
}

/** A number is not enough: after a restart of the machine another program may carry it. */
async function isServerOf(pid: number, home: PostgresHome): Promise<boolean> {
  if (!isAlive(pid)) return false;
  const words = await commandLineOf(pid);
  if (words === null) return true;
  return /^postgres(\.exe)?$/.test(basename(words[0] ?? '')) && words.includes(home.cluster);
}

/** Null when the system does not tell. */
async function commandLineOf(pid: number): Promise<string[] | null> {
  try {
    if (process.platform === 'linux') return (await readFile(`/proc/${pid}/cmdline`, 'utf8')).split('\0');
    return (await promisify(execFile)('ps', ['-o', 'command=', '-p', String(pid)])).stdout.trim().split(' ');
  } catch {
    return null;
  }
}

export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

/**
 * Starts the server and waits until it takes connections. Returns early, without one of its own,
 * when another process was quicker or the port was taken: the caller looks again.
 */
export async function launchPostmaster(home: PostgresHome, settings: Record<string, string>): Promise<void> {
  const port = settings['port'] ?? String(await freePort(await lastPort(home)));
  const logStart = await startOfLog(home.log);
  const log = await open(home.log, 'a', 0o600);
  const all = {
    ...settings,
    port,
    listen_addresses: '127.0.0.1',
    unix_socket_directories: '',
    logging_collector: 'off',
  };
  const server = spawn(
    home.binaries.postgres,
    ['-D', home.cluster, ...Object.entries(all).flatMap(([name, value]) => ['-c', `${name}=${value}`])],
    {
      ...home.owner,
      cwd: home.cluster,
      env: { LC_ALL: 'C' },
      stdio: ['ignore', log.fd, log.fd],
      // Its own process group: Ctrl+C in a terminal must reach us first, so that requests in flight end in order.
      detached: true,
    },
  );
  const failed = new Promise<Error | null>((resolve) => {
    server.once('error', resolve);
    server.once('exit', () => resolve(null));
  });
  await log.close();
  const outcome = await Promise.race([failed, untilReady(home, server.pid)]);
  if (outcome === 'ready') {
    server.unref();
    return;
  }
  if (outcome === 'slow') throw unavailable(`PostgreSQL не начал работу за ${START_LIMIT_MS / 1000} с.`, home);
  if (outcome) throw unavailable(`PostgreSQL не запускается: ${outcome.message}.`, home);
  const said = (await readFile(home.log, 'utf8').catch(() => '')).slice(logStart);
  // Each of these passes by itself: another start won the race, the port was taken meanwhile, old backends are still ending.
  if (/lock file .* already exists|could not bind|pre-existing shared memory block/.test(said)) return sleep(200);
  const reasons = said
    .split('\n')
    .flatMap((line) => /(?:LOG|FATAL|PANIC|HINT): +(.*)|(.*error while loading.*)/.exec(line)?.slice(1).join('') ?? []);
  throw unavailable(`PostgreSQL не запустился: ${reasons.join('; ') || said.trim()}`, home);
}

async function untilReady(home: PostgresHome, pid: number | undefined): Promise<'ready' | 'slow' | null> {
  for (let waited = 0; waited < START_LIMIT_MS; waited += STEP_MS) {
    await sleep(STEP_MS);
    const [first, , , , , , , status] = (
      await readFile(join(home.cluster, 'postmaster.pid'), 'utf8').catch(() => '')
    ).split('\n');
    if (Number(first) === pid && status?.trim() === 'ready') return 'ready';
    if (pid === undefined || !isAlive(pid)) return new Promise(() => undefined);
  }
  return 'slow';
}

/** Fast shutdown: open transactions are rolled back, everything committed is on the disk. */
export async function stopPostmaster(home: PostgresHome, pid: number): Promise<void> {
  process.kill(pid, 'SIGINT');
  for (let waited = 0; waited < STOP_LIMIT_MS; waited += STEP_MS) {
    const [first] = (await readFile(join(home.cluster, 'postmaster.pid'), 'utf8').catch(() => '')).split('\n');
    if (Number(first) !== pid || !isAlive(pid)) return;
    await sleep(STEP_MS);
  }
  throw unavailable(`PostgreSQL (процесс ${pid}) не остановился за ${STOP_LIMIT_MS / 1000} с.`, home);
}

export function unavailable(text: string, home: Pick<PostgresHome, 'log'>): AppError {
  return new AppError('databaseUnavailable', { text, advice: `Подробности в журнале ${home.log}.` });
}

/** Where the next messages will begin; a log grown large is begun anew. */
async function startOfLog(path: string): Promise<number> {
  const size = await stat(path).then(
    (info) => info.size,
    () => 0,
  );
  if (size <= LOG_LIMIT) return (await readFile(path, 'utf8').catch(() => '')).length;
  await rm(path, { force: true });
  return 0;
}

/** Where it listened before. Processes that saw it end wait for it there, and a newcomer may be the one who starts it. */
async function lastPort(home: PostgresHome): Promise<number> {
  const options = await readFile(join(home.cluster, 'postmaster.opts'), 'utf8').catch(() => '');
  return Number(/\bport=(\d+)/.exec(options)?.[1] ?? 0);
}

/** The wanted one, or any when somebody has taken it. */
function freePort(wanted: number): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once('error', (error) => {
      if (wanted === 0) reject(error);
      else resolve(freePort(0));
    });
    probe.listen(wanted, '127.0.0.1', () => {
      const address = probe.address();
      probe.close(() => resolve(typeof address === 'object' && address ? address.port : 0));
    });
  });
}
