/** Which summary an address asks for: organisation, level, plan, day; defaults are the widest that the scope allows. */
import type { IsoDate } from '#kernel/dates.ts';
import { AppError } from '#kernel/errors.ts';
import { LEVEL_NAMES, type PlanLevel } from '#modules/plans/index.ts';
import type { Ctx } from '#platform/context.ts';
import { dayAsked, numberAsked, type SummaryChoice } from './addresses.ts';
import { type Choice, organisationsToSumUp, type PlanChoice, plansOf, type SummaryFilter } from './queries.ts';

export type SummaryAsked = {
  organisations: Choice[];
  organisation: Choice;
  plans: PlanChoice[];
  plan: PlanChoice | null;
  level: PlanLevel | null;
  asOf: IsoDate;
};

/** Null when nothing is bound to this person yet. */
export async function summaryAsked({ scope, db, clock }: Ctx, url: URL): Promise<SummaryAsked | null> {
  const organisations = await organisationsToSumUp(scope, db);
  const wanted = numberAsked(url, 'organisation');
  const organisation = wanted === null ? organisations[0] : organisations.find(({ id }) => id === wanted);
  if (organisation === undefined) {
    if (wanted !== null) throw new AppError('notFound', { text: 'Такой организации нет или она вам не видна.' });
    return null;
  }
  const plans = await plansOf(scope, db, organisation.id);
  return {
    organisations,
    organisation,
    plans,
    plan: plans.find(({ id }) => id === numberAsked(url, 'plan')) ?? null,
    level: levelIn(url),
    asOf: dayAsked(url, clock.today()),
  };
}

export function filterOf({ organisation, plan, level, asOf }: SummaryAsked): SummaryFilter {
  return { within: organisation, planId: plan?.id ?? null, level, asOf };
}

/** The same choice as an address. */
export function choiceOf({ organisation, plan, level, asOf }: SummaryAsked): SummaryChoice {
  return { organisation: organisation.id, plan: plan?.id, level, on: asOf };
}

function levelIn(url: URL): PlanLevel | null {
  const asked = url.searchParams.get('level') ?? '';
  return asked in LEVEL_NAMES ? (asked as PlanLevel) : null;
}
