/** Summaries over many plans: what an organisation and all below it have done by a day, and the rows behind each number. */
import { type RawBuilder, sql } from 'kysely';
import type { Scope } from '#kernel/actor.ts';
import type { IsoDate } from '#kernel/dates.ts';
import { countStandings, doneBy, hasStanding, type Totals } from '#modules/execution/index.ts';
import type { PlanLevel } from '#modules/plans/index.ts';
import type { Connection } from '#platform/database.ts';
import { withinScope } from '#platform/scope.ts';
import { emptyTotals, fromStandings, type ReportClass, type ReportTotals, standingsOf, sumOf } from './domain.ts';

export type SummaryFilter = {
  asOf: IsoDate;
  /** The subtree that is summed up. */
  within: { id: number; path: string };
  level?: PlanLevel | null;
  /** This plan and the plans adopted from it. */
  planId?: number | null;
};

export type SummaryLine = {
  organisation: { id: number; path: string; name: string };
  own: boolean;
  totals: ReportTotals;
};
export type Summary = { lines: SummaryLine[]; totals: ReportTotals };

/** One line for each organisation right under the chosen one, with all below it, and one for the chosen one itself. */
export async function executionSummary(scope: Scope, db: Connection, filter: SummaryFilter): Promise<Summary> {
  const { within, asOf } = filter;
  const { rows } = await sql<Totals & { id: number; path: string; name: string }>`
    with counted as (
      select split_part(substr(o.path, ${within.path.length + 1}::int), '.', 1) as child,
             ${sql.join(countStandings(asOf, doneBy(asOf)))}
      from occurrences occ join organisations o on o.id = occ.organisation_id join plans p on p.id = occ.plan_id
      where ${matching(scope, filter)}
      group by 1)
    select counted.*, o.id, o.path, o.short_name as name
    from counted join organisations o on o.id = coalesce(nullif(counted.child, '')::bigint, ${within.id})
    order by o.id <> ${within.id}, o.short_name`.execute(db);
  const lines = rows.map(
    (row): SummaryLine => ({
      organisation: { id: row.id, path: row.path, name: row.name },
      own: row.id === within.id,
      totals: fromStandings(row),
    }),
  );
  return { lines, totals: lines.length === 0 ? emptyTotals() : sumOf(lines.map(({ totals }) => totals)) };
}

export type WindowFilter = Omit<SummaryFilter, 'within'> & {
  /** Null: everything that the scope reaches. */
  within: SummaryFilter['within'] | null;
  class?: ReportClass | null;
  /** Only the chosen organisation itself, not those below it. */
  ownOnly?: boolean;
  /** Only what carries this measure out on the levels below. */
  underMeasure?: number | null;
};

export type WindowRow = {
  occurrenceId: number;
  label: string;
  dueOn: IsoDate | null;
  doneOn: IsoDate | null;
  mark: string | null;
  withoutDocumentReason: string | null;
  documents: number;
  measure: { number: string | null; text: string };
  plan: { id: number; title: string };
  /** `within` is the organisation above a school: schools of different places are called the same. */
  organisation: { id: number; name: string; within: string | null };
};

