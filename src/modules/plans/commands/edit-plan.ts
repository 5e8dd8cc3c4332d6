/** One way in for every change of a plan's content: lock, change, write the difference, remember how to undo it. */
import { sql } from 'kysely';
import { AppError } from '#kernel/errors.ts';
import { recordAudit } from '#platform/audit.ts';
import type { Ctx } from '#platform/context.ts';
import type { Connection } from '#platform/database.ts';
import type { PlanBody, PlanContent } from '../domain/content.ts';
import { applyPatch, type ContentPatch, isEmptyPatch, patchBetween } from '../domain/patch.ts';
import { editablePlan, nextVersion } from './locked-plan.ts';
import { rebuildOccurrences } from './occurrences.ts';
import { writePatch } from './write-body.ts';

/** The version that the edit made, by which it can be undone; null when nothing changed. */
export type Edited = { version: number | null };

/** What the audit keeps of an edit. */
type EditRecord = { version: number; patch: ContentPatch; subject?: string | undefined };

export async function editPlan(
  ctx: Ctx,
  planId: number,
  /** What was done to what: «plan.measure-revised», «1.3». */
  event: { action: string; subject?: string | ((content: PlanContent) => string | undefined) },
  change: (content: PlanContent, trx: Connection) => PlanBody | Promise<PlanBody>,
): Promise<Edited> {
  return ctx.db.transaction().execute(async (trx) => {
    const before = await editablePlan(ctx, trx, planId);
    const subject = typeof event.subject === 'function' ? event.subject(before) : event.subject;
    return saveEdit(ctx, trx, before, await change(before, trx), { action: event.action, subject });
  });
}

/** Takes back the edit that made this version, as long as nothing was changed after it. */
export async function undoEdit(ctx: Ctx, planId: number, version: number): Promise<Edited> {
  return ctx.db.transaction().execute(async (trx) => {
    const content = await editablePlan(ctx, trx, planId);
    const record = content.plan.version === version ? await editThatMade(trx, planId, version) : null;
    if (record === null)
      throw new AppError('conflict', {
        text: 'Отменить уже нельзя: после этой правки план изменили.',
        advice: 'Исправьте строку ещё раз.',
      });
    return saveEdit(ctx, trx, content, applyPatch(content, record.patch), {
      action: 'plan.edit-undone',
      subject: record.subject,
    });
  });
}

export async function saveEdit(
  ctx: Ctx,
  trx: Connection,
  before: PlanContent,
  after: PlanBody,
  event: { action: string; subject?: string },
): Promise<Edited> {
  const { plan } = before;
  const patch = patchBetween(before, after);
  if (isEmptyPatch(patch)) return { version: null };
  await writePatch(trx, plan.id, patch);
  // The revision in force is what people report on: an amendment changes it only when an order says so.
  if (plan.state === 'draft') await rebuildOccurrences(trx, plan.id);
  const version = await nextVersion(ctx, trx, plan.id);
  const undo: EditRecord = { version: plan.version, patch: patchBetween(after, before), subject: event.subject };
  const done: EditRecord = { version, patch, subject: event.subject };
  await recordAudit(ctx, trx, {
    action: event.action,
    objectType: 'plan',
    objectId: plan.id,
    organisationId: plan.organisation.id,
    before: undo,
    after: done,
  });
  return { version };
}

async function editThatMade(trx: Connection, planId: number, version: number): Promise<EditRecord | null> {
  const {
    rows: [row],
  } = await sql<{ before: EditRecord }>`
    select before from audit_events
    where object_type = 'plan' and object_id = ${String(planId)} and after->>'version' = ${String(version)} and before ? 'patch'
    order by id desc limit 1`.execute(trx);
  return row?.before ?? null;
}
