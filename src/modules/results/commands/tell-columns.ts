/** What a person says of the columns of a file; remembered for all files with the same headers, which are then read anew. */
import { sql } from 'kysely';
import { AppError } from '#kernel/errors.ts';
import { accountOf } from '#modules/people/index.ts';
import { recordAudit } from '#platform/audit.ts';
import type { Ctx } from '#platform/context.ts';
import { headerSignature } from '../queries/mappings.ts';
import type { ColumnMapping } from '../reading/mapping.ts';
import type { FileQuestion } from './read-file.ts';
import { lockedImport } from './locked-import.ts';
import { queueReading } from './receive.ts';

export type ToldColumns = { importId: number; fileId: number; columns: ColumnMapping['columns'] };

export async function tellColumns(ctx: Ctx, { importId, fileId, columns }: ToldColumns): Promise<void> {
  await ctx.db.transaction().execute(async (trx) => {
    const { state, region } = await lockedImport(ctx, trx, importId);
    if (state !== 'checked') throw new AppError('transitionNotAllowed');
    const file = await trx
      .selectFrom('result_import_files')
      .select('error')
      .where('id', '=', fileId)
      .where('import_id', '=', importId)
      .where('state', '=', 'columns')
      .executeTakeFirst();
    const question = file?.error as FileQuestion | undefined;
    if (question?.asks !== 'columns') throw new AppError('notFound');
    const mapping: ColumnMapping = { ...question.proposal, columns };
    const decided = {
      mapping: JSON.stringify(mapping),
      decided_by: accountOf(ctx.actor),
      decided_at: ctx.clock.now(),
    };
    await trx
      .insertInto('column_mappings')
      .values({ region_id: region.id, signature: headerSignature(question.headers), ...decided })
      .onConflict((conflict) => conflict.constraint('column_mappings_unique').doUpdateSet(decided))
      .execute();
    // The other files with these headers find the mapping themselves.
    await sql`update result_import_files set state = 'waiting', error = null, issues = '[]', columns =
        case when id = ${fileId} then coalesce(columns, '{}') || ${JSON.stringify({ mapping })}::jsonb else columns end
      where import_id = ${importId} and state = 'columns' and error->'headers' = ${JSON.stringify(question.headers)}::jsonb`.execute(
      trx,
    );
    await recordAudit(ctx, trx, {
      action: 'results.columns-told',
      objectType: 'result-import',
      objectId: importId,
      organisationId: region.id,
      after: { fileId, columns },
    });
    await queueReading(ctx, trx, importId);
  });
}
