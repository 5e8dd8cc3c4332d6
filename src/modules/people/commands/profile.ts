/** What a person keeps for themselves: name and post, looks, digest, the devices they are signed in on. */
import { AppError } from '#kernel/errors.ts';
import { recordAudit } from '#platform/audit.ts';
import type { Ctx } from '#platform/context.ts';
import type { Connection } from '#platform/database.ts';
import { idleSince } from '#platform/session.ts';
import { checkedName, normaliseEmail } from '../domain.ts';
import { insistPassword } from './passwords.ts';
import { CREDENTIAL } from './write-password.ts';

export const DIGESTS = ['off', 'daily', 'weekly'] as const;
export type Digest = (typeof DIGESTS)[number];

export type Preferences = { theme: string; textSize: number; digest: Digest };

const USUAL: Preferences = { theme: 'light', textSize: 100, digest: 'daily' };

export async function preferencesOf(db: Connection, userId: string): Promise<Preferences> {
  return (await savedPreferences(db, { userId })) ?? USUAL;
}

/** Null for who never changed anything. */
export async function savedPreferences(
  db: Connection,
  person: { userId: string } | { email: string },
): Promise<Preferences | null> {
  const row = await db
    .selectFrom('user_preferences as p')
    .innerJoin('users as u', 'u.id', 'p.user_id')
    .select(['p.theme', 'p.text_size as textSize', 'p.digest'])
    .where((eb) =>
      'userId' in person ? eb('u.id', '=', person.userId) : eb('u.email', '=', normaliseEmail(person.email)),
    )
    .executeTakeFirst();
  return row ? { ...row, digest: DIGESTS.find((digest) => digest === row.digest) ?? USUAL.digest } : null;
}

/** Changes some of the preferences. How a page looks to its reader is nobody else's business, so it leaves no audit event. */
export async function savePreferences(
  { db, actor }: Pick<Ctx, 'db' | 'actor'>,
  changes: Partial<Preferences>,
): Promise<void> {
  const { theme, textSize, digest } = changes;
  const columns = { ...(theme && { theme }), ...(textSize && { text_size: textSize }), ...(digest && { digest }) };
  if (Object.keys(columns).length === 0) return;
  await db
    .insertInto('user_preferences')
    .values({ user_id: actor.userId, ...columns })
    .onConflict((conflict) => conflict.column('user_id').doUpdateSet(columns))
    .execute();
}

export async function profileOf(
  db: Connection,
  userId: string,
): Promise<{ name: string; email: string; post: string | null }> {
  return db.selectFrom('users').select(['name', 'email', 'post']).where('id', '=', userId).executeTakeFirstOrThrow();
}

export async function changeOwnProfile(ctx: Ctx, changes: { name: string; post: string | null }): Promise<void> {
  const after = { name: checkedName(changes.name), post: changes.post };
  await ctx.db.transaction().execute(async (trx) => {
    const before = await profileOf(trx, ctx.actor.userId);
    await trx
      .updateTable('users')
      .set({ ...after, updated_at: ctx.clock.now() })
      .where('id', '=', ctx.actor.userId)
      .execute();
    await recordAudit(ctx, trx, {
      action: 'user.changed',
      objectType: 'user',
      objectId: ctx.actor.userId,
      before: { name: before.name, post: before.post },
      after,
    });
  });
}

export type SessionRow = { id: string; token: string; startedAt: Date; expiresAt: Date; userAgent: string | null };

/** Devices on which this person is signed in now, the latest first. */
export async function ownSessions(ctx: Ctx): Promise<SessionRow[]> {
  return ctx.db
    .selectFrom('sessions')
    .select(['id', 'token', 'created_at as startedAt', 'expires_at as expiresAt', 'user_agent as userAgent'])
    .where('user_id', '=', ctx.actor.userId)
    .where('expires_at', '>', ctx.clock.now())
    .where('used_at', '>', idleSince(ctx))
    .orderBy('created_at', 'desc')
    .execute();
}

/**
 * Signs out on other devices. Whoever sits at a browser left open must not shut the owner out: the password is asked again
 * of who has one. Sessions of others and those that have ended are passed over; returns how many ended.
 */
export async function endOwnSessions(ctx: Ctx, ids: readonly string[], password: string): Promise<number> {
  if (await hasPassword(ctx.db, ctx.actor.userId)) await insistPassword(ctx, password, 'password');
  return ctx.db.transaction().execute(async (trx) => {
    const { numDeletedRows } = await trx
      .deleteFrom('sessions')
      .where('id', 'in', [...ids])
      .where('user_id', '=', ctx.actor.userId)
      .executeTakeFirst();
    const ended = Number(numDeletedRows);
    if (ended === 0) throw new AppError('notFound', { text: 'Эти сеансы уже завершены.' });
    await recordAudit(ctx, trx, {
      action: 'user.session-ended',
      objectType: 'user',
      objectId: ctx.actor.userId,
      after: { sessions: ended },
    });
    return ended;
  });
}

/** Who comes through the identity provider alone has none. */
export async function hasPassword(db: Connection, userId: string): Promise<boolean> {
  const account = await db
    .selectFrom('accounts')
    .select('id')
    .where('user_id', '=', userId)
    .where('provider_id', '=', CREDENTIAL)
    .executeTakeFirst();
  return account !== undefined;
}
