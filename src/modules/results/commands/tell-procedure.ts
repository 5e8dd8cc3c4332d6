/** What a person says of a file that does not say itself which procedure it is of; it is then read anew. */
import { sql } from 'kysely';
import { AppError } from '#kernel/errors.ts';
import type { Procedure } from '#modules/assessments/index.ts';
import { recordAudit } from '#platform/audit.ts';
import type { Ctx } from '#platform/context.ts';
import type { FileSettings } from './read-file.ts';
import { lockedImport } from './locked-import.ts';
import { queueReading } from './receive.ts';

export type ToldProcedure = { importId: number; fileId: number; procedure: Partial<Procedure>; alsoOthers: boolean };

/** `alsoOthers`: kind, year and round hold for all files of the import that wait for a word. */
export async function tellProcedure(
  ctx: Ctx,
  { importId, fileId, procedure, alsoOthers }: ToldProcedure,
): Promise<void> {
  await ctx.db.transaction().execute(async (trx) => {
    const { state, region } = await lockedImport(ctx, trx, importId);
    if (state !== 'checked') throw new AppError('transitionNotAllowed');
    const told: FileSettings = { procedure };
    const { numAffectedRows } = await sql`
      update result_import_files set state = 'waiting', error = null, issues = '[]', kind = null, columns = ${JSON.stringify(told)}::jsonb
      where id = ${fileId} and import_id = ${importId}`.execute(trx);
    if (numAffectedRows === 0n) throw new AppError('notFound');
    await sql`delete from result_import_file_parts where file_id = ${fileId}`.execute(trx);
    if (alsoOthers) {
      const { kind, year, round } = procedure;
      const common = JSON.stringify({ procedure: { kind, year, round } } satisfies { procedure: Partial<Procedure> });
      await sql`update result_import_files set state = 'waiting', error = null, issues = '[]', columns = ${common}::jsonb
        where import_id = ${importId} and state = 'columns' and error->>'asks' = 'procedure'`.execute(trx);
    }
    await recordAudit(ctx, trx, {
      action: 'results.columns-told',
      objectType: 'result-import',
      objectId: importId,
      organisationId: region.id,
      after: { fileId, procedure, alsoOthers },
    });
    await queueReading(ctx, trx, importId);
  });
}
