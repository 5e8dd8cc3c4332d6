/** Taking back the last edit: `POST /plans/:planId/undo` with the version that the edit made. */
import { redirectWith } from '#web/flash.ts';
import type { ActionArgs } from '#web/page-types.ts';
import { ctxOf } from '#web/request.ts';
import { undoEdit } from '../commands/edit-plan.ts';
import { idOf, whole } from './parts/address.ts';
import { warned } from './parts/warned.ts';

export async function action({ params, request, context }: ActionArgs) {
  const planId = idOf(params, 'planId');
  const version = whole((await request.formData()).get('version') as string | null, 0);
  const back = `/plans/${planId}?edit=on`;
  return warned(back, async () => {
    const undone = await undoEdit(ctxOf(context), planId, version);
    return redirectWith(
      back,
      'Правка отменена.',
      undone.version === null
        ? {}
        : {
            undo: { action: `/plans/${planId}/undo`, fields: { version: undone.version }, label: 'Вернуть правку' },
          },
    );
  });
}
