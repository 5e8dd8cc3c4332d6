/** Sending a draft for approval and taking it back: `POST /plans/:planId/submission`. */
import { redirectWith } from '#web/flash.ts';
import type { ActionArgs } from '#web/page-types.ts';
import { ctxOf } from '#web/request.ts';
import { submitPlan, withdrawPlan } from '../commands/life.ts';
import { idOf } from './parts/address.ts';
import { warned } from './parts/warned.ts';

export async function action({ params, request, context }: ActionArgs) {
  const planId = idOf(params, 'planId');
  const ctx = ctxOf(context);
  const intent = (await request.formData()).get('intent');
  return warned(`/plans/${planId}`, async () => {
    if (intent === 'withdraw') {
      await withdrawPlan(ctx, planId);
      return redirectWith(`/plans/${planId}`, 'План отозван с утверждения и снова проект.');
    }
    await submitPlan(ctx, planId);
    return redirectWith(`/plans/${planId}`, 'План отправлен на утверждение.', {
      undo: { action: `/plans/${planId}/submission`, fields: { intent: 'withdraw' } },
    });
  });
}
