/** How far a plan has come, with everything below that carries it out. */
import { sql } from 'kysely';
import type { Scope } from '#kernel/actor.ts';
import { type Connection, prepared } from '#platform/database.ts';
import { type MeasureProgress, planShare } from '../domain/progress.ts';
import { planHead } from './content.ts';
import { planVisible } from './visibility.ts';

export type MeasureStanding = MeasureProgress & {
  number: string | null;
  text: string;
  /** Its own occurrences. */
  ownTotal: number;
  ownAccepted: number;
  /** Organisations below that carry it out. */
  organisations: number;
};

export type Progress = { share: number | null; measures: MeasureStanding[] };

/** The cascade is at most four levels deep; every step down is one look-up by the parent. */
export async function progressOf(scope: Scope, db: Connection, planId: number): Promise<Progress> {
  // Numbers of the organisations below are part of the plan for everyone who sees the plan: no row of theirs is shown.
  await planHead(scope, db, planId);
  const { rows } = await sql<MeasureStanding>`
    with recursive carried as (
      select m.id as root, m.id, m.plan_id, m.weight, 0 as depth from measures m where m.plan_id = ${planId} and m.removed_at is null
      union all
      select above.root, m.id, m.plan_id, m.weight, above.depth + 1
      from carried above
      join measures m on m.parent_measure_id = above.id and m.removed_at is null
      join plans p on p.id = m.plan_id and p.deleted_at is null and p.state in ('approved', 'closed')
      where above.depth < 4
    ), counted as (
      select c.root,
             sum(case when c.depth = 0 then 1 else c.weight end) filter (where x.id is not null) as total,
             sum(case when c.depth = 0 then 1 else c.weight end) filter (where x.state = 'accepted') as accepted,
             count(x.id) filter (where c.depth = 0) as own_total,
             count(x.id) filter (where c.depth = 0 and x.state = 'accepted') as own_accepted,
             count(distinct c.plan_id) filter (where c.depth > 0) as organisations
      from carried c left join occurrences x on x.measure_id = c.id and x.state <> 'cancelled'
      group by c.root
    )
    select m.id as "measureId", m.number, m.text, m.weight, coalesce(c.total, 0)::float8 as total, coalesce(c.accepted, 0)::float8 as accepted,
           c.own_total as "ownTotal", c.own_accepted as "ownAccepted", c.organisations
    from measures m join counted c on c.root = m.id order by m.position`.execute(db);
  return { share: planShare(rows), measures: rows };
}

export type OwnProgress = Record<
  number,
  {
    total: number;
    accepted: number;
    overdue: number;
    submitted: number;
    /** The first due window that waits for its mark. */
    next: { id: number; dueOn: string | null } | null;
  }
>;

/** The due windows of each measure of one plan, counted. One look-up by the plan. */
export async function ownProgress(scope: Scope, db: Connection, planId: number, today: string): Promise<OwnProgress> {
  const { rows } = await sql<OwnProgress[number] & { id: number }>`${prepared}
    select measure_id as id, count(*) as total, count(*) filter (where state = 'accepted') as accepted,
           count(*) filter (where state in ('planned', 'returned') and due_on < ${today}::date) as overdue,
           count(*) filter (where state = 'submitted') as submitted,
           (array_agg(json_build_object('id', id, 'dueOn', due_on) order by due_on, sequence) filter (where state in ('planned', 'returned')))[1] as next
    from occurrences
    where plan_id = (select p.id from plans p join organisations o on o.id = p.organisation_id where p.id = ${planId} and ${planVisible(scope)}) and state <> 'cancelled' group by measure_id`.execute(
    db,
  );
  return Object.fromEntries(rows.map(({ id, ...counts }) => [id, counts]));
}
