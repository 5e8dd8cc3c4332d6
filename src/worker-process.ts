/** The worker beside the server: a process of its own, begun again when it dies, ended with the server. */
import { type ChildProcess, fork } from 'node:child_process';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Log } from '#platform/log.ts';

const FIRST_PAUSE_MS = 500;
const LONGEST_PAUSE_MS = 60_000;
/** Who has worked this long did not fail for a reason that is there at once again. */
const LIVED_MS = 60_000;

export function keepWorker(log: Log): { stop(): Promise<void> } {
  const stopping = new AbortController();
  let worker: ChildProcess;
  const kept = (async () => {
    let pause = FIRST_PAUSE_MS;
    while (!stopping.signal.aborted) {
      const begun = performance.now();
      worker = fork(new URL('./worker.ts', import.meta.url), { stdio: 'inherit' });
      const reason = await ended(worker);
      if (stopping.signal.aborted) return;
      if (performance.now() - begun > LIVED_MS) pause = FIRST_PAUSE_MS;
      // A word to stop goes to the whole group, and the worker may be the first to follow it: nothing to report then.
      await sleep(pause, undefined, { signal: stopping.signal }).catch(() => undefined);
      if (stopping.signal.aborted) return;
      log.error('Процесс фоновых заданий завершился и запускается снова', { reason });
      pause = Math.min(pause * 2, LONGEST_PAUSE_MS);
    }
  })();
  return {
    async stop() {
      stopping.abort();
      worker.kill('SIGTERM');
      await kept;
    },
  };
}

/** A process ends with a code or by a signal; one that could not be begun tells why. */
function ended(child: ChildProcess): Promise<string> {
  return new Promise((resolve) => {
    child.once('exit', (code, signal) => resolve(signal ?? `код ${code}`));
    child.once('error', (error) => resolve(error.message));
  });
}
