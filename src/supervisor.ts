/**
 * Several server processes on one port and one database, for machines with more than one core. The first migrates, loads
 * the demo region, starts the worker and tells the address; the others join it. One that dies is replaced. On SIGHUP all are
 * replaced one after another, a new one answering before its predecessor ends: an update without a pause.
 */
import cluster, { type Worker } from 'node:cluster';
import { serveMetrics } from '#platform/metrics.ts';

/** Joins servers that are there already: tells no address. */
export const QUIET = '--quiet';
const JOINING = ['--no-worker', QUIET];

export function superviseServers(count: number, words: readonly string[], metricsPort?: number): void {
  let stopping = false;
  const wordsOf = new Map<Worker, readonly string[]>();
  const leaving = new Set<Worker>();
  const begin = (args: readonly string[]): Worker => {
    cluster.setupPrimary({ args: [...args] });
    const server = cluster.fork();
    wordsOf.set(server, args);
    server.once('exit', (code) => {
      wordsOf.delete(server);
      if (stopping || leaving.delete(server)) return;
      // Refused to start: the reason is told already, and the others would be refused as well.
      if (code === 3) void stop().then(() => process.exit(3));
      else begin(args.includes(QUIET) ? args : [...args, QUIET]);
    });
    return server;
  };
  const stop = async (): Promise<void> => {
    stopping = true;
    const servers = Object.values(cluster.workers ?? {}).filter((server) => server !== undefined);
    await Promise.all(
      servers.map(
        (server) =>
          new Promise<void>((resolve) => {
            server.once('exit', () => resolve());
            server.process.kill('SIGTERM');
          }),
      ),
    );
  };
  const replaceAll = async (): Promise<void> => {
    // Those of now: the new ones join the table meanwhile.
    const present = new Map(wordsOf);
    for (const [old, args] of present) {
      const fresh = begin(args.includes(QUIET) ? args : [...args, QUIET]);
      // Until it answers it is on trial: one that ends is not begun again.
      leaving.add(fresh);
      const answers = await Promise.race([
        new Promise<boolean>((resolve) => fresh.once('listening', () => resolve(true))),
        new Promise<boolean>((resolve) => fresh.once('exit', () => resolve(false))),
      ]);
      // A new one that does not start leaves the old ones at work.
      if (!answers || stopping) return;
      leaving.delete(fresh);
      leaving.add(old);
      old.process.kill('SIGTERM');
    }
  };
  let replacing = Promise.resolve();
  process.on('SIGHUP', () => {
    replacing = replacing.then(replaceAll);
  });
  if (metricsPort !== undefined) void serveMetrics(metricsPort, 'all');
  begin(words).once('listening', () => {
    for (let further = 1; further < count; further += 1) begin([...words, ...JOINING]);
  });
  onStop(stop);
}

/** Ends the process in order when it is told to; a second word changes nothing. */
export function onStop(stop: () => Promise<void>): void {
  let stopping = false;
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.on(signal, () => {
      if (stopping) return;
      stopping = true;
      void stop().then(() => process.exit(0));
    });
  }
}
