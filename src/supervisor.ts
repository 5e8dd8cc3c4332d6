/**
 * Several server processes on one port and one database, for machines with more than one core. The first migrates, loads
 * the demo region, starts the worker and tells the address; the others join it. One that dies is replaced.
 */
import cluster, { type Worker } from 'node:cluster';

/** Joins servers that are there already: tells no address. */
export const QUIET = '--quiet';
const JOINING = ['--no-worker', QUIET];

export function superviseServers(count: number, words: readonly string[]): void {
  let stopping = false;
  const begin = (args: readonly string[]): Worker => {
    cluster.setupPrimary({ args: [...args] });
    const server = cluster.fork();
    server.once('exit', (code) => {
      if (stopping) return;
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
