/** Deleting a draft and bringing it back: `POST /plans/:planId/deletion`. */
import { redirectWith } from '#web/flash.ts';
import type { ActionArgs } from '#web/page-types.ts';
import { ctxOf } from '#web/request.ts';
import { deleteDraft, restoreDraft } from '../commands/life.ts';
import { idOf } from './parts/address.ts';
import { warned } from './parts/warned.ts';

export async function action({ params, request, context }: ActionArgs) {
  const planId = idOf(params, 'planId');
  const ctx = ctxOf(context);
  const intent = (await request.formData()).get('intent');
  return warned(`/plans/${planId}`, async () => {
    if (intent === 'restore') {
      await restoreDraft(ctx, planId);
      return redirectWith(`/plans/${planId}`, 'Проект восстановлен.');
    }
    await deleteDraft(ctx, planId);
    return redirectWith('/plans', 'Проект плана удалён.', {
      undo: { action: `/plans/${planId}/deletion`, fields: { intent: 'restore' } },
    });
  });
}
