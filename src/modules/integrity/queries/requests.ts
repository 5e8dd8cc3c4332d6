/** Checks that were asked for: the one under way, or how the last one ended. */
import { sql } from 'kysely';
import type { Scope } from '#kernel/actor.ts';
import type { Connection } from '#platform/database.ts';
import { withinScope } from '#platform/scope.ts';

export type CheckRequest = {
  id: number;
  year: number;
  state: 'queued' | 'running' | 'done' | 'failed' | 'cancelled';
  progress: number;
  error: { text: string; advice: string } | null;
};

export async function lastRequest(scope: Scope, db: Connection): Promise<CheckRequest | null> {
  const { rows } = await sql<CheckRequest>`
    select r.id, r.year, r.state, r.progress, r.error from integrity_check_requests r join organisations o on o.id = r.region_id
    where ${withinScope(scope)} order by r.id desc limit 1`.execute(db);
  return rows[0] ?? null;
}
