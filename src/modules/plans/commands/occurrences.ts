/** Keeps the due windows of a plan in step with its deadlines. */
import { sql } from 'kysely';
import type { Period } from '#kernel/dates.ts';
import type { Deadline } from '#modules/plan-reading/contract.ts';
import { occurrences } from '#modules/plan-reading/index.ts';
import type { Connection } from '#platform/database.ts';
import type { Rhythm } from '../domain/content.ts';
import { type PlanLevel, sectionsOfOtherLevels } from '../domain/levels.ts';
import { type ExistingOccurrence, reconcile, type Reconciled } from '../domain/reconcile.ts';

type MeasureRow = {
  id: number;
  section_id: number | null;
  deadline: Deadline;
  removed: boolean;
  schedule_from: string | null;
  schedule_to: string | null;
  existing: ExistingOccurrence[];
};

/** From the deadlines of the working content, the plan's period and rhythm. Called where that content takes effect. */
export async function rebuildOccurrences(trx: Connection, planId: number): Promise<void> {
  const plan = await trx
    .selectFrom('plans')
    .select(['organisation_id', 'level', 'period_from', 'period_to', 'rhythm'])
    .where('id', '=', planId)
    .executeTakeFirstOrThrow();
  const period = periodOf(plan.period_from, plan.period_to);
  const sections = await trx
    .selectFrom('plan_sections')
    .select(['id', 'parent_id as parentId', 'title'])
    .where('plan_id', '=', planId)
    .execute();
  const elsewhere = sectionsOfOtherLevels(plan.level as PlanLevel, sections);
  const rows = await measuresWithOccurrences(trx, planId);
  const changes = rows.map((row) => {
    const asksNothing = row.removed || (row.section_id !== null && elsewhere.has(row.section_id));
    const wanted = asksNothing ? [] : wantedFor(row, period, plan.rhythm as Rhythm);
    return { measureId: row.id, ...reconcile(row.existing, wanted) };
  });
  await writeChanges(trx, { planId, organisationId: plan.organisation_id }, changes);
}

function wantedFor(row: MeasureRow, period: Period | null, rhythm: Rhythm) {
  return occurrences(row.deadline, { period, rhythm, boundSchedule: periodOf(row.schedule_from, row.schedule_to) });
}

async function measuresWithOccurrences(trx: Connection, planId: number): Promise<MeasureRow[]> {
  const { rows } = await sql<MeasureRow>`
    select m.id, m.section_id, m.deadline, m.removed_at is not null as removed, s.period_from as schedule_from, s.period_to as schedule_to,
           (select coalesce(json_agg(json_build_object('id', x.id, 'sequence', x.sequence, 'label', x.label, 'windowFrom', x.window_from,
              'dueOn', x.due_on, 'reported', x.state <> 'planned' or exists (select 1 from executions e where e.occurrence_id = x.id))
              order by x.sequence), '[]') from occurrences x where x.measure_id = m.id) as existing
    from measures m left join plans s on s.id = m.schedule_plan_id
    where m.plan_id = ${planId} order by m.position, m.id`.execute(trx);
  return rows;
}

async function writeChanges(
  trx: Connection,
  place: { planId: number; organisationId: number },
  changes: (Reconciled & { measureId: number })[],
): Promise<void> {
  const remove = changes.flatMap((change) => change.remove);
  if (remove.length > 0) await sql`delete from occurrences where id = any(${remove}::bigint[])`.execute(trx);
  const update = changes.flatMap((change) => change.update);
  if (update.length > 0) {
    // Out of the way first: two occurrences of a measure may exchange their places.
    await sql`update occurrences set sequence = -sequence where id = any(${update.map((row) => row.id)}::bigint[])`.execute(
      trx,
    );
    await sql`
      update occurrences o set sequence = x.sequence, label = x.label, window_from = x."windowFrom", due_on = x."dueOn"
      from jsonb_to_recordset(${JSON.stringify(update)}::jsonb) as x(id bigint, sequence int, label text, "windowFrom" date, "dueOn" date)
      where o.id = x.id`.execute(trx);
  }
  const insert = changes.flatMap((change) => change.insert.map((row) => ({ ...row, measureId: change.measureId })));
  if (insert.length === 0) return;
  await sql`
    insert into occurrences (measure_id, plan_id, organisation_id, sequence, label, window_from, due_on)
    select x."measureId", ${place.planId}, ${place.organisationId}, x.sequence, x.label, x."windowFrom", x."dueOn"
    from jsonb_to_recordset(${JSON.stringify(insert)}::jsonb) as x("measureId" bigint, sequence int, label text, "windowFrom" date, "dueOn" date)`.execute(
    trx,
  );
}

function periodOf(from: string | null, to: string | null): Period | null {
  return from === null || to === null ? null : { from, to };
}
