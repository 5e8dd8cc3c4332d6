/** /plans/:planId/report.docx|pdf|xlsx?on= — the execution report as of a day. */
import { executionRows } from '#modules/execution/index.ts';
import type { LoaderArgs } from '#web/page-types.ts';
import { ctxOf } from '#web/request.ts';
import { dayAsked } from '../addresses.ts';
import { executionReport } from '../domain.ts';
import { documentResponse, formatOfAddress } from '../formats.ts';
import { onRealisationOf } from '../genitive.ts';
import { reportDocument } from '../report-document.ts';

export async function loader({ params, request, context }: LoaderArgs) {
  const { scope, db, clock } = ctxOf(context);
  const format = formatOfAddress(request.url);
  const asOf = dayAsked(new URL(request.url), clock.today());
  const report = executionReport(await executionRows(scope, db, { planId: Number(params.planId), asOf }));
  return documentResponse(reportDocument(report), format, `${asOf} ${onRealisationOf(report.planTitle)}`);
}
