/** Background jobs: enqueued in the transaction of the change that wants them, run by the worker. */
import type { Connection } from './database.ts';

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
  /** Cron expression, for work that comes by the clock. */
  schedule?: string;
  run(services: import('./context.ts').Services, data: Record<string, unknown>): Promise<void>;
};
