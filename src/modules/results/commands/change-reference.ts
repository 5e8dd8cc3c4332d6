/** Changes an entry of the reference data: the new version holds, the old one stays in the history. */
import { sql } from 'kysely';
import { AppError } from '#kernel/errors.ts';
import type { Procedure, Scale } from '#modules/assessments/index.ts';
import { accountOf } from '#modules/people/index.ts';
import { recordAudit } from '#platform/audit.ts';
import type { Ctx } from '#platform/context.ts';
import type { Connection } from '#platform/database.ts';
import { regionToKeep } from '../queries/regions.ts';

type Key = Pick<Procedure, 'kind' | 'subject' | 'paperGrade' | 'year'>;

export type ScaleChange = {
  of: Key;
  content: Pick<Scale, 'unit' | 'maximum' | 'least' | 'conditions' | 'certainty'>;
  source: string;
  reason: string;
};

/** The region's own scale; what ships with Opora and other years stay as they are. Returns the number of the new entry. */
export async function changeScale(ctx: Ctx, { of, content, source, reason }: ScaleChange): Promise<number> {
  insistOrdered(content);
  return writeEntry(ctx, 'scale', of, content, source, reason);
}

function insistOrdered({ least, maximum }: ScaleChange['content']): void {
  const bounds = [least.three, least.four, least.five, maximum].filter((bound) => bound !== null);
  if (bounds.some((bound, k) => k > 0 && bound < bounds[k - 1]!))
    throw new AppError('invalidInput', {
      field: 'three',
      text: 'Границы отметок идут не по возрастанию.',
      advice:
        'Проверьте: порог «3» не больше порога «4», тот не больше порога «5», а он — не больше наибольшего балла.',
    });
}

async function writeEntry(
  ctx: Ctx,
  kind: 'scale' | 'work',
  of: Key,
  content: unknown,
  source: string,
  reason: string,
): Promise<number> {
  const region = await regionToKeep(ctx.scope, ctx.db, ctx.actor);
  return ctx.db.transaction().execute(async (trx) => {
    const before = await replaceCurrent(ctx, trx, kind, region.id, of);
    const { id } = await trx
      .insertInto('assessment_references')
      .values({
        kind,
        region_id: region.id,
        assessment: of.kind,
        subject: of.subject,
        paper_grade: of.paperGrade,
        year: of.year,
        content: JSON.stringify(content),
        source,
        reason,
        version: (before?.version ?? 0) + 1,
        created_by: accountOf(ctx.actor),
        created_at: ctx.clock.now(),
      })
      .returning('id')
      .executeTakeFirstOrThrow();
    await recordAudit(ctx, trx, {
      action: 'reference.changed',
      objectType: 'assessment-reference',
      objectId: id,
      organisationId: region.id,
      before: before?.content ?? null,
      after: content,
      reason,
    });
    return id;
  });
}

async function replaceCurrent(ctx: Ctx, trx: Connection, kind: string, regionId: number, of: Key) {
  const { rows } = await sql<{ version: number; content: unknown }>`
    update assessment_references set replaced_at = ${ctx.clock.now()}
    where kind = ${kind} and region_id = ${regionId} and assessment = ${of.kind} and subject = ${of.subject}
      and paper_grade = ${of.paperGrade} and year = ${of.year} and replaced_at is null returning version, content`.execute(
    trx,
  );
  return rows[0];
}
