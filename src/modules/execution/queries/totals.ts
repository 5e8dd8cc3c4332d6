/** Totals of execution: of an organisation with all below it, level by level, and of plans. */
import { type RawBuilder, sql } from 'kysely';
import type { Scope } from '#kernel/actor.ts';
import { pathIds } from '#kernel/actor.ts';
import type { IsoDate } from '#kernel/dates.ts';
import { AppError } from '#kernel/errors.ts';
import { type PlanLevel, type PlanState, planVisible, withinScope } from '#modules/plans/index.ts';
import { type Connection, type Database, prepared } from '#platform/database.ts';
import { whileUnchanged } from '#platform/unchanged.ts';
import { emptyTotals, type Standing, type Totals } from '../domain.ts';
import { countStandings, standingCase, totalsFrom } from './standing.ts';

export type Place = { id: number; path: string; kind: string; name: string; shortName: string };

/** An organisation of the scope, with those above it that the scope also reaches, from the top. */
export async function placeOf(
  scope: Scope,
  db: Connection,
  organisationId: number,
): Promise<Place & { above: Place[] }> {
  const {
    rows: [place],
  } = await sql<Place>`${prepared}
    select o.id, o.path, o.kind, o.name, o.short_name as "shortName" from organisations o
    where o.id = ${organisationId} and ${withinScope(scope)}`.execute(db);
  if (place === undefined) throw new AppError('notFound', { text: 'Такой организации нет или она вам не видна.' });
  const { rows: above } = await sql<Place>`${prepared}
    select o.id, o.path, o.kind, o.name, o.short_name as "shortName" from organisations o
    where o.id = any(${pathIds(place.path).slice(0, -1)}::bigint[]) and ${withinScope(scope)} order by o.path`.execute(
    db,
  );
  return { ...place, above };
}

type ChildTotals = { organisation: Place; totals: Totals; lowest: boolean };

export type LevelTotals = {
  /** The organisation's own plans in force. */
  own: Totals;
  /** Each organisation right below, with everything under it; by name, for this is no league table. */
  children: ChildTotals[];
  /** Own and below together. */
  all: Totals;
};

/** Plans in force of the organisation and of all below it. */
export async function levelTotals(scope: Scope, db: Database, place: Place, today: IsoDate): Promise<LevelTotals> {
  const key = JSON.stringify(['levelTotals', scope.subtrees, place.path, today]);
  return whileUnchanged(db, key, () => countLevel(scope, db, place, today));
}

async function countLevel(scope: Scope, db: Database, place: Place, today: IsoDate): Promise<LevelTotals> {
  const depth = pathIds(place.path).length + 1;
  const [counted, children] = await Promise.all([
    sql<{ child: string; standing: Standing; number: number }>`
      with counted as (
        select occ.organisation_id, occ.plan_id, ${standingCase(today)} as standing, count(*) as number
        from occurrences occ
        where occ.organisation_id in (select o.id from organisations o where ${below(scope, place)})
        group by 1, 2, 3)
      select split_part(o.path, '.', ${depth}) as child, counted.standing, sum(counted.number)::bigint as number
      from counted
      join organisations o on o.id = counted.organisation_id
      join plans p on p.id = counted.plan_id
      where p.state = 'approved' and p.deleted_at is null
      group by 1, 2`.execute(db),
    sql<Place & { lowest: boolean }>`
      select o.id, o.path, o.kind, o.name, o.short_name as "shortName",
             not exists (select from organisations c where c.parent_id = o.id) as lowest
      from organisations o
      where o.parent_id = ${place.id} and o.status = 'open' and ${withinScope(scope)}`.execute(db),
  ]);
  const byChild = new Map<string, Totals>();
  const all = emptyTotals();
  for (const { child, standing, number } of counted.rows) {
    const totals = byChild.get(child) ?? emptyTotals();
    byChild.set(child, totals);
    for (const sum of [totals, all]) {
      sum[standing] += number;
      sum.total += number;
    }
  }
  return {
    // A path that ends at the organisation itself has no part for a child.
    own: byChild.get('') ?? emptyTotals(),
    children: children.rows.sort(byName).map(({ lowest, ...organisation }) => ({
      organisation,
      lowest,
      totals: byChild.get(String(organisation.id)) ?? emptyTotals(),
    })),
    all,
  };
}

export type PlanTotals = { id: number; title: string; level: PlanLevel; state: PlanState; totals: Totals };

/** The organisation's own plans that are or were in force, newest first. */
export async function planTotals(
  scope: Scope,
  db: Connection,
  organisationId: number,
  today: IsoDate,
): Promise<PlanTotals[]> {
  const { rows } = await sql<Totals & Omit<PlanTotals, 'totals'>>`${prepared}
    select p.id, p.title, p.level, p.state, ${sql.join(countStandings(today))}
    from plans p
    join organisations o on o.id = p.organisation_id
    left join occurrences occ on occ.plan_id = p.id
    where p.organisation_id = ${organisationId} and p.state in ('approved', 'closed') and ${planVisible(scope)}
    group by p.id
    order by p.period_from desc nulls last, p.id desc`.execute(db);
  return rows.map((row) => ({
    id: row.id,
    title: row.title,
    level: row.level,
    state: row.state,
    totals: totalsFrom(row),
  }));
}

const russian = new Intl.Collator('ru', { numeric: true });

function byName(a: Place, b: Place): number {
  return russian.compare(a.shortName, b.shortName) || a.id - b.id;
}

function below(scope: Scope, place: Place): RawBuilder<boolean> {
  return sql<boolean>`o.path like ${`${place.path}%`} and ${withinScope(scope)}`;
}
