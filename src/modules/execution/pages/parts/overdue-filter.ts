/** The filters of «Просроченные мероприятия», read from the address; the page and its export share them. */
import { oneOf } from '#web/list-address.ts';
import type { Ctx } from '#platform/context.ts';
import { LEVEL_NAMES, type PlanLevel } from '#modules/plans/index.ts';
import { AHEAD } from '../../domain.ts';
import type { OccurrenceFilter, Order } from '../../queries/occurrences.ts';
import { placeOf } from '../../queries/totals.ts';
import { LISTED, type Listed } from '../../words.ts';
import { numberOf } from './address.ts';

export async function overdueFilter(ctx: Ctx, url: URL) {
  const standing = oneOf(url, 'standing', Object.keys(LISTED) as Listed[]) ?? 'overdue';
  const level = oneOf(url, 'level', Object.keys(LEVEL_NAMES) as PlanLevel[]);
  const order = oneOf<Order>(url, 'sort', ['due', 'organisation']) ?? 'due';
  const planId = numberOf(url, 'plan');
  // The narrowest: a school lies in its municipality; other organisations come from the numbers of dashboards.
  const organisationId = numberOf(url, 'school') ?? numberOf(url, 'municipality') ?? numberOf(url, 'organisation');
  const place = organisationId === null ? null : await placeOf(ctx.scope, ctx.db, organisationId);
  const filter: OccurrenceFilter = {
    today: ctx.clock.today(),
    standings: standing === 'ahead' ? AHEAD : [standing],
    ...(level ? { level } : {}),
    ...(planId === null ? {} : { planId }),
    ...(place ? { within: place.path } : {}),
  };
  return { filter, standing, level, order, planId, place };
}
