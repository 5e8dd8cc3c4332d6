/** Sending a plan down, and reminding those who have not answered. */
import { sql } from 'kysely';
import { AppError } from '#kernel/errors.ts';
import { recordAudit } from '#platform/audit.ts';
import type { Ctx } from '#platform/context.ts';
import type { Connection } from '#platform/database.ts';
import type { PlanHead } from '../domain/content.ts';
import { levelsBelow, type PlanLevel, reachOf } from '../domain/levels.ts';
import { insist, planAbilities } from '../policy.ts';
import { answersAbout } from '../queries/coverage.ts';
import { lockedPlan } from './locked-plan.ts';
import { remindRecipients, tellRecipients } from './notices.ts';

export type Offer = {
  /** A model plan is offered to be adopted whole. */
  isModel: boolean;
  /** Each measure that goes down, with the levels it goes to. */
  measures: { id: number; levels: PlanLevel[] }[];
};

export async function offerPlan(ctx: Ctx, planId: number, offer: Offer): Promise<void> {
  await ctx.db.transaction().execute(async (trx) => {
    const { plan, title, measures } = await lockedPlan(ctx, trx, planId);
    insist(planAbilities(ctx.actor, plan).offer);
    const below = levelsBelow(plan.level);
    const own = new Set(measures.map((measure) => measure.id));
    const sent = offer.measures
      .map(({ id, levels }) => ({ id, levels: levels.filter((level) => below.includes(level)) }))
      .filter(({ id, levels }) => own.has(id) && levels.length > 0);
    if (sent.length === 0) {
      throw new AppError('invalidInput', {
        text: 'Не выбрано ни одного мероприятия.',
        advice: 'Отметьте мероприятия и уровни, которым они направляются.',
      });
    }
    await sql`update measures m set audience = coalesce(
        (select array(select jsonb_array_elements_text(x.levels)) from jsonb_to_recordset(${JSON.stringify(sent)}::jsonb) as x(id bigint, levels jsonb) where x.id = m.id), '{}')
      where m.plan_id = ${planId}`.execute(trx);
    await trx
      .updateTable('plans')
      .set({ is_model: offer.isModel, offered_at: ctx.clock.now() })
      .where('id', '=', planId)
      .execute();
    for (const level of below) {
      const count = sent.filter(({ levels }) => levels.includes(level)).length;
      if (count > 0) await tellRecipients(ctx, trx, { ...plan, title }, await recipientsAt(trx, plan, level), count);
    }
    await recordAudit(ctx, trx, {
      action: 'plan.offered',
      objectType: 'plan',
      objectId: planId,
      organisationId: plan.organisation.id,
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
    await recordAudit(ctx, trx, {
      action: 'plan.offer-withdrawn',
      objectType: 'plan',
      objectId: planId,
      organisationId: plan.organisation.id,
    });
  });
}

/** Reminds the organisations of a level that have not answered about a measure. Returns how many organisations and people. */
export async function remindAbout(
  ctx: Ctx,
  planId: number,
  measureId: number,
  level: PlanLevel,
): Promise<{ organisations: number; people: number }> {
  return ctx.db.transaction().execute(async (trx) => {
    const { plan, title, measures } = await lockedPlan(ctx, trx, planId);
    insist(planAbilities(ctx.actor, plan).offer && plan.offered);
    const measure = measures.find(({ id }) => id === measureId);
    if (measure === undefined) throw new AppError('notFound');
    const { rows } = await answersAbout(ctx.scope, trx, measureId, { planId, level }, 'none', {
      limit: 100_000,
      offset: 0,
    });
    const label = [measure.number, measure.text.slice(0, 120)].filter(Boolean).join('. ');
    const people = await remindRecipients(
      ctx,
      trx,
      { ...plan, title },
      rows.map(({ id }) => ({ id, level })),
      { id: measureId, label },
    );
    await recordAudit(ctx, trx, {
      action: 'plan.recipients-reminded',
      objectType: 'plan',
      objectId: planId,
      organisationId: plan.organisation.id,
      after: { subject: measure.number, organisations: rows.length, people },
    });
    return { organisations: rows.length, people };
  });
}

async function recipientsAt(
  trx: Connection,
  plan: PlanHead,
  level: PlanLevel,
): Promise<{ id: number; level: PlanLevel }[]> {
  const rows = await trx
    .selectFrom('organisations')
    .select('id')
    .where('kind', '=', level)
    .where('status', '=', 'open')
    .where('path', 'like', `${reachOf(plan.organisation)}%`)
    .execute();
  return rows.map(({ id }) => ({ id, level }));
}
