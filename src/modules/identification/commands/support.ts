/** From a list to support: the school's diagnosis and, if wanted at once, its plan from a model plan. */
import type { IsoDate } from '#kernel/dates.ts';
import { AppError } from '#kernel/errors.ts';
import { insistUse } from '#kernel/permitted-use.ts';
import { notify } from '#modules/notifications/index.ts';
import { planFromModel } from '#modules/plans/index.ts';
import { accountOf } from '#modules/people/index.ts';
import { recordAudit } from '#platform/audit.ts';
import type { Ctx } from '#platform/context.ts';
import type { Connection } from '#platform/database.ts';
import { insist, mayFinishTask, mayStartSupport } from '../policy.ts';
import { placedSchool } from '../queries/place.ts';
import { filled } from './lists.ts';
import { lockedList } from './locked-list.ts';

export type SupportStart = {
  listId: number;
  listSchoolIds: readonly number[];
  diagnosisDueOn: IsoDate;
  /** The model plan that each school gets a draft from; null: the plan comes after the diagnosis. */
  modelPlanId: number | null;
};

/** One step for as many schools as are chosen; a school that has its task already is left as it is. */
export async function startSupport(ctx: Ctx, input: SupportStart): Promise<{ tasks: number; plans: number }> {
  return ctx.db.transaction().execute(async (trx) => {
    const list = await lockedList(ctx, trx, input.listId);
    insistUse(list.permittedUses, 'support-programmes');
    if (list.state !== 'approved')
      throw new AppError('transitionNotAllowed', {
        text: 'Поддержка начинается после утверждения списка.',
        advice: 'Утвердите список приказом.',
      });
    const rows = await trx
      .selectFrom('support_list_schools')
      .select(['id', 'organisation_id'])
      .where('list_id', '=', list.id)
      .where('id', 'in', [...input.listSchoolIds])
      .where('included', '=', true)
      .where('left_on', 'is', null)
      .where('organisation_id', 'is not', null)
      .orderBy('id')
      .execute();
    if (rows.length === 0) throw new AppError('notFound', { text: 'Таких школ в списке нет.' });
    let [tasks, plans] = [0, 0];
    for (const row of rows) {
      const school = await placedSchool(ctx.scope, trx, row.organisation_id as number);
      insist(mayStartSupport(ctx.actor, school));
      const task = await trx
        .insertInto('support_tasks')
        .values({
          list_school_id: row.id,
          organisation_id: school.id,
          kind: 'diagnosis',
          title: 'Найти причины низких результатов',
          due_on: input.diagnosisDueOn,
          created_by: accountOf(ctx.actor),
          created_at: ctx.clock.now(),
        })
        .onConflict((conflict) => conflict.constraint('support_tasks_kind_unique').doNothing())
        .returning('id')
        .executeTakeFirst();
      if (!task) continue;
      tasks += 1;
      if (input.modelPlanId !== null) {
        const planId = await planFromModel(ctx, trx, { modelPlanId: input.modelPlanId, organisationId: school.id });
        await trx.updateTable('support_tasks').set({ plan_id: planId }).where('id', '=', task.id).execute();
        plans += 1;
      }
      await recordAudit(ctx, trx, {
        action: 'support.started',
        objectType: 'support-task',
        objectId: task.id,
        organisationId: school.id,
        after: { listId: list.id, dueOn: input.diagnosisDueOn, modelPlanId: input.modelPlanId },
      });
      await tellSchool(ctx, trx, school.id, task.id, input.diagnosisDueOn);
    }
    return { tasks, plans };
  });
}

export async function finishDiagnosis(ctx: Ctx, taskId: number, result: string): Promise<void> {
  const text = filled(result);
  await ctx.db.transaction().execute(async (trx) => {
    const task = await trx
      .selectFrom('support_tasks')
      .select(['id', 'organisation_id', 'state'])
      .where('id', '=', taskId)
      .forUpdate()
      .executeTakeFirst();
    if (!task) throw new AppError('notFound');
    const school = await placedSchool(ctx.scope, trx, task.organisation_id);
    insist(mayFinishTask(ctx.actor, school));
    if (task.state !== 'open') throw new AppError('transitionNotAllowed');
    await trx
      .updateTable('support_tasks')
      .set({ state: 'done', result: text, done_by: accountOf(ctx.actor), done_at: ctx.clock.now() })
      .where('id', '=', taskId)
      .execute();
    await recordAudit(ctx, trx, {
      action: 'support.diagnosis-done',
      objectType: 'support-task',
      objectId: taskId,
      organisationId: school.id,
      after: { result: text },
    });
  });
}

async function tellSchool(
  ctx: Ctx,
  trx: Connection,
  organisationId: number,
  taskId: number,
  dueOn: IsoDate,
): Promise<void> {
  const heads = await trx
    .selectFrom('role_assignments')
    .select('user_id')
    .where('organisation_id', '=', organisationId)
    .where('role', '=', 'school-head')
    .execute();
  await notify(ctx, trx, {
    userIds: heads.map(({ user_id }) => user_id),
    kind: 'support-started',
    title: 'Школе назначена поддержка: найдите причины низких результатов',
    body: `Срок: ${dueOn}`,
    href: `/identification/tasks/${taskId}`,
    dedupeKey: `support-started:${taskId}`,
  });
}
