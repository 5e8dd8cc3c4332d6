/** What is done with people: accounts and roles. Each change and its audit event are one transaction. */
import { AppError } from '#kernel/errors.ts';
import { recordAudit } from '#platform/audit.ts';
import type { Ctx } from '#platform/context.ts';
import type { Connection } from '#platform/database.ts';
import { endAllSessions } from '#platform/session.ts';
import { newId } from '#platform/token.ts';
import { checkedEmail, checkedName } from '../domain.ts';
import { lockedUser, type LockedUser } from './locked-user.ts';
import { mayDisable, mayManageAccount } from '../policy.ts';
import { insistRegionsHaveAdministrators, type RoleGrant, writeRole } from './roles.ts';
import { writePassword } from './write-password.ts';

export type NewUser = {
  name: string;
  email: string;
  post?: string | null;
  /** At least one: a person without a place is nobody's to manage. */
  roles: RoleGrant[];
  /** Absent: the person sets it by an invitation. */
  password?: string;
};

export async function createUser(ctx: Ctx, input: NewUser): Promise<string> {
  return ctx.db.transaction().execute((trx) => insertUser(ctx, trx, input));
}

export async function insertUser(ctx: Ctx, trx: Connection, input: NewUser): Promise<string> {
  const name = checkedName(input.name);
  const email = checkedEmail(input.email);
  if (input.roles.length === 0)
    throw new AppError('invalidInput', { field: 'roles', text: 'Дайте пользователю хотя бы одну роль.' });
  const id = newId();
  const { numInsertedOrUpdatedRows } = await trx
    .insertInto('users')
    .values({
      id,
      name,
      email,
      post: input.post?.trim() || null,
      created_at: ctx.clock.now(),
      updated_at: ctx.clock.now(),
    })
    .onConflict((conflict) => conflict.column('email').doNothing())
    .executeTakeFirst();
  if (!numInsertedOrUpdatedRows) throw new AppError('emailTaken', { field: 'email' });
  if (input.password !== undefined) await writePassword(ctx, trx, id, input.password);
  await recordAudit(ctx, trx, {
    action: 'user.created',
    objectType: 'user',
    objectId: id,
    organisationId: input.roles[0]!.organisationId,
    after: { name, email },
  });
  for (const grant of input.roles) await writeRole(ctx, trx, id, grant);
  return id;
}

export async function updateUser(
  ctx: Ctx,
  id: string,
  changes: { name: string; email: string; post: string | null },
): Promise<void> {
  await ctx.db.transaction().execute(async (trx) => {
    const user = await manageable(ctx, trx, id);
    const after = {
      name: checkedName(changes.name),
      email: checkedEmail(changes.email),
      post: changes.post?.trim() || null,
    };
    await trx
      .updateTable('users')
      .set({ ...after, updated_at: ctx.clock.now() })
      .where('id', '=', id)
      .execute()
      .catch(insistAddressIsFree);
    const before = { name: user.name, email: user.email, post: user.post };
    await recordAudit(ctx, trx, { action: 'user.changed', objectType: 'user', objectId: id, before, after });
  });
}

/** The person is out from the next request on; what they did stays. */
export async function disableUser(ctx: Ctx, id: string): Promise<void> {
  await ctx.db.transaction().execute(async (trx) => {
    const user = await lockedUser(trx, id);
    if (!mayDisable(ctx.actor, user)) throw new AppError('notAllowed');
    if (user.disabledAt) return;
    await trx
      .updateTable('users')
      .set({ disabled_at: ctx.clock.now(), updated_at: ctx.clock.now() })
      .where('id', '=', id)
      .execute();
    await endAllSessions(trx, id);
    await insistRegionsHaveAdministrators(ctx, trx, user);
    await recordAudit(ctx, trx, { action: 'user.disabled', objectType: 'user', objectId: id });
  });
}

export async function enableUser(ctx: Ctx, id: string): Promise<void> {
  await ctx.db.transaction().execute(async (trx) => {
    const user = await manageable(ctx, trx, id);
    if (!user.disabledAt) return;
    await trx
      .updateTable('users')
      .set({ disabled_at: null, updated_at: ctx.clock.now() })
      .where('id', '=', id)
      .execute();
    await recordAudit(ctx, trx, { action: 'user.enabled', objectType: 'user', objectId: id });
  });
}

/** An administrator gives a new password; whoever was signed in with the old one is out. */
export async function setPassword(ctx: Ctx, id: string, password: string): Promise<void> {
  await ctx.db.transaction().execute(async (trx) => {
    await manageable(ctx, trx, id);
    await writePassword(ctx, trx, id, password);
    await endAllSessions(trx, id);
    await recordAudit(ctx, trx, { action: 'user.password-set', objectType: 'user', objectId: id });
  });
}

/** Signs somebody out on every device, as when one is lost; the account and its password stay as they are. Returns how many sessions ended. */
export async function endSessions(ctx: Ctx, id: string): Promise<number> {
  return ctx.db.transaction().execute(async (trx) => {
    await manageable(ctx, trx, id);
    const ended = await endAllSessions(trx, id);
    await recordAudit(ctx, trx, {
      action: 'user.sessions-ended',
      objectType: 'user',
      objectId: id,
      after: { sessions: ended },
    });
    return ended;
  });
}

async function manageable(ctx: Ctx, trx: Connection, id: string): Promise<LockedUser> {
  const user = await lockedUser(trx, id);
  if (!mayManageAccount(ctx.actor, user)) throw new AppError('notAllowed');
  return user;
}

/** Somebody else's account with this address may be one that is not seen from here: the constraint knows it. */
function insistAddressIsFree(error: unknown): never {
  if ((error as { constraint?: string }).constraint === 'users_email_unique')
    throw new AppError('emailTaken', { field: 'email' });
  throw error;
}
