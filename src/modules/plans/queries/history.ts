/** What happened to a plan, and why it came back. */
import { sql } from 'kysely';
import { isWithin, type Scope } from '#kernel/actor.ts';
import type { Connection } from '#platform/database.ts';
import type { AuditRecord } from '../domain/history.ts';
import { planHead } from './content.ts';

export type HistoryRow = AuditRecord & { id: number; at: string; actor: string | null; reason: string | null };

/** What those below learn of a plan above: how it came into force, not how it was written. */
const TOLD_BELOW = [
  'plan.approved',
  'plan.amended',
  'plan.closed',
  'plan.reopened',
  'plan.offered',
  'plan.offer-withdrawn',
];

export async function planHistory(
  scope: Scope,
  db: Connection,
  planId: number,
  slice: { limit: number; offset: number },
): Promise<{ rows: HistoryRow[]; total: number }> {
  const { organisation } = await planHead(scope, db, planId);
  const told = isWithin(scope, organisation.path) ? sql`true` : sql`e.action = any(${TOLD_BELOW}::text[])`;
  const [rows, total] = await Promise.all([
    sql<Omit<HistoryRow, 'at'> & { happened: Date }>`
      select e.id, e.at as happened, e.action, e.before, e.after, e.reason, u.name as actor
      from audit_events e left join users u on u.id = e.actor_id
      where e.object_type = 'plan' and e.object_id = ${String(planId)} and ${told} order by e.id desc limit ${slice.limit} offset ${slice.offset}`.execute(
      db,
    ),
    sql<{
      total: number;
    }>`select count(*) as total from audit_events e where e.object_type = 'plan' and e.object_id = ${String(planId)} and ${told}`.execute(
      db,
    ),
  ]);
  return {
    rows: rows.rows.map(({ happened, ...row }) => ({ ...row, at: happened.toISOString() })),
    total: total.rows[0]?.total ?? 0,
  };
}

export type Return = { comment: string; by: string | null; at: string };

/** The comment with which a draft came back, if its last step was a return. The caller has seen the plan. */
export async function lastReturn(scope: Scope, db: Connection, planId: number): Promise<Return | null> {
  if (scope.subtrees.length === 0) return null;
  const {
    rows: [row],
  } = await sql<{ action: string; comment: string | null; by: string | null; happened: Date }>`
    select e.action, e.reason as comment, u.name as by, e.at as happened from audit_events e left join users u on u.id = e.actor_id
    where e.object_type = 'plan' and e.object_id = ${String(planId)} and e.action in ('plan.submitted', 'plan.withdrawn', 'plan.returned', 'plan.approved')
    order by e.id desc limit 1`.execute(db);
  if (row === undefined || row.action !== 'plan.returned') return null;
  return { comment: row.comment ?? '', by: row.by, at: row.happened.toISOString() };
}
