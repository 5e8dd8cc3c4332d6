/** Lists: their state, their schools, what municipalities said, who stood where on any day. */
import { sql } from 'kysely';
import type { Actor, Scope } from '#kernel/actor.ts';
import { scopeOf } from '#kernel/actor.ts';
import type { IsoDate } from '#kernel/dates.ts';
import { AppError } from '#kernel/errors.ts';
import { insistUse, usesInWords } from '#kernel/permitted-use.ts';
import type { Connection } from '#platform/database.ts';
import { withinScope } from '#platform/scope.ts';
import {
  type ExitRule,
  isStepPossible,
  type LaterRun,
  type ListState,
  mayLeave,
  USUAL_EXIT,
} from '../domain/list-life.ts';
import { mayAgree, mayApproveLists, mayKeepLists } from '../policy.ts';
import { type PlacedOrganisation, placedRegion } from './place.ts';
import { type ShownReason, shownReasons } from './runs.ts';

export type ListHead = {
  id: number;
  regionId: number;
  origin: 'own' | 'federal' | 'other';
  purpose: string;
  title: string;
  year: number;
  runId: number | null;
  state: ListState;
  exitRule: ExitRule | null;
  permittedUses: string[];
  permittedUse: string;
  source: string | null;
  fileName: string | null;
  version: number;
  schools: number;
  createdAt: Date;
};

export async function listsOf(scope: Scope, db: Connection, regionId: number): Promise<ListHead[]> {
  const region = await placedRegion(scope, db, regionId);
  return heads(scope, db, region, null);
}

async function heads(
  scope: Scope,
  db: Connection,
  region: PlacedOrganisation,
  listId: number | null,
): Promise<ListHead[]> {
  // Below the region only what is on the way to agreement or agreed is seen: a draft is nobody's business yet.
  const whole = sql`exists (select 1 from organisations o where o.id = l.region_id and ${withinScope(scope)})`;
  const { rows } = await sql<Omit<ListHead, 'permittedUse'>>`
    select l.id, l.region_id as "regionId", l.origin, l.purpose, l.title, l.year, l.run_id as "runId", l.state, l.exit_rule as "exitRule",
      l.permitted_uses as "permittedUses", l.source, l.file_name as "fileName", l.version, l.created_at as "createdAt",
      (select count(*) from support_list_schools s left join organisations o on o.id = s.organisation_id
       where s.list_id = l.id and s.included and (${withinScope(scope)} or ${whole})) as schools
    from support_lists l where l.region_id = ${region.id} and l.deleted_at is null
      and ${listId === null ? sql`true` : sql`l.id = ${listId}`} and (${whole} or (l.state <> 'draft' and l.origin = 'own'))
    order by l.year desc, l.id desc`.execute(db);
  return rows.map((row) => ({ ...row, permittedUse: usesInWords(row.permittedUses) }));
}

export type ListSchool = {
  id: number;
  organisationId: number | null;
  name: string;
  municipality: string | null;
  login: string | null;
  origin: 'run' | 'manual' | 'file';
  included: boolean;
  decisionReason: string | null;
  runStatus: string | null;
  probability: number | null;
  reasons: ShownReason[];
  enteredOn: IsoDate | null;
  leftOn: IsoDate | null;
  watchUntil: IsoDate | null;
  exitReason: string | null;
  /** By the rule agreed at entry and the runs since. */
  mayLeave: boolean;
  task: { id: number; dueOn: IsoDate; state: string; planId: number | null } | null;
};

export type Remark = {
  id: number;
  listSchoolId: number;
  kind: 'comment' | 'objection';
  text: string;
  author: string | null;
  createdAt: Date;
  answer: string | null;
  accepted: boolean | null;
  answeredAt: Date | null;
};

export type ListDetail = {
  list: ListHead;
  schools: ListSchool[];
  remarks: Remark[];
  agreements: {
    municipalityId: number;
    municipality: string;
    state: string;
    dueOn: IsoDate | null;
    decidedAt: Date | null;
    mayAgree: boolean;
  }[];
  orders: {
    id: number;
    purpose: string;
    number: string;
    datedOn: IsoDate;
    body: string;
    signatoryPost: string;
    signatoryName: string;
    schools: number;
  }[];
  states: { state: ListState; note: string | null; changedAt: Date; changedBy: string | null }[];
  abilities: {
    edit: boolean;
    send: boolean;
    recall: boolean;
    answer: boolean;
    approve: boolean;
    release: boolean;
    close: boolean;
    remark: boolean;
  };
};

