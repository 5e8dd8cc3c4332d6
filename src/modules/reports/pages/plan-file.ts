/** /plans/:planId/export.docx|pdf|xlsx — the plan in its official form. */
import { planContent, toReading } from '#modules/plans/index.ts';
import type { LoaderArgs } from '#web/page-types.ts';
import { ctxOf } from '#web/request.ts';
import { documentResponse, formatOfAddress } from '../formats.ts';
import { planDocument } from '../plan-document.ts';

export async function loader({ params, request, context }: LoaderArgs) {
  const { scope, db } = ctxOf(context);
  const format = formatOfAddress(request.url);
  const plan = toReading(await planContent(scope, db, Number(params.planId)));
  return documentResponse(planDocument(plan), format, plan.title ?? 'План');
}
