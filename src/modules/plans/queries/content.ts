/** The content of one plan: what is in force, what is being worked on, or as it stood on a day. */
import { sql } from 'kysely';
import { isWithin, type Scope } from '#kernel/actor.ts';
import { AppError } from '#kernel/errors.ts';
import { formatDate } from '#kernel/format.ts';
import type { Approval } from '#modules/plan-reading/contract.ts';
import { type Connection, prepared } from '#platform/database.ts';
import type { PlanBody, PlanContent, PlanHead, PlanOrder, Rhythm } from '../domain/content.ts';
import { planVisible } from './visibility.ts';

export type Which = {
  /** The revision that was in force on this day. */
  asOf?: string;
  /** A revision by its number, or the working content, in force or not. */
  revision?: number | 'working';
};

/**
 * Without `which`: the revision in force, or the working content of a plan that was never approved.
 * Two look-ups by key when the plan is approved, whatever else the database holds.
 */
export async function planContent(
  scope: Scope,
  db: Connection,
  planId: number,
  which: Which = {},
): Promise<PlanContent> {
  const { head, body, working, effectiveOn } = await headWithFrozenBody(scope, db, planId, which);
  if (
    which.asOf === undefined &&
    (which.revision === 'working' || (which.revision === undefined && head.revision === null))
  ) {
    // From below one sees what is in force, not what is being prepared.
    if (!isWithin(scope, head.organisation.path)) throw new AppError('notAllowed');
    return { ...(await workingBody(db, planId, working)), plan: head, shown: null };
  }
  if (body === null || effectiveOn === null) throw new AppError('notFound', { text: missing(which) });
  return { ...body.content, plan: head, shown: { revision: body.revision, effectiveOn } };
}

/** The plan around its content: organisation, state, orders. */
export async function planHead(scope: Scope, db: Connection, planId: number): Promise<PlanHead & { title: string }> {
  const { head, working } = await headWithFrozenBody(scope, db, planId, { revision: 'working' });
  return { ...head, title: working.title };
}

type HeadRow = {
  id: number;
  organisation_id: number;
  path: string;
  kind: string;
  organisation_name: string;
  short_name: string;
  level: string;
  state: string;
  is_model: boolean;
  version: number;
  revision: number | null;
  amending: boolean;
  offered: boolean;
  parent_plan_id: number | null;
  parent_title: string | null;
  orders: PlanOrder[];
  stamp: Approval | null;
  updated_at: Date;
  title: string;
  period_from: string | null;
  period_to: string | null;
  goal: string | null;
  tasks: string[];
  rhythm: string;
  other: PlanBody['other'];
  frozen_revision: number | null;
  frozen: PlanBody | null;
  effective_on: string | null;
};
type WorkingHead = Pick<PlanBody, 'title' | 'period' | 'goal' | 'tasks' | 'rhythm' | 'other'>;

async function headWithFrozenBody(scope: Scope, db: Connection, planId: number, which: Which) {
  const frozen = frozenChoice(which);
  const {
    rows: [row],
  } = await sql<HeadRow>`${prepared}
    select p.id, p.organisation_id, o.path, o.kind, o.name as organisation_name, o.short_name, p.level, p.state, p.is_model,
           p.version, p.revision, p.amending_since is not null as amending, p.offered_at is not null as offered,
           p.parent_plan_id, parent.title as parent_title, p.stamp, p.updated_at,
           p.title, p.period_from, p.period_to, p.goal, p.tasks, p.rhythm, p.other,
           (select coalesce(json_agg(json_build_object(
               'id', x.id, 'purpose', x.purpose, 'kind', x.kind, 'body', x.body, 'number', x.number, 'date', x.dated_on,
               'signatory', x.signatory, 'revision', x.revision,
               'file', case when x.file_sha256 is not null then json_build_object('sha256', x.file_sha256, 'name', x.file_name) end)
             order by x.dated_on, x.id), '[]') from plan_orders x where x.plan_id = p.id) as orders,
           r.revision as frozen_revision, r.content as frozen, r.effective_on
    from plans p
    join organisations o on o.id = p.organisation_id
    left join plans parent on parent.id = p.parent_plan_id
    left join lateral (select * from plan_revisions x where x.plan_id = p.id and ${frozen}
                       order by x.effective_on desc, x.revision desc limit 1) r on true
    where p.id = ${planId} and ${planVisible(scope)}`.execute(db);
  if (row === undefined) throw new AppError('notFound', { text: 'Такого плана нет или он вам не виден.' });
  const head: PlanHead = {
    id: row.id,
    organisation: {
      id: row.organisation_id,
      path: row.path,
      kind: row.kind,
      name: row.organisation_name,
      shortName: row.short_name,
    },
    level: row.level as PlanHead['level'],
    state: row.state as PlanHead['state'],
    isModel: row.is_model,
    version: row.version,
    revision: row.revision,
    amending: row.amending,
    offered: row.offered,
    parentPlan: row.parent_plan_id === null ? null : { id: row.parent_plan_id, title: row.parent_title ?? '' },
    orders: row.orders,
    stamp: row.stamp,
    updatedAt: row.updated_at.toISOString(),
  };
  const working: WorkingHead = {
    title: row.title,
    period: row.period_from !== null && row.period_to !== null ? { from: row.period_from, to: row.period_to } : null,
    goal: row.goal,
    tasks: row.tasks,
    rhythm: row.rhythm as Rhythm,
    other: row.other,
  };
  const body =
    row.frozen === null || row.frozen_revision === null ? null : { revision: row.frozen_revision, content: row.frozen };
  return { head, working, body, effectiveOn: row.effective_on };
}

