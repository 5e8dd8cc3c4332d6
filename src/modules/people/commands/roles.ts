/** Roles given, for a term or for good, and taken away. What ended moves to the history in the same transaction. */
import type { Role } from '#kernel/actor.ts';
import type { IsoDate } from '#kernel/dates.ts';
import { AppError } from '#kernel/errors.ts';
import { recordAudit } from '#platform/audit.ts';
import type { Ctx } from '#platform/context.ts';
import type { Connection } from '#platform/database.ts';
import { accountOf, roleFits, ROLE_NAMES } from '../domain.ts';
import { mayAssignCurators, mayManageRolesAt } from '../policy.ts';
import { lockedUser, type LockedUser } from './locked-user.ts';

export type RoleGrant = {
  role: Role;
  organisationId: number;
  validUntil?: IsoDate | null;
  /** Why for a term; a role with both is a temporary one. */
  reason?: string | null;
};

export type CuratorAssignment = {
  userId: string;
  schoolId: number;
  from: IsoDate;
  until: IsoDate | null;
  order?: { number: string; datedOn: IsoDate } | null;
};

/** Gives a role, or changes the term of one already held. */
export async function grantRole(ctx: Ctx, userId: string, grant: RoleGrant): Promise<void> {
  await ctx.db.transaction().execute(async (trx) => {
    await insistActive(trx, userId);
    const user = await lockedUser(trx, userId);
    await writeRole(ctx, trx, userId, grant);
    await insistRegionsHaveAdministrators(ctx, trx, user);
  });
}

/** The person looks after this school from one day to another; their other roles have nothing to do with it. */
export async function assignCurator(ctx: Ctx, { userId, schoolId, from, until, order }: CuratorAssignment) {
  return ctx.db.transaction().execute(async (trx) => {
    await insistActive(trx, userId);
    const school = await openPlace(trx, schoolId);
    if (!mayAssignCurators(ctx.actor, school)) throw new AppError('notAllowed');
    if (school.kind !== 'school')
      throw new AppError('invalidInput', { field: 'school', text: 'Куратор назначается в школу.' });
    if (until !== null && until < from)
      throw new AppError('invalidInput', { field: 'until', text: 'Последний день раньше первого.' });
    await insertRole(ctx, trx, userId, {
      role: 'curator',
      organisation_id: schoolId,
      basis: 'assignment',
      valid_from: from,
      valid_until: until,
      order_number: order?.number ?? null,
      order_dated_on: order?.datedOn ?? null,
    });
    await recordAudit(ctx, trx, {
      action: 'user.curator-assigned',
      objectType: 'user',
      objectId: userId,
      organisationId: schoolId,
      after: { from, validUntil: until, ...(order && { number: order.number, on: order.datedOn }) },
    });
  });
}

/** Takes the role away at once; the record of it stays in the history. */
export async function revokeRole(ctx: Ctx, assignmentId: number, reason: string | null = null): Promise<void> {
  await ctx.db.transaction().execute(async (trx) => {
    const held = await trx
      .selectFrom('role_assignments as r')
      .innerJoin('organisations as o', 'o.id', 'r.organisation_id')
      .select(['r.user_id', 'r.role', 'r.organisation_id', 'r.basis', 'o.path'])
      .where('r.id', '=', assignmentId)
      .executeTakeFirst();
    if (!held) throw new AppError('notFound');
    const may =
      mayManageRolesAt(ctx.actor, held) || (held.basis === 'assignment' && mayAssignCurators(ctx.actor, held));
    if (!may) throw new AppError('notAllowed');
    // A curator administers nothing, and a planner who lets one go locks nobody's account.
    const user = held.basis === 'assignment' ? null : await lockedUser(trx, held.user_id);
    await retire(ctx, trx, { id: assignmentId }, reason);
    if (user) await insistRegionsHaveAdministrators(ctx, trx, user);
    await recordAudit(ctx, trx, {
      action: held.basis === 'assignment' ? 'user.curator-released' : 'user.role-revoked',
      objectType: 'user',
      objectId: held.user_id,
      organisationId: held.organisation_id,
      before: { role: held.role },
      reason,
    });
  });
}

