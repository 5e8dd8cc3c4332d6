/** A file that came with a form, kept by its content. */
import { AppError } from '#kernel/errors.ts';
import type { Ctx } from '#platform/context.ts';
import type { Connection } from '#platform/database.ts';

/** The bytes are durable before any row speaks of them. */
export async function storeFile(
  ctx: Ctx,
  db: Connection,
  file: { bytes: Uint8Array; contentType: string },
): Promise<string> {
  if (file.bytes.byteLength > ctx.config.uploadLimitBytes) throw new AppError('fileTooLarge');
  const sha256 = await ctx.files.put(file.bytes);
  await db
    .insertInto('files')
    .values({ sha256, size: file.bytes.byteLength, content_type: file.contentType || 'application/octet-stream' })
    .onConflict((conflict) => conflict.column('sha256').doNothing())
    .execute();
  return sha256;
}
