/** Tokens are made, shown once, revoked; when they were last used is noted. */
import type { Actor } from '#kernel/actor.ts';
import { AppError } from '#kernel/errors.ts';
import { notify } from '#modules/notifications/index.ts';
import { accountOf } from '#modules/people/index.ts';
import { recordAudit } from '#platform/audit.ts';
import type { Ctx, Services } from '#platform/context.ts';
import { newToken, tokenHash } from '#platform/token.ts';
import { checkedToken, mayBind, type NewToken, TOKEN_PREFIX, TOKENS_AT_MOST } from '../domain.ts';
import { mayRevoke } from '../policy.ts';

const USE_NOTED_EVERY = 60_000;

type Owner = Pick<Actor, 'userId' | 'assignments'>;

/** Returns the token itself, never shown again. `owner` is who acts, or whom the operator makes it for. */
export async function createToken(
  ctx: Ctx,
  input: NewToken,
  owner: Owner = ctx.actor,
): Promise<{ id: number; token: string }> {
  const { name, purpose, role, organisationId, rights, uses, validUntil } = checkedToken(input, ctx.clock.today());
  const token = `${TOKEN_PREFIX}${newToken().token}`;
  const id = await ctx.db.transaction().execute(async (db) => {
    const organisation = await db
      .selectFrom('organisations')
      .select('path')
      .where('id', '=', organisationId)
      .executeTakeFirst();
    if (!organisation || !mayBind(owner, role, organisation))
      throw new AppError('notAllowed', {
        field: 'place',
        text: 'Токен не может видеть больше, чем его владелец.',
        advice: 'Выберите организацию, где у владельца есть эта роль, или подведомственную ей.',
      });
    const { number } = await db
      .selectFrom('api_tokens')
      .select((eb) => eb.fn.countAll<number>().as('number'))
      .where('user_id', '=', owner.userId)
      .where('revoked_at', 'is', null)
      .where('valid_until', '>=', ctx.clock.today())
      .executeTakeFirstOrThrow();
    if (number >= TOKENS_AT_MOST)
      throw new AppError('invalidInput', { text: 'Токенов слишком много.', advice: 'Отзовите те, что не нужны.' });
    const made = await db
      .insertInto('api_tokens')
      .values({
        user_id: owner.userId,
        name,
        purpose,
        token_sha256: tokenHash(token),
        role,
        organisation_id: organisationId,
        rights: [...rights],
        uses: [...uses],
        valid_from: ctx.clock.today(),
        valid_until: validUntil,
        created_at: ctx.clock.now(),
      })
      .returning('id')
      .executeTakeFirstOrThrow();
    await recordAudit(ctx, db, {
      action: 'api-token.created',
      objectType: 'api-token',
      objectId: made.id,
      organisationId,
      after: { owner: owner.userId, name, purpose, role, rights, uses, validUntil },
    });
    // Somebody else at the keyboard, or the operator: the owner is to know.
    await notify(ctx, db, {
      userIds: [owner.userId],
      kind: 'api-token',
      title: `Выпущен токен API «${name}»`,
      body: 'Если это были не вы, отзовите токен и смените пароль.',
      href: '/profile/tokens',
      dedupeKey: `api-token:${made.id}`,
    });
    return made.id;
  });
  return { id, token };
}

/** From this moment it opens nothing. */
export async function revokeToken(ctx: Ctx, tokenId: number): Promise<void> {
  await ctx.db.transaction().execute(async (db) => {
    const token = await db
      .selectFrom('api_tokens as t')
      .innerJoin('organisations as o', 'o.id', 't.organisation_id')
      .select(['t.user_id as userId', 't.organisation_id as organisationId', 'o.path'])
      .where('t.id', '=', tokenId)
      .where('t.revoked_at', 'is', null)
      .forUpdate('t')
      .executeTakeFirst();
    if (!token || !mayRevoke(ctx.actor, token))
      throw new AppError('notFound', {
        text: 'Такого токена нет или он уже отозван.',
        advice: 'Посмотрите список токенов.',
      });
    await db
      .updateTable('api_tokens')
      .set({
        revoked_at: ctx.clock.now(),
        revoked_by: accountOf(ctx.actor),
      })
      .where('id', '=', tokenId)
      .execute();
    await recordAudit(ctx, db, {
      action: 'api-token.revoked',
      objectType: 'api-token',
      objectId: tokenId,
      organisationId: token.organisationId,
    });
  });
}

/** Once a minute is enough to see which tokens are in use; a busy program then costs one write a minute. */
export async function noteTokenUse(
  { db, clock }: Pick<Services, 'db' | 'clock'>,
  token: { id: number; lastUsedAt: Date | null },
): Promise<void> {
  const now = clock.now();
  if (token.lastUsedAt !== null && now.getTime() - token.lastUsedAt.getTime() < USE_NOTED_EVERY) return;
  await db.updateTable('api_tokens').set({ last_used_at: now }).where('id', '=', token.id).execute();
}
