import type { LoaderArgs } from '#web/page-types.ts';
import { ctxOf } from '#web/request.ts';
import { quadrantPage } from '../queries/quadrant-page.ts';
import { regionSeen } from '../queries/region.ts';
import { regionIn } from './parts/address.ts';
import { blockAnswer } from './parts/block-export.ts';

export async function loader({ request, params, context }: LoaderArgs) {
  const ctx = ctxOf(context);
  const url = new URL(request.url);
  const region = await regionSeen(ctx.scope, ctx.db, regionIn(url));
  const { block, kinds, year } = await quadrantPage(ctx, region, Number(url.searchParams.get('year')) || undefined);
  return blockAnswer(`${year} год`, kinds, block ? [block] : [], { id: 'quadrant', format: params['format'] });
}
