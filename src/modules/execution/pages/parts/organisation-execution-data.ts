/** What the page of an organisation's execution shows. Apart from the component: this part stays on the server. */
import type { Ctx } from '#platform/context.ts';
import { oneOf } from '#web/list-address.ts';
import { doneCount, type Totals } from '../../domain.ts';
import { occurrences } from '../../queries/occurrences.ts';
import { levelTotals, type Place, planTotals } from '../../queries/totals.ts';
import { CHILD_FILTERS, type ChildFilter } from '../../words.ts';
import { hereOf } from './address.ts';

const URGENT_AT_MOST = 15;

const SHOWN: Record<ChildFilter, (totals: Totals) => boolean> = {
  all: () => true,
  overdue: (totals) => totals.overdue > 0,
  unproved: (totals) => totals.doneWithoutDocument > 0,
  review: (totals) => totals.awaitingReview > 0,
  progress: (totals) => doneCount(totals) > 0,
};

export async function loadOrganisationExecution(ctx: Ctx, place: Place, url: URL) {
  const today = ctx.clock.today();
  const show = oneOf(url, 'show', Object.keys(CHILD_FILTERS) as ChildFilter[]) ?? 'all';
  const urgent = {
    today,
    organisations: [place.id],
    states: ['planned', 'returned'] as const,
    standings: ['overdue', 'dueSoon', 'returned'] as const,
  };
  const [totals, plans, { rows, total }] = await Promise.all([
    levelTotals(ctx.scope, ctx.db, place, today),
    planTotals(ctx.scope, ctx.db, place.id, today),
    occurrences(ctx.scope, ctx.db, urgent, { limit: URGENT_AT_MOST, offset: 0 }),
  ]);
  const children = totals.children.filter((child) => SHOWN[show](child.totals));
  return {
    place,
    today,
    show,
    here: hereOf(url),
    all: totals.all,
    own: totals.own,
    children,
    childrenInAll: totals.children.length,
    plans,
    urgent: rows,
    urgentInAll: total,
  };
}

export type OrganisationExecutionData = Awaited<ReturnType<typeof loadOrganisationExecution>>;
