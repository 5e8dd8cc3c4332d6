/** What plans ask of a person today: to approve, to decide about what came down. Lines for the start page. */
import { sql } from 'kysely';
import { count } from '#kernel/plural.ts';
import type { Ctx } from '#platform/context.ts';
import { LEVEL_NAMES, type PlanLevel } from '../domain/levels.ts';
import { mayApprove, writableOrganisations } from '../policy.ts';
import { incomingPlans } from './incoming.ts';
import { placesOf } from './organisations.ts';
import { planVisible } from './visibility.ts';

type PlanItem = { label: string; to: string; place: string; meta: string; tone: 'review' | 'due' };
export type PlanGroup = { key: string; title: string; total: number; items: PlanItem[]; moreTo: string };

const ITEMS = 5;
/** Nobody has more plans waiting for one signature. */
const AWAITING_AT_MOST = 200;

/** Groups that have something in them. */
export async function plansToday(ctx: Ctx): Promise<PlanGroup[]> {
  if (writableOrganisations(ctx.actor).length === 0) return [];
  const groups = await Promise.all([awaitingApproval(ctx), cameDown(ctx)]);
  return groups.filter((group) => group.total > 0);
}

async function awaitingApproval({ scope, db, actor }: Ctx): Promise<PlanGroup> {
  const { rows } = await sql<{ id: number; title: string; level: PlanLevel; path: string; shortName: string }>`
    select p.id, p.title, p.level, o.path, o.short_name as "shortName"
    from plans p join organisations o on o.id = p.organisation_id
    where p.state = 'under-approval' and ${planVisible(scope)} order by p.updated_at limit ${AWAITING_AT_MOST}`.execute(
    db,
  );
  const own = rows.filter(({ level, path }) => mayApprove(actor, { level, organisation: { path } }));
  return {
    key: 'plans-to-approve',
    title: 'Планы ждут утверждения',
    total: own.length,
    moreTo: '/plans?state=under-approval',
    items: own.slice(0, ITEMS).map(({ id, title, level, shortName }) => ({
      label: title,
      to: `/plans/${id}/approval`,
      place: shortName,
      meta: LEVEL_NAMES[level],
      tone: 'review',
    })),
  };
}

async function cameDown({ scope, db, actor }: Ctx): Promise<PlanGroup> {
  const own = await placesOf(
    scope,
    db,
    writableOrganisations(actor).map(({ id }) => id),
  );
  const items: PlanItem[] = [];
  for (const recipient of own) {
    for (const plan of await incomingPlans(scope, db, recipient)) {
      if (plan.pending === 0) continue;
      items.push({
        label: plan.title,
        to: `/plans/incoming?organisation=${recipient.id}&plan=${plan.id}`,
        place: plan.organisation,
        meta: count(plan.pending, 'мероприятие', 'мероприятия', 'мероприятий'),
        tone: 'due',
      });
    }
  }
  return {
    key: 'plans-incoming',
    title: 'Пришло сверху и ждёт решения',
    total: items.length,
    moreTo: '/plans/incoming',
    items: items.slice(0, ITEMS),
  };
}
