/** A plan taken for a change: locked against others until the transaction ends. */
import { sql } from 'kysely';
import { AppError } from '#kernel/errors.ts';
import type { Ctx } from '#platform/context.ts';
import type { Connection } from '#platform/database.ts';
import type { PlanContent } from '../domain/content.ts';
import { isEditable } from '../domain/states.ts';
import { insist, mayWrite } from '../policy.ts';
import { planContent } from '../queries/content.ts';

/** The working content of a plan that the actor sees; what may be done with it is for the caller to ask. */
export async function lockedPlan(ctx: Ctx, trx: Connection, planId: number): Promise<PlanContent> {
  await sql`select 1 from plans where id = ${planId} for update`.execute(trx);
  return planContent(ctx.scope, trx, planId, { revision: 'working' });
}

export async function editablePlan(ctx: Ctx, trx: Connection, planId: number): Promise<PlanContent> {
  const content = await lockedPlan(ctx, trx, planId);
  insist(mayWrite(ctx.actor, content.plan));
  if (!isEditable(content.plan)) throw new AppError('planNotEditable', { planId });
  return content;
}

/** Every change makes a new version; returns its number. */
export async function nextVersion(ctx: Ctx, trx: Connection, planId: number): Promise<number> {
  const { version } = await trx
    .updateTable('plans')
    .set({ version: sql`version + 1`, updated_at: ctx.clock.now() })
    .where('id', '=', planId)
    .returning('version')
    .executeTakeFirstOrThrow();
  return version;
}
