/** The life of a plan: each verb is one step of the transition table, with its audit event. */
import type { IsoDate } from '#kernel/dates.ts';
import { AppError } from '#kernel/errors.ts';
import { formatDate } from '#kernel/format.ts';
import { recordAudit } from '#platform/audit.ts';
import type { Ctx } from '#platform/context.ts';
import type { Connection } from '#platform/database.ts';
import { bodyOf, type OrderPurpose, type PlanContent } from '../domain/content.ts';
import { patchBetween } from '../domain/patch.ts';
import { isEmptyRedline, redline } from '../domain/redline.ts';
import { follow, type Transition } from '../domain/states.ts';
import { insist, planAbilities, type PlanAbilities } from '../policy.ts';
import { planContent } from '../queries/content.ts';
import { lockedPlan, nextVersion } from './locked-plan.ts';
import { tellApprovers, tellWriters } from './notices.ts';
import { rebuildOccurrences } from './occurrences.ts';
import { writePatch } from './write-body.ts';

export type OrderInput = {
  kind: string;
  body: string | null;
  number: string;
  date: IsoDate;
  signatory: string | null;
  file: { sha256: string; name: string } | null;
};

export function submitPlan(ctx: Ctx, planId: number): Promise<void> {
  return step(ctx, planId, 'submit', { ability: 'submit', action: 'plan.submitted' }, async (content, trx) => {
    if (content.measures.length === 0) {
      throw new AppError('invalidInput', {
        text: 'В плане нет ни одного мероприятия.',
        advice: 'Добавьте мероприятия и отправьте план на утверждение.',
      });
    }
    assertPeriod(content);
    await tellApprovers(ctx, trx, told(content));
  });
}

export function withdrawPlan(ctx: Ctx, planId: number): Promise<void> {
  return step(ctx, planId, 'withdraw', { ability: 'withdraw', action: 'plan.withdrawn' });
}

export async function returnPlan(ctx: Ctx, planId: number, comment: string): Promise<void> {
  return step(
    ctx,
    planId,
    'return',
    { ability: 'returnToDraft', action: 'plan.returned', reason: filled(comment) },
    (content, trx) => tellWriters(ctx, trx, told(content), `План возвращён: ${comment.trim()}`, 'plan-returned'),
  );
}

export function approvePlan(ctx: Ctx, planId: number, order: OrderInput): Promise<void> {
  return step(
    ctx,
    planId,
    'approve',
    { ability: 'approve', action: 'plan.approved', after: order },
    async (content, trx) => {
      await putInForce(ctx, trx, content, 'approval', order);
      await tellWriters(ctx, trx, told(content), 'План утверждён', 'plan-approved');
    },
  );
}

export function startAmendment(ctx: Ctx, planId: number): Promise<void> {
  return step(ctx, planId, 'startAmendment', { ability: 'startAmendment', action: 'plan.amendment-started' });
}

/** The working content becomes again what is in force. */
export function discardAmendment(ctx: Ctx, planId: number): Promise<void> {
  return step(
    ctx,
    planId,
    'discardAmendment',
    { ability: 'discardAmendment', action: 'plan.amendment-discarded' },
    async (working, trx) => {
      await writePatch(trx, planId, patchBetween(working, await planContent(ctx.scope, trx, planId)));
    },
  );
}

export function amendPlan(ctx: Ctx, planId: number, order: OrderInput): Promise<void> {
  return step(
    ctx,
    planId,
    'amend',
    { ability: 'amend', action: 'plan.amended', after: order },
    async (working, trx) => {
      const inForce = await planContent(ctx.scope, trx, planId);
      if (isEmptyRedline(redline(inForce, working))) {
        throw new AppError('invalidInput', {
          text: 'В рабочей редакции нет изменений.',
          advice: 'Внесите правки или отмените изменение плана.',
        });
      }
      if (inForce.shown !== null && order.date < inForce.shown.effectiveOn) {
        throw new AppError('invalidInput', {
          text: `Приказ об изменении не может быть раньше действующей редакции (${formatDate(inForce.shown.effectiveOn)}).`,
          advice: 'Проверьте дату приказа.',
        });
      }
      await putInForce(ctx, trx, working, 'amendment', order);
      await tellWriters(ctx, trx, told(working), 'В план внесены изменения', 'plan-amended');
    },
  );
}

/** With the order that ends it, where there is one. */
export async function closePlan(
  ctx: Ctx,
  planId: number,
  reason: string,
  order: OrderInput | null = null,
): Promise<void> {
  const event = { ability: 'close', action: 'plan.closed', reason: filled(reason), after: order ?? undefined } as const;
  return step(ctx, planId, 'close', event, async (_content, trx) => {
    if (order !== null) await writeOrder(ctx, trx, planId, { purpose: 'closing', order, revision: null });
  });
}

