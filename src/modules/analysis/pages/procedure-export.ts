import type { LoaderArgs } from '#web/page-types.ts';
import { ctxOf } from '#web/request.ts';
import { procedurePage } from '../queries/procedure-page.ts';
import { regionSeen } from '../queries/region.ts';
import { regionIn } from './parts/address.ts';
import { blockAnswer } from './parts/block-export.ts';

export async function loader({ request, params, context }: LoaderArgs) {
  const ctx = ctxOf(context);
  const url = new URL(request.url);
  const region = await regionSeen(ctx.scope, ctx.db, regionIn(url));
  const municipality = url.searchParams.get('municipality');
  const { title, known, blocks } = await procedurePage(ctx, region, {
    procedureId: params['procedureId'] ?? '',
    municipality,
  });
  return blockAnswer(municipality ? `${title}, ${municipality}` : title, [known.procedure.kind], blocks, {
    id: params['block'],
    format: params['format'],
  });
}
