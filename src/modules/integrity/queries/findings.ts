/** Reasons to check: of the schools a person may see, and of one school with all that speaks for and against. */
import { sql } from 'kysely';
import { AppError } from '#kernel/errors.ts';
import type { Actor, Scope } from '#kernel/actor.ts';
import type { Connection } from '#platform/database.ts';
import { withinScope } from '#platform/scope.ts';
import type { CounterEvidence, Signal } from '../contract.ts';
import type { Outcome, ReviewState } from '../domain.ts';
import { reachOf } from '../policy.ts';

export type ReasonRow = {
  organisationId: number;
  school: string;
  municipality: string | null;
  signals: Signal[];
  counter: CounterEvidence[];
  pupils: number;
  /** Years of current checks in which the school has a reason. */
  years: number[];
  state: ReviewState | null;
  outcome: Outcome | null;
};

/** In the order of places and names: this is no ranking. */
export async function schoolsWithReasons(
  actor: Actor,
  scope: Scope,
  db: Connection,
  filter: { year: number; state?: ReviewState | 'none'; repeated?: boolean },
): Promise<ReasonRow[]> {
  const { rows } = await sql<ReasonRow>`
    select o.id as "organisationId", o.short_name as school, p.short_name as municipality, f.signals, f.counter, f.pupils,
      (select coalesce(array_agg(c2.year order by c2.year), '{}') from integrity_findings f2 join integrity_checks c2 on c2.id = f2.check_id
        where f2.organisation_id = o.id and f2.reason and c2.replaced_at is null) as years,
      r.state, r.outcome
    from integrity_checks c join integrity_findings f on f.check_id = c.id join organisations o on o.id = f.organisation_id
      left join organisations p on p.id = o.parent_id
      left join integrity_reviews r on r.organisation_id = o.id and r.year = c.year
    where c.year = ${filter.year} and c.replaced_at is null and f.reason and ${withinScope(scope)} and ${reached(actor)}
    order by p.short_name, o.short_name, o.id`.execute(db);
  return rows.filter(
    ({ state, years }) =>
      (filter.state === undefined || (filter.state === 'none' ? state === null : state === filter.state)) &&
      (!filter.repeated || years.length > 1),
  );
}

/** Only organisations whose reasons the person may see: narrower than what a scope shows. */
function reached(actor: Actor) {
  const { subtrees, schools } = reachOf(actor);
  const within = subtrees.map((path) => sql`o.path like ${`${path}%`}`);
  return sql<boolean>`(${sql.join([...within, sql`o.id = any(${schools}::bigint[])`], sql` or `)})`;
}

export type CheckFacts = { year: number; checkedAt: Date; tested: number; level: number; checkedBy: string | null };

/** Checks whose findings concern the person's scope: own region, or the region above an own school. */
export async function checksInForce(scope: Scope, db: Connection): Promise<CheckFacts[]> {
  const { rows } = await sql<CheckFacts>`
    select c.year, c.checked_at as "checkedAt", c.tested, c.level, u.name as "checkedBy"
    from integrity_checks c join organisations o on o.id = c.region_id left join users u on u.id = c.checked_by
    where c.replaced_at is null and (${withinScope(scope)} or o.id = any(${scope.ancestors}::bigint[]))
    order by c.year desc`.execute(db);
  return rows;
}

export type FindingDetail = {
  organisationId: number;
  path: string;
  school: string;
  municipality: string | null;
  schoolType: string | null;
  pupils: number;
  q: number | null;
  reason: boolean;
  signals: Signal[];
  counter: CounterEvidence[];
  years: { year: number; reason: boolean }[];
  inputs: { procedureId: string; title: string }[];
  level: number;
  checkedAt: Date;
};

/** One school in one year; a finding without a reason is shown as well: nothing is kept from the school. */
export async function schoolFinding(
  actor: Actor,
  scope: Scope,
  db: Connection,
  { organisationId, year }: { organisationId: number; year: number },
): Promise<FindingDetail> {
  const { rows } = await sql<FindingDetail>`
    select o.id as "organisationId", o.path, o.short_name as school, p.short_name as municipality, o.school_type as "schoolType",
      f.pupils, f.q, f.reason, f.signals, f.counter, c.inputs, c.level, c.checked_at as "checkedAt",
      (select coalesce(json_agg(json_build_object('year', c2.year, 'reason', f2.reason) order by c2.year), '[]')
        from integrity_findings f2 join integrity_checks c2 on c2.id = f2.check_id
        where f2.organisation_id = o.id and c2.replaced_at is null) as years
    from integrity_findings f join integrity_checks c on c.id = f.check_id join organisations o on o.id = f.organisation_id
      left join organisations p on p.id = o.parent_id
    where o.id = ${organisationId} and c.year = ${year} and c.replaced_at is null and ${withinScope(scope)} and ${reached(actor)}`.execute(
    db,
  );
  const [row] = rows;
  if (!row) throw new AppError('notFound');
  return row;
}
