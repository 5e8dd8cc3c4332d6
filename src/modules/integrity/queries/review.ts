/** The review of one school and year: where it stands and what was done. */
import type { Connection } from '#platform/database.ts';
import { AppError } from '#kernel/errors.ts';
import type { Actor, Scope } from '#kernel/actor.ts';
import type { Outcome, ReviewState, ReviewStep } from '../domain.ts';
import { maySee } from '../policy.ts';
import { placeForReview } from './place.ts';

export type Review = {
  id: number;
  state: ReviewState;
  outcome: Outcome | null;
  version: number;
  steps: ReviewStepRow[];
};
export type ReviewStepRow = {
  id: number;
  kind: ReviewStep;
  comment: string;
  fileName: string | null;
  by: string | null;
  at: Date;
};

/** Asked for after the school's finding, which says whether the person may see it. */
export async function reviewOf(
  actor: Actor,
  scope: Scope,
  db: Connection,
  { organisationId, year }: { organisationId: number; year: number },
): Promise<Review | null> {
  if (!maySee(actor, await placeForReview(scope, db, organisationId))) throw new AppError('notFound');
  const row = await db
    .selectFrom('integrity_reviews')
    .select(['id', 'state', 'outcome', 'version'])
    .where('organisation_id', '=', organisationId)
    .where('year', '=', year)
    .executeTakeFirst();
  if (!row) return null;
  const steps = await db
    .selectFrom('integrity_review_steps as s')
    .leftJoin('users as u', 'u.id', 's.done_by')
    .select(['s.id', 's.kind', 's.comment', 's.file_name as fileName', 'u.name as by', 's.done_at as at'])
    .where('s.review_id', '=', row.id)
    .orderBy('s.id', 'desc')
    .execute();
  return {
    ...row,
    state: row.state as ReviewState,
    outcome: row.outcome as Outcome | null,
    steps: steps.map((step) => ({ ...step, kind: step.kind as ReviewStep })),
  };
}

/** A document of a step, for those who may see the review. */
export async function stepFile(
  actor: Actor,
  scope: Scope,
  db: Connection,
  stepId: number,
): Promise<{ sha256: string; name: string; contentType: string }> {
  const row = await db
    .selectFrom('integrity_review_steps as s')
    .innerJoin('integrity_reviews as r', 'r.id', 's.review_id')
    .innerJoin('files as f', 'f.sha256', 's.file_sha256')
    .select(['r.organisation_id', 's.file_name', 'f.sha256', 'f.content_type'])
    .where('s.id', '=', stepId)
    .executeTakeFirst();
  if (!row || !maySee(actor, await placeForReview(scope, db, row.organisation_id))) throw new AppError('notFound');
  return { sha256: row.sha256, name: row.file_name ?? 'документ', contentType: row.content_type };
}
