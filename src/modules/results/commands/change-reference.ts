/** Changes a mark scale of the region: the new version holds, the old one stays in the history. */
import { AppError } from '#kernel/errors.ts';
import type { Procedure, Scale } from '#modules/assessments/index.ts';
import type { Ctx } from '#platform/context.ts';
import { regionToKeep } from '../queries/regions.ts';
import { writeEntry } from './reference-entry.ts';

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
  const region = await regionToKeep(ctx.scope, ctx.db, ctx.actor);
  return ctx.db
    .transaction()
    .execute((trx) => writeEntry(ctx, trx, region.id, { kind: 'scale', of, content, source, reason }));
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
