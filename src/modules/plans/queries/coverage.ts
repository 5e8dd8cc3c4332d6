/** What became of the measures that a plan sent down: who adopted, adapted, declined, who has not answered. */
import { type RawBuilder, sql } from 'kysely';
import type { Scope } from '#kernel/actor.ts';
import type { Connection } from '#platform/database.ts';
import { withinScope } from '#platform/scope.ts';
import type { Decision } from '../domain/decisions.ts';
import { type PlanLevel, reachOf } from '../domain/levels.ts';
import { planHead } from './content.ts';

/** `text` looks for organisations; `within` is the subtree of one of them. */
export type CoverageFilter = { planId: number; level: PlanLevel; text?: string; within?: string };
/** With the place of the plan: found by the plan's id, so that a plan out of sight gives nothing. */
type Addressees = CoverageFilter & { planPath: string };
export type CoverageOrganisation = { id: number; shortName: string; parent: string | null; answered: number };
export type CoverageMeasure = {
  id: number;
  number: string | null;
  text: string;
  adopted: number;
  adapted: number;
  declined: number;
};
export type CoverageCell = {
  measureId: number;
  organisationId: number;
  decision: Exclude<Decision, 'none'>;
  reason: string | null;
  childMeasureId: number | null;
  childPlanId: number | null;
};

export type Coverage = {
  organisations: CoverageOrganisation[];
  total: number;
  measures: CoverageMeasure[];
  cells: CoverageCell[];
};

/** Organisations of a level under the plan's one that the scope reaches, a page of them, against the measures sent to that level. */
export async function coverage(
  scope: Scope,
  db: Connection,
  asked: CoverageFilter,
  slice: { limit: number; offset: number },
): Promise<Coverage> {
  const filter = await addressees(scope, db, asked);
  const measures = await coverageMeasures(scope, db, filter);
  const ids = measures.map((measure) => measure.id);
  const [organisations, total] = await Promise.all([
    sql<CoverageOrganisation>`
      select o.id, o.short_name as "shortName", above.short_name as parent,
             (select count(*) from ${standing()} where a.organisation_id = o.id and a.measure_id = any(${ids}::bigint[]) and ${answered()}) as answered
      from organisations o left join organisations above on above.id = o.parent_id
      where ${addressed(scope, filter)} order by o.path limit ${slice.limit} offset ${slice.offset}`.execute(db),
    organisationCount(scope, db, filter),
  ]);
  const { rows: cells } = await sql<CoverageCell>`
    select a.measure_id as "measureId", a.organisation_id as "organisationId", a.decision, a.reason, child.id as "childMeasureId", child.plan_id as "childPlanId"
    from ${standing()}
    where a.measure_id = any(${ids}::bigint[]) and a.organisation_id = any(${organisations.rows.map((row) => row.id)}::bigint[]) and ${answered()}`.execute(
    db,
  );
  return { organisations: organisations.rows, total, measures, cells };
}

/** The levels that the plan was sent to, with the number of organisations in the scope. */
export async function coverageLevels(
  scope: Scope,
  db: Connection,
  planId: number,
): Promise<{ level: PlanLevel; measures: number; organisations: number }[]> {
  const planPath = reachOf((await planHead(scope, db, planId)).organisation);
  const { rows } = await sql<{ level: PlanLevel; measures: number; organisations: number }>`
    select sent.level, sent.measures,
           (select count(*) from organisations o where o.kind = sent.level and o.status = 'open' and o.path like ${`${planPath}%`} and ${withinScope(scope)}) as organisations
    from (select unnest(m.audience) as level, count(*) as measures from measures m where m.plan_id = ${planId} and m.removed_at is null group by 1) sent
    order by array_position(array['district','municipality','school'], sent.level)`.execute(db);
  return rows;
}

async function organisationCount(scope: Scope, db: Connection, filter: Addressees): Promise<number> {
  const { rows } = await sql<{
    total: number;
  }>`select count(*) as total from organisations o where ${addressed(scope, filter)}`.execute(db);
  return rows[0]?.total ?? 0;
}

async function coverageMeasures(scope: Scope, db: Connection, filter: Addressees): Promise<CoverageMeasure[]> {
  const { rows } = await sql<CoverageMeasure>`
    select m.id, m.number, m.text,
           count(*) filter (where told.decision = 'adopted') as adopted,
           count(*) filter (where told.decision = 'adapted') as adapted,
           count(*) filter (where told.decision = 'declined') as declined
    from measures m
    left join lateral (select a.decision from ${standing()} join organisations o on o.id = a.organisation_id
                       where a.measure_id = m.id and ${addressed(scope, filter)} and ${answered()}) told on true
    where m.plan_id = ${filter.planId} and m.removed_at is null and ${filter.level} = any(m.audience)
    group by m.id order by m.position`.execute(db);
  return rows;
}

