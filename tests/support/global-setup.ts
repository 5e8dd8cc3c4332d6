/**
 * One PostgreSQL for the whole run, started when the first test asks for it: a run of pure tests
 * pays nothing. Test files are other processes, so they ask over a loopback socket.
 */
import { chmod, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestProject } from 'vitest/node';
import { isAlive } from '#platform/postmaster.ts';
import { startEmbeddedPostgres } from '#platform/embedded-postgres.ts';

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
  // Under root the server runs as `nobody`, who must get through.
  await chmod(directory, 0o711);
  await writeFile(join(directory, 'owner'), String(process.pid));
  const postgres = await startEmbeddedPostgres(directory, { durable: false });
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
    const postmaster = Number(
      (await readFile(join(directory, 'cluster', 'postmaster.pid'), 'utf8').catch(() => '')).split('\n')[0],
    );
    if (postmaster && isAlive(postmaster)) process.kill(postmaster, 'SIGQUIT');
    await rm(directory, { recursive: true, force: true }).catch(() => undefined);
  }
}
