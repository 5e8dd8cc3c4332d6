/** Questions about notices and letters. */
import { sql } from 'kysely';
import { AppError } from '#kernel/errors.ts';
import type { Ctx } from '#platform/context.ts';
import { type Connection, prepared } from '#platform/database.ts';
import { MAIL_ATTEMPTS } from '#platform/mail.ts';
import { mayReadOutbox } from './policy.ts';

export type Notification = {
  id: number;
  kind: string;
  title: string;
  body: string;
  href: string;
  createdAt: Date;
  readAt: Date | null;
};

export async function unreadCount(db: Connection, userId: string): Promise<number> {
  const { rows } = await sql<{ unread: number }>`${prepared}
    select count(*) as unread from notifications where user_id = ${userId} and read_at is null`.execute(db);
  return rows[0]?.unread ?? 0;
}

/** The person's own, newest first. */
export async function notificationsOf(
  db: Connection,
  userId: string,
  filter: { unread?: boolean; kind?: string },
  page: { limit: number; offset: number },
): Promise<{ rows: Notification[]; total: number }> {
  const matching = db
    .selectFrom('notifications')
    .where('user_id', '=', userId)
    .$if(filter.unread === true, (query) => query.where('read_at', 'is', null))
    .$if(filter.kind !== undefined, (query) => query.where('kind', '=', filter.kind!));
  const [rows, { total }] = await Promise.all([
    matching
      .select(['id', 'kind', 'title', 'body', 'href', 'created_at as createdAt', 'read_at as readAt'])
      .orderBy('id', 'desc')
      .limit(page.limit)
      .offset(page.offset)
      .execute(),
    matching.select((eb) => eb.fn.countAll<number>().as('total')).executeTakeFirstOrThrow(),
  ]);
  return { rows, total };
}

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

function stateOf({ sentAt, attempts }: { sentAt: Date | null; attempts: number }): LetterState {
  if (sentAt) return 'sent';
  return attempts >= MAIL_ATTEMPTS ? 'given-up' : 'waiting';
}
