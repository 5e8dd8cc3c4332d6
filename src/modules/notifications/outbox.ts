/** The outbox: letters that left, wait, or were refused. */
import { AppError } from '#kernel/errors.ts';
import { recordAudit } from '#platform/audit.ts';
import type { Ctx } from '#platform/context.ts';
import { MAIL_ATTEMPTS, queueOutbox } from '#platform/mail.ts';
import { mayReadOutbox } from './queries.ts';

export type LetterState = 'waiting' | 'sent' | 'given-up';

export type Letter = {
  id: number;
  to: string;
  subject: string;
  text: string;
  createdAt: Date;
  sentAt: Date | null;
  attempts: number;
  lastError: string | null;
  state: LetterState;
};

/** Newest first. */
export async function lettersIn(
  ctx: Ctx,
  filter: { state?: LetterState },
  page: { limit: number; offset: number },
): Promise<{ rows: Letter[]; total: number }> {
  if (!mayReadOutbox(ctx.actor)) throw new AppError('notAllowed');
  const matching = ctx.db
    .selectFrom('outbox_mails')
    .$if(filter.state === 'sent', (query) => query.where('sent_at', 'is not', null))
    .$if(filter.state === 'waiting', (query) =>
      query.where('sent_at', 'is', null).where('attempts', '<', MAIL_ATTEMPTS),
    )
    .$if(filter.state === 'given-up', (query) =>
      query.where('sent_at', 'is', null).where('attempts', '>=', MAIL_ATTEMPTS),
    );
  const [rows, { total }] = await Promise.all([
    matching
      .select([
        'id',
        'to_address as to',
        'subject',
        'body_text as text',
        'created_at as createdAt',
        'sent_at as sentAt',
        'attempts',
        'last_error as lastError',
      ])
      .orderBy('id', 'desc')
      .limit(page.limit)
      .offset(page.offset)
      .execute(),
    matching.select((eb) => eb.fn.countAll<number>().as('total')).executeTakeFirstOrThrow(),
  ]);
  return { rows: rows.map((row) => ({ ...row, state: stateOf(row) })), total };
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

function stateOf({ sentAt, attempts }: { sentAt: Date | null; attempts: number }): LetterState {
  if (sentAt) return 'sent';
  return attempts >= MAIL_ATTEMPTS ? 'given-up' : 'waiting';
}
