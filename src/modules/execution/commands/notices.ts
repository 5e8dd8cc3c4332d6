/** Who learns what about a change of execution, in the transaction of the change. */
import { formatDate } from '#kernel/format.ts';
import { notify } from '#modules/notifications/index.ts';
import type { Ctx } from '#platform/context.ts';
import type { Connection } from '#platform/database.ts';
import { nearestReviewers } from '../queries/people.ts';
import { acceptedMarks, measureName } from '../words.ts';
import type { LockedOccurrence } from './record.ts';

/** One notice a day for an organisation, however many marks it hands in. */
export async function tellReviewers(ctx: Ctx, db: Connection, [first]: readonly LockedOccurrence[]): Promise<void> {
  if (!first) return;
  const today = ctx.clock.today();
  const { organisation } = first;
  await notify(ctx, db, {
    userIds: await nearestReviewers(db, organisation, ctx.actor.userId, today),
    kind: 'review',
    title: `${organisation.shortName}: отметки об исполнении ждут проверки`,
    body: `Поступили ${formatDate(today)}`,
    href: `/review?organisation=${organisation.id}`,
    dedupeKey: `review:${organisation.id}:${today}`,
  });
}

export async function tellReturned(
  ctx: Ctx,
  db: Connection,
  occurrence: LockedOccurrence,
  comment: string,
): Promise<void> {
  const submitter = occurrence.record?.submittedBy;
  if (!submitter) return;
  await notify(ctx, db, {
    userIds: [submitter],
    kind: 'returned',
    title: `Возвращено на доработку: ${measureName(occurrence.measure, 100)}`,
    body: comment,
    href: `/occurrences/${occurrence.id}`,
    dedupeKey: `returned:${occurrence.id}:${occurrence.record?.version}`,
  });
}

/** One notice for each who submitted, whatever number of marks was accepted at once. */
export async function tellAccepted(ctx: Ctx, db: Connection, occurrences: readonly LockedOccurrence[]): Promise<void> {
  for (const [submitter, accepted] of Map.groupBy(occurrences, (occurrence) => occurrence.record?.submittedBy)) {
    const [first] = accepted;
    if (!submitter || !first) continue;
    const only = accepted.length === 1;
    await notify(ctx, db, {
      userIds: [submitter],
      kind: 'accepted',
      title: only ? `Исполнение принято: ${measureName(first.measure, 100)}` : acceptedMarks(accepted.length),
      body: only ? '' : accepted.map((occurrence) => measureName(occurrence.measure, 80)).join('\n'),
      href: only ? `/occurrences/${first.id}` : '/tasks?show=done',
      dedupeKey: `accepted:${first.id}:${first.record?.version}`,
    });
  }
}
