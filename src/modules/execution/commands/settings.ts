/** Settings of execution: one value for the whole installation, so only the administrator of a whole region sets it. */
import { AppError } from '#kernel/errors.ts';
import { recordAudit } from '#platform/audit.ts';
import type { Ctx } from '#platform/context.ts';
import { ESCALATION_DAYS } from '../domain.ts';
import { maySetExecution } from '../policy.ts';
import { ESCALATION_KEY, escalationDays } from '../queries/settings.ts';

export async function setEscalationDays(ctx: Ctx, days: number): Promise<void> {
  if (!maySetExecution(ctx.actor)) throw new AppError('notAllowed');
  const { least, most } = ESCALATION_DAYS;
  if (!Number.isInteger(days) || days < least || days > most) {
    throw new AppError('invalidInput', {
      field: 'escalationDays',
      text: `Срок должен быть целым числом от ${least} до ${most} дней.`,
      advice: 'Исправьте число и сохраните снова.',
    });
  }
  await ctx.db.transaction().execute(async (trx) => {
    const before = await escalationDays(trx);
    if (before === days) return;
    const values = { value: JSON.stringify(days), updated_at: ctx.clock.now() };
    await trx
      .insertInto('settings')
      .values({ key: ESCALATION_KEY, ...values })
      .onConflict((conflict) => conflict.column('key').doUpdateSet(values))
      .execute();
    await recordAudit(ctx, trx, {
      action: 'settings.changed',
      objectType: 'settings',
      objectId: ESCALATION_KEY,
      organisationId: ctx.actor.assignments.find(({ role }) => role === 'administrator')?.organisationId ?? null,
      before: { days: before },
      after: { days },
    });
  });
}
