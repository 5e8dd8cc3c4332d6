/** What hangs on an organisation: said in numbers before it is moved, closed or merged. */
import { sql } from 'kysely';
import type { Connection } from '#platform/database.ts';

export type Footprint = {
  /** Organisations below that work. */
  below: number;
  schoolsBelow: number;
  /** People whose roles are at the organisation or below it. */
  people: number;
  /** Plans of the organisation itself that are not closed. */
  plans: number;
  /** Due windows of those plans still without an accepted mark. */
  openOccurrences: number;
};

export async function footprintOf(db: Connection, { id, path }: { id: number; path: string }): Promise<Footprint> {
  const subtree = `${path}%`;
  const { rows } = await sql<Footprint>`
    select
      (select count(*) from organisations o where o.path like ${subtree} and o.id <> ${id} and o.status = 'open') as below,
      (select count(*) from organisations o where o.path like ${subtree} and o.id <> ${id} and o.status = 'open' and o.kind = 'school') as "schoolsBelow",
      (select count(distinct r.user_id) from role_assignments r join organisations o on o.id = r.organisation_id where o.path like ${subtree}) as people,
      (select count(*) from plans p where p.organisation_id = ${id} and p.deleted_at is null and p.state <> 'closed') as plans,
      (select count(*) from occurrences x join plans p on p.id = x.plan_id
        where p.organisation_id = ${id} and p.deleted_at is null and p.state <> 'closed' and x.state not in ('accepted', 'cancelled')) as "openOccurrences"`.execute(
    db,
  );
  return rows[0]!;
}
