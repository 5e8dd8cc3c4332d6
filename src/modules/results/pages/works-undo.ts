/** `POST /results/reference/works/imports/:importId/undo`: descriptions go back to what they were. */
import { isAppError } from '#kernel/errors.ts';
import { count } from '#kernel/plural.ts';
import { redirectWith } from '#web/flash.ts';
import type { ActionArgs } from '#web/page-types.ts';
import { ctxOf } from '#web/request.ts';
import { undoWorks } from '../commands/enter-works.ts';
import { idIn } from './parts/address.ts';

const PAGE = '/results/reference/works';

export async function action({ params, context }: ActionArgs) {
  const ctx = ctxOf(context);
  try {
    const works = await undoWorks(ctx, idIn(params, 'importId'));
    return redirectWith(PAGE, `Загрузка отменена: ${count(works, 'описание', 'описания', 'описаний')}`);
  } catch (error) {
    if (!isAppError(error) || [401, 403, 404].includes(error.status)) throw error;
    return redirectWith(PAGE, `${error.text} ${error.advice}`, { tone: 'warning' });
  }
}
