/** A check of a year is asked for, made by the worker with its progress written down, and may be stopped. */
import { setImmediate } from 'node:timers/promises';
import { AppError, isAppError } from '#kernel/errors.ts';
import { notify } from '#modules/notifications/index.ts';
import { accountOf } from '#modules/people/index.ts';
import { recordAudit } from '#platform/audit.ts';
import { type Ctx, type Services, systemCtx } from '#platform/context.ts';
import { mayReview } from '../policy.ts';
import { regionOf } from '../queries/region.ts';
import { type CheckProgress, checkRegion } from './check.ts';

export const CHECK_JOB = 'integrity.check';

/** Asked for twice while the first still waits, it is one. Returns the id of the request. */
export async function requestCheck(ctx: Ctx, { year }: { year: number }): Promise<number> {
  const region = await regionOf(ctx.scope, ctx.db, null);
  if (!mayReview(ctx.actor, region)) throw new AppError('notAllowed');
  return ctx.db.transaction().execute(async (trx) => {
    const asked = await trx
      .insertInto('integrity_check_requests')
      .values({
        region_id: region.id,
        year,
        requested_by: accountOf(ctx.actor),
        requested_at: ctx.clock.now(),
      })
      .onConflict((conflict) =>
        conflict.columns(['region_id', 'year']).where('state', 'in', ['queued', 'running']).doNothing(),
      )
      .returning('id')
      .executeTakeFirst();
    if (!asked)
      throw new AppError('transitionNotAllowed', {
        text: `Проверка за ${year} год уже идёт.`,
        advice: 'Дождитесь её конца или остановите её.',
      });
    await recordAudit(ctx, trx, {
      action: 'integrity.requested',
      objectType: 'integrity-check-request',
      objectId: asked.id,
      organisationId: region.id,
      after: { year },
    });
    await ctx.jobs.enqueue(trx, CHECK_JOB, { requestId: asked.id }, { singletonKey: `integrity:${asked.id}` });
    return asked.id;
  });
}

export async function stopCheck(ctx: Ctx, requestId: number): Promise<void> {
  const region = await regionOf(ctx.scope, ctx.db, null);
  if (!mayReview(ctx.actor, region)) throw new AppError('notAllowed');
  await ctx.db.transaction().execute(async (trx) => {
    const stopped = await trx
      .updateTable('integrity_check_requests')
      .set({ state: 'cancelled', finished_at: ctx.clock.now() })
      .where('id', '=', requestId)
      .where('region_id', '=', region.id)
      .where('state', 'in', ['queued', 'running'])
      .returning(['id', 'year'])
      .executeTakeFirst();
    if (!stopped) throw new AppError('transitionNotAllowed', { text: 'Эта проверка уже закончена.' });
    await recordAudit(ctx, trx, {
      action: 'integrity.stopped',
      objectType: 'integrity-check-request',
      objectId: requestId,
      organisationId: region.id,
      after: { year: stopped.year },
    });
  });
}

class CheckStopped extends Error {}

/** Run by the worker. Run twice, it does nothing the second time. */
export async function executeCheck(services: Services, requestId: number): Promise<void> {
  const { db, clock } = services;
  const request = await db
    .updateTable('integrity_check_requests')
    .set({ state: 'running' })
    .where('id', '=', requestId)
    .where('state', 'in', ['queued', 'running'])
    .returningAll()
    .executeTakeFirst();
  if (!request) return;
  const { path } = await db
    .selectFrom('organisations')
    .select('path')
    .where('id', '=', request.region_id)
    .executeTakeFirstOrThrow();
  const system = systemCtx(services);
  const ctx: Ctx = {
    ...system,
    scope: { subtrees: [path], ancestors: [] },
    // In the journal stands whoever asked.
    actor: request.requested_by === null ? system.actor : { ...system.actor, userId: request.requested_by },
  };
  try {
    const outcome = await checkRegion(
      ctx,
      { regionId: request.region_id, year: request.year, answers: [] },
      progressOf(services, requestId),
    );
    await ended(services, request, {
      state: 'done',
      check_id: outcome.checkId,
      progress: 100,
      title: `Проверка за ${request.year} год готова: поводы проверить — у ${outcome.reasons}`,
    });
  } catch (error) {
    if (error instanceof CheckStopped) return;
    if (!isAppError(error)) throw error;
    await ended(services, request, {
      state: 'failed',
      error: JSON.stringify({ code: error.code, text: error.text, advice: error.advice }),
      title: `Проверка за ${request.year} год не выполнена: ${error.text}`,
    });
  }
  async function ended(
    own: Services,
    { id, requested_by, year }: { id: number; requested_by: string | null; year: number },
    { title, ...set }: { title: string; state: string; check_id?: number; progress?: number; error?: string },
  ): Promise<void> {
    await own.db.transaction().execute(async (trx) => {
      const kept = await trx
        .updateTable('integrity_check_requests')
        .set({ ...set, finished_at: clock.now() })
        .where('id', '=', id)
        .where('state', '=', 'running')
        .returning('id')
        .executeTakeFirst();
      if (!kept || requested_by === null) return;
      await notify(own, trx, {
        userIds: [requested_by],
        kind: 'integrity-check',
        title,
        href: `/integrity?year=${year}`,
        dedupeKey: `integrity-check:${id}`,
      });
    });
  }
}

/** @throws CheckStopped when it is under way no longer */
function progressOf({ db }: Services, requestId: number): CheckProgress {
  let told = -1;
  return async (percent) => {
    await setImmediate();
    const whole = Math.floor(percent);
    if (whole <= told) return;
    told = whole;
    const kept = await db
      .updateTable('integrity_check_requests')
      .set({ progress: whole })
      .where('id', '=', requestId)
      .where('state', '=', 'running')
      .returning('id')
      .executeTakeFirst();
    if (!kept) throw new CheckStopped();
  };
}
