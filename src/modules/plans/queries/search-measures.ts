/** For the global search: measures of visible plans by the words of their text. */
import { sql } from 'kysely';
import type { Scope } from '#kernel/actor.ts';
import type { Connection } from '#platform/database.ts';
import { planVisible } from './visibility.ts';

export type MeasureHit = {
  id: number;
  number: string | null;
  text: string;
  planId: number;
  planTitle: string;
  organisation: string;
  /** The organisation above: schools of one name stand in several municipalities. */
  within: string | null;
};

const SHORTEST = 3;

/** Measures that have all the words; those of plans in force and of the higher levels first. */
export async function searchMeasures(scope: Scope, db: Connection, text: string, limit: number): Promise<MeasureHit[]> {
  const words = text
    .toLowerCase()
    .split(/\s+/)
    .filter((word) => word.length >= SHORTEST);
  if (words.length === 0) return [];
  const hasAll = words.map((word) => sql`lower(m.text) like ${`%${word.replace(/[\\%_]/g, '\\$&')}%`}`);
  const { rows } = await sql<MeasureHit>`
    select m.id, m.number, m.text, p.id as "planId", p.title as "planTitle", o.short_name as organisation,
           above.short_name as within
    from measures m join plans p on p.id = m.plan_id join organisations o on o.id = p.organisation_id
    left join organisations above on above.id = o.parent_id
    where m.removed_at is null and ${planVisible(scope)} and ${sql.join(hasAll, sql` and `)}
    order by p.state = 'approved' desc, length(o.path) - length(replace(o.path, '.', '')), p.id desc, m.position
    limit ${limit}`.execute(db);
  return rows;
}
