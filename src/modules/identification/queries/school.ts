/** One school and lists: where it stands, since when, what was asked of it. */
import { sql } from 'kysely';
import { type Actor, type Scope, scopeOf } from '#kernel/actor.ts';
import type { IsoDate } from '#kernel/dates.ts';
import { AppError } from '#kernel/errors.ts';
import type { Connection } from '#platform/database.ts';
import { withinScope } from '#platform/scope.ts';
import { mayFinishTask } from '../policy.ts';

export type SchoolInList = {
  listId: number;
  listSchoolId: number;
  title: string;
  year: number;
  state: string;
  included: boolean;
  decisionReason: string | null;
  enteredOn: IsoDate | null;
  leftOn: IsoDate | null;
  watchUntil: IsoDate | null;
  exitRule: { text: string } | null;
  order: { number: string; datedOn: IsoDate } | null;
  task: { id: number; title: string; dueOn: IsoDate; state: string; planId: number | null } | null;
};

/** Own lists of the region that are sent or approved, the newest first; drafts only to those who keep them. */
export async function listsOfSchool(
  scope: Scope,
  db: Connection,
  organisationId: number,
  { withDrafts }: { withDrafts: boolean },
): Promise<SchoolInList[]> {
  const { rows } = await sql<SchoolInList>`
    select l.id as "listId", s.id as "listSchoolId", l.title, l.year, l.state, s.included, s.decision_reason as "decisionReason",
      s.entered_on as "enteredOn", s.left_on as "leftOn", s.watch_until as "watchUntil", l.exit_rule as "exitRule",
      (select jsonb_build_object('number', r.number, 'datedOn', r.dated_on) from support_list_orders r
       where r.list_id = l.id and r.purpose = 'approval' order by r.id limit 1) as order,
      (select jsonb_build_object('id', t.id, 'title', t.title, 'dueOn', t.due_on, 'state', t.state, 'planId', t.plan_id)
       from support_tasks t where t.list_school_id = s.id order by t.id limit 1) as task
    from support_list_schools s join support_lists l on l.id = s.list_id join organisations o on o.id = s.organisation_id
    where o.id = ${organisationId} and ${withinScope(scope)} and l.deleted_at is null and l.origin = 'own'
      and (${withDrafts} or l.state <> 'draft')
    order by l.year desc, l.id desc`.execute(db);
  return rows;
}

export type SupportTask = {
  id: number;
  title: string;
  dueOn: IsoDate;
  state: string;
  result: string | null;
  doneAt: Date | null;
  planId: number | null;
  organisationId: number;
  school: string;
  listId: number;
  listTitle: string;
  mayFinish: boolean;
};

export async function supportTask(actor: Actor, db: Connection, taskId: number): Promise<SupportTask> {
  const { rows } = await sql<Omit<SupportTask, 'mayFinish'> & { path: string }>`
    select t.id, t.title, t.due_on as "dueOn", t.state, t.result, t.done_at as "doneAt", t.plan_id as "planId",
      t.organisation_id as "organisationId", o.short_name as school, o.path, l.id as "listId", l.title as "listTitle"
    from support_tasks t join organisations o on o.id = t.organisation_id
      join support_list_schools s on s.id = t.list_school_id join support_lists l on l.id = s.list_id
    where t.id = ${taskId} and ${withinScope(scopeOf(actor))}`.execute(db);
  const [found] = rows;
  if (!found) throw new AppError('notFound', { text: 'Такого задания нет, или оно вам не видно.' });
  const { path, ...task } = found;
  return { ...task, mayFinish: task.state === 'open' && mayFinishTask(actor, { path }) };
}
