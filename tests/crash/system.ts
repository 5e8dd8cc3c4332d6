/** The real program under test: the built server with its worker and its own database, killed and begun again. */
import { type ChildProcess, spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import pg from 'pg';
import { isAlive } from '#platform/postmaster.ts';
import { childrenOf, commandOf } from '#tests/support/processes.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const COMPILED = join(ROOT, 'node_modules/.cache/opora');
const PATIENCE_MS = 180_000;
const STEP_MS = 20;

export const TARGETS = ['server', 'worker', 'postmaster', 'restart', 'backend', 'group', 'everything'] as const;
export type Target = (typeof TARGETS)[number];

export class System {
  #server: ChildProcess | undefined;
  #output = '';
  url = '';

  readonly #directory: string;
  readonly #environment: Record<string, string>;

  constructor(directory: string, environment: Record<string, string> = {}) {
    this.#directory = directory;
    this.#environment = environment;
  }

  get directory(): string {
    return this.#directory;
  }

  environment(): Record<string, string> {
    return {
      PATH: process.env['PATH'] ?? '',
      NODE_ENV: 'production',
      NODE_COMPILE_CACHE: COMPILED,
      OPORA_DATA: this.#directory,
      OPORA_PORT: '0',
      OPORA_LOG: 'warn',
      ...this.#environment,
    };
  }

  /** Begins the server as an operator does, in a process group of its own, and waits until it tells its address. */
  async start(): Promise<void> {
    const child = spawn(process.execPath, ['src/server.ts'], {
      cwd: ROOT,
      env: this.environment(),
      stdio: ['ignore', 'pipe', 'pipe'],
      detached: true,
    });
    this.#server = child;
    let said = '';
    this.url = await new Promise<string>((resolve, reject) => {
      const read = (chunk: Buffer) => {
        said = (said + chunk.toString()).slice(-20_000);
        this.#output = (this.#output + chunk.toString()).slice(-20_000);
        const address = /Опора работает: (http:\S+)/.exec(said)?.[1];
        if (address) resolve(address);
      };
      child.stdout.on('data', read);
      child.stderr.on('data', read);
      child.once('exit', (code, signal) =>
        reject(new Error(`The server ended with ${signal ?? code} before it was ready:\n${said}`)),
      );
    });
  }

  /** What server and worker said lately. */
  get output(): string {
    return this.#output;
  }

  get serverPid(): number {
    return this.#server?.pid ?? 0;
  }

  get isServerAlive(): boolean {
    return this.#server !== undefined && this.#server.exitCode === null && this.#server.signalCode === null;
  }

  get workerPid(): number | undefined {
    return childrenOf(this.serverPid).find((pid) => commandOf(pid).includes('worker.ts'));
  }

  get cluster(): string {
    return join(this.#directory, 'postgres', 'cluster');
  }

  /** As PostgreSQL writes it: number of the process, then the port on the fourth line. */
  get postmaster(): { pid: number; port: number } | null {
    try {
      const lines = readFileSync(join(this.cluster, 'postmaster.pid'), 'utf8').split('\n');
      // A starting server writes its lines one after another.
      return { pid: Number(lines[0]), port: Number(lines[3]) || 0 };
    } catch {
      return null;
    }
  }

  databaseUrl(): string {
    const password = readFileSync(join(this.cluster, 'opora.password'), 'utf8').trim();
    return `postgres://opora:${password}@127.0.0.1:${this.postmaster?.port ?? 0}/opora`;
  }

  /** Kills with SIGKILL; says what it hit. */
  async kill(target: Target, pick: (count: number) => number): Promise<string> {
    switch (target) {
      case 'server':
        process.kill(this.serverPid, 'SIGKILL');
        await this.#ended();
        return `server ${this.serverPid}`;
      case 'worker': {
        const pid = await until(() => this.workerPid, 'a worker');
        process.kill(pid, 'SIGKILL');
        await until(() => !isAlive(pid) || undefined, 'the end of the worker');
        return `worker ${pid}`;
      }
      case 'postmaster': {
        const { pid } = this.postmaster!;
        process.kill(pid, 'SIGKILL');
        return `postmaster ${pid}`;
      }
      case 'restart': {
        // Stopped in order by somebody else, as a package update does.
        const { pid } = this.postmaster!;
        process.kill(pid, 'SIGINT');
        await until(() => !isAlive(pid) || undefined, 'the end of the postmaster');
        return `PostgreSQL ${pid} (stopped in order)`;
      }
      case 'backend': {
        const backends = childrenOf(this.postmaster!.pid).filter((pid) => /127\.0\.0\.1/.test(commandOf(pid)));
        const pid = backends[pick(backends.length)];
        if (pid === undefined) return 'no backend';
        process.kill(pid, 'SIGKILL');
        return `backend ${pid}`;
      }
      case 'group':
        process.kill(-this.serverPid, 'SIGKILL');
        await this.#ended();
        return `group ${this.serverPid}`;
      case 'everything': {
        const postmaster = this.postmaster?.pid;
        const backends = postmaster === undefined ? [] : childrenOf(postmaster);
        process.kill(-this.serverPid, 'SIGKILL');
        for (const pid of postmaster === undefined ? [] : [postmaster, ...backends]) killHard(pid);
        await this.#ended();
        return `group ${this.serverPid} and postmaster ${postmaster ?? '—'}`;
      }
    }
  }

  /** What ended and does not come back by itself is begun again; then waits until people can work. */
  async recover(killed: string): Promise<void> {
    if (!this.isServerAlive) await this.start();
    await until(async () => {
      const answer = await fetch(`${this.url}/ready`, { signal: AbortSignal.timeout(5_000) }).catch(() => null);
      await answer?.arrayBuffer();
      return answer?.status === 200 || undefined;
    }, `the server after ${killed}`);
    await until(() => this.workerPid, `a worker after ${killed}`);
    // Ready means a connection; a server that PostgreSQL is about to end still answers it.
    await until(async () => {
      const client = new pg.Client({ connectionString: this.databaseUrl(), connectionTimeoutMillis: 2_000 });
      client.on('error', () => undefined);
      const found = await client.connect().then(
        () => true,
        () => undefined,
      );
      await client.end().catch(() => undefined);
      return found;
    }, `the database after ${killed}`);
  }

  async stop(): Promise<void> {
    if (!this.isServerAlive) return;
    this.#server!.kill('SIGTERM');
    await this.#ended();
  }

  /** Leaves nothing running, whatever happened. */
  abandon(): void {
    if (this.isServerAlive) killHard(-this.serverPid);
    const postmaster = this.postmaster?.pid;
    if (postmaster && isAlive(postmaster)) process.kill(postmaster, 'SIGQUIT');
  }

  #ended(): Promise<void> {
    const child = this.#server!;
    return new Promise((resolve) => {
      if (!this.isServerAlive) resolve();
      else child.once('exit', () => resolve());
    });
  }
}

function killHard(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch {
    // Gone already.
  }
}

export async function until<T>(look: () => T | undefined | Promise<T | undefined>, what: string): Promise<T> {
  for (const begun = performance.now(); performance.now() - begun < PATIENCE_MS; await sleep(STEP_MS)) {
    const found = await look();
    if (found !== undefined) return found;
  }
  throw new Error(`Waited in vain for ${what}.`);
}
