/** Lists of occurrences: what is to be done, overdue, waiting for review; in one calendar month. */
import { type RawBuilder, sql } from 'kysely';
import type { Scope } from '#kernel/actor.ts';
import type { IsoDate } from '#kernel/dates.ts';
import { type PlanLevel, planVisible, withinScope } from '#modules/plans/index.ts';
import type { Database } from '#platform/database.ts';
import { whileUnchanged } from '#platform/unchanged.ts';
import { type OccurrenceState, type Standing, standingOf } from '../domain.ts';
import type { Reviewing } from '../policy.ts';
import { hasStanding } from './standing.ts';

export type OccurrenceRow = {
  id: number;
  label: string;
  from: string | null;
  dueOn: string | null;
  state: OccurrenceState;
  doneOn: string | null;
  proved: boolean;
  standing: Standing;
  measure: { id: number; number: string | null; text: string };
  plan: { id: number; title: string; level: PlanLevel };
  /** `within` is the organisation above: schools of different places are called the same. */
  organisation: { id: number; shortName: string; within: string | null };
};

export type OccurrenceFilter = {
  today: IsoDate;
  standings?: readonly Standing[];
  states?: readonly OccurrenceState[];
  /** Subtree of this organisation. */
  within?: string;
  /** These organisations themselves. */
  organisations?: readonly number[];
  /** All but these organisations. */
  without?: readonly number[];
  level?: PlanLevel;
  planId?: number;
  /** The last day is not earlier, not later. */
  dueFrom?: IsoDate;
  dueBy?: IsoDate;
  /** Handed in by somebody else to the one who reviews; `direct` leaves to the levels between what is theirs. */
  reviewable?: Reviewing & { userId: string; direct: boolean };
  ids?: readonly number[];
  proved?: boolean;
  /** Done after the last day. */
  late?: boolean;
};

export type Order = 'due' | 'organisation';
export type Window = { limit: number; offset: number; order?: Order };

/** Occurrences of plans in force that match, with their number. */
export async function occurrences(
  scope: Scope,
  db: Database,
  filter: OccurrenceFilter,
  window: Window,
): Promise<{ rows: OccurrenceRow[]; total: number }> {
  const rows = await listed(scope, db, filter, window);
  // A page that is not full is the last one and tells the number itself.
  const isLast = rows.length < window.limit && (rows.length > 0 || window.offset === 0);
  return { rows, total: isLast ? window.offset + rows.length : await occurrenceCount(scope, db, filter) };
}

export function occurrenceCount(scope: Scope, db: Database, filter: OccurrenceFilter): Promise<number> {
  return whileUnchanged(db, JSON.stringify(['occurrenceCount', scope, filter]), async () => {
    const { rows } = await sql<{ total: number }>`
      select count(*) as total from occurrences occ
      join organisations o on o.id = occ.organisation_id
      join plans p on p.id = occ.plan_id
      where ${matching(scope, filter)}`.execute(db);
    return rows[0]?.total ?? 0;
  });
}

async function listed(scope: Scope, db: Database, filter: OccurrenceFilter, window: Window): Promise<OccurrenceRow[]> {
  const { rows } = await sql<FlatRow>`
    select ${OCCURRENCE_COLUMNS}
    from occurrences occ
    join organisations o on o.id = occ.organisation_id
    join plans p on p.id = occ.plan_id
    join measures m on m.id = occ.measure_id
    where ${matching(scope, filter)}
    order by ${ORDERS[window.order ?? 'due']}
    limit ${window.limit} offset ${window.offset}`.execute(db);
  return rows.map((row) => occurrenceRow(row, filter.today));
}

const ORDERS: Record<Order, RawBuilder<unknown>> = {
  due: sql`occ.due_on nulls last, occ.id`,
  organisation: sql`o.short_name, occ.due_on nulls last, occ.id`,
};

