/** Says which organisation a login or code of result files means; its parked roll-ups follow, in all data sets at once. */
import { sql } from 'kysely';
import { AppError } from '#kernel/errors.ts';
import { accountOf } from '#modules/people/index.ts';
import { recordAudit } from '#platform/audit.ts';
import type { Ctx } from '#platform/context.ts';
import { keyInWords } from '../domain/school-key.ts';
import { regionToKeep } from '../queries/regions.ts';

export type MatchSchool = { regionId?: number; key: string; organisationId: number };

/** Remembered: the next import knows it. Said anew, the roll-ups move. Returns how many followed. */
export async function matchSchool(ctx: Ctx, { regionId, key, organisationId }: MatchSchool): Promise<number> {
  const region = await regionToKeep(ctx.scope, ctx.db, ctx.actor, regionId);
  return ctx.db.transaction().execute(async (trx) => {
    const school = await trx
      .selectFrom('organisations')
      .select(['id', 'short_name as shortName'])
      .where('id', '=', organisationId)
      .where('kind', '=', 'school')
      .where('path', 'like', `${region.path}%`)
      .executeTakeFirst();
    if (!school)
      throw new AppError('invalidInput', {
        field: 'organisation',
        text: 'Такой школы в регионе нет.',
        advice: 'Выберите школу из подсказок или заведите её в справочнике.',
      });
    const before = await trx
      .selectFrom('school_keys')
      .select('organisation_id as organisationId')
      .where('region_id', '=', region.id)
      .where('school_key', '=', key)
      .executeTakeFirst();
    await trx
      .insertInto('school_keys')
      .values({
        region_id: region.id,
        school_key: key,
        organisation_id: organisationId,
        decided_by: accountOf(ctx.actor),
        decided_at: ctx.clock.now(),
      })
      .onConflict((conflict) =>
        conflict.constraint('school_keys_unique').doUpdateSet({
          organisation_id: organisationId,
          decided_by: accountOf(ctx.actor),
          decided_at: ctx.clock.now(),
        }),
      )
      .execute();
    const followed = await sql`
      update school_results r set organisation_id = ${organisationId} from result_parts p
      where p.id = r.part_id and p.organisation_id = ${region.id} and r.school_key = ${key}
        and r.organisation_id is distinct from ${organisationId}`.execute(trx);
    await sql`update school_contexts set organisation_id = ${organisationId} where region_id = ${region.id} and school_key = ${key}`.execute(
      trx,
    );
    await sql`update olympiad_participations set organisation_id = ${organisationId} where region_id = ${region.id} and school_key = ${key}`.execute(
      trx,
    );
    await recordAudit(ctx, trx, {
      action: 'results.school-matched',
      objectType: 'school-key',
      objectId: keyInWords(key),
      organisationId,
      before: before ?? null,
      after: { organisationId, name: school.shortName },
    });
    return Number(followed.numAffectedRows ?? 0);
  });
}