/** The due windows behind a number of a summary, those that ran out first at the top. */
export async function windowsBehind(
  scope: Scope,
  db: Connection,
  filter: WindowFilter,
  { limit, offset }: { limit: number; offset: number },
): Promise<{ rows: WindowRow[]; total: number }> {
  const condition = matching(scope, filter);
  const known = sql`occ.done_on <= ${filter.asOf}::date`;
  const [list, counted] = await Promise.all([
    sql<WindowRow>`
      select occ.id as "occurrenceId", occ.label, occ.due_on as "dueOn", case when ${known} then occ.done_on end as "doneOn",
             case when ${known} then e.mark_text end as mark, case when ${known} then e.without_document_reason end as "withoutDocumentReason",
             (select count(*) from execution_documents x where x.execution_id = e.id and ${known}) as documents,
             json_build_object('number', m.number, 'text', m.text) as measure,
             json_build_object('id', p.id, 'title', p.title) as plan,
             json_build_object('id', o.id, 'name', o.short_name, 'within', case when p.level = 'school' then above.short_name end) as organisation
      from occurrences occ join organisations o on o.id = occ.organisation_id join plans p on p.id = occ.plan_id
      left join organisations above on above.id = o.parent_id join measures m on m.id = occ.measure_id left join executions e on e.occurrence_id = occ.id
      where ${condition}
      order by occ.due_on nulls last, occ.id limit ${limit} offset ${offset}`.execute(db),
    sql<{ total: number }>`
      select count(*) as total from occurrences occ join organisations o on o.id = occ.organisation_id join plans p on p.id = occ.plan_id
      where ${condition}`.execute(db),
  ]);
  return { rows: list.rows, total: counted.rows[0]?.total ?? 0 };
}

/** For the operator at the command line, who sees every organisation. */
export async function wholeScope(db: Connection): Promise<Scope> {
  const { rows } = await sql<{
    path: string;
  }>`select path from organisations where parent_id is null order by path`.execute(db);
  return { subtrees: rows.map(({ path }) => path), ancestors: [] };
}

export type Choice = { id: number; path: string; name: string; kind: string };

/** Organisations to sum up: the tops of what the scope sees and everything below them that has somebody under it. */
export async function organisationsToSumUp(scope: Scope, db: Connection): Promise<Choice[]> {
  const { rows } = await sql<Choice>`
    select o.id, o.path, o.short_name as name, o.kind from organisations o
    where ${withinScope(scope)} and (o.kind <> 'school' or o.path = any(${scope.subtrees}::text[])) and o.status <> 'closed'
    order by o.path`.execute(db);
  return rows;
}

export type PlanChoice = { id: number; title: string };

/** Plans of the chosen organisation that are or were in force. */
export async function plansOf(scope: Scope, db: Connection, organisationId: number): Promise<PlanChoice[]> {
  const { rows } = await sql<PlanChoice>`
    select p.id, p.title from plans p join organisations o on o.id = p.organisation_id
    where ${withinScope(scope)} and p.organisation_id = ${organisationId} and p.deleted_at is null and p.state in ('approved', 'closed')
    order by p.period_from desc nulls last, p.id desc`.execute(db);
  return rows;
}

function matching(scope: Scope, filter: WindowFilter): RawBuilder<boolean> {
  const { within, level, planId, asOf } = filter;
  const conditions: RawBuilder<unknown>[] = [
    withinScope(scope),
    sql`p.deleted_at is null and p.state in ('approved', 'closed')`,
    sql`occ.state <> 'cancelled'`,
  ];
  if (within) conditions.push(filter.ownOnly ? sql`o.id = ${within.id}` : sql`o.path like ${`${within.path}%`}`);
  if (level) conditions.push(sql`p.level = ${level}`);
  if (planId) conditions.push(sql`p.id in (${familyOfPlan(planId)})`);
  if (filter.underMeasure) conditions.push(sql`occ.measure_id in (${carryingOut(filter.underMeasure)})`);
  if (filter.class) {
    conditions.push(
      sql`(${sql.join(
        standingsOf(filter.class).map((standing) => sql`(${hasStanding(standing, asOf, doneBy(asOf))})`),
        sql` or `,
      )})`,
    );
  }
  return sql<boolean>`${sql.join(conditions, sql` and `)}`;
}

function familyOfPlan(planId: number): RawBuilder<unknown> {
  return sql`with recursive family (id) as (
      select ${planId}::bigint union select child.id from plans child join family on child.parent_plan_id = family.id)
    select id from family`;
}

function carryingOut(measureId: number): RawBuilder<unknown> {
  return sql`with recursive below (id) as (
      select child.id from measures child where child.parent_measure_id = ${measureId} and child.removed_at is null
      union select child.id from measures child join below on child.parent_measure_id = below.id where child.removed_at is null)
    select id from below`;
}
