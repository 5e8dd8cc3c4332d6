/** Questions about notices and letters. */
import type { Actor } from '#kernel/actor.ts';
import type { Connection } from '#platform/database.ts';

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
  const { unread } = await db
    .selectFrom('notifications')
    .select((eb) => eb.fn.countAll<number>().as('unread'))
    .where('user_id', '=', userId)
    .where('read_at', 'is', null)
    .executeTakeFirstOrThrow();
  return unread;
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

/** Letters hold invitations, so they are for the administrator of a whole region only. */
export function mayReadOutbox(actor: Pick<Actor, 'assignments'>): boolean {
  return actor.assignments.some(
    ({ role, organisationId, path }) => role === 'administrator' && path === `${organisationId}.`,
  );
}
