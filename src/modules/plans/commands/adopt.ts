/** What a level below decides about measures that came down to it: adopt, adapt, decline with a reason. */
import { sql } from 'kysely';
import { AppError } from '#kernel/errors.ts';
import { recordAudit } from '#platform/audit.ts';
import type { Ctx } from '#platform/context.ts';
import type { Connection } from '#platform/database.ts';
import {
  bodyOf,
  type ContentMeasure,
  type ContentSection,
  type PlanBody,
  type PlanContent,
} from '../domain/content.ts';
import { addingMeasure, addingSection } from '../domain/edits.ts';
import { levelOf, reachOf } from '../domain/levels.ts';
import { insist, mayWriteFor } from '../policy.ts';
import { planContent } from '../queries/content.ts';
import { insertPlan } from './create-plan.ts';
import { saveEdit } from './edit-plan.ts';
import { editablePlan } from './locked-plan.ts';
import { freshIds } from './write-body.ts';

export type Adoption = {
  /** The plan that came down. */
  parentPlanId: number;
  measureIds: number[];
  organisationId: number;
  /** The own plan that takes the measures in; null makes a new draft. */
  planId: number | null;
  /** Title of the new draft; that of the plan above when absent. */
  title?: string;
};

/** Takes measures over as they are. Returns the plan that took them in. */
export async function adoptMeasures(
  ctx: Ctx,
  input: Adoption,
): Promise<{ planId: number; adopted: number; firstMeasureId: number }> {
  return ctx.db.transaction().execute(async (trx) => {
    const { parent, recipient } = await cameDown(ctx, trx, input);
    const wanted = parent.measures.filter((measure) => input.measureIds.includes(measure.id));
    await insistOpen(trx, input, wanted);
    const planId =
      input.planId ??
      (await insertPlan(
        ctx,
        trx,
        {
          organisationId: recipient.id,
          parentPlanId: parent.plan.id,
          origin: { action: 'plan.adopted', from: parent.plan.id },
        },
        emptyAfter(parent, input.title),
      ));
    const own = await editablePlan(ctx, trx, planId);
    if (own.plan.organisation.id !== recipient.id) throw new AppError('badRequest');
    const fresh = await freshIds(
      trx,
      'measures',
      wanted.map((measure) => measure.id),
    );
    const children = wanted.map((measure) => childOf(measure, fresh.get(measure.id)!));
    const body = await withChildren(trx, own, parent, children);
    await saveEdit(ctx, trx, own, body, { action: 'plan.measures-adopted', subject: numbersOf(wanted) });
    await writeDecisions(
      ctx,
      trx,
      recipient.id,
      children.map((child) => ({
        measureId: child.parentMeasureId!,
        decision: 'adopted',
        childId: child.id,
        reason: null,
      })),
    );
    return { planId, adopted: children.length, firstMeasureId: children[0]!.id };
  });
}

export async function declineMeasures(ctx: Ctx, input: Omit<Adoption, 'planId'>, reason: string): Promise<void> {
  const text = reason.trim();
  if (text === '') throw new AppError('reasonRequired');
  await ctx.db.transaction().execute(async (trx) => {
    const { parent, recipient } = await cameDown(ctx, trx, input);
    const wanted = parent.measures.filter((measure) => input.measureIds.includes(measure.id));
    await insistOpen(trx, input, wanted);
    await writeDecisions(
      ctx,
      trx,
      recipient.id,
      wanted.map((measure) => ({ measureId: measure.id, decision: 'declined', childId: null, reason: text })),
    );
    await recordAudit(ctx, trx, {
      action: 'plan.measures-declined',
      objectType: 'plan',
      objectId: parent.plan.id,
      organisationId: recipient.id,
      reason: text,
      after: { subject: numbersOf(wanted) },
    });
  });
}

/** Takes the decision back: the question is open again, the own measure that came of it goes from the draft. */
export async function withdrawDecision(
  ctx: Ctx,
  input: { parentPlanId: number; measureId: number; organisationId: number },
): Promise<void> {
  await ctx.db.transaction().execute(async (trx) => {
    const { parent, recipient } = await cameDown(ctx, trx, input);
    const decision = await trx
      .selectFrom('adoptions')
      .select(['id', 'decision', 'child_measure_id'])
      .where('measure_id', '=', input.measureId)
      .where('organisation_id', '=', recipient.id)
      .executeTakeFirst();
    if (decision === undefined) throw new AppError('notFound', { text: 'Решения по этому мероприятию нет.' });
    const child =
      decision.child_measure_id === null
        ? undefined
        : await trx
            .selectFrom('measures')
            .select(['id', 'plan_id', 'removed_at'])
            .where('id', '=', decision.child_measure_id)
            .executeTakeFirst();
    if (child !== undefined && child.removed_at === null) {
      const own = await editablePlan(ctx, trx, child.plan_id);
      const body = { ...bodyOf(own), measures: own.measures.filter((measure) => measure.id !== child.id) };
      await saveEdit(ctx, trx, own, body, {
        action: 'plan.measure-removed',
        subject: own.measures.find(({ id }) => id === child.id)?.number ?? undefined,
      });
    }
    await trx.deleteFrom('adoptions').where('id', '=', decision.id).execute();
    await recordAudit(ctx, trx, {
      action: 'plan.decision-withdrawn',
      objectType: 'plan',
      objectId: parent.plan.id,
      organisationId: recipient.id,
      before: {
        decision: decision.decision,
        subject: parent.measures.find(({ id }) => id === input.measureId)?.number,
      },
    });
  });
}