export async function listDetail(actor: Actor, db: Connection, listId: number): Promise<ListDetail> {
  const scope = scopeOf(actor);
  const { list, region } = await visibleList(scope, db, listId);
  const rows = await schoolRows(actor, db, list);
  const ids = rows.map(({ id }) => id);
  const [later, remarks, agreements, orders, states] = await Promise.all([
    laterRuns(db, list),
    remarksOf(db, ids),
    agreementsOf(scope, db, listId),
    ordersOf(db, listId),
    statesOf(db, listId),
  ]);
  const keep = mayKeepLists(actor, region);
  const approve = mayApproveLists(actor, region);
  return {
    list,
    schools: rows.map((row) => ({
      ...row,
      mayLeave:
        row.enteredOn !== null &&
        row.leftOn === null &&
        mayLeave(list.exitRule ?? USUAL_EXIT, list.year, later.get(row.organisationId ?? -1) ?? []),
    })),
    remarks,
    agreements: agreements.map(({ path, ...one }) => ({
      ...one,
      mayAgree: one.state === 'waiting' && list.state === 'agreeing' && mayAgree(actor, { path }, region),
    })),
    orders,
    states,
    abilities: {
      edit: keep && (list.state === 'draft' || list.state === 'agreeing'),
      send: keep && isStepPossible(list.state, 'send'),
      recall: keep && isStepPossible(list.state, 'recall'),
      answer: keep && list.state === 'agreeing',
      approve: approve && isStepPossible(list.state, 'approve'),
      release: approve && list.state === 'approved',
      close: approve && isStepPossible(list.state, 'close'),
      remark: list.state === 'agreeing',
    },
  };
}

export async function visibleList(
  scope: Scope,
  db: Connection,
  listId: number,
): Promise<{ list: ListHead; region: PlacedOrganisation }> {
  const found = await db
    .selectFrom('support_lists')
    .select('region_id')
    .where('id', '=', listId)
    .where('deleted_at', 'is', null)
    .executeTakeFirst();
  const missing = () => new AppError('notFound', { text: 'Такого списка нет.' });
  if (!found) throw missing();
  const region = await placedRegion(scope, db, found.region_id);
  const [list] = await heads(scope, db, region, listId);
  if (!list) throw missing();
  return { list, region };
}

async function schoolRows(actor: Actor, db: Connection, list: ListHead): Promise<Omit<ListSchool, 'mayLeave'>[]> {
  const scope = scopeOf(actor);
  type Row = Omit<ListSchool, 'mayLeave' | 'task'> & {
    taskId: number | null;
    taskDueOn: IsoDate;
    taskState: string;
    planId: number | null;
    path: string | null;
  };
  const { rows } = await sql<Row>`
    select s.id, o.path, s.organisation_id as "organisationId", s.name, s.municipality, s.login, s.origin, s.included, s.decision_reason as "decisionReason",
      s.run_status as "runStatus", s.probability, s.reasons, s.entered_on as "enteredOn", s.left_on as "leftOn", s.watch_until as "watchUntil",
      s.exit_reason as "exitReason", t.id as "taskId", t.due_on as "taskDueOn", t.state as "taskState", t.plan_id as "planId"
    from support_list_schools s left join organisations o on o.id = s.organisation_id left join support_tasks t on t.list_school_id = s.id
    where s.list_id = ${list.id} and (${withinScope(scope)} or exists (
      select 1 from organisations o where o.id = ${list.regionId} and ${withinScope(scope)}))
    order by s.municipality nulls last, s.name, s.id`.execute(db);
  return rows.map(({ taskId, taskDueOn, taskState, planId, path, ...row }) => ({
    ...row,
    reasons: shownReasons(actor, path, row.reasons),
    task: taskId === null ? null : { id: taskId, dueOn: taskDueOn, state: taskState, planId },
  }));
}

/** The newest run of each later year by the methodology that made the list. */
async function laterRuns(db: Connection, list: ListHead): Promise<Map<number, LaterRun[]>> {
  if (list.runId === null) return new Map();
  const { rows } = await sql<LaterRun & { organisationId: number }>`
    select s.organisation_id as "organisationId", r.year, s.status from identification_run_schools s join identification_runs r on r.id = s.run_id
    where s.organisation_id is not null and r.id in (
      select max(later.id) from identification_runs later join identification_runs own on own.id = ${list.runId}
      where later.region_id = own.region_id and later.methodology_code = own.methodology_code and later.state = 'done' and later.year > own.year
      group by later.year)`.execute(db);
  const later = new Map<number, LaterRun[]>();
  for (const { organisationId, ...run } of rows) later.set(organisationId, [...(later.get(organisationId) ?? []), run]);
  return later;
}

