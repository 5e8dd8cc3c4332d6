/** May a load balancer send people here? Not while the database is away, nor once the process was told to end. */
import { setTimeout as sleep } from 'node:timers/promises';
import type pg from 'pg';

export type Readiness = { state(): Promise<'ready' | 'stopping' | 'no-database'>; stop(): void };

const PATIENCE_MS = 2_000;

export function readiness(pool: pg.Pool): Readiness {
  let stopping = false;
  return {
    async state() {
      if (stopping) return 'stopping';
      const late = new AbortController();
      const answered = pool.query('select 1').then(
        () => true,
        () => false,
      );
      const isThere = await Promise.race([
        answered,
        sleep(PATIENCE_MS, false, { signal: late.signal }).catch(() => false),
      ]);
      late.abort();
      return isThere ? 'ready' : 'no-database';
    },
    stop() {
      stopping = true;
    },
  };
}
