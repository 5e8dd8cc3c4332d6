/** Where an organisation stands and whether it works: moving, closing, merging, opening again. */
import { sql } from 'kysely';
import { isValid } from '#kernel/dates.ts';
import { AppError } from '#kernel/errors.ts';
import { recordAudit } from '#platform/audit.ts';
import type { Ctx } from '#platform/context.ts';
import type { Connection } from '#platform/database.ts';
import { insistFits } from '../domain/tree.ts';
import { mayChangeStatus, mayMove } from '../policy.ts';
import { type LockedOrganisation, lockedOrganisation, lockTree } from './locked.ts';

/** With everything below it. Roles and plans stay with the organisation; who sees it from above changes. */
export async function moveOrganisation(ctx: Ctx, id: number, parentId: number): Promise<void> {
  await ctx.db.transaction().execute(async (trx) => {
    await lockTree(trx);
    await moveWithin(ctx, trx, id, parentId);
  });
}

/** Within a transaction that holds the lock of the tree. */
export async function moveWithin(ctx: Ctx, trx: Connection, id: number, parentId: number): Promise<void> {
  const moved = await lockedOrganisation(trx, id);
  const parent = await lockedOrganisation(trx, parentId);
  if (!mayMove(ctx.actor, moved, parent)) throw new AppError('notAllowed');
  if (moved.parentId === parentId) return;
  if (parent.path.startsWith(moved.path)) {
    throw new AppError('invalidInput', {
      field: 'parentId',
      text: 'Организация не может стоять под самой собой.',
      advice: 'Выберите другую вышестоящую организацию.',
    });
  }
  insistFits(moved.kind, parent.kind);
  if (parent.status !== 'open')
    throw new AppError('transitionNotAllowed', {
      text: 'Вышестоящая организация закрыта.',
      advice: 'Выберите действующую.',
    });
  await trx
    .updateTable('organisations')
    .set({ parent_id: parentId, ...touched(ctx, moved) })
    .where('id', '=', id)
    .execute();
  const path = `${parent.path}${id}.`;
  await sql`update organisations set path = ${path} || substr(path, ${moved.path.length + 1}) where path like ${`${moved.path}%`}`.execute(
    trx,
  );
  const [before, after] = [{ parentId: moved.parentId }, { parentId }];
  await recordAudit(ctx, trx, {
    action: 'organisation.moved',
    objectType: 'organisation',
    objectId: id,
    organisationId: id,
    before,
    after,
  });
}

export async function closeOrganisation(
  ctx: Ctx,
  id: number,
  closing: { on: string; reason?: string | null },
): Promise<void> {
  await ctx.db.transaction().execute(async (trx) => {
    const closed = await ending(ctx, trx, id, closing.on);
    await trx
      .updateTable('organisations')
      .set({ status: 'closed', closed_on: closing.on, ...touched(ctx, closed) })
      .where('id', '=', id)
      .execute();
    await recordAudit(ctx, trx, {
      action: 'organisation.closed',
      objectType: 'organisation',
      objectId: id,
      organisationId: id,
      reason: closing.reason,
      after: { on: closing.on },
    });
  });
}

/** From that day on the successor stands for it: old documents and old rows of data lead there. */
export async function mergeOrganisation(
  ctx: Ctx,
  id: number,
  merging: { into: number; on: string; reason?: string | null },
): Promise<void> {
  await ctx.db.transaction().execute(async (trx) => {
    const merged = await ending(ctx, trx, id, merging.on);
    const successor = await lockedOrganisation(trx, merging.into);
    if (successor.id === id || successor.kind !== merged.kind) {
      throw new AppError('invalidInput', {
        field: 'into',
        text: 'Преемником может быть другая организация того же вида.',
        advice: 'Выберите, к кому присоединяют.',
      });
    }
    if (successor.status !== 'open')
      throw new AppError('transitionNotAllowed', {
        text: `«${successor.shortName}» не действует.`,
        advice: 'Выберите действующую организацию-преемника.',
      });
    await trx
      .updateTable('organisations')
      .set({ status: 'merged', closed_on: merging.on, successor_id: successor.id, ...touched(ctx, merged) })
      .where('id', '=', id)
      .execute();
    await recordAudit(ctx, trx, {
      action: 'organisation.merged',
      objectType: 'organisation',
      objectId: id,
      organisationId: id,
      reason: merging.reason,
      after: { on: merging.on, successorId: successor.id },
    });
  });
}

export async function reopenOrganisation(ctx: Ctx, id: number, reason: string): Promise<void> {
  if (reason.trim() === '') throw new AppError('reasonRequired');
  await ctx.db.transaction().execute(async (trx) => {
    await lockTree(trx);
    const before = await lockedOrganisation(trx, id);
    if (!mayChangeStatus(ctx.actor, before)) throw new AppError('notAllowed');
    if (before.status === 'open') throw new AppError('transitionNotAllowed');
    const parent = await lockedOrganisation(trx, before.parentId!);
    if (parent.status !== 'open')
      throw new AppError('transitionNotAllowed', {
        text: 'Вышестоящая организация закрыта.',
        advice: 'Сначала откройте её или переместите эту.',
      });
    await trx
      .updateTable('organisations')
      .set({ status: 'open', closed_on: null, successor_id: null, ...touched(ctx, before) })
      .where('id', '=', id)
      .execute();
    await recordAudit(ctx, trx, {
      action: 'organisation.reopened',
      objectType: 'organisation',
      objectId: id,
      organisationId: id,
      reason,
      before: { status: before.status },
    });
  });
}

/** An open organisation with nothing open below it, which the actor may end on that day. */
async function ending(ctx: Ctx, trx: Connection, id: number, on: string): Promise<LockedOrganisation> {
  await lockTree(trx);
  const organisation = await lockedOrganisation(trx, id);
  if (!mayChangeStatus(ctx.actor, organisation)) throw new AppError('notAllowed');
  if (!isValid(on))
    throw new AppError('invalidInput', {
      field: 'on',
      text: 'Такой даты нет.',
      advice: 'Укажите день, с которого организация не действует.',
    });
  if (organisation.status !== 'open')
    throw new AppError('transitionNotAllowed', { text: 'Организация уже не действует.' });
  const { below } = await trx
    .selectFrom('organisations')
    .select((eb) => eb.fn.countAll<number>().as('below'))
    .where('path', 'like', `${organisation.path}%`)
    .where('id', '<>', id)
    .where('status', '=', 'open')
    .executeTakeFirstOrThrow();
  if (below > 0)
    throw new AppError('transitionNotAllowed', {
      text: `Под организацией есть действующие: ${below}.`,
      advice: 'Сначала переместите, закройте или присоедините их.',
    });
  return organisation;
}

function touched(ctx: Ctx, { version }: LockedOrganisation) {
  return { version: version + 1, updated_at: ctx.clock.now() };
}
