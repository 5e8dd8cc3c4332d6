/** Marking execution: first, again before the review, again after a return; taking the mark back. */
import { AppError } from '#kernel/errors.ts';
import { recordAudit } from '#platform/audit.ts';
import type { Ctx } from '#platform/context.ts';
import type { Connection } from '#platform/database.ts';
import { provesResult } from '../domain.ts';
import { canMark } from '../policy.ts';
import { measureName } from '../words.ts';
import { addDocuments, kindsOf, type NewDocument } from './evidence.ts';
import { tellReviewers } from './notices.ts';
import { assertStep, changeOccurrence, type LockedOccurrence, lockOccurrences, recordForAudit } from './record.ts';

export type Mark = {
  markText: string;
  doneOn: string;
  /** Documents that the organisation has already. */
  existingDocuments: readonly number[];
  newDocuments: readonly NewDocument[];
  withoutDocumentReason: string | null;
};

/** Marks one occurrence; `version` is that of the record as the person saw it, 0 when there was none. */
export async function submitExecution(
  ctx: Ctx,
  input: Mark & { occurrenceId: number; version: number },
): Promise<void> {
  await mark(ctx, [input.occurrenceId], input, (occurrence) =>
    assertStep(occurrence, occurrence.state === 'submitted' ? 'edit' : 'submit', input.version),
  );
}

/** One mark and one set of documents for several occurrences of one organisation. */
export async function submitExecutions(ctx: Ctx, input: Mark & { occurrenceIds: readonly number[] }): Promise<void> {
  await mark(ctx, input.occurrenceIds, input, (occurrence) => assertStep(occurrence, 'submit'));
}

/** Takes the mark back: the occurrence is planned again. The documents stay with the organisation. */
export async function withdrawExecution(ctx: Ctx, input: { occurrenceId: number; version: number }): Promise<void> {
  await changeOccurrence(ctx, input.occurrenceId, async (db, occurrence) => {
    if (!canMark(ctx.actor, occurrence.organisation)) throw new AppError('notAllowed');
    assertStep(occurrence, 'withdraw', input.version);
    await db.deleteFrom('executions').where('occurrence_id', '=', occurrence.id).execute();
    await db
      .updateTable('occurrences')
      .set({ state: 'planned', done_on: null, proved: false })
      .where('id', '=', occurrence.id)
      .execute();
    await recordAudit(ctx, db, {
      action: 'execution.withdrawn',
      objectType: 'occurrence',
      objectId: occurrence.id,
      organisationId: occurrence.organisation.id,
      before: recordForAudit(occurrence),
    });
  });
}

async function mark(
  ctx: Ctx,
  ids: readonly number[],
  input: Mark,
  assertAllowed: (occurrence: LockedOccurrence) => void,
): Promise<void> {
  if (input.doneOn > ctx.clock.today())
    throw new AppError('invalidInput', {
      field: 'doneOn',
      text: 'Дата исполнения ещё не наступила.',
      advice: 'Укажите день, когда мероприятие прошло.',
    });
  if (ids.length === 0)
    throw new AppError('invalidInput', {
      text: 'Не выбрано ни одного мероприятия.',
      advice: 'Отметьте мероприятия в списке.',
    });
  await ctx.db.transaction().execute(async (db) => {
    const occurrences = await lockOccurrences(ctx.scope, db, ids);
    if (!occurrences.every((occurrence) => canMark(ctx.actor, occurrence.organisation)))
      throw new AppError('notAllowed');
    for (const occurrence of occurrences) assertAllowed(occurrence);
    const organisationId = oneOrganisation(occurrences);
    const documents = [
      ...new Set([...input.existingDocuments, ...(await addDocuments(ctx, db, organisationId, input.newDocuments))]),
    ];
    const kinds = await kindsOf(db, organisationId, documents);
    for (const occurrence of occurrences)
      await writeRecord(ctx, db, occurrence, input, { documents, kinds }, occurrences.length > 1);
    await tellReviewers(ctx, db, occurrences);
  });
}

function oneOrganisation(occurrences: readonly LockedOccurrence[]): number {
  const ids = new Set(occurrences.map((occurrence) => occurrence.organisation.id));
  const [first] = ids;
  if (ids.size !== 1 || first === undefined) {
    throw new AppError('invalidInput', {
      text: 'Выбраны мероприятия разных организаций.',
      advice: 'Отметьте исполнение каждой организации отдельно.',
    });
  }
  return first;
}

type Proofs = { documents: readonly number[]; kinds: readonly string[] };

async function writeRecord(
  ctx: Ctx,
  db: Connection,
  occurrence: LockedOccurrence,
  input: Mark,
  proofs: Proofs,
  isOneOfSeveral: boolean,
): Promise<void> {
  const { documents, kinds } = proofs;
  const proved = provesResult(occurrence.expectedKinds, kinds);
  const reason = proved ? null : input.withoutDocumentReason;
  if (!proved && !reason) throw new AppError('reasonRequired', unproved(occurrence, isOneOfSeveral));
  const values = {
    mark_text: input.markText,
    done_on: input.doneOn,
    without_document_reason: reason,
    submitted_by: ctx.actor.userId,
    submitted_at: ctx.clock.now(),
    reviewed_by: null,
    reviewed_at: null,
    review_comment: null,
  };
  const { id } = await db
    .insertInto('executions')
    .values({ occurrence_id: occurrence.id, ...values })
    .onConflict((conflict) =>
      conflict.column('occurrence_id').doUpdateSet((eb) => ({ ...values, version: eb('executions.version', '+', 1) })),
    )
    .returning('id')
    .executeTakeFirstOrThrow();
  await db.deleteFrom('execution_documents').where('execution_id', '=', id).execute();
  if (documents.length > 0) {
    await db
      .insertInto('execution_documents')
      .values(documents.map((documentId) => ({ execution_id: id, document_id: documentId })))
      .execute();
  }
  await db
    .updateTable('occurrences')
    .set({ state: 'submitted', done_on: input.doneOn, proved })
    .where('id', '=', occurrence.id)
    .execute();
  await recordAudit(ctx, db, {
    action: ACTIONS[occurrence.state] ?? 'execution.submitted',
    objectType: 'occurrence',
    objectId: occurrence.id,
    organisationId: occurrence.organisation.id,
    before: recordForAudit(occurrence),
    after: {
      state: 'submitted',
      markText: input.markText,
      doneOn: input.doneOn,
      documents,
      withoutDocumentReason: reason,
    },
  });
}

const ACTIONS: Record<string, string> = { submitted: 'execution.edited', returned: 'execution.resubmitted' };

function unproved(occurrence: LockedOccurrence, isOneOfSeveral: boolean): Record<string, unknown> {
  const expected = [...new Set(occurrence.expectedKinds.filter((kind) => kind !== 'иное'))];
  const missing =
    expected.length === 0 ? 'подтверждающего документа' : `документа ожидаемого вида (${expected.join(', ')})`;
  const where = isOneOfSeveral ? `: ${measureName(occurrence.measure, 60)}` : '';
  return {
    field: 'withoutDocumentReason',
    occurrenceId: occurrence.id,
    text: `Нет ${missing}${where}.`,
    advice: 'Приложите документ или напишите, почему его нет.',
  };
}
