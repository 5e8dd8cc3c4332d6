/** Who is told about execution: reviewers, executors, those who answer for an organisation. */
import { type RawBuilder, sql } from 'kysely';
import { pathIds, type Role } from '#kernel/actor.ts';
import type { IsoDate } from '#kernel/dates.ts';
import type { Connection } from '#platform/database.ts';
import { roleInForce } from '#platform/scope.ts';

const EXECUTORS: readonly Role[] = [
  'school-head',
  'school-editor',
  'municipal-planner',
  'district-planner',
  'regional-planner',
];
const PLANNERS: readonly Role[] = ['municipal-planner', 'district-planner', 'regional-planner'];

/**
 * Those nearest to the organisation who may review what it hands in: its own curators and administrators, else
 * those of the level above, and so on up. The one who submitted is not among them.
 */
export async function nearestReviewers(
  db: Connection,
  organisation: { id: number; path: string },
  submittedBy: string | null,
  today: IsoDate,
): Promise<string[]> {
  const { rows } = await sql<{ userId: string }>`
    with reviewers as (
      select r.user_id, o.path from role_assignments r join organisations o on o.id = r.organisation_id join users u on u.id = r.user_id
      where r.organisation_id = any(${pathIds(organisation.path)}::bigint[]) and ${active(today)}
        and (r.role in ('curator', 'administrator') or (r.role = any(${PLANNERS}::text[]) and r.organisation_id <> ${organisation.id}))
        and r.user_id is distinct from ${submittedBy})
    select distinct user_id as "userId" from reviewers
    where length(path) = (select max(length(path)) from reviewers)`.execute(db);
  return rows.map((row) => row.userId);
}

/** Those who mark execution at each of the organisations. */
export async function executorsAt(
  db: Connection,
  organisationIds: readonly number[],
  today: IsoDate,
): Promise<Map<number, string[]>> {
  return peopleAt(db, organisationIds, EXECUTORS, today);
}

/** Planners at each of the organisations: whom delays of the level below are taken to. */
export async function plannersAt(
  db: Connection,
  organisationIds: readonly number[],
  today: IsoDate,
): Promise<Map<number, string[]>> {
  return peopleAt(db, organisationIds, PLANNERS, today);
}

async function peopleAt(
  db: Connection,
  organisationIds: readonly number[],
  roles: readonly Role[],
  today: IsoDate,
): Promise<Map<number, string[]>> {
  const { rows } = await sql<{ organisationId: number; userIds: string[] }>`
    select r.organisation_id as "organisationId", array_agg(distinct r.user_id) as "userIds"
    from role_assignments r join users u on u.id = r.user_id
    where r.organisation_id = any(${organisationIds}::bigint[]) and r.role = any(${roles}::text[]) and ${active(today)}
    group by r.organisation_id`.execute(db);
  return new Map(rows.map((row) => [row.organisationId, row.userIds]));
}

function active(today: IsoDate): RawBuilder<boolean> {
  return sql<boolean>`u.disabled_at is null and ${roleInForce(today)}`;
}
