/** The filters of «Просроченные мероприятия», read from the address; the page and its export share them. */
import { oneOf } from '#web/list-address.ts';
import type { Ctx } from '#platform/context.ts';
import { LEVEL_NAMES, type PlanLevel } from '#modules/plans/index.ts';
import type { OccurrenceFilter, Order } from '../../queries/occurrences.ts';
import { placeOf } from '../../queries/totals.ts';
import { LISTED_STANDINGS } from '../../words.ts';
import { numberOf } from './address.ts';

export async function overdueFilter(ctx: Ctx, url: URL) {
  const standing = oneOf(url, 'standing', LISTED_STANDINGS) ?? 'overdue';
  const level = oneOf(url, 'level', Object.keys(LEVEL_NAMES) as PlanLevel[]);
  const order = oneOf<Order>(url, 'sort', ['due', 'organisation']) ?? 'due';
  const planId = numberOf(url, 'plan');
  // The narrower of the two: a school lies in its municipality.
  const organisationId = numberOf(url, 'school') ?? numberOf(url, 'municipality');
  const place = organisationId === null ? null : await placeOf(ctx.scope, ctx.db, organisationId);
  const filter: OccurrenceFilter = {
    today: ctx.clock.today(),
    standings: [standing],
    ...(level ? { level } : {}),
    ...(planId === null ? {} : { planId }),
    ...(place ? { within: place.path } : {}),
  };
  return { filter, standing, level, order, planId, place };
}
