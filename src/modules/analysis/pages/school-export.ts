import { AppError } from '#kernel/errors.ts';
import { organisationById } from '#modules/organisations/index.ts';
import type { LoaderArgs } from '#web/page-types.ts';
import { recordSeenInside } from '#platform/audit.ts';
import { ctxOf } from '#web/request.ts';
import { schoolPage } from '../queries/school-page.ts';
import { idIn } from './parts/address.ts';
import { blockAnswer } from './parts/block-export.ts';

export async function loader({ request, params, context }: LoaderArgs) {
  const ctx = ctxOf(context);
  const school = await organisationById(ctx.scope, ctx.db, idIn(params, 'organisationId'));
  if (!school || school.kind !== 'school') throw new AppError('notFound');
  await recordSeenInside(ctx, school.id);
  const { blocks, kinds } = await schoolPage(ctx, school, new URL(request.url).searchParams.get('series'));
  return blockAnswer(school.shortName, kinds, blocks, { id: params['block'], format: params['format'] });
}
