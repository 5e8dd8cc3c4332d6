/** The schools of one data set, for its export. */
import { sql } from 'kysely';
import type { Scope } from '#kernel/actor.ts';
import type { Connection } from '#platform/database.ts';
import { withinScope } from '#platform/scope.ts';
import type { Region } from './regions.ts';

export type SetSchool = {
  key: string;
  organisationId: number | null;
  path: string | null;
  school: string | null;
  municipality: string | null;
  n: number;
  absent: number;
  below: number | null;
  marks: number[] | null;
  sum: number;
  maximum: number;
};

/** Unknown schools belong to whoever sees the whole region. */
export async function schoolsOfSet(
  scope: Scope,
  db: Connection,
  region: Region,
  procedureId: string,
): Promise<SetSchool[]> {
  const whole = scope.subtrees.some((path) => region.path.startsWith(path));
  const { rows } = await sql<SetSchool>`
    select r.school_key as key, r.organisation_id as "organisationId", o.path, coalesce(o.short_name, r.school_name) as school, coalesce(m.short_name, r.municipality) as municipality,
      r.n, r.absent, r.below, r.marks, r.sum, r.maximum
    from result_sets t join result_set_parts sp on sp.set_id = t.id join school_results r on r.part_id = sp.part_id
    left join organisations o on o.id = r.organisation_id left join organisations m on m.id = o.parent_id
    where t.organisation_id = ${region.id} and t.procedure_id = ${procedureId} and t.state = 'current'
      and ${whole ? sql`true` : withinScope(scope)}
    order by m.short_name collate "ru-x-icu" nulls last, length(o.number), o.number, r.school_key`.execute(db);
  return rows;
}
