/** Notices to people, written in the transaction of what they tell. */
import { sql } from 'kysely';
import { AppError } from '#kernel/errors.ts';
import { recordAudit } from '#platform/audit.ts';
import type { Ctx, Services } from '#platform/context.ts';
import type { Connection } from '#platform/database.ts';
import { queueOutbox } from '#platform/mail.ts';
import { mayReadOutbox } from './policy.ts';

export type Notice = {
  userIds: readonly string[];
  /** What it is about; the digest groups by it. */
  kind: string;
  title: string;
  body?: string;
  /** Address within Opora, from the root: `/occurrences/7`. */
  href: string;
  /** One notice per person and key: a repeated run adds nothing. */
  dedupeKey: string;
};

export async function notify(
  { clock }: Pick<Services, 'clock'>,
  db: Connection,
  { userIds, kind, title, body = '', href, dedupeKey }: Notice,
): Promise<void> {
  if (userIds.length === 0) return;
  // Others' notices are not this person's to see, so their table takes them by a function of its own.
  await sql`select add_notices(${[...new Set(userIds)]}::text[], ${kind}, ${title}, ${body}, ${href}, ${dedupeKey}, ${clock.now()})`.execute(
    db,
  );
}

/** Marks own notices as read: those named, or all. */
export async function markRead({ db, clock, actor }: Ctx, ids: readonly number[] | 'all'): Promise<void> {
  if (ids !== 'all' && ids.length === 0) return;
  await db
    .updateTable('notifications')
    .set({ read_at: clock.now() })
    .where('user_id', '=', actor.userId)
    .where('read_at', 'is', null)
    .$if(ids !== 'all', (query) => query.where('id', 'in', ids as number[]))
    .execute();
}

/** Tries letters again that the mail server refused for good. */
export async function sendAgain(ctx: Ctx, ids: readonly number[]): Promise<void> {
  if (!mayReadOutbox(ctx.actor)) throw new AppError('notAllowed');
  if (ids.length === 0) return;
  await ctx.db.transaction().execute(async (trx) => {
    await trx
      .updateTable('outbox_mails')
      .set({ attempts: 0, last_error: null })
      .where('id', 'in', [...ids])
      .where('sent_at', 'is', null)
      .execute();
    await queueOutbox(ctx, trx);
    await recordAudit(ctx, trx, { action: 'mail.sent-again', objectType: 'mail', objectId: ids.join(',') });
  });
}