/** A measure changed below is adapted, not adopted. Called when its text, deadline or parties were edited. */
export async function markAdapted(trx: Connection, childMeasureId: number): Promise<void> {
  await trx
    .updateTable('adoptions')
    .set({ decision: 'adapted' })
    .where('child_measure_id', '=', childMeasureId)
    .where('decision', '=', 'adopted')
    .execute();
}

/** The plan above as it is in force, and the organisation that decides. */
async function cameDown(ctx: Ctx, trx: Connection, input: { parentPlanId: number; organisationId: number }) {
  const recipient = await trx
    .selectFrom('organisations')
    .select(['id', 'kind', 'path'])
    .where('id', '=', input.organisationId)
    .executeTakeFirst();
  if (recipient === undefined) throw new AppError('notFound');
  insist(mayWriteFor(ctx.actor, recipient));
  const parent = await planContent(ctx.scope, trx, input.parentPlanId);
  const reaches =
    recipient.id !== parent.plan.organisation.id && recipient.path.startsWith(reachOf(parent.plan.organisation));
  if (!reaches || parent.plan.state !== 'approved' || !parent.plan.offered) {
    throw new AppError('transitionNotAllowed', { text: 'Этот план вашей организации не направлен.' });
  }
  const sent = await sql<{
    id: number;
  }>`select id from measures where plan_id = ${parent.plan.id} and ${levelOf(recipient.kind)} = any(audience)`.execute(
    trx,
  );
  const ids = new Set(sent.rows.map((row) => row.id));
  return { recipient, parent: { ...parent, measures: parent.measures.filter((measure) => ids.has(measure.id)) } };
}

/** A measure is decided on once: a second answer needs the first to be taken back. */
async function insistOpen(
  trx: Connection,
  input: { organisationId: number },
  measures: readonly ContentMeasure[],
): Promise<void> {
  if (measures.length === 0) {
    throw new AppError('invalidInput', {
      text: 'Не выбрано ни одного мероприятия.',
      advice: 'Отметьте мероприятия и повторите.',
    });
  }
  const { rows } = await sql<{ measure_id: number }>`
    select a.measure_id from adoptions a left join measures child on child.id = a.child_measure_id left join plans p on p.id = child.plan_id
    where a.organisation_id = ${input.organisationId} and a.measure_id = any(${measures.map((measure) => measure.id)}::bigint[])
      and (a.decision = 'declined' or (child.removed_at is null and p.deleted_at is null))`.execute(trx);
  if (rows.length === 0) return;
  const decided = new Set(rows.map((row) => row.measure_id));
  throw new AppError('conflict', {
    text: `Решение уже принято: ${numbersOf(measures.filter((measure) => decided.has(measure.id)))}.`,
    advice: 'Обновите страницу; чтобы решить иначе, сначала отзовите прежнее решение.',
  });
}

async function writeDecisions(
  ctx: Ctx,
  trx: Connection,
  organisationId: number,
  decisions: { measureId: number; decision: string; childId: number | null; reason: string | null }[],
): Promise<void> {
  // An answer whose measure was struck out since is replaced.
  await trx
    .insertInto('adoptions')
    .values(
      decisions.map(({ measureId, decision, childId, reason }) => ({
        measure_id: measureId,
        organisation_id: organisationId,
        decision,
        reason,
        child_measure_id: childId,
        decided_by: ctx.actor.userId,
        decided_at: ctx.clock.now(),
      })),
    )
    .onConflict((conflict) =>
      conflict.constraint('adoptions_unique').doUpdateSet((row) => ({
        decision: row.ref('excluded.decision'),
        reason: row.ref('excluded.reason'),
        child_measure_id: row.ref('excluded.child_measure_id'),
        decided_by: row.ref('excluded.decided_by'),
        decided_at: row.ref('excluded.decided_at'),
      })),
    )
    .execute();
}

function childOf(measure: ContentMeasure, id: number): ContentMeasure {
  return { ...measure, id, parentMeasureId: measure.id, schedulePlanId: null, execution: null, links: [], weight: 1 };
}

/** Each child goes to the section that has the title of its parent's one; a missing section is made. */
async function withChildren(
  trx: Connection,
  own: PlanContent,
  parent: PlanContent,
  children: readonly ContentMeasure[],
): Promise<PlanBody> {
  const needed = parent.sections.filter((section) => children.some((child) => child.sectionId === section.id));
  const missing = needed.filter((section) => !own.sections.some((known) => sameTitle(known, section)));
  const fresh = await freshIds(
    trx,
    'plan_sections',
    missing.map((section) => section.id),
  );
  let body: PlanBody = bodyOf(own);
  for (const section of missing) body = addingSection(body, { ...section, id: fresh.get(section.id)!, parentId: null });
  const target = new Map(
    needed.map((section) => [section.id, body.sections.find((known) => sameTitle(known, section))!.id]),
  );
  for (const child of children) {
    body = addingMeasure(
      body,
      { ...child, sectionId: child.sectionId === null ? null : (target.get(child.sectionId) ?? null) },
      null,
    );
  }
  return body;
}

function sameTitle(a: ContentSection, b: ContentSection): boolean {
  return a.title.trim().toLowerCase() === b.title.trim().toLowerCase();
}

function emptyAfter(parent: PlanContent, title = parent.title): PlanBody {
  return { ...bodyOf(parent), title, sections: [], measures: [], tables: [], other: [] };
}

function numbersOf(measures: readonly ContentMeasure[]): string {
  return measures.map((measure) => measure.number ?? measure.text.slice(0, 40)).join(', ');
}
