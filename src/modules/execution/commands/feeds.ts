/** Calendar feeds: an address with a secret, shown once, that a calendar program reads without signing in. */
import { AppError } from '#kernel/errors.ts';
import { planHead } from '#modules/plans/index.ts';
import { recordAudit } from '#platform/audit.ts';
import type { Ctx, Services } from '#platform/context.ts';
import { newToken } from '#platform/token.ts';

/** More feeds than anyone's programs read; a runaway script stops here. */
const FEEDS_AT_MOST = 50;

/** The person's own calendar, or the calendar of a plan that the person sees. Returns the address, never shown again. */
export async function createFeed(ctx: Ctx, planId: number | null): Promise<string> {
  if (planId !== null) await planHead(ctx.scope, ctx.db, planId);
  const { token, sha256 } = newToken();
  await ctx.db.transaction().execute(async (db) => {
    const { number } = await db
      .selectFrom('calendar_feeds')
      .select((eb) => eb.fn.countAll<number>().as('number'))
      .where('user_id', '=', ctx.actor.userId)
      .where('revoked_at', 'is', null)
      .executeTakeFirstOrThrow();
    if (number >= FEEDS_AT_MOST) {
      throw new AppError('invalidInput', {
        text: 'Подписок слишком много.',
        advice: 'Отзовите те, которыми не пользуетесь.',
      });
    }
    const { id } = await db
      .insertInto('calendar_feeds')
      .values({ user_id: ctx.actor.userId, plan_id: planId, token_sha256: sha256, created_at: ctx.clock.now() })
      .returning('id')
      .executeTakeFirstOrThrow();
    await recordAudit(ctx, db, { action: 'feed.created', objectType: 'feed', objectId: id, after: { planId } });
  });
  return `${ctx.config.publicUrl}/feeds/${token}.ics`;
}

/** From this moment the address answers nothing. */
export async function revokeFeed(ctx: Ctx, feedId: number): Promise<void> {
  await ctx.db.transaction().execute(async (db) => {
    const { numUpdatedRows } = await db
      .updateTable('calendar_feeds')
      .set({ revoked_at: ctx.clock.now() })
      .where('id', '=', feedId)
      .where('user_id', '=', ctx.actor.userId)
      .where('revoked_at', 'is', null)
      .executeTakeFirst();
    if (numUpdatedRows === 0n) throw new AppError('notFound', { text: 'Такой подписки нет или она уже отозвана.' });
    await recordAudit(ctx, db, { action: 'feed.revoked', objectType: 'feed', objectId: feedId });
  });
}

/** Programs read every few hours; one note a day is enough to see which feeds are in use. */
export async function noteFeedRead({ db, clock }: Services, feedId: number): Promise<void> {
  const dayAgo = new Date(clock.now().getTime() - 24 * 3_600_000);
  await db
    .updateTable('calendar_feeds')
    .set({ last_read_at: clock.now() })
    .where('id', '=', feedId)
    .where((eb) => eb.or([eb('last_read_at', 'is', null), eb('last_read_at', '<', dayAgo)]))
    .execute();
}
