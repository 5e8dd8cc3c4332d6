/** A run with everything that it was made from: `GET /identification/runs/:runId/bundle`, checked by `opora verify`. */
import { download } from '#platform/download.ts';
import type { LoaderArgs } from '#web/page-types.ts';
import { ctxOf } from '#web/request.ts';
import { runBundle } from '../queries/made-again.ts';
import { idOf, regionOf } from './parts/address.ts';

export async function loader({ params, context }: LoaderArgs) {
  const ctx = ctxOf(context);
  await regionOf(ctx);
  const runId = idOf(params, 'runId');
  return download(await runBundle(ctx.scope, ctx, runId), `Расчёт ${runId}.zip`, 'application/zip');
}
