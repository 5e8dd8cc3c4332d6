/** `POST /results/import/:importId/undo`: data sets go back to what they were. */
import { isAppError } from '#kernel/errors.ts';
import { count } from '#kernel/plural.ts';
import { redirectWith } from '#web/flash.ts';
import type { ActionArgs } from '#web/page-types.ts';
import { ctxOf } from '#web/request.ts';
import { undoImport } from '../commands/apply-import.ts';
import { idIn } from './parts/address.ts';

export async function action({ params, context }: ActionArgs) {
  const ctx = ctxOf(context);
  const importId = idIn(params, 'importId');
  const page = `/results/import/${importId}`;
  try {
    const sets = await undoImport(ctx, importId);
    return redirectWith(page, `Запись отменена: ${count(sets, 'набор данных', 'набора данных', 'наборов данных')}`);
  } catch (error) {
    if (!isAppError(error) || error.status === 403 || error.status === 404) throw error;
    return redirectWith(page, `${error.text} ${error.advice}`, { tone: 'warning' });
  }
}
