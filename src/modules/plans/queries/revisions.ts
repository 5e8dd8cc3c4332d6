/** Which orders put which content of a plan in force. */
import { sql } from 'kysely';
import type { Scope } from '#kernel/actor.ts';
import type { Connection } from '#platform/database.ts';
import { planVisible } from './visibility.ts';

export type RevisionRow = {
  revision: number;
  effectiveOn: string;
  measures: number;
  order: { kind: string; number: string; date: string } | null;
};

export async function revisionsOf(scope: Scope, db: Connection, planId: number): Promise<RevisionRow[]> {
  const { rows } = await sql<RevisionRow>`
    select r.revision, r.effective_on as "effectiveOn", jsonb_array_length(r.content->'measures') as measures,
           (select json_build_object('kind', x.kind, 'number', x.number, 'date', x.dated_on) from plan_orders x
            where x.plan_id = r.plan_id and x.revision = r.revision limit 1) as "order"
    from plan_revisions r join plans p on p.id = r.plan_id join organisations o on o.id = p.organisation_id
    where r.plan_id = ${planId} and ${planVisible(scope)} order by r.revision`.execute(db);
  return rows;
}
