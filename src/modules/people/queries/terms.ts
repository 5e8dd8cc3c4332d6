/** Roles for a term, running and past: curators of named schools, temporary roles. */
import { type RawBuilder, sql } from 'kysely';
import type { Role, Scope } from '#kernel/actor.ts';
import type { IsoDate } from '#kernel/dates.ts';
import type { Connection } from '#platform/database.ts';
import { withinScope } from '#platform/scope.ts';

export const TERM_STATES = ['running', 'coming', 'over'] as const;
export type TermState = (typeof TERM_STATES)[number];

export type RoleTerm = {
  id: number;
  role: Role;
  state: TermState;
  user: { id: string; name: string; email: string };
  organisation: { id: number; shortName: string; above: string | null };
  from: IsoDate | null;
  until: IsoDate | null;
  reason: string | null;
  orderNumber: string | null;
  orderDatedOn: IsoDate | null;
  grantedBy: string | null;
  grantedAt: Date;
  /** When and why it was ended before its term, or replaced by another. */
  endedAt: Date | null;
  endedBy: string | null;
  endReason: string | null;
};

export type TermFilter = { state?: TermState; text?: string; organisationId?: number; id?: number };

/** Those at organisations of the scope, the running ones first. */
export async function rolesForTerm(
  scope: Scope,
  db: Connection,
  basis: 'assignment' | 'temporary',
  today: IsoDate,
  filter: TermFilter,
  page: { limit: number; offset: number },
): Promise<{ rows: RoleTerm[]; total: number }> {
  const conditions: RawBuilder<unknown>[] = [
    ...(filter.state ? [sql`t.state = ${filter.state}`] : []),
    ...(filter.id !== undefined ? [sql`t.id = ${filter.id}`] : []),
    ...(filter.organisationId !== undefined ? [sql`t.organisation_id = ${filter.organisationId}`] : []),
    ...(filter.text
      ? [
          sql`position(${filter.text.toLowerCase()} in lower(concat_ws(' ', u.name, u.email, o.short_name, o.name))) > 0`,
        ]
      : []),
  ];
  const matching = sql.join([sql`true`, ...conditions], sql` and `);
  const { rows } = await sql<RoleTerm & { total: number }>`
    with terms as (
      select ${sql.join(HELD.map((column) => sql.ref(`r.${column}`)))}, null::text as ended_by, null::timestamptz as ended_at, null::text as end_reason,
        case when r.valid_until < ${today}::date then 'over' when r.valid_from > ${today}::date then 'coming' else 'running' end as state
      from role_assignments r where r.basis = ${basis}
      union all
      select ${sql.join(HELD.map((column) => sql.ref(`f.${column}`)))}, f.ended_by, f.ended_at, f.end_reason, 'over'
      from former_role_assignments f where f.basis = ${basis})
    select t.id, t.role, t.state, t.valid_from as "from", t.valid_until as "until", t.reason, t.order_number as "orderNumber",
      t.order_dated_on as "orderDatedOn", t.granted_at as "grantedAt", t.ended_at as "endedAt", t.end_reason as "endReason",
      (select name from users where id = t.granted_by) as "grantedBy", (select name from users where id = t.ended_by) as "endedBy",
      json_build_object('id', u.id, 'name', u.name, 'email', u.email) as "user",
      json_build_object('id', o.id, 'shortName', o.short_name, 'above', above.short_name) as organisation,
      count(*) over () as total
    from terms t join users u on u.id = t.user_id join organisations o on o.id = t.organisation_id
    left join organisations above on above.id = o.parent_id
    where ${withinScope(scope)} and ${matching}
    order by array_position(array['running','coming','over'], t.state), coalesce(t.ended_at::date, t.valid_until) desc nulls first, t.id desc
    limit ${page.limit} offset ${page.offset}`.execute(db);
  return { rows: rows.map(({ total: _total, ...term }) => term), total: rows[0]?.total ?? 0 };
}

/** What both tables tell of a role. */
const HELD = [
  'id',
  'user_id',
  'organisation_id',
  'role',
  'valid_until',
  'granted_by',
  'granted_at',
  'basis',
  'valid_from',
  'reason',
  'order_number',
  'order_dated_on',
] as const;
