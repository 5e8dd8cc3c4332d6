/**
 * One PostgreSQL for the whole run, and the templates that test files clone, each made when the first test asks for it: a
 * run of pure tests pays nothing, and nobody waits twice. Test files are other processes, so they ask over a loopback socket.
 */
import { chmod, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestProject } from 'vitest/node';
import { isAlive } from '#platform/postmaster.ts';
import { startEmbeddedPostgres } from '#platform/embedded-postgres.ts';

const PREFIX = 'opora-test-cluster-';

/** What test files ask for: an empty database as the migrations leave it, or one with the demo region. */
export type Template = 'migrated' | 'demo';
export type Prepared = {
  /** Address of the server's administrative database. */
  cluster: string;
  /** To be cloned; nobody connects to it. */
  database: string;
  /** Files and lake of the demo region. */
  directory?: string;
};

declare module 'vitest' {
  export interface ProvidedContext {
    /** Port that answers the name of a template with what is prepared. */
    clusterPort: number;
  }
}

export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const run = testRun();
  const server = createServer({ allowHalfOpen: true }, (socket) => {
    let asked = '';
    socket.on('error', () => undefined);
    socket.on('data', (chunk) => {
      asked += chunk.toString();
    });
    socket.on('end', () => {
      run.prepare(asked as Template).then(
        (prepared) => socket.end(JSON.stringify(prepared)),
        (error: Error) => socket.end(JSON.stringify({ error: error.message })),
      );
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  project.provide('clusterPort', typeof address === 'object' && address ? address.port : 0);
  return async () => {
    server.close();
    await run.end();
  };
}

/** Everything of one run that has to be taken away after it. */
function testRun() {
  let cluster: Promise<Cluster> | undefined;
  const made: Partial<Record<Template, Promise<Prepared>>> = {};
  const makers: Record<Template, () => Promise<Prepared>> = {
    async migrated() {
      cluster ??= startCluster();
      const { url } = await cluster;
      const { migratedTemplate } = await import('./templates.ts');
      return { cluster: url, database: await migratedTemplate(url) };
    },
    async demo() {
      const migrated = await prepare('migrated');
      const directory = join((await cluster!).directory, 'demo');
      const { demoTemplate } = await import('./templates.ts');
      return { ...migrated, database: await demoTemplate(migrated.cluster, migrated.database, directory), directory };
    },
  };
  const prepare = (template: Template): Promise<Prepared> => (made[template] ??= makers[template]());
  return {
    prepare,
    async end() {
      const demo = await made.demo?.catch(() => undefined);
      if (demo) await (await import('./templates.ts')).dropDatabase(demo.cluster, demo.database);
      await (await cluster?.catch(() => undefined))?.stop();
    },
  };
}

type Cluster = { url: string; directory: string; stop(): Promise<void> };

async function startCluster(): Promise<Cluster> {
  await sweepAbandoned();
  const directory = await mkdtemp(join(tmpdir(), PREFIX));
  // Under root the server runs as `nobody`, who must get through.
  await chmod(directory, 0o711);
  await writeFile(join(directory, 'owner'), String(process.pid));
  const given = process.env['DATABASE_URL'];
  const postgres = given ? null : await startEmbeddedPostgres(directory, { durable: false });
  return {
    url: given ?? postgres!.urlOf('postgres'),
    directory,
    async stop() {
      await postgres?.stop();
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