export function reopenPlan(ctx: Ctx, planId: number): Promise<void> {
  return step(ctx, planId, 'reopen', { ability: 'reopen', action: 'plan.reopened' });
}

/** A draft goes out of sight with everything in it; `restoreDraft` brings it back. */
export async function deleteDraft(ctx: Ctx, planId: number): Promise<void> {
  await ctx.db.transaction().execute(async (trx) => {
    const { plan, title } = await lockedPlan(ctx, trx, planId);
    insist(planAbilities(ctx.actor, plan).delete);
    await trx.updateTable('plans').set({ deleted_at: ctx.clock.now() }).where('id', '=', planId).execute();
    await recordAudit(ctx, trx, {
      action: 'plan.deleted',
      objectType: 'plan',
      objectId: planId,
      organisationId: plan.organisation.id,
      before: { title },
    });
  });
}

export async function restoreDraft(ctx: Ctx, planId: number): Promise<void> {
  await ctx.db.transaction().execute(async (trx) => {
    await trx
      .updateTable('plans')
      .set({ deleted_at: null })
      .where('id', '=', planId)
      .where('state', '=', 'draft')
      .execute();
    // Read after the mark is off: a deleted plan is visible to nobody. A refusal rolls the mark back.
    const { plan, title } = await lockedPlan(ctx, trx, planId);
    insist(planAbilities(ctx.actor, plan).delete);
    await recordAudit(ctx, trx, {
      action: 'plan.restored',
      objectType: 'plan',
      objectId: planId,
      organisationId: plan.organisation.id,
      after: { title },
    });
  });
}

/** Freezes the content as the next revision, in force from the day of the order. */
export async function putInForce(
  ctx: Ctx,
  trx: Connection,
  content: PlanContent,
  purpose: OrderPurpose,
  order: OrderInput,
): Promise<void> {
  assertPeriod(content);
  const { plan } = content;
  const revision = (plan.revision ?? 0) + 1;
  await writeOrder(ctx, trx, plan.id, { purpose, order, revision });
  await trx
    .insertInto('plan_revisions')
    .values({
      plan_id: plan.id,
      revision,
      effective_on: order.date,
      content: JSON.stringify(bodyOf(content)),
      created_at: ctx.clock.now(),
    })
    .execute();
  await trx.updateTable('plans').set({ revision }).where('id', '=', plan.id).execute();
  await rebuildOccurrences(trx, plan.id);
}

async function writeOrder(
  ctx: Ctx,
  trx: Connection,
  planId: number,
  { purpose, order, revision }: { purpose: OrderPurpose; order: OrderInput; revision: number | null },
): Promise<void> {
  await trx
    .insertInto('plan_orders')
    .values({
      plan_id: planId,
      purpose,
      kind: order.kind,
      body: order.body,
      number: order.number,
      dated_on: order.date,
      signatory: order.signatory,
      file_sha256: order.file?.sha256 ?? null,
      file_name: order.file?.name ?? null,
      revision,
      created_by: ctx.actor.userId,
      created_at: ctx.clock.now(),
    })
    .execute();
}

/** Deadlines become days inside the period: without one nothing would ever be due. */
function assertPeriod({ period }: PlanContent): void {
  if (period !== null) return;
  throw new AppError('invalidInput', {
    text: 'У плана не указан период, поэтому у мероприятий не будет дат.',
    advice: 'Заполните начало и окончание в сведениях о плане и повторите.',
  });
}

async function step(
  ctx: Ctx,
  planId: number,
  transition: Transition,
  event: { ability: keyof PlanAbilities; action: string; reason?: string; after?: unknown },
  work: (content: PlanContent, trx: Connection) => Promise<void> = async () => undefined,
): Promise<void> {
  await ctx.db.transaction().execute(async (trx) => {
    const content = await lockedPlan(ctx, trx, planId);
    const { plan } = content;
    const target = follow(transition, plan);
    insist(planAbilities(ctx.actor, plan)[event.ability]);
    await work(content, trx);
    await trx
      .updateTable('plans')
      .set({ state: target.state, amending_since: target.amending ? ctx.clock.now() : null })
      .where('id', '=', planId)
      .execute();
    const version = await nextVersion(ctx, trx, planId);
    await recordAudit(ctx, trx, {
      action: event.action,
      objectType: 'plan',
      objectId: planId,
      organisationId: plan.organisation.id,
      reason: event.reason,
      before: { state: plan.state },
      after: { state: target.state, version, ...(event.after === undefined ? {} : { order: event.after }) },
    });
  });
}

function told({ plan, title }: PlanContent) {
  return { ...plan, title };
}

function filled(reason: string): string {
  const text = reason.trim();
  if (text === '') throw new AppError('reasonRequired');
  return text;
}
