/** Gathers what the memo and the page before a meeting say. */
import type { Ctx } from '#platform/context.ts';
import type { Memo } from './memo-document.ts';
import { executionSummary, windowsBehind } from './queries.ts';
import { filterOf, type SummaryAsked } from './summary-choice.ts';

/** `examples`: how many rows of each list to name; the rest is counted. */
export async function memoFor({ scope, db }: Ctx, asked: SummaryAsked, examples: number): Promise<Memo> {
  const filter = filterOf(asked);
  const first = { limit: examples, offset: 0 };
  const [summary, overdue, withoutDocument] = await Promise.all([
    executionSummary(scope, db, filter),
    windowsBehind(scope, db, { ...filter, class: 'notDone' }, first),
    windowsBehind(scope, db, { ...filter, class: 'withoutDocument' }, first),
  ]);
  return {
    asOf: asked.asOf,
    organisation: asked.organisation.name,
    plan: asked.plan?.title ?? null,
    summary,
    overdue,
    withoutDocument,
  };
}