export type Answer = {
  id: number;
  shortName: string;
  parent: string | null;
  decision: Decision;
  reason: string | null;
  childPlanId: number | null;
  childMeasureId: number | null;
};

/** The answers of all organisations about one measure, those without an answer first. */
export async function answersAbout(
  scope: Scope,
  db: Connection,
  measureId: number,
  asked: CoverageFilter,
  decision: Decision | undefined,
  slice: { limit: number; offset: number },
): Promise<{ rows: Answer[]; total: number; counts: Record<Decision, number> }> {
  const filter = await addressees(scope, db, asked);
  const answers = sql`
    select o.id, o.short_name as "shortName", above.short_name as parent, o.path, coalesce(told.decision, 'none') as decision,
           told.reason, told."childPlanId", told."childMeasureId"
    from organisations o left join organisations above on above.id = o.parent_id
    left join lateral (select a.decision, a.reason, child.plan_id as "childPlanId", child.id as "childMeasureId" from ${standing()}
                       where a.measure_id = ${measureId} and a.organisation_id = o.id and ${answered()}) told on true
    where ${addressed(scope, filter)} and exists (select 1 from measures m where m.id = ${measureId} and m.plan_id = ${filter.planId})`;
  const [rows, counted] = await Promise.all([
    sql<Answer>`select * from (${answers}) x where ${decision === undefined ? sql`true` : sql`x.decision = ${decision}`}
      order by array_position(array['none','declined','adapted','adopted'], x.decision), x.path limit ${slice.limit} offset ${slice.offset}`.execute(
      db,
    ),
    sql<{
      decision: Decision;
      count: number;
    }>`select x.decision, count(*) as count from (${answers}) x group by 1`.execute(db),
  ]);
  const counts: Record<Decision, number> = { adopted: 0, adapted: 0, declined: 0, none: 0 };
  for (const row of counted.rows) counts[row.decision] = row.count;
  const total =
    decision === undefined ? Object.values(counts).reduce((sum, number) => sum + number, 0) : counts[decision];
  return { rows: rows.rows, total, counts };
}

async function addressees(scope: Scope, db: Connection, asked: CoverageFilter): Promise<Addressees> {
  return { ...asked, planPath: reachOf((await planHead(scope, db, asked.planId)).organisation) };
}

/** An adoption with the measure that came of it. */
function standing(): RawBuilder<unknown> {
  return sql`adoptions a left join measures child on child.id = a.child_measure_id left join plans child_plan on child_plan.id = child.plan_id`;
}

/** A measure struck out below, or a plan deleted there, leaves the question open again. */
function answered(): RawBuilder<boolean> {
  return sql<boolean>`(a.decision = 'declined' or (child.removed_at is null and child_plan.deleted_at is null and child.id is not null))`;
}

function addressed(scope: Scope, filter: Addressees): RawBuilder<boolean> {
  const conditions: RawBuilder<unknown>[] = [
    withinScope(scope),
    sql`o.kind = ${filter.level}`,
    sql`o.status = 'open'`,
    sql`o.path like ${`${filter.planPath}%`}`,
  ];
  if (filter.within !== undefined) conditions.push(sql`o.path like ${`${filter.within}%`}`);
  if (filter.text)
    conditions.push(sql`(o.name ilike ${containing(filter.text)} or o.short_name ilike ${containing(filter.text)})`);
  return sql<boolean>`${sql.join(conditions, sql` and `)}`;
}

/** The text anywhere, with the signs of LIKE taken literally. */
function containing(text: string): string {
  return `%${text.replace(/[\\%_]/g, '\\$&')}%`;
}

/** The levels to which each measure of a plan was sent. */
export async function audiencesOf(scope: Scope, db: Connection, planId: number): Promise<Record<number, PlanLevel[]>> {
  await planHead(scope, db, planId);
  const { rows } = await sql<{ id: number; audience: PlanLevel[] }>`
    select id, audience from measures where plan_id = ${planId} and removed_at is null and audience <> '{}'`.execute(
    db,
  );
  return Object.fromEntries(rows.map(({ id, audience }) => [id, audience]));
}
