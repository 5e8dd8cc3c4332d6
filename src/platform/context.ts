/** What a command or query needs from outside, passed by hand; nothing is looked up from globals. */
import { randomUUID } from 'node:crypto';
import { type Actor, type Scope, SYSTEM_ID } from '#kernel/actor.ts';
import type { Clock } from './clock.ts';
import type { Config } from './config.ts';
import type { Database } from './database.ts';
import type { FileStore } from './files.ts';
import type { Jobs } from './jobs.ts';
import type { Lake } from './lake.ts';
import type { Threads } from './threads.ts';

/** The process: what is the same for every request. */
export type Services = {
  config: Config;
  db: Database;
  clock: Clock;
  files: FileStore;
  lake: Lake;
  jobs: Jobs;
  threads: Threads;
};

/** One request or job: the process plus who acts and what they may see. */
export type Ctx = Services & {
  actor: Actor;
  scope: Scope;
  requestId: string;
  /** Where the request came from, for the journal: a network address, or what else started it. */
  source?: string | undefined;
};

export const SYSTEM: Actor = { userId: SYSTEM_ID, name: 'Опора', email: '', assignments: [] };

/** Opora acting by itself, by the clock: sees nothing that is asked for by scope. */
export function systemCtx(services: Services): Ctx {
  const scope = { subtrees: [], ancestors: [] };
  return { ...services, actor: SYSTEM, scope, requestId: randomUUID(), source: 'фоновое задание' };
}
