/** Openings of schools in an emergency: those that run and those that were. */
import { sql } from 'kysely';
import type { Scope } from '#kernel/actor.ts';
import type { Connection } from '#platform/database.ts';
import { withinScope } from '#platform/scope.ts';

export type OpeningRow = {
  id: number;
  isRunning: boolean;
  openedBy: { id: string; name: string };
  organisation: { id: number; shortName: string; path: string };
  reason: string;
  openedAt: Date;
  endsAt: Date;
  endedAt: Date | null;
  endedBy: string | null;
  /** Records in the journal made by that person while it ran. */
  records: number;
};

export async function openingsIn(
  scope: Scope,
  db: Connection,
  now: Date,
  page: { limit: number; offset: number },
): Promise<{ rows: OpeningRow[]; total: number }> {
  const { rows } = await sql<OpeningRow & { total: number }>`
    select e.id, (e.ended_at is null and e.ends_at > ${now}) as "isRunning", e.reason, e.opened_at as "openedAt",
      e.ends_at as "endsAt", e.ended_at as "endedAt",
      json_build_object('id', e.opened_by, 'name', coalesce(u.name, 'Сотрудник региона')) as "openedBy",
      (select name from users where id = e.ended_by) as "endedBy",
      json_build_object('id', o.id, 'shortName', o.short_name, 'path', o.path) as organisation,
      (select count(*) from audit_events a where a.actor_id = e.opened_by and a.at >= e.opened_at
         and a.at <= coalesce(e.ended_at, e.ends_at) and a.after -> 'emergencyOpenings' @> to_jsonb(e.id)) as records,
      count(*) over () as total
    from emergency_openings e join organisations o on o.id = e.organisation_id left join users u on u.id = e.opened_by
    where ${withinScope(scope)}
    order by "isRunning" desc, e.id desc limit ${page.limit} offset ${page.offset}`.execute(db);
  return { rows: rows.map(({ total: _total, ...row }) => row), total: rows[0]?.total ?? 0 };
}
