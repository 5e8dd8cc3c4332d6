/** `POST /results/reference/scale/:entryId/undo`: the version before it holds again. */
import { isAppError } from '#kernel/errors.ts';
import { redirectWith } from '#web/flash.ts';
import type { ActionArgs } from '#web/page-types.ts';
import { ctxOf } from '#web/request.ts';
import { undoScale } from '../commands/undo-scale.ts';
import { idIn } from './parts/address.ts';
import { scaleAddress } from './parts/scale-words.ts';

export async function action({ params, context }: ActionArgs) {
  const ctx = ctxOf(context);
  try {
    const of = await undoScale(ctx, idIn(params, 'entryId'));
    return redirectWith(scaleAddress(of), 'Редакция отменена: действует прежняя шкала');
  } catch (error) {
    if (!isAppError(error) || [401, 403, 404].includes(error.status)) throw error;
    return redirectWith('/results/reference', `${error.text} ${error.advice}`, { tone: 'warning' });
  }
}
