/** Independent observers: sent to one work of one school on one day; they report, or the visit is called off. */
import { AppError } from '#kernel/errors.ts';
import type { IsoDate } from '#kernel/dates.ts';
import { accountOf } from '#modules/people/index.ts';
import { recordAudit } from '#platform/audit.ts';
import type { Ctx } from '#platform/context.ts';
import { mayReview } from '../policy.ts';
import { placeForReview } from '../queries/place.ts';

export type NewObserver = {
  schoolId: number;
  work: string;
  on: IsoDate;
  organisationId: number | null;
  name: string | null;
};

export async function assignObserver(ctx: Ctx, input: NewObserver): Promise<number> {
  if (input.organisationId === null && (input.name ?? '').trim() === '') {
    throw new AppError('invalidInput', {
      field: 'name',
      text: 'Укажите, кто наблюдает: организацию или человека.',
      advice: '',
    });
  }
  if (input.organisationId === input.schoolId) {
    throw new AppError('invalidInput', {
      field: 'organisation',
      text: 'Школа не может наблюдать сама за собой.',
      advice: 'Выберите другую организацию.',
    });
  }
  return ctx.db.transaction().execute(async (db) => {
    const school = await placeForReview(ctx.scope, db, input.schoolId);
    if (!mayReview(ctx.actor, school)) throw new AppError('notAllowed');
    if (input.organisationId !== null) await placeForReview(ctx.scope, db, input.organisationId);
    const { id } = await db
      .insertInto('observer_assignments')
      .values({
        school_id: school.id,
        work: input.work.trim(),
        observed_on: input.on,
        observer_organisation_id: input.organisationId,
        observer_name: input.name?.trim() || null,
        assigned_by: accountOf(ctx.actor),
        assigned_at: ctx.clock.now(),
      })
      .returning('id')
      .executeTakeFirstOrThrow();
    await recordAudit(ctx, db, {
      action: 'observer.assigned',
      objectType: 'observer',
      objectId: id,
      organisationId: school.id,
      after: { work: input.work.trim(), on: input.on, organisationId: input.organisationId, name: input.name },
    });
    return id;
  });
}

/** @param report what was seen; needed when the visit took place, the reason when it was called off */
export async function endObservation(
  ctx: Ctx,
  input: { id: number; version: number; state: 'done' | 'cancelled'; report: string },
): Promise<void> {
  const report = input.report.trim();
  if (report === '') {
    throw new AppError('reasonRequired', {
      field: 'report',
      text: input.state === 'done' ? 'Напишите, как прошла работа.' : 'Напишите, почему наблюдение отменено.',
      advice: '',
    });
  }
  await ctx.db.transaction().execute(async (db) => {
    const row = await db
      .selectFrom('observer_assignments')
      .select(['school_id', 'state', 'version'])
      .where('id', '=', input.id)
      .forUpdate()
      .executeTakeFirst();
    if (!row) throw new AppError('notFound');
    const school = await placeForReview(ctx.scope, db, row.school_id);
    if (!mayReview(ctx.actor, school)) throw new AppError('notAllowed');
    if (row.state !== 'assigned' || row.version !== input.version) throw new AppError('conflict');
    await db
      .updateTable('observer_assignments')
      .set({ state: input.state, report, ended_at: ctx.clock.now(), version: row.version + 1 })
      .where('id', '=', input.id)
      .execute();
    await recordAudit(ctx, db, {
      action: `observer.${input.state}`,
      objectType: 'observer',
      objectId: input.id,
      organisationId: school.id,
      before: { state: row.state },
      after: { state: input.state },
      reason: report,
    });
  });
}