function frozenChoice(which: Which) {
  if (which.asOf !== undefined) return sql`x.effective_on <= ${which.asOf}::date`;
  if (which.revision === 'working') return sql`false`;
  if (which.revision !== undefined) return sql`x.revision = ${which.revision}`;
  return sql`x.revision = p.revision`;
}

function missing(which: Which): string {
  return which.asOf === undefined
    ? 'У плана нет такой редакции.'
    : `На ${formatDate(which.asOf)} план ещё не действовал.`;
}

/** The rows of the plan as they are now, in one round trip. Struck-out measures are left out. */
export async function workingBody(db: Connection, planId: number, head: WorkingHead): Promise<PlanBody> {
  const {
    rows: [row],
  } = await sql<Pick<PlanBody, 'sections' | 'measures' | 'glossary' | 'tables'>>`
    select
      (select coalesce(json_agg(json_build_object('id', s.id, 'parentId', s.parent_id, 'number', s.number, 'title', s.title)
         order by s.position), '[]') from plan_sections s where s.plan_id = ${planId}) as sections,
      (select coalesce(json_agg(json_build_object(
         'id', m.id, 'sectionId', m.section_id, 'number', m.number, 'text', m.text, 'deadline', m.deadline,
         'parties', (select coalesce(json_agg(json_build_object(
             'text', x.text, 'organisation', x.organisation_name, 'organisationId', x.organisation_id, 'confidence', x.confidence,
             'person', x.person, 'post', x.post, 'byAgreement', x.by_agreement) order by x.position), '[]')
           from measure_parties x where x.measure_id = m.id),
         'results', (select coalesce(json_agg(json_build_object('text', x.text, 'kind', x.kind) order by x.position), '[]')
           from measure_results x where x.measure_id = m.id),
         'schools', (select coalesce(json_agg(json_build_object(
             'name', x.name, 'type', x.type, 'number', x.number, 'organisationId', x.organisation_id, 'party', x.party_position)
             order by x.position), '[]') from measure_schools x where x.measure_id = m.id),
         'note', m.note, 'execution', m.imported_execution, 'links', m.imported_links, 'other', m.other, 'weight', m.weight,
         'parentMeasureId', m.parent_measure_id, 'schedulePlanId', m.schedule_plan_id)
         order by m.position), '[]') from measures m where m.plan_id = ${planId} and m.removed_at is null) as measures,
      (select coalesce(json_agg(json_build_object('term', g.term, 'meaning', g.meaning) order by g.position), '[]')
         from glossary_entries g where g.plan_id = ${planId}) as glossary,
      (select coalesce(json_agg(json_build_object('kind', 'training-courses', 'title', t.title,
         'rows', (select coalesce(json_agg(json_build_object('number', c.number, 'programme', c.programme, 'hours', c.hours,
             'from', c.starts_on, 'to', c.ends_on, 'provider', c.provider, 'teachers', c.teachers, 'managers', c.managers,
             'schools', c.schools) order by c.position), '[]') from training_courses c where c.table_id = t.id),
         'totals', json_build_object('teachers', t.stated_teachers, 'managers', t.stated_managers)) order by t.position), '[]')
         from training_tables t where t.plan_id = ${planId}) as tables`.execute(db);
  return { ...head, ...row! };
}