export async function writeRole(
  ctx: Ctx,
  trx: Connection,
  userId: string,
  { role, organisationId, validUntil = null, reason = null }: RoleGrant,
): Promise<void> {
  const place = await openPlace(trx, organisationId);
  if (!mayManageRolesAt(ctx.actor, place)) throw new AppError('notAllowed');
  if (!roleFits(role, place.kind)) {
    throw new AppError('invalidInput', {
      field: 'role',
      text: `Роль «${ROLE_NAMES[role]}» не подходит этой организации.`,
      advice: 'Выберите другую роль или организацию.',
    });
  }
  await insertRole(ctx, trx, userId, {
    role,
    organisation_id: organisationId,
    basis: validUntil !== null && reason !== null ? 'temporary' : 'post',
    valid_until: validUntil,
    reason,
  });
  await recordAudit(ctx, trx, {
    action: 'user.role-granted',
    objectType: 'user',
    objectId: userId,
    organisationId,
    after: { role, validUntil },
    reason,
  });
}

type Held = { role: Role; organisation_id: number; basis: string; valid_until: IsoDate | null } & Partial<
  Record<'valid_from' | 'reason' | 'order_number' | 'order_dated_on', string | null>
>;

/** A person holds a role at an organisation once: the term before gives way to the new one. */
async function insertRole(ctx: Ctx, trx: Connection, userId: string, held: Held): Promise<void> {
  await retire(ctx, trx, { user_id: userId, organisation_id: held.organisation_id, role: held.role }, null);
  await trx
    .insertInto('role_assignments')
    .values({ user_id: userId, granted_by: accountOf(ctx.actor), granted_at: ctx.clock.now(), ...held })
    .execute();
}

type Which = { id: number } | { user_id: string; organisation_id: number; role: Role };

export async function retire(
  ctx: Pick<Ctx, 'actor' | 'clock'>,
  trx: Connection,
  which: Which,
  reason: string | null,
): Promise<void> {
  const gone = await trx
    .deleteFrom('role_assignments')
    .where((eb) => eb.and(which))
    .returningAll()
    .execute();
  if (gone.length === 0) return;
  const ended = { ended_by: accountOf(ctx.actor), ended_at: ctx.clock.now(), end_reason: reason };
  await trx
    .insertInto('former_role_assignments')
    .values(gone.map((held) => ({ ...held, ...ended })))
    .execute();
}

async function openPlace(trx: Connection, organisationId: number) {
  const place = await trx
    .selectFrom('organisations')
    .select(['kind', 'path', 'status'])
    .where('id', '=', organisationId)
    .executeTakeFirst();
  if (!place) throw new AppError('notFound', { text: 'Такой организации нет.' });
  if (place.status !== 'open')
    throw new AppError('invalidInput', {
      field: 'organisationId',
      text: 'Организация закрыта, новые роли в ней не выдаются.',
    });
  return place;
}

async function insistActive(trx: Connection, userId: string): Promise<void> {
  const user = await trx.selectFrom('users').select('disabled_at').where('id', '=', userId).executeTakeFirst();
  if (!user) throw new AppError('notFound', { text: 'Такого пользователя нет.' });
  if (user.disabled_at)
    throw new AppError('transitionNotAllowed', { text: 'Учётная запись отключена.', advice: 'Сначала включите её.' });
}

/** After a change: every region this person administered still has somebody who can sign in and administer it. */
export async function insistRegionsHaveAdministrators(ctx: Ctx, trx: Connection, before: LockedUser): Promise<void> {
  for (const regionId of before.administers) {
    const left = await trx
      .selectFrom('role_assignments as r')
      .innerJoin('users as u', 'u.id', 'r.user_id')
      .select('r.id')
      .where('r.organisation_id', '=', regionId)
      .where('r.role', '=', 'administrator')
      .where('u.disabled_at', 'is', null)
      .where((eb) => eb.or([eb('r.valid_until', 'is', null), eb('r.valid_until', '>=', ctx.clock.today())]))
      .limit(1)
      .executeTakeFirst();
    if (!left) throw new AppError('lastAdministrator');
  }
}
