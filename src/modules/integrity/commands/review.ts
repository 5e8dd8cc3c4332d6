/** Steps of the review of a reason to check: each with a comment, each in the journal. */
import { AppError } from '#kernel/errors.ts';
import { accountOf } from '#modules/people/index.ts';
import { recordAudit } from '#platform/audit.ts';
import type { Ctx } from '#platform/context.ts';
import type { Connection } from '#platform/database.ts';
import { type Outcome, type ReviewState, type ReviewStep, stateAfter } from '../domain.ts';
import { mayTake } from '../policy.ts';
import { placeForReview } from '../queries/place.ts';

export type StepFile = { sha256: string; name: string };
export type TakenStep = {
  organisationId: number;
  year: number;
  step: ReviewStep;
  comment: string;
  outcome?: Outcome | null;
  file?: StepFile | null;
  /** As the person saw it; 0 where there was no review yet. */
  version: number;
};

export async function takeStep(ctx: Ctx, input: TakenStep): Promise<void> {
  const comment = input.comment.trim();
  if (comment === '') {
    throw new AppError('reasonRequired', {
      field: 'comment',
      text: 'Напишите пояснение к этому шагу.',
      advice: 'По нему другие поймут, что сделано и почему.',
    });
  }
  if (input.step === 'close' && !input.outcome)
    throw new AppError('invalidInput', { field: 'outcome', text: 'Выберите, чем закончился разбор.', advice: '' });
  await ctx.db.transaction().execute(async (db) => {
    const place = await placeForReview(ctx.scope, db, input.organisationId);
    if (!mayTake(ctx.actor, input.step, place)) throw new AppError('notAllowed');
    const review = await lockedReview(db, input);
    const state = review?.state ?? null;
    const next = stateAfter(state, input.step);
    if (next === null || (review?.version ?? 0) !== input.version) throw new AppError('conflict');
    if (review === null) await assertReason(db, input);
    const id = await moved(ctx, db, input, review, next);
    await db
      .insertInto('integrity_review_steps')
      .values({
        review_id: id,
        kind: input.step,
        comment,
        file_sha256: input.file?.sha256 ?? null,
        file_name: input.file?.name ?? null,
        done_by: accountOf(ctx.actor),
        done_at: ctx.clock.now(),
      })
      .execute();
    await recordAudit(ctx, db, {
      action: `integrity.${input.step}`,
      objectType: 'integrity-review',
      objectId: id,
      organisationId: place.id,
      before: { state },
      after: { state: next, year: input.year, outcome: input.outcome ?? null },
      reason: comment,
    });
  });
}

type LockedReview = { id: number; state: ReviewState; version: number };

async function lockedReview(db: Connection, { organisationId, year }: TakenStep): Promise<LockedReview | null> {
  const row = await db
    .selectFrom('integrity_reviews')
    .select(['id', 'state', 'version'])
    .where('organisation_id', '=', organisationId)
    .where('year', '=', year)
    .forUpdate()
    .executeTakeFirst();
  return row ? { ...row, state: row.state as ReviewState } : null;
}

/** A review begins only where the current check gives a reason: nobody is asked to explain without one. */
async function assertReason(db: Connection, { organisationId, year }: TakenStep): Promise<void> {
  const finding = await db
    .selectFrom('integrity_findings as f')
    .innerJoin('integrity_checks as c', 'c.id', 'f.check_id')
    .select('f.reason')
    .where('f.organisation_id', '=', organisationId)
    .where('c.year', '=', year)
    .where('c.replaced_at', 'is', null)
    .executeTakeFirst();
  if (!finding?.reason) {
    throw new AppError('invalidInput', {
      text: 'Повода для разбора нет.',
      advice: 'Разбор начинают только по признакам последней проверки.',
    });
  }
}

async function moved(
  ctx: Ctx,
  db: Connection,
  { organisationId, year, outcome }: TakenStep,
  review: LockedReview | null,
  state: ReviewState,
): Promise<number> {
  const closed = state === 'closed';
  const values = { state, outcome: closed ? (outcome ?? null) : null, closed_at: closed ? ctx.clock.now() : null };
  if (review === null) {
    const { id } = await db
      .insertInto('integrity_reviews')
      .values({ organisation_id: organisationId, year, opened_at: ctx.clock.now(), ...values })
      .onConflict((conflict) => conflict.doNothing())
      .returning('id')
      .executeTakeFirstOrThrow(() => new AppError('conflict'));
    return id;
  }
  await db
    .updateTable('integrity_reviews')
    .set({ ...values, version: review.version + 1 })
    .where('id', '=', review.id)
    .execute();
  return review.id;
}
