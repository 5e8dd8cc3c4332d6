/** Review of evidence: accepting it or returning it with a comment. */
import { AppError } from '#kernel/errors.ts';
import { recordAudit } from '#platform/audit.ts';
import type { Ctx } from '#platform/context.ts';
import type { Connection } from '#platform/database.ts';
import { canReview } from '../policy.ts';
import { tellAccepted, tellReturned } from './notices.ts';
import { assertStep, changeOccurrence, type LockedOccurrence, lockOccurrences } from './record.ts';

export async function acceptExecution(
  ctx: Ctx,
  input: { occurrenceId: number; version: number; comment: string | null },
): Promise<void> {
  await changeOccurrence(ctx, input.occurrenceId, async (db, occurrence) => {
    assertStep(occurrence, 'accept', input.version);
    await decide(ctx, db, occurrence, 'accepted', input.comment);
    await tellAccepted(ctx, db, [occurrence]);
  });
}

/** An acceptance made by mistake is taken back the same way. */
export async function returnExecution(
  ctx: Ctx,
  input: { occurrenceId: number; version: number; comment: string },
): Promise<void> {
  if (input.comment.trim() === '') {
    throw new AppError('reasonRequired', {
      field: 'comment',
      text: 'Напишите, что исправить.',
      advice: 'Без замечания исполнителю неясно, почему отметка вернулась.',
    });
  }
  await changeOccurrence(ctx, input.occurrenceId, async (db, occurrence) => {
    assertStep(occurrence, 'return', input.version);
    await decide(ctx, db, occurrence, 'returned', input.comment.trim());
    await tellReturned(ctx, db, occurrence, input.comment.trim());
  });
}

/**
 * Accepts all that are still as the reviewer saw them; one that was edited or decided meanwhile is left for
 * another look. All or none of the rest.
 */
export async function acceptExecutions(
  ctx: Ctx,
  items: readonly { occurrenceId: number; version: number }[],
): Promise<{ accepted: number; changed: number }> {
  const versions = new Map(items.map((item) => [item.occurrenceId, item.version]));
  return ctx.db.transaction().execute(async (db) => {
    const occurrences = await lockOccurrences(ctx.scope, db, [...versions.keys()]);
    const same = occurrences.filter(
      (occurrence) => occurrence.state === 'submitted' && occurrence.record?.version === versions.get(occurrence.id),
    );
    for (const occurrence of same) await decide(ctx, db, occurrence, 'accepted', null);
    await tellAccepted(ctx, db, same);
    return { accepted: same.length, changed: occurrences.length - same.length };
  });
}

async function decide(
  ctx: Ctx,
  db: Connection,
  occurrence: LockedOccurrence,
  state: 'accepted' | 'returned',
  comment: string | null,
): Promise<void> {
  if (!canReview(ctx.actor, occurrence.organisation, occurrence.record?.submittedBy ?? null))
    throw new AppError('notAllowed');
  await db
    .updateTable('executions')
    .set((eb) => ({
      reviewed_by: ctx.actor.userId,
      reviewed_at: ctx.clock.now(),
      review_comment: comment,
      version: eb('version', '+', 1),
    }))
    .where('occurrence_id', '=', occurrence.id)
    .execute();
  await db.updateTable('occurrences').set({ state }).where('id', '=', occurrence.id).execute();
  await recordAudit(ctx, db, {
    action: `execution.${state}`,
    objectType: 'occurrence',
    objectId: occurrence.id,
    organisationId: occurrence.organisation.id,
    before: { state: occurrence.state },
    after: { state },
    reason: comment,
  });
}
