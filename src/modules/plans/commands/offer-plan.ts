/** Sending a plan down, and reminding those who have not answered. */
import { sql } from 'kysely';
import { AppError } from '#kernel/errors.ts';
import { recordAudit } from '#platform/audit.ts';
import type { Ctx } from '#platform/context.ts';
import { levelsBelow, type PlanLevel } from '../domain/levels.ts';
import { insist, planAbilities } from '../policy.ts';
import { lockedPlan } from './locked-plan.ts';

export type Offer = {
  /** A model plan is offered to be adopted whole. */
  isModel: boolean;
  /** Each measure that goes down, with the levels it goes to. */
  measures: { id: number; levels: PlanLevel[] }[];
};

export async function offerPlan(ctx: Ctx, planId: number, offer: Offer): Promise<void> {
  await ctx.db.transaction().execute(async (trx) => {
    const { plan, measures } = await lockedPlan(ctx, trx, planId);
    insist(planAbilities(ctx.actor, plan).offer);
    const below = levelsBelow(plan.level);
    const own = new Set(measures.map((measure) => measure.id));
    const sent = offer.measures.map(({ id, levels }) => ({ id, levels: levels.filter((level) => below.includes(level)) }))
      .filter(({ id, levels }) => own.has(id) && levels.length > 0);
    if (sent.length === 0) {
      throw new AppError('invalidInput', { text: 'Не выбрано ни одного мероприятия.', advice: 'Отметьте мероприятия и уровни, которым они направляются.' });
    }
    await sql`update measures m set audience = coalesce(
        (select array(select jsonb_array_elements_text(x.levels)) from jsonb_to_recordset(${JSON.stringify(sent)}::jsonb) as x(id bigint, levels jsonb) where x.id = m.id), '{}')
      where m.plan_id = ${planId}`.execute(trx);
    await trx.updateTable('plans').set({ is_model: offer.isModel, offered_at: ctx.clock.now() }).where('id', '=', planId).execute();
    await recordAudit(ctx, trx, {
      action: 'plan.offered', objectType: 'plan', objectId: planId, organisationId: plan.organisation.id,
      after: { measures: sent.length, levels: [...new Set(sent.flatMap((row) => row.levels))], isModel: offer.isModel },
    });
  });
}

/** No more decisions are asked for; those that were taken stand. */
export async function withdrawOffer(ctx: Ctx, planId: number): Promise<void> {
  await ctx.db.transaction().execute(async (trx) => {
    const { plan } = await lockedPlan(ctx, trx, planId);
    insist(planAbilities(ctx.actor, plan).offer);
    await trx.updateTable('plans').set({ offered_at: null }).where('id', '=', planId).execute();
    await recordAudit(ctx, trx, { action: 'plan.offer-withdrawn', objectType: 'plan', objectId: planId, organisationId: plan.organisation.id });
  });
}
