/** Passwords of accounts: chosen by the person, or by the link of an invitation. */
import { sql } from 'kysely';
import type { Actor } from '#kernel/actor.ts';
import { AppError } from '#kernel/errors.ts';
import { recordAudit } from '#platform/audit.ts';
import type { Ctx, Services } from '#platform/context.ts';
import type { Connection } from '#platform/database.ts';
import { queueMail } from '#platform/mail.ts';
import { verifyPassword } from '#platform/password.ts';
import { endAllSessions } from '#platform/session.ts';
import { newId, newToken, tokenHash } from '#platform/token.ts';
import { insertUser, type NewUser } from './accounts.ts';
import { lockedUser } from './locked-user.ts';
import { mayManageAccount } from '../policy.ts';
import { CREDENTIAL, writePassword } from './write-password.ts';

const INVITATION_DAYS = 7;

/** The person's own change. All sessions end, also those on machines forgotten somewhere; the page signs in anew. */
export async function changeOwnPassword(ctx: Ctx, { current, next }: { current: string; next: string }): Promise<void> {
  const { userId } = ctx.actor;
  await insistPassword(ctx, current, 'currentPassword');
  await ctx.db.transaction().execute(async (trx) => {
    await writePassword(ctx, trx, userId, next);
    await endAllSessions(trx, userId);
    await recordAudit(ctx, trx, { action: 'user.password-changed', objectType: 'user', objectId: userId });
  });
}

/** That the person at the keyboard knows the password of who is signed in; the error is told at `field`. */
export async function insistPassword({ db, actor }: Ctx, password: string, field: string): Promise<void> {
  const account = await db
    .selectFrom('accounts')
    .select('password')
    .where('user_id', '=', actor.userId)
    .where('provider_id', '=', CREDENTIAL)
    .executeTakeFirst();
  if (!account?.password || !(await verifyPassword({ hash: account.password, password })))
    throw new AppError('passwordWrong', { field });
}

/** Creates the account and mails a link by which the person sets the password. */
export async function inviteUser(ctx: Ctx, input: Omit<NewUser, 'password'>): Promise<string> {
  return ctx.db.transaction().execute(async (trx) => {
    const id = await insertUser(ctx, trx, input);
    await mailInvitation(ctx, trx, id);
    return id;
  });
}

/** A new link for somebody who lost the first one or the password. The old links end. */
export async function inviteAgain(ctx: Ctx, id: string): Promise<void> {
  await ctx.db.transaction().execute(async (trx) => {
    const user = await lockedUser(trx, id);
    if (!mayManageAccount(ctx.actor, user)) throw new AppError('notAllowed');
    if (user.disabledAt) throw new AppError('accountDisabled', { advice: 'Сначала включите учётную запись.' });
    await mailInvitation(ctx, trx, id);
  });
}

export type Invited = { userId: string; name: string; email: string };

/** Whose link this is, or null when it was used or is too old. */
export async function invitedBy(services: Pick<Services, 'db' | 'clock'>, token: string): Promise<Invited | null> {
  const row = await services.db
    .selectFrom('verifications as v')
    .innerJoin('users as u', (join) => join.on('v.identifier', '=', sql<string>`'invitation:' || u.id`))
    .select(['u.id as userId', 'u.name', 'u.email'])
    .where('v.value', '=', tokenHash(token))
    .where('v.expires_at', '>', services.clock.now())
    .where('u.disabled_at', 'is', null)
    .executeTakeFirst();
  return row ?? null;
}

/** Sets the password by the link, once. */
export async function acceptInvitation(
  services: Services & { requestId: string },
  token: string,
  password: string,
): Promise<Invited> {
  const invited = await invitedBy(services, token);
  if (!invited) throw new AppError('invitationExpired');
  await services.db.transaction().execute(async (trx) => {
    const { numDeletedRows } = await trx
      .deleteFrom('verifications')
      .where('identifier', '=', invitationOf(invited.userId))
      .executeTakeFirst();
    if (numDeletedRows === 0n) throw new AppError('invitationExpired');
    await writePassword(services, trx, invited.userId, password);
    await trx.updateTable('users').set({ email_verified: true }).where('id', '=', invited.userId).execute();
    await endAllSessions(trx, invited.userId);
    const actor: Actor = { ...invited, assignments: [] };
    await recordAudit({ ...services, actor }, trx, {
      action: 'user.invitation-accepted',
      objectType: 'user',
      objectId: invited.userId,
    });
  });
  return invited;
}

async function mailInvitation(ctx: Ctx, trx: Connection, userId: string): Promise<void> {
  const { name, email } = await trx
    .selectFrom('users')
    .select(['name', 'email'])
    .where('id', '=', userId)
    .executeTakeFirstOrThrow();
  const { token, sha256 } = newToken();
  await trx.deleteFrom('verifications').where('identifier', '=', invitationOf(userId)).execute();
  const expiresAt = new Date(ctx.clock.now().getTime() + INVITATION_DAYS * 86_400_000);
  await trx
    .insertInto('verifications')
    .values({ id: newId(), identifier: invitationOf(userId), value: sha256, expires_at: expiresAt })
    .execute();
  await queueMail(ctx, trx, {
    to: email,
    subject: 'Опора: задайте пароль',
    text: [
      `Здравствуйте, ${name}!`,
      '',
      'Для вас создана учётная запись в Опоре — рабочей системе поддержки школ. Чтобы войти, задайте пароль по ссылке:',
      '',
      `${ctx.config.publicUrl}/invitation/${token}`,
      '',
      `Ссылка действует ${INVITATION_DAYS} дней и только один раз. Если вы не ждали этого письма, ничего делать не нужно.`,
    ].join('\n'),
  });
  await recordAudit(ctx, trx, { action: 'user.invited', objectType: 'user', objectId: userId });
}

function invitationOf(userId: string): string {
  return `invitation:${userId}`;
}
