/**
 * One PostgreSQL for the whole run, started when the first test asks for it: a run of pure tests
 * pays nothing. Test files are other processes, so they ask over a loopback socket.
 */
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestProject } from 'vitest/node';
import { startEmbeddedPostgres, type EmbeddedPostgres } from '#platform/embedded-postgres.ts';

const PREFIX = 'opora-test-cluster-';

declare module 'vitest' {
  export interface ProvidedContext {
    /** Port that answers a connection with the address of the test cluster. */
    clusterPort: number;
  }
}

export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  let cluster: Promise<Cluster> | undefined;
  const server = createServer((socket) => {
    socket.on('error', () => undefined);
    cluster ??= startCluster();
    cluster.then(
      ({ url }) => socket.end(JSON.stringify({ url })),
      (error: Error) => socket.end(JSON.stringify({ error: error.message })),
    );
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  project.provide('clusterPort', typeof address === 'object' && address ? address.port : 0);
  return async () => {
    server.close();
    await (await cluster?.catch(() => undefined))?.stop();
  };
}

type Cluster = { url: string; stop(): Promise<void> };

async function startCluster(): Promise<Cluster> {
  const given = process.env['DATABASE_URL'];
  if (given) return { url: given, stop: async () => undefined };
  await sweepAbandoned();
  const directory = await mkdtemp(join(tmpdir(), PREFIX));
  await writeFile(join(directory, 'owner'), String(process.pid));
  // Nothing here has to survive a power cut.
  const postgres: EmbeddedPostgres = await startEmbeddedPostgres(directory, { settings: { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off' } });
  return {
    url: postgres.urlOf('postgres'),
    async stop() {
      await postgres.stop();
      await rm(directory, { recursive: true, force: true });
    },
  };
}

/** A run that was killed leaves its cluster behind; the next run takes it away. */
async function sweepAbandoned(): Promise<void> {
  for (const name of await readdir(tmpdir())) {
    if (!name.startsWith(PREFIX)) continue;
    const directory = join(tmpdir(), name);
    const owner = Number(await readFile(join(directory, 'owner'), 'utf8').catch(() => ''));
    if (!owner || isAlive(owner)) continue;
    const postmaster = Number((await readFile(join(directory, 'cluster', 'postmaster.pid'), 'utf8').catch(() => '')).split('\n')[0]);
    if (postmaster && isAlive(postmaster)) process.kill(postmaster, 'SIGQUIT');
    await rm(directory, { recursive: true, force: true }).catch(() => undefined);
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
