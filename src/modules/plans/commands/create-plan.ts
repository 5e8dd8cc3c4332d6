/** New plans: from scratch, from a document that was read, from last year's plan. */
import { AppError } from '#kernel/errors.ts';
import type { Period } from '#kernel/dates.ts';
import type { Approval } from '#modules/plan-reading/contract.ts';
import { parseDeadline } from '#modules/plan-reading/index.ts';
import { recordAudit } from '#platform/audit.ts';
import type { Ctx } from '#platform/context.ts';
import type { Connection } from '#platform/database.ts';
import { bodyOf, type PlanBody, type Rhythm } from '../domain/content.ts';
import { levelOf } from '../domain/levels.ts';
import { shiftPeriod, shiftYears } from '../domain/next-year.ts';
import { patchBetween } from '../domain/patch.ts';
import { insist, mayWriteFor } from '../policy.ts';
import { planContent } from '../queries/content.ts';
import { rebuildOccurrences } from './occurrences.ts';
import { withFreshIds, writePatch } from './write-body.ts';

export type NewPlan = {
  organisationId: number;
  title: string;
  period: Period | null;
  goal?: string | null;
  tasks?: string[];
  rhythm?: Rhythm;
  isModel?: boolean;
};

export async function createPlan(ctx: Ctx, input: NewPlan): Promise<number> {
  return ctx.db.transaction().execute((trx) => {
    const body = {
      ...emptyBody(input.title),
      period: input.period,
      goal: input.goal ?? null,
      tasks: input.tasks ?? [],
      rhythm: input.rhythm ?? 'half-yearly',
    };
    return insertPlan(
      ctx,
      trx,
      { organisationId: input.organisationId, isModel: input.isModel ?? false, origin: { action: 'plan.created' } },
      body,
    );
  });
}

/** The same plan for later years: deadlines, title and period move, executions and links to the level above stay behind. */
export async function copyPlan(
  ctx: Ctx,
  planId: number,
  { years, organisationId }: { years: number; organisationId?: number },
): Promise<number> {
  return ctx.db.transaction().execute(async (trx) => {
    const source = await planContent(ctx.scope, trx, planId);
    const target = organisationId ?? source.plan.organisation.id;
    const body: PlanBody = {
      ...bodyOf(source),
      title: shiftYears(source.title, years),
      period: source.period === null ? null : shiftPeriod(source.period, years),
      tables: [],
      measures: source.measures.map((measure) => ({
        ...measure,
        deadline: years === 0 ? measure.deadline : parseDeadline(shiftYears(measure.deadline.text, years)),
        execution: null,
        links: [],
        parentMeasureId: null,
        schedulePlanId: null,
      })),
    };
    return insertPlan(ctx, trx, { organisationId: target, origin: { action: 'plan.copied', from: planId } }, body);
  });
}

/** A draft of a school's (or another) plan from a model plan, in the caller's transaction; deadlines stay as the model has them. */
export async function planFromModel(
  ctx: Ctx,
  trx: Connection,
  { modelPlanId, organisationId }: { modelPlanId: number; organisationId: number },
): Promise<number> {
  const model = await planContent(ctx.scope, trx, modelPlanId);
  if (!model.plan.isModel)
    throw new AppError('badRequest', { text: 'Это не типовой план.', advice: 'Выберите типовой план из списка.' });
  const measures = model.measures.map((measure) => ({
    ...measure,
    execution: null,
    links: [],
    parentMeasureId: null,
    schedulePlanId: null,
  }));
  return insertPlan(
    ctx,
    trx,
    { organisationId, parentPlanId: modelPlanId, origin: { action: 'plan.copied', from: modelPlanId } },
    { ...bodyOf(model), tables: [], measures },
  );
}

export type Placement = {
  organisationId: number;
  isModel?: boolean;
  parentPlanId?: number | null;
  stamp?: Approval | null;
  /** How the plan came about, for the audit. */
  origin: { action: string; from?: number };
};

/** Stores a body as a new draft, in the caller's transaction. Ids in the body are provisional. */
export async function insertPlan(ctx: Ctx, trx: Connection, placement: Placement, body: PlanBody): Promise<number> {
  const organisation = await trx
    .selectFrom('organisations')
    .select(['id', 'kind', 'path', 'status'])
    .where('id', '=', placement.organisationId)
    .executeTakeFirst();
  if (organisation === undefined) throw new AppError('notFound', { text: 'Такой организации нет.' });
  insist(mayWriteFor(ctx.actor, organisation));
  if (organisation.status !== 'open') {
    throw new AppError('invalidInput', {
      text: 'Организация закрыта или присоединена к другой.',
      advice: 'Выберите действующую организацию.',
    });
  }
  const { id } = await trx
    .insertInto('plans')
    .values({
      organisation_id: organisation.id,
      level: levelOf(organisation.kind),
      title: body.title,
      is_model: placement.isModel ?? false,
      parent_plan_id: placement.parentPlanId ?? null,
      stamp: placement.stamp ? JSON.stringify(placement.stamp) : null,
      created_by: ctx.actor.userId,
      created_at: ctx.clock.now(),
      updated_at: ctx.clock.now(),
    })
    .returning('id')
    .executeTakeFirstOrThrow();
  const stored = await withFreshIds(trx, body);
  await writePatch(trx, id, patchBetween(emptyBody(body.title), stored));
  await rebuildOccurrences(trx, id);
  await recordAudit(ctx, trx, {
    action: placement.origin.action,
    objectType: 'plan',
    objectId: id,
    organisationId: organisation.id,
    after: {
      title: body.title,
      measures: body.measures.length,
      version: 1,
      ...(placement.origin.from === undefined ? {} : { from: placement.origin.from }),
    },
  });
  return id;
}

function emptyBody(title: string): PlanBody {
  return {
    title,
    period: null,
    goal: null,
    tasks: [],
    rhythm: 'half-yearly',
    sections: [],
    measures: [],
    glossary: [],
    tables: [],
    other: [],
  };
}
