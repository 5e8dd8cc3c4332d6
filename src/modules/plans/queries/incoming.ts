/** What came down to an organisation and what it decided about it. */
import { type RawBuilder, sql } from 'kysely';
import type { Scope } from '#kernel/actor.ts';
import type { Deadline } from '#modules/plan-reading/contract.ts';
import type { Connection } from '#platform/database.ts';
import type { Decision } from '../domain/decisions.ts';
import { levelOf } from '../domain/levels.ts';
import { planVisible } from './visibility.ts';

export type Recipient = { id: number; kind: string; path: string };

export type IncomingPlan = {
  id: number;
  title: string;
  isModel: boolean;
  organisation: string;
  measures: number;
  pending: number;
};
export type IncomingMeasure = {
  id: number;
  number: string | null;
  section: string | null;
  text: string;
  deadline: Deadline;
  parties: string[];
  results: string[];
  decision: Decision;
  reason: string | null;
  childPlanId: number | null;
  childMeasureId: number | null;
};

/** Plans sent down to the level of the organisation, with what still waits for its decision. */
export async function incomingPlans(scope: Scope, db: Connection, recipient: Recipient): Promise<IncomingPlan[]> {
  const { rows } = await sql<IncomingPlan>`
    select p.id, p.title, p.is_model as "isModel", o.short_name as organisation, count(*) as measures,
           count(*) filter (where ${decided()} is null) as pending
    from plans p join organisations o on o.id = p.organisation_id join measures m on m.plan_id = p.id ${decisions(recipient)}
    where ${sentTo(scope, recipient)}
    group by p.id, o.id order by pending desc, p.offered_at desc, p.id desc`.execute(db);
  return rows;
}

export async function incomingMeasures(
  scope: Scope,
  db: Connection,
  recipient: Recipient,
  planId: number,
): Promise<IncomingMeasure[]> {
  const { rows } = await sql<IncomingMeasure>`
    select m.id, m.number, s.title as section, m.text, m.deadline,
           array(select x.text from measure_parties x where x.measure_id = m.id order by x.position) as parties,
           array(select x.text from measure_results x where x.measure_id = m.id order by x.position) as results,
           coalesce(${decided()}, 'none') as decision, a.reason, child.plan_id as "childPlanId", child.id as "childMeasureId"
    from plans p join organisations o on o.id = p.organisation_id join measures m on m.plan_id = p.id
    left join plan_sections s on s.id = m.section_id ${decisions(recipient)}
    where p.id = ${planId} and ${sentTo(scope, recipient)}
    order by m.position`.execute(db);
  return rows;
}

/** How many measures wait for the decision of the organisation. */
export async function incomingCount(scope: Scope, db: Connection, recipient: Recipient): Promise<number> {
  const { rows } = await sql<{ pending: number }>`
    select count(*) as pending
    from plans p join organisations o on o.id = p.organisation_id join measures m on m.plan_id = p.id ${decisions(recipient)}
    where ${sentTo(scope, recipient)} and ${decided()} is null`.execute(db);
  return rows[0]?.pending ?? 0;
}

function sentTo(scope: Scope, recipient: Recipient): RawBuilder<boolean> {
  return sql<boolean>`${planVisible(scope)} and p.state = 'approved' and p.offered_at is not null and m.removed_at is null
    and ${levelOf(recipient.kind)} = any(m.audience) and o.id <> ${recipient.id}
    and ${recipient.path} like case when o.kind in ('institute', 'centre') then regexp_replace(o.path, '[0-9]+[.]$', '') else o.path end || '%'`;
}

function decisions(recipient: Recipient): RawBuilder<unknown> {
  return sql`left join adoptions a on a.measure_id = m.id and a.organisation_id = ${recipient.id}
    left join measures child on child.id = a.child_measure_id left join plans child_plan on child_plan.id = child.plan_id`;
}

function decided(): RawBuilder<string | null> {
  return sql<
    string | null
  >`case when a.decision = 'declined' or (child.id is not null and child.removed_at is null and child_plan.deleted_at is null) then a.decision end`;
}
