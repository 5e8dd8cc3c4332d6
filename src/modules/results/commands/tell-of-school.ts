/** A school tells of itself on a page: the new version holds, the ones before stay in its history. */
import { sql } from 'kysely';
import { pathIds } from '#kernel/actor.ts';
import { accountOf } from '#modules/people/index.ts';
import { recordAudit } from '#platform/audit.ts';
import type { Ctx } from '#platform/context.ts';
import type { Connection } from '#platform/database.ts';
import { organisationKey } from '../domain/school-key.ts';
import type { OlympiadRowTold } from '../domain/told.ts';
import { insist, mayTellOfSchool } from '../policy.ts';
import type { ContextSource } from '../queries/told.ts';

export type ToldSchool = { id: number; path: string; fisOkoLogin: string | null; shortName: string };

/** `year`: the calendar year in which the school year ends. Facts that are not said stay as they were. */
export async function tellContext(
  ctx: Ctx,
  school: ToldSchool,
  { source, year, facts }: { source: ContextSource; year: number; facts: Record<string, unknown> },
): Promise<void> {
  insist(mayTellOfSchool(ctx.actor, school));
  await ctx.db.transaction().execute(async (trx) => {
    await lockSchool(trx, school.id);
    const { rows } = await sql<{ facts: Record<string, unknown> }>`
      update school_contexts set replaced_at = ${ctx.clock.now()}
      where organisation_id = ${school.id} and source = ${source} and year = ${year} and replaced_at is null
      returning facts`.execute(trx);
    const before = rows[0]?.facts ?? null;
    const after = { ...before, name: school.shortName, ...facts };
    await trx
      .insertInto('school_contexts')
      .values({
        region_id: regionOf(school),
        school_key: organisationKey(school),
        organisation_id: school.id,
        year,
        source,
        facts: JSON.stringify(after),
        recorded_by: accountOf(ctx.actor),
        recorded_at: ctx.clock.now(),
      })
      .execute();
    await recordAudit(ctx, trx, {
      action: source === 'passport' ? 'school.passport-told' : 'school.questionnaire-told',
      objectType: 'organisation',
      objectId: school.id,
      organisationId: school.id,
      before,
      after: { year, ...after },
    });
  });
}

/** All rows of the year: what is not among them is no longer said. */
export async function tellOlympiads(
  ctx: Ctx,
  school: ToldSchool,
  { year, rows }: { year: number; rows: readonly OlympiadRowTold[] },
): Promise<void> {
  insist(mayTellOfSchool(ctx.actor, school));
  await ctx.db.transaction().execute(async (trx) => {
    await lockSchool(trx, school.id);
    const { rows: before } = await sql`
      update olympiad_participations set replaced_at = ${ctx.clock.now()}
      where organisation_id = ${school.id} and year = ${year} and replaced_at is null
      returning stage, subject, participants, winners`.execute(trx);
    if (rows.length > 0)
      await trx
        .insertInto('olympiad_participations')
        .values(
          rows.map((row) => ({
            ...row,
            region_id: regionOf(school),
            school_key: organisationKey(school),
            organisation_id: school.id,
            year,
            recorded_by: accountOf(ctx.actor),
            recorded_at: ctx.clock.now(),
          })),
        )
        .execute();
    await recordAudit(ctx, trx, {
      action: 'school.olympiads-told',
      objectType: 'organisation',
      objectId: school.id,
      organisationId: school.id,
      before,
      after: { year, rows },
    });
  });
}

function regionOf({ path }: ToldSchool): number {
  return pathIds(path)[0] ?? 0;
}

/** Two people of one school never write the same year at once. */
async function lockSchool(trx: Connection, schoolId: number): Promise<void> {
  await sql`select pg_advisory_xact_lock(7209118, ${schoolId}::int)`.execute(trx);
}
