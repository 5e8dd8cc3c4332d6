/** The document of a step, stored before the step itself: a file that no record names harms nobody. */
import { AppError } from '#kernel/errors.ts';
import { attachmentName, attachmentType } from '#documents/attachment.ts';
import type { Ctx } from '#platform/context.ts';
import { maySee } from '../policy.ts';
import { placeForReview } from '../queries/place.ts';
import type { StepFile } from './review.ts';

/** Null where the form has no file. */
export async function storeStepFile(ctx: Ctx, organisationId: number, form: FormData): Promise<StepFile | null> {
  const file = form.get('file');
  if (!(file instanceof File) || (file.size === 0 && file.name === '')) return null;
  if (!maySee(ctx.actor, await placeForReview(ctx.scope, ctx.db, organisationId))) throw new AppError('notAllowed');
  const bytes = new Uint8Array(await file.arrayBuffer());
  const contentType = attachmentType({ name: file.name, bytes }, ctx.config.uploadLimitBytes);
  const sha256 = await ctx.files.put(bytes);
  await ctx.db
    .insertInto('files')
    .values({ sha256, size: bytes.length, content_type: contentType })
    .onConflict((conflict) => conflict.column('sha256').doNothing())
    .execute();
  return { sha256, name: attachmentName(file.name) };
}
