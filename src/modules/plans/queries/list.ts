/** The list of plans, and looking for one. */
import { type RawBuilder, sql } from 'kysely';
import type { Scope } from '#kernel/actor.ts';
import type { IsoDate, Period } from '#kernel/dates.ts';
import type { Connection, Database } from '#platform/database.ts';
import { whileUnchanged } from '#platform/unchanged.ts';
import type { PlanLevel } from '../domain/levels.ts';
import type { PlanState } from '../domain/states.ts';
import { planVisible } from './visibility.ts';

export const PLAN_SORTS = ['title', 'organisation', 'level', 'state', 'period', 'updated'] as const;
export type PlanSort = (typeof PLAN_SORTS)[number];

export type PlanFilter = {
  text?: string;
  level?: PlanLevel;
  state?: PlanState;
  /** Subtree of this organisation. */
  within?: string;
  /** This organisation itself. */
  organisationId?: number;
  /** Plans whose period includes days of this one. */
  period?: Period;
  models?: boolean;
};

export type PlanRow = {
  id: number;
  title: string;
  level: PlanLevel;
  state: PlanState;
  amending: boolean;
  isModel: boolean;
  /** `within` is the organisation above: schools of one name stand in several municipalities. */
  organisation: { id: number; shortName: string; within: string | null };
  period: Period | null;
  measures: number;
  /** Due windows of the plan and how many of them have an accepted execution. */
  due: number;
  accepted: number;
  updatedAt: string;
};

export type Slice = { sort?: PlanSort; direction?: 'asc' | 'desc'; limit: number; offset: number };

export async function plansMatching(
  scope: Scope,
  db: Database,
  filter: PlanFilter,
  slice: Slice,
): Promise<{ rows: PlanRow[]; total: number }> {
  const condition = matching(scope, filter);
  const order = orderBy(slice);
  const [rows, total] = await Promise.all([
    // Counted for the rows of the page only, not for every plan that could have been on it.
    sql<FlatRow>`
      select p.*, occ.due, occ.accepted,
             (select count(*) from measures m where m.plan_id = p.id and m.removed_at is null) as measures
      from (
        select p.id, p.title, p.level, p.state, p.amending_since is not null as amending, p.is_model, p.period_from, p.period_to, p.updated_at,
               o.id as organisation_id, o.short_name, above.short_name as within, row_number() over (order by ${order}) as place
        from plans p join organisations o on o.id = p.organisation_id left join organisations above on above.id = o.parent_id
        where ${condition}
        order by ${order}
        limit ${slice.limit} offset ${slice.offset}) p
      cross join lateral (select count(*) filter (where x.state <> 'cancelled') as due, count(*) filter (where x.state = 'accepted') as accepted
                          from occurrences x where x.plan_id = p.id) occ
      order by p.place`.execute(db),
    planCount(scope, db, filter),
  ]);
  return { rows: rows.rows.map(planRow), total };
}

async function planCount(scope: Scope, db: Database, filter: PlanFilter): Promise<number> {
  return whileUnchanged(db, JSON.stringify(['planCount', scope, filter]), async () => {
    const { rows } = await sql<{ total: number }>`
      select count(*) as total from plans p join organisations o on o.id = p.organisation_id where ${matching(scope, filter)}`.execute(
      db,
    );
    return rows[0]?.total ?? 0;
  });
}

export type PlanHit = {
  id: number;
  title: string;
  level: PlanLevel;
  state: PlanState;
  organisation: string;
  /** The organisation above: schools of one name stand in several municipalities. */
  within: string | null;
  periodFrom: IsoDate | null;
  periodTo: IsoDate | null;
};

/** For the global search: plans whose title has all the words, those in force first. */
export async function searchPlans(scope: Scope, db: Connection, text: string, limit = 10): Promise<PlanHit[]> {
  if (text.trim().length < 2) return [];
  const { rows } = await sql<PlanHit>`
    select p.id, p.title, p.level, p.state, o.short_name as organisation, above.short_name as within,
           p.period_from as "periodFrom", p.period_to as "periodTo"
    from plans p join organisations o on o.id = p.organisation_id left join organisations above on above.id = o.parent_id
    where ${matching(scope, { text })}
    order by p.state = 'approved' desc, p.period_to desc nulls last, p.id desc limit ${limit}`.execute(db);
  return rows;
}

