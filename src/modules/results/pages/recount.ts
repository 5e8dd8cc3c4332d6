/** `POST /results/reference/recount?kind…`: loaded results of one paper are counted anew, in the background. */
import { AppError, isAppError } from '#kernel/errors.ts';
import { redirectWith } from '#web/flash.ts';
import type { ActionArgs } from '#web/page-types.ts';
import { ctxOf } from '#web/request.ts';
import { openRecount } from '../commands/recount.ts';
import { workIn } from './parts/address.ts';

export async function action({ request, context }: ActionArgs) {
  const ctx = ctxOf(context);
  const url = new URL(request.url);
  const of = workIn(url);
  if (!of) throw new AppError('notFound');
  try {
    const importId = await openRecount(ctx, { of });
    return redirectWith(`/results/import/${importId}`, 'Пересчёт начат');
  } catch (error) {
    if (!isAppError(error) || error.status === 403 || error.status === 404) throw error;
    return redirectWith(`/results/reference/scale${url.search}`, `${error.text} ${error.advice}`, { tone: 'warning' });
  }
}
