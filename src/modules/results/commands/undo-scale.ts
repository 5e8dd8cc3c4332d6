/** Takes back the newest version of a region's scale: the one before it, or what ships, holds again. */
import { AppError } from '#kernel/errors.ts';
import type { Procedure } from '#modules/assessments/index.ts';
import { recordAudit } from '#platform/audit.ts';
import type { Ctx } from '#platform/context.ts';
import { regionToKeep } from '../queries/regions.ts';
import { takeBack } from './reference-entry.ts';

type Key = Pick<Procedure, 'kind' | 'subject' | 'paperGrade' | 'year'>;

/** Says which scale it was. */
export async function undoScale(ctx: Ctx, entryId: number): Promise<Key> {
  const region = await regionToKeep(ctx.scope, ctx.db, ctx.actor);
  return ctx.db.transaction().execute(async (trx) => {
    const entry = await trx
      .selectFrom('assessment_references')
      .select(['assessment', 'subject', 'paper_grade as paperGrade', 'year', 'replaced_at as replacedAt', 'content'])
      .where('id', '=', entryId)
      .where('region_id', '=', region.id)
      .where('kind', '=', 'scale')
      .forUpdate()
      .executeTakeFirst();
    if (!entry) throw new AppError('notFound', { text: 'Такой редакции шкалы нет.' });
    if (entry.replacedAt !== null)
      throw new AppError('transitionNotAllowed', {
        text: 'Эта редакция уже не действует.',
        advice: 'Отменить можно только действующую редакцию.',
      });
    await takeBack(ctx, trx, region.id, [entryId]);
    await recordAudit(ctx, trx, {
      action: 'reference.undone',
      objectType: 'assessment-reference',
      objectId: entryId,
      organisationId: region.id,
      before: entry.content,
    });
    const { assessment, subject, paperGrade, year } = entry;
    return { kind: assessment as Key['kind'], subject: subject as Key['subject'], paperGrade, year };
  });
}
