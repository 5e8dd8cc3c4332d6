/** Observers sent to works, and who may be sent. */
import { sql } from 'kysely';
import type { Actor, Scope } from '#kernel/actor.ts';
import type { Connection } from '#platform/database.ts';
import { withinScope } from '#platform/scope.ts';
import { reachOf } from '../policy.ts';

export type ObserverRow = {
  id: number;
  schoolId: number;
  school: string;
  municipality: string | null;
  work: string;
  on: string;
  observer: string;
  state: 'assigned' | 'done' | 'cancelled';
  report: string | null;
  version: number;
};

/** The school itself sees who comes; others than the region see nothing more. */
export async function observers(
  actor: Actor,
  scope: Scope,
  db: Connection,
  filter: { schoolId?: number } = {},
): Promise<ObserverRow[]> {
  const { subtrees, schools } = reachOf(actor);
  const reach = sql.join(
    [...subtrees.map((path) => sql`o.path like ${`${path}%`}`), sql`o.id = any(${schools}::bigint[])`],
    sql` or `,
  );
  const { rows } = await sql<ObserverRow>`
    select a.id, o.id as "schoolId", o.short_name as school, p.short_name as municipality, a.work,
      to_char(a.observed_on, 'YYYY-MM-DD') as on,
      concat_ws(', ', a.observer_name, w.short_name) as observer, a.state, a.report, a.version
    from observer_assignments a join organisations o on o.id = a.school_id
      left join organisations p on p.id = o.parent_id left join organisations w on w.id = a.observer_organisation_id
    where ${withinScope(scope)} and (${reach}) and ${filter.schoolId === undefined ? sql`true` : sql`o.id = ${filter.schoolId}`}
    order by a.observed_on desc, o.short_name, a.id`.execute(db);
  return rows;
}