async function remarksOf(db: Connection, listSchoolIds: readonly number[]): Promise<Remark[]> {
  const { rows } = await sql<Remark>`
    select r.id, r.list_school_id as "listSchoolId", r.kind, r.text, u.name as author, r.created_at as "createdAt", r.answer, r.accepted,
      r.answered_at as "answeredAt"
    from support_list_remarks r left join users u on u.id = r.author
    where r.list_school_id = any(${[...listSchoolIds]}::bigint[]) order by r.id`.execute(db);
  return rows;
}

async function agreementsOf(scope: Scope, db: Connection, listId: number) {
  type Row = {
    municipalityId: number;
    municipality: string;
    path: string;
    state: string;
    dueOn: IsoDate | null;
    decidedAt: Date | null;
  };
  const { rows } = await sql<Row>`
    select o.id as "municipalityId", o.short_name as municipality, o.path, a.state, a.due_on as "dueOn", a.decided_at as "decidedAt"
    from support_list_agreements a join organisations o on o.id = a.municipality_id
    where a.list_id = ${listId} and (${withinScope(scope)} or o.id = any(${scope.ancestors}::bigint[])) order by o.short_name`.execute(
    db,
  );
  return rows;
}

async function ordersOf(db: Connection, listId: number): Promise<ListDetail['orders']> {
  const { rows } = await sql<ListDetail['orders'][number]>`
    select id, purpose, number, dated_on as "datedOn", body, signatory_post as "signatoryPost", signatory_name as "signatoryName", schools
    from support_list_orders where list_id = ${listId} order by dated_on, id`.execute(db);
  return rows;
}

async function statesOf(db: Connection, listId: number): Promise<ListDetail['states']> {
  const { rows } = await sql<ListDetail['states'][number]>`
    select s.state, s.note, s.changed_at as "changedAt", u.name as "changedBy"
    from support_list_states s left join users u on u.id = s.changed_by where s.list_id = ${listId} order by s.id`.execute(
    db,
  );
  return rows;
}

export type SupportedSchool = {
  organisationId: number;
  name: string;
  /** The organisation above: schools of different places are called the same. */
  within: string | null;
  listId: number;
  listTitle: string;
  enteredOn: IsoDate;
  leftOn: IsoDate | null;
  /** In the list on that day, or watched after leaving it. */
  standing: 'supported' | 'watched';
};

/** Who was in a list of support on a day, and who was being watched. */
export async function schoolsSupportedOn(scope: Scope, db: Connection, on: IsoDate): Promise<SupportedSchool[]> {
  const { rows } = await sql<SupportedSchool>`
    select o.id as "organisationId", o.short_name as name, up.short_name as within, l.id as "listId", l.title as "listTitle", s.entered_on as "enteredOn", s.left_on as "leftOn",
      case when s.left_on is null or s.left_on > ${on}::date then 'supported' else 'watched' end as standing
    from support_list_schools s join support_lists l on l.id = s.list_id join organisations o on o.id = s.organisation_id
      left join organisations up on up.id = o.parent_id
    where l.deleted_at is null and l.origin = 'own' and s.included and s.entered_on <= ${on}::date
      and (s.left_on is null or s.left_on > ${on}::date or s.watch_until >= ${on}::date) and ${withinScope(scope)}
    order by o.short_name, o.id, l.id`.execute(db);
  return rows;
}

export type SideBySide = {
  organisationId: number | null;
  name: string;
  municipality: string | null;
  inLists: number[];
};

/** Lists of one region beside each other: which school stands in which. */
export async function listsSideBySide(scope: Scope, db: Connection, listIds: readonly number[]): Promise<SideBySide[]> {
  const lists = await Promise.all(listIds.map((id) => visibleList(scope, db, id)));
  for (const { list } of lists) insistUse(list.permittedUses, 'support-programmes');
  const { rows } = await sql<SideBySide>`
    select s.organisation_id as "organisationId", min(coalesce(o.short_name, s.name)) as name, min(s.municipality) as municipality,
      array_agg(distinct s.list_id::int) as "inLists"
    from support_list_schools s left join organisations o on o.id = s.organisation_id
    where s.list_id = any(${[...listIds]}::bigint[]) and s.included and (${withinScope(scope)} or s.organisation_id is null)
    group by s.organisation_id, case when s.organisation_id is null then s.name end order by 2, 1`.execute(db);
  return rows;
}
