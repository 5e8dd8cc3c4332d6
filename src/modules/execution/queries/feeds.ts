/** Calendar feeds: whose they are, and the events of one. */
import { sql } from 'kysely';
import { type Actor, scopeOf, type RoleAssignment } from '#kernel/actor.ts';
import { addDays, type IsoDate } from '#kernel/dates.ts';
import { planVisible } from '#modules/plans/index.ts';
import type { Connection } from '#platform/database.ts';
import { tokenHash } from '#platform/token.ts';
import type { OccurrenceState } from '../domain.ts';
import { planTitle } from './choices.ts';
import { roleInForce } from '#platform/scope.ts';

export type Feed = { id: number; plan: { id: number; title: string } | null; createdAt: Date; lastReadAt: Date | null };

/** The person's own feeds that still answer, newest first. */
export async function feedsOf(actor: Actor, db: Connection): Promise<Feed[]> {
  const { rows } = await sql<Feed>`
    select f.id, f.created_at as "createdAt", f.last_read_at as "lastReadAt",
           case when p.id is not null then json_build_object('id', p.id, 'title', p.title) end as plan
    from calendar_feeds f left join plans p on p.id = f.plan_id
    where f.user_id = ${actor.userId} and f.revoked_at is null
    order by f.id desc`.execute(db);
  return rows;
}

export type OpenFeed = { id: number; planId: number | null; actor: Pick<Actor, 'userId' | 'assignments'> };

/** The feed behind a token with the present roles of its owner: who lost them, or the account, reads nothing more. */
export async function feedByToken(db: Connection, token: string, today: IsoDate): Promise<OpenFeed | null> {
  const {
    rows: [row],
  } = await sql<{ id: number; planId: number | null; userId: string; assignments: RoleAssignment[] }>`
    select f.id, f.plan_id as "planId", f.user_id as "userId",
      (select coalesce(json_agg(json_build_object('role', r.role, 'organisationId', r.organisation_id, 'path', o.path) order by r.id), '[]')
       from role_assignments r join organisations o on o.id = r.organisation_id
       where r.user_id = f.user_id and ${roleInForce(today)}) as assignments
    from calendar_feeds f join users u on u.id = f.user_id
    where f.token_sha256 = ${tokenHash(token)} and f.revoked_at is null and u.disabled_at is null`.execute(db);
  return row ? { id: row.id, planId: row.planId, actor: { userId: row.userId, assignments: row.assignments } } : null;
}

export type FeedEvent = {
  id: number;
  label: string;
  from: string | null;
  dueOn: string;
  state: OccurrenceState;
  doneOn: string | null;
  proved: boolean;
  measure: { number: string | null; text: string };
  plan: string;
  organisation: string;
  results: string[];
  changedAt: Date;
};

const DAYS_BACK = 400;
const EVENTS_AT_MOST = 5_000;

/** Deadlines of a plan, or of the organisations where the owner works. */
export async function feedEvents(
  feed: OpenFeed,
  db: Connection,
  today: IsoDate,
): Promise<{ name: string | null; events: FeedEvent[] }> {
  const scope = scopeOf(feed.actor);
  const own = feed.actor.assignments.map((held) => held.organisationId);
  const chosen =
    feed.planId === null
      ? sql`occ.organisation_id = any(${own}::bigint[]) and p.state = 'approved'`
      : sql`occ.plan_id = ${feed.planId}`;
  const { rows } = await sql<FeedEvent>`
    select occ.id, occ.label, occ.window_from as "from", occ.due_on as "dueOn", occ.state, occ.done_on as "doneOn", occ.proved,
           json_build_object('number', m.number, 'text', m.text) as measure, p.title as plan, o.short_name as organisation,
           array(select r.text from measure_results r where r.measure_id = m.id order by r.position) as results,
           greatest(p.updated_at, e.submitted_at, e.reviewed_at) as "changedAt"
    from occurrences occ
    join organisations o on o.id = occ.organisation_id
    join plans p on p.id = occ.plan_id
    join measures m on m.id = occ.measure_id
    left join executions e on e.occurrence_id = occ.id
    where ${chosen} and ${planVisible(scope)} and occ.due_on >= ${addDays(today, -DAYS_BACK)}::date
    order by occ.due_on, occ.id
    limit ${EVENTS_AT_MOST}`.execute(db);
  const name = feed.planId === null ? null : await planTitle(scope, db, feed.planId);
  return { name, events: rows };
}
