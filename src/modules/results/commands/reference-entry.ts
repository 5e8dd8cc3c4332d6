/** One entry of the reference data: a new version holds, the old ones stay; a version can be taken back. */
import { sql } from 'kysely';
import type { Procedure } from '#modules/assessments/index.ts';
import { accountOf } from '#modules/people/index.ts';
import { recordAudit } from '#platform/audit.ts';
import type { Ctx } from '#platform/context.ts';
import type { Connection } from '#platform/database.ts';

type Key = Pick<Procedure, 'kind' | 'subject' | 'paperGrade' | 'year'>;

export type NewEntry = {
  kind: 'scale' | 'work';
  of: Key;
  content: unknown;
  source: string;
  reason: string;
  importId?: number;
};

/** Returns the number of the entry. */
export async function writeEntry(ctx: Ctx, trx: Connection, regionId: number, entry: NewEntry): Promise<number> {
  const { kind, of, content, source, reason, importId } = entry;
  const before = await replaceCurrent(ctx, trx, kind, regionId, of);
  const { id } = await trx
    .insertInto('assessment_references')
    .values({
      kind,
      region_id: regionId,
      assessment: of.kind,
      subject: of.subject,
      paper_grade: of.paperGrade,
      year: of.year,
      content: JSON.stringify(content),
      source,
      reason,
      version: sql<number>`coalesce((select max(version) from assessment_references where kind = ${kind} and region_id = ${regionId}
        and assessment = ${of.kind} and subject = ${of.subject} and paper_grade = ${of.paperGrade} and year = ${of.year}), 0) + 1`,
      import_id: importId ?? null,
      created_by: accountOf(ctx.actor),
      created_at: ctx.clock.now(),
    })
    .returning('id')
    .executeTakeFirstOrThrow();
  await recordAudit(ctx, trx, {
    action: 'reference.changed',
    objectType: 'assessment-reference',
    objectId: id,
    organisationId: regionId,
    before: before?.content ?? null,
    after: content,
    reason,
  });
  return id;
}

async function replaceCurrent(ctx: Ctx, trx: Connection, kind: string, regionId: number, of: Key) {
  const { rows } = await sql<{ content: unknown }>`
    update assessment_references set replaced_at = ${ctx.clock.now()}
    where kind = ${kind} and region_id = ${regionId} and assessment = ${of.kind} and subject = ${of.subject}
      and paper_grade = ${of.paperGrade} and year = ${of.year} and replaced_at is null returning content`.execute(trx);
  return rows[0];
}

/** Takes back versions that still hold: of each, the last one before it that was not taken back holds again. */
export async function takeBack(ctx: Ctx, trx: Connection, regionId: number, ids: readonly number[]): Promise<void> {
  const now = ctx.clock.now();
  await sql`update assessment_references set replaced_at = ${now}, undone_at = ${now}
    where id = any(${[...ids]}::bigint[]) and region_id = ${regionId} and replaced_at is null`.execute(trx);
  await sql`
    update assessment_references r set replaced_at = null where r.id in (
      select distinct on (gone.id) b.id from assessment_references gone join assessment_references b
        on b.kind = gone.kind and b.region_id = gone.region_id and b.assessment = gone.assessment and b.subject = gone.subject
        and b.paper_grade = gone.paper_grade and b.year = gone.year and b.version < gone.version and b.undone_at is null
      where gone.id = any(${[...ids]}::bigint[]) order by gone.id, b.version desc)`.execute(trx);
}
