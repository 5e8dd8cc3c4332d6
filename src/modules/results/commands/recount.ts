/**
 * Counts loaded rows anew by the scales that hold now. It goes the way of an import: a job with progress that can be
 * stopped, a preview, a new version of each data set, an undo; runs that used the old version still do.
 */
import { sql } from 'kysely';
import { AppError } from '#kernel/errors.ts';
import type { Procedure } from '#modules/assessments/index.ts';
import { accountOf } from '#modules/people/index.ts';
import { recordAudit } from '#platform/audit.ts';
import type { Ctx } from '#platform/context.ts';
import { outdatedSets } from '../queries/outdated.ts';
import { regionToKeep } from '../queries/regions.ts';
import { queueReading } from './receive.ts';

export type Recount = {
  /** One paper; null: everything that was counted by another scale. */
  of: Pick<Procedure, 'kind' | 'subject' | 'paperGrade'> | null;
  /** The command line counts in its own process. */
  here?: boolean;
};

/** Returns the number of the import that carries it. */
export async function openRecount(ctx: Ctx, { of, here = false }: Recount): Promise<number> {
  const region = await regionToKeep(ctx.scope, ctx.db, ctx.actor);
  return ctx.db.transaction().execute(async (trx) => {
    const sets = await outdatedSets(trx, region.id, of);
    if (sets.length === 0)
      throw new AppError('transitionNotAllowed', {
        text: 'Пересчитывать нечего: все результаты посчитаны по действующим шкалам.',
        advice: 'Пересчёт понадобится, когда шкала изменится.',
      });
    const { id } = await trx
      .insertInto('result_imports')
      .values({
        organisation_id: region.id,
        kind: 'recount',
        state: here ? 'queued' : 'receiving',
        created_by: accountOf(ctx.actor),
        created_at: ctx.clock.now(),
      })
      .returning('id')
      .executeTakeFirstOrThrow();
    // All parts of a data set, so that its new version is whole.
    await sql`
      insert into result_import_files (import_id, position, file_sha256, name, size, recounts_part_id)
      select ${id}, row_number() over (order by t.procedure_id, p.id), p.file_sha256, p.file_name, f.size, p.id
      from result_sets t join result_set_parts sp on sp.set_id = t.id join result_parts p on p.id = sp.part_id
      join files f on f.sha256 = p.file_sha256 where t.id = any(${sets.map(({ setId }) => setId)}::bigint[])`.execute(
      trx,
    );
    await recordAudit(ctx, trx, {
      action: 'results.recount-opened',
      objectType: 'result-import',
      objectId: id,
      organisationId: region.id,
      after: { procedures: sets.map(({ procedureId }) => procedureId) },
    });
    if (!here) await queueReading(ctx, trx, id);
    return id;
  });
}