export type FlatRow = {
  id: number;
  label: string;
  window_from: string | null;
  due_on: string | null;
  state: OccurrenceState;
  done_on: string | null;
  proved: boolean;
  measure_id: number;
  number: string | null;
  text: string;
  plan_id: number;
  title: string;
  level: PlanLevel;
  organisation_id: number;
  short_name: string;
  within: string | null;
};

export const OCCURRENCE_COLUMNS = sql`occ.id, occ.label, occ.window_from, occ.due_on, occ.state, occ.done_on, occ.proved,
  m.id as measure_id, m.number, m.text, p.id as plan_id, p.title, p.level, o.id as organisation_id, o.short_name,
  (select above.short_name from organisations above where above.id = o.parent_id) as within`;

export function occurrenceRow(row: FlatRow, today: IsoDate): OccurrenceRow {
  const dates = { dueOn: row.due_on, doneOn: row.done_on };
  return {
    id: row.id,
    label: row.label,
    from: row.window_from,
    ...dates,
    state: row.state,
    proved: row.proved,
    standing: standingOf({ ...dates, state: row.state, proved: row.proved }, today),
    measure: { id: row.measure_id, number: row.number, text: row.text },
    plan: { id: row.plan_id, title: row.title, level: row.level },
    organisation: { id: row.organisation_id, shortName: row.short_name, within: row.within },
  };
}

export function matching(scope: Scope, filter: OccurrenceFilter): RawBuilder<boolean> {
  // A plan that is named is shown whether closed or adopted above; lists across plans hold what is in force in one's own subtree.
  const conditions: RawBuilder<unknown>[] =
    filter.planId === undefined
      ? [withinScope(scope), sql`p.state = 'approved' and p.deleted_at is null`]
      : [planVisible(scope), sql`occ.plan_id = ${filter.planId}`];
  if (filter.standings) {
    const any = filter.standings.map((standing) => sql`(${hasStanding(standing, filter.today)})`);
    conditions.push(any.length === 0 ? sql`false` : sql`(${sql.join(any, sql` or `)})`);
  }
  if (filter.within !== undefined) conditions.push(sql`o.path like ${`${filter.within}%`}`);
  if (filter.organisations) conditions.push(sql`occ.organisation_id = any(${filter.organisations}::bigint[])`);
  if (filter.without?.length) conditions.push(sql`occ.organisation_id <> all(${filter.without}::bigint[])`);
  if (filter.states) conditions.push(sql`occ.state = any(${filter.states}::text[])`);
  if (filter.level) conditions.push(sql`p.level = ${filter.level}`);
  if (filter.ids) conditions.push(sql`occ.id = any(${filter.ids}::bigint[])`);
  if (filter.proved !== undefined) conditions.push(sql`occ.proved = ${filter.proved}`);
  if (filter.late) conditions.push(sql`occ.done_on > occ.due_on`);
  if (filter.dueFrom) conditions.push(sql`occ.due_on >= ${filter.dueFrom}::date`);
  if (filter.dueBy) conditions.push(sql`occ.due_on <= ${filter.dueBy}::date`);
  if (filter.reviewable) conditions.push(waitingFor(filter.reviewable));
  return sql<boolean>`${sql.join(conditions, sql` and `)}`;
}

function waitingFor({
  subtrees,
  below,
  userId,
  direct,
}: NonNullable<OccurrenceFilter['reviewable']>): RawBuilder<boolean> {
  const reached = subtrees.map((path) => sql`o.path like ${`${path}%`}`);
  if (direct && below.length > 0) reached.push(sql`o.parent_id = any(${below.map(({ id }) => id)}::bigint[])`);
  if (!direct) reached.push(...below.map(({ path }) => sql`o.path like ${`${path}_%`}`));
  if (reached.length === 0) return sql<boolean>`false`;
  return sql<boolean>`occ.state = 'submitted' and (${sql.join(reached, sql` or `)})
    and not exists (select from executions mine where mine.occurrence_id = occ.id and mine.submitted_by = ${userId})`;
}
