/** A list taken for a change: locked against others until the transaction ends. */
import { sql } from 'kysely';
import { AppError } from '#kernel/errors.ts';
import { accountOf } from '#modules/people/index.ts';
import { recordAudit } from '#platform/audit.ts';
import type { Ctx } from '#platform/context.ts';
import type { Connection } from '#platform/database.ts';
import { afterStep, type ExitRule, type ListState, type ListStep } from '../domain/list-life.ts';
import { type PlacedOrganisation, placedRegion } from '../queries/place.ts';

export type LockedList = {
  id: number;
  title: string;
  year: number;
  origin: string;
  purpose: string;
  state: ListState;
  version: number;
  exitRule: ExitRule | null;
  permittedUses: string[];
  region: PlacedOrganisation;
};

export async function lockedList(ctx: Ctx, trx: Connection, listId: number): Promise<LockedList> {
  const found = await trx
    .selectFrom('support_lists')
    .select([
      'id',
      'title',
      'year',
      'origin',
      'purpose',
      'state',
      'version',
      'exit_rule',
      'permitted_uses',
      'region_id',
    ])
    .where('id', '=', listId)
    .where('deleted_at', 'is', null)
    .forUpdate()
    .executeTakeFirst();
  if (!found) throw new AppError('notFound', { text: 'Такого списка нет.' });
  const { exit_rule, permitted_uses, region_id, ...list } = found;
  return {
    ...list,
    state: list.state as ListState,
    exitRule: exit_rule as ExitRule | null,
    permittedUses: permitted_uses,
    region: await placedRegion(ctx.scope, trx, region_id),
  };
}

/** Schools are put in and struck out only while the list is not approved. */
export function insistOpen(list: LockedList): void {
  if (list.state === 'draft' || list.state === 'agreeing') return;
  throw new AppError('transitionNotAllowed', {
    text: 'Список утверждён: состав меняется только приказом.',
    advice: 'Выведите школу приказом о выходе или составьте новый список.',
  });
}

export async function takeStep(
  ctx: Ctx,
  trx: Connection,
  list: LockedList,
  step: ListStep,
  { action, note = null, after }: { action: string; note?: string | null; after?: unknown },
): Promise<void> {
  const state = afterStep(list.state, step);
  await trx.updateTable('support_lists').set({ state, version: sql`version + 1` }).where('id', '=', list.id).execute();
  await recordState(ctx, trx, list.id, state, note);
  await recordAudit(ctx, trx, {
    action,
    objectType: 'support-list',
    objectId: list.id,
    organisationId: list.region.id,
    before: { state: list.state },
    after: { state, ...(after === undefined ? {} : { details: after }) },
    reason: note,
  });
}

export async function recordState(
  ctx: Ctx,
  trx: Connection,
  listId: number,
  state: ListState,
  note: string | null,
): Promise<void> {
  await trx
    .insertInto('support_list_states')
    .values({ list_id: listId, state, note, changed_by: accountOf(ctx.actor), changed_at: ctx.clock.now() })
    .execute();
}
