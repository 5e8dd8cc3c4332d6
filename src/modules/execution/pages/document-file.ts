/** The file of a document that proves execution, always as a download. */
import { download } from '#platform/download.ts';
import type { LoaderArgs } from '#web/page-types.ts';
import { ctxOf } from '#web/request.ts';
import { documentFile } from '../queries/occurrence.ts';
import { idIn } from './parts/address.ts';

export async function loader({ params, context }: LoaderArgs) {
  const ctx = ctxOf(context);
  const { sha256, name, contentType } = await documentFile(ctx.scope, ctx.db, idIn(params['documentId']));
  return download(await ctx.files.get(sha256), name, contentType);
}
