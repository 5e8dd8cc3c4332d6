/** `POST /plans/import/:readingId/undo`: the plan goes, the review comes back with its corrections. */
import { redirectWith } from '#web/flash.ts';
import type { ActionArgs } from '#web/page-types.ts';
import { ctxOf } from '#web/request.ts';
import { undoImport } from '../commands/import-plan.ts';
import { idOf } from './parts/address.ts';
import { warned } from './parts/warned.ts';

export function action({ params, context }: ActionArgs) {
  const readingId = idOf(params, 'readingId');
  return warned('/plans', async () => {
    await undoImport(ctxOf(context), readingId);
    return redirectWith(
      `/plans/import/${readingId}`,
      'Импорт отменён. Исправления сохранены, план можно сохранить ещё раз.',
    );
  });
}