export type BindablePlan = Pick<PlanHit, 'id' | 'title' | 'organisation'>;

/** Plans that «по плану X» can be bound to: visible ones of the same region, but not the plan itself. */
export async function plansToBind(
  scope: Scope,
  db: Connection,
  planId: number,
  within: Period | null,
  limit = 200,
): Promise<BindablePlan[]> {
  const touching =
    within === null
      ? sql`true`
      : sql`(p.period_from is null or (p.period_from <= ${within.to}::date and p.period_to >= ${within.from}::date))`;
  const { rows } = await sql<BindablePlan>`
    select p.id, p.title, o.short_name as organisation
    from plans p join organisations o on o.id = p.organisation_id
    where ${planVisible(scope)} and p.id <> ${planId} and p.state in ('draft', 'under-approval', 'approved') and ${touching}
    order by o.path, p.id limit ${limit}`.execute(db);
  return rows;
}

const ORDERS: Record<PlanSort, RawBuilder<unknown>> = {
  title: sql`lower(p.title)`,
  organisation: sql`o.path`,
  level: sql`array_position(array['region','district','municipality','school'], p.level)`,
  state: sql`array_position(array['draft','under-approval','approved','closed'], p.state)`,
  period: sql`p.period_from`,
  updated: sql`p.updated_at`,
};

function orderBy({ sort = 'updated', direction = 'asc' }: Slice): RawBuilder<unknown> {
  const to = sql.raw(direction);
  return sql`${ORDERS[sort]} ${to} nulls last, p.id ${to}`;
}

function matching(scope: Scope, filter: PlanFilter): RawBuilder<boolean> {
  const conditions: RawBuilder<unknown>[] = [planVisible(scope)];
  for (const word of words(filter.text)) conditions.push(sql`lower(p.title) like ${`%${word}%`}`);
  if (filter.level !== undefined) conditions.push(sql`p.level = ${filter.level}`);
  if (filter.state !== undefined) conditions.push(sql`p.state = ${filter.state}`);
  if (filter.within !== undefined) conditions.push(sql`o.path like ${`${filter.within}%`}`);
  if (filter.organisationId !== undefined) conditions.push(sql`p.organisation_id = ${filter.organisationId}`);
  if (filter.period !== undefined)
    conditions.push(sql`p.period_from <= ${filter.period.to}::date and p.period_to >= ${filter.period.from}::date`);
  if (filter.models) conditions.push(sql`p.is_model`);
  return sql<boolean>`${sql.join(conditions, sql` and `)}`;
}

/** The words of a search, with the signs of LIKE taken literally. */
function words(text: string | undefined): string[] {
  return (text ?? '')
    .toLowerCase()
    .split(/\s+/)
    .filter(Boolean)
    .map((word) => word.replace(/[\\%_]/g, '\\$&'));
}

type FlatRow = {
  id: number;
  title: string;
  level: PlanLevel;
  state: PlanState;
  amending: boolean;
  is_model: boolean;
  period_from: IsoDate | null;
  period_to: IsoDate | null;
  updated_at: Date;
  organisation_id: number;
  short_name: string;
  within: string | null;
  measures: number;
  due: number;
  accepted: number;
};

function planRow(row: FlatRow): PlanRow {
  return {
    id: row.id,
    title: row.title,
    level: row.level,
    state: row.state,
    amending: row.amending,
    isModel: row.is_model,
    organisation: { id: row.organisation_id, shortName: row.short_name, within: row.within },
    period: row.period_from !== null && row.period_to !== null ? { from: row.period_from, to: row.period_to } : null,
    measures: row.measures,
    due: row.due,
    accepted: row.accepted,
    updatedAt: row.updated_at.toISOString(),
  };
}
