/** Background jobs: enqueued in the transaction of the change that wants them, run by the worker. */
import { randomUUID } from 'node:crypto';
import { fromKysely, PgBoss } from 'pg-boss';
import type { Services } from './context.ts';
import type { Connection } from './database.ts';
import type { Log } from './log.ts';
import { inSpan } from './traces.ts';

/** Where pg-boss keeps its tables, apart from ours. */
export const JOBS_SCHEMA = 'jobs';

export type JobOptions = {
  /** Not before this instant. */
  startAfter?: Date;
  /** At most one waiting job of this name and key. */
  singletonKey?: string;
};

export type Jobs = {
  enqueue(db: Connection, name: string, data: Record<string, unknown>, options?: JobOptions): Promise<void>;
};

/** What a module's jobs.ts exports for the worker. */
export type JobDefinition = {
  name: string;
  /** Cron expression in the region's time zone, for work that comes by the clock. */
  schedule?: string;
  run(services: Services, data: Record<string, unknown>): Promise<void>;
};

export type RunningJobs = Jobs & { close(): Promise<void> };

/** For processes that only enqueue: the server, command-line verbs. Opened with the first job: most verbs have none. */
export function openJobs(databaseUrl: string): RunningJobs {
  let opened: Promise<PgBoss> | undefined;
  const queues = new Map<string, Promise<void>>();
  return {
    async enqueue(db, name, data, options = {}) {
      const boss = await (opened ??= openBoss(databaseUrl));
      if (!queues.has(name)) queues.set(name, makeQueue(boss, name));
      await queues.get(name);
      await boss.send(name, data, {
        db: fromKysely(db),
        // The queue holds one waiting job per key; a job without a key of its own stands alone.
        singletonKey: options.singletonKey ?? randomUUID(),
        ...(options.startAfter ? { startAfter: options.startAfter } : {}),
      });
    },
    async close() {
      await (await opened)?.stop();
    },
  };
}

/** Makes the tables of the queue. The worker and the first job do so themselves; tests keep them in their template. */
export async function installJobs(databaseUrl: string): Promise<void> {
  await (await openBoss(databaseUrl)).stop();
}

async function openBoss(databaseUrl: string): Promise<PgBoss> {
  // Its own connection: a transaction that enqueues must never wait for another of the shared pool.
  const boss = new PgBoss({
    connectionString: databaseUrl,
    schema: JOBS_SCHEMA,
    max: 1,
    supervise: false,
    schedule: false,
  });
  boss.on('error', () => undefined);
  return boss.start();
}

/** Runs the jobs until closed; a job under way is finished first. */
export async function startWorker(
  services: Services & { databaseUrl: string },
  definitions: readonly JobDefinition[],
  log: Log,
): Promise<{ close(): Promise<void> }> {
  const boss = new PgBoss({
    connectionString: services.databaseUrl,
    schema: JOBS_SCHEMA,
    max: 4,
    useListenNotify: true,
  });
  boss.on('error', (error) => log.error('Очередь заданий: сбой', { error }));
  await boss.start();
  for (const definition of definitions) {
    await makeQueue(boss, definition.name);
    const worker: string = await boss.work<Record<string, unknown>>(definition.name, async ([job]) => {
      try {
        await inSpan(`job ${definition.name}`, 'CONSUMER', {}, () => definition.run(services, job?.data ?? {}));
      } catch (error) {
        log.error(`Задание ${definition.name} не выполнено`, { id: job?.id, error });
        throw error;
      } finally {
        // The next one may wait already: of several that came meanwhile the queue tells once, and looks again in half a minute.
        boss.notifyWorker(worker);
      }
    });
  }
  await keepSchedules(boss, definitions, services.config.timeZone);
  return { close: () => boss.stop({ timeout: 30_000 }) };
}

/**
 * A worker gives a sign of life of each job that it has under way; one of which nothing was heard so long goes to another
 * worker. Instants are those of the database, so no clock of a worker matters.
 */
const SIGN_OF_LIFE = { heartbeatSeconds: 60 };

async function makeQueue(boss: PgBoss, name: string): Promise<void> {
  const retries = { retryLimit: 3, retryDelay: 30, retryBackoff: true };
  await boss.createQueue(name, { policy: 'short', notify: true, ...retries, ...SIGN_OF_LIFE });
  // One that an earlier version made stays as it is otherwise.
  await boss.updateQueue(name, SIGN_OF_LIFE);
}

async function keepSchedules(boss: PgBoss, definitions: readonly JobDefinition[], timeZone: string): Promise<void> {
  const scheduled = new Map(definitions.flatMap(({ name, schedule }) => (schedule ? [[name, schedule] as const] : [])));
  for (const { name } of await boss.getSchedules()) if (!scheduled.has(name)) await boss.unschedule(name);
  for (const [name, cron] of scheduled) await boss.schedule(name, cron, {}, { tz: timeZone });
}
