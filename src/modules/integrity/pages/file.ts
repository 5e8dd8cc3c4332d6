/** A document of a review, always as a download. */
import { download } from '#platform/download.ts';
import type { LoaderArgs } from '#web/page-types.ts';
import { ctxOf } from '#web/request.ts';
import { stepFile } from '../queries/review.ts';
import { numberIn } from './parts/address.ts';

export async function loader({ params, context }: LoaderArgs) {
  const ctx = ctxOf(context);
  const { sha256, name, contentType } = await stepFile(ctx.actor, ctx.scope, ctx.db, numberIn(params['stepId']));
  return download(await ctx.files.get(sha256), name, contentType);
}
