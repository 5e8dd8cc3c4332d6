/** What every change of an execution record starts from: the occurrence, locked, with its place and its record. */
import { sql } from 'kysely';
import type { Scope } from '#kernel/actor.ts';
import { AppError } from '#kernel/errors.ts';
import { withinScope } from '#modules/plans/index.ts';
import type { Connection } from '#platform/database.ts';
import type { Ctx } from '#platform/context.ts';
import { allows, type OccurrenceState, type Step } from '../domain.ts';

export type LockedOccurrence = {
  id: number;
  planId: number;
  planState: string;
  state: OccurrenceState;
  dueOn: string | null;
  organisation: { id: number; path: string; shortName: string };
  measure: { number: string | null; text: string };
  expectedKinds: string[];
  record: ExistingRecord | null;
};

type ExistingRecord = {
  id: number;
  version: number;
  markText: string;
  doneOn: string;
  withoutDocumentReason: string | null;
  submittedBy: string | null;
  documents: number[];
};

/** All of the occurrences or a refusal; locked in the order of their ids, so that no two changes wait for each other. */
export async function lockOccurrences(
  scope: Scope,
  db: Connection,
  ids: readonly number[],
): Promise<LockedOccurrence[]> {
  await sql`select id from occurrences where id = any(${ids}::bigint[]) order by id for update`.execute(db);
  const { rows } = await sql<LockedOccurrence>`
    select occ.id, occ.plan_id as "planId", occ.state, occ.due_on as "dueOn", p.state as "planState",
           json_build_object('id', o.id, 'path', o.path, 'shortName', o.short_name) as organisation,
           json_build_object('number', m.number, 'text', m.text) as measure,
           coalesce((select json_agg(r.kind order by r.position) from measure_results r where r.measure_id = m.id), '[]') as "expectedKinds",
           case when e.id is not null then json_build_object('id', e.id, 'version', e.version, 'markText', e.mark_text, 'doneOn', e.done_on,
             'withoutDocumentReason', e.without_document_reason, 'submittedBy', e.submitted_by,
             'documents', coalesce((select json_agg(x.document_id order by x.document_id) from execution_documents x where x.execution_id = e.id), '[]'))
           end as record
    from occurrences occ
    join organisations o on o.id = occ.organisation_id
    join plans p on p.id = occ.plan_id
    join measures m on m.id = occ.measure_id
    left join executions e on e.occurrence_id = occ.id
    where occ.id = any(${ids}::bigint[]) and p.deleted_at is null and ${withinScope(scope)}
    order by occ.id`.execute(db);
  if (rows.length < new Set(ids).size)
    throw new AppError('notFound', { text: 'Такого мероприятия нет или оно вам не видно.' });
  return rows;
}

/** Refuses a step that the state does not allow, and a change of what somebody else has changed since. */
export function assertStep(occurrence: LockedOccurrence, step: Step, version?: number): void {
  // What was handed in before the plan was closed is still reviewed; nothing new is marked in it.
  if (occurrence.planState !== 'approved' && step !== 'accept' && step !== 'return') {
    throw new AppError('transitionNotAllowed', { text: 'Исполнение отмечается только в действующем плане.' });
  }
  if (version !== undefined && version !== (occurrence.record?.version ?? 0)) throw new AppError('conflict');
  if (!allows(occurrence.state, step)) throw new AppError('transitionNotAllowed', { state: occurrence.state, step });
}

/** One change in one transaction, begun from one locked occurrence. */
export function changeOccurrence<T>(
  ctx: Ctx,
  id: number,
  change: (db: Connection, occurrence: LockedOccurrence) => Promise<T>,
): Promise<T> {
  return ctx.db.transaction().execute(async (db) => {
    const [occurrence] = await lockOccurrences(ctx.scope, db, [id]);
    return change(db, occurrence!);
  });
}

/** What the audit keeps of a record. */
export function recordForAudit(occurrence: LockedOccurrence): Record<string, unknown> | undefined {
  if (occurrence.record === null) return undefined;
  const { markText, doneOn, documents, withoutDocumentReason } = occurrence.record;
  return { state: occurrence.state, markText, doneOn, documents, withoutDocumentReason };
}
