/** One occurrence with all that its page shows: what is expected, what was marked, what proves it, what happened. */
import { type RawBuilder, sql } from 'kysely';
import type { Scope } from '#kernel/actor.ts';
import type { IsoDate } from '#kernel/dates.ts';
import { AppError } from '#kernel/errors.ts';
import { type PlanState, planVisible, withinScope } from '#modules/plans/index.ts';
import type { Connection } from '#platform/database.ts';
import { type FlatRow, OCCURRENCE_COLUMNS, type OccurrenceRow, occurrenceRow } from './occurrences.ts';
import type { DocumentReference } from './report.ts';

export type ExecutionRecord = {
  version: number;
  markText: string;
  doneOn: string;
  withoutDocumentReason: string | null;
  submittedBy: { id: string; name: string } | null;
  submittedAt: string;
  reviewedBy: { id: string; name: string } | null;
  reviewedAt: string | null;
  reviewComment: string | null;
  documents: DocumentReference[];
};

export type OccurrenceDetail = OccurrenceRow & {
  path: string;
  planState: PlanState;
  deadline: string;
  section: string | null;
  parties: { text: string; organisationId: number | null }[];
  results: { text: string; kind: string }[];
  schools: string[];
  note: string | null;
  /** The other windows of the same measure, in order. */
  siblings: { id: number; label: string }[];
  record: ExecutionRecord | null;
};

type DetailRow = FlatRow & {
  path: string;
  plan_state: PlanState;
  deadline: string;
  section: string | null;
  note: string | null;
  parties: OccurrenceDetail['parties'];
  results: OccurrenceDetail['results'];
  schools: string[];
  siblings: OccurrenceDetail['siblings'];
  record: ExecutionRecord | null;
};

export async function occurrenceDetail(
  scope: Scope,
  db: Connection,
  id: number,
  today: IsoDate,
): Promise<OccurrenceDetail> {
  const {
    rows: [row],
  } = await sql<DetailRow>`
    select ${OCCURRENCE_COLUMNS}, o.path, p.state as plan_state, m.deadline_text as deadline, m.note, s.title as section,
      (select coalesce(json_agg(json_build_object('text', x.text, 'organisationId', x.organisation_id) order by x.position), '[]')
         from measure_parties x where x.measure_id = m.id) as parties,
      (select coalesce(json_agg(json_build_object('text', x.text, 'kind', x.kind) order by x.position), '[]')
         from measure_results x where x.measure_id = m.id) as results,
      (select coalesce(json_agg(x.name order by x.position), '[]') from measure_schools x where x.measure_id = m.id) as schools,
      (select json_agg(json_build_object('id', x.id, 'label', x.label) order by x.sequence)
         from occurrences x where x.measure_id = m.id and (x.state <> 'cancelled' or x.id = occ.id)) as siblings,
      (select json_build_object(
           'version', e.version, 'markText', e.mark_text, 'doneOn', e.done_on, 'withoutDocumentReason', e.without_document_reason,
           'submittedBy', ${person(sql`e.submitted_by`)}, 'submittedAt', e.submitted_at,
           'reviewedBy', ${person(sql`e.reviewed_by`)}, 'reviewedAt', e.reviewed_at, 'reviewComment', e.review_comment,
           'documents', ${documents(sql`x.execution_id = e.id`)})
         from executions e where e.occurrence_id = occ.id) as record
    from occurrences occ
    join organisations o on o.id = occ.organisation_id
    join plans p on p.id = occ.plan_id
    join measures m on m.id = occ.measure_id
    left join plan_sections s on s.id = m.section_id
    where occ.id = ${id} and ${planVisible(scope)}`.execute(db);
  if (row === undefined) throw new AppError('notFound', { text: 'Такого мероприятия нет или оно вам не видно.' });
  return {
    ...occurrenceRow(row, today),
    path: row.path,
    planState: row.plan_state,
    deadline: row.deadline,
    section: row.section,
    note: row.note,
    parties: row.parties,
    results: row.results,
    schools: row.schools,
    siblings: row.siblings,
    record: row.record,
  };
}

export type HistoryRow = {
  id: number;
  at: Date;
  actor: string | null;
  action: string;
  after: unknown;
  reason: string | null;
};

/** What happened to an occurrence that the scope reaches, newest first. */
export async function occurrenceHistory(scope: Scope, db: Connection, id: number): Promise<HistoryRow[]> {
  const { rows } = await sql<HistoryRow>`
    select a.id, a.at, u.name as actor, a.action, a.after, a.reason
    from audit_events a
    join occurrences occ on occ.id = ${id}
    join organisations o on o.id = occ.organisation_id
    left join users u on u.id = a.actor_id
    where a.object_type = 'occurrence' and a.object_id = ${String(id)} and ${withinScope(scope)}
    order by a.id desc
    limit 100`.execute(db);
  return rows;
}

/** The latest documents of an organisation, to be used for another measure. */
export async function documentsOf(
  scope: Scope,
  db: Connection,
  organisationId: number,
  limit = 100,
): Promise<DocumentReference[]> {
  const { rows } = await sql<DocumentReference>`
    select d.id, d.kind, d.number, d.dated_on as date, d.title, d.file_name as "fileName", d.url
    from evidence_documents d join organisations o on o.id = d.organisation_id
    where d.organisation_id = ${organisationId} and ${withinScope(scope)}
    order by d.id desc limit ${limit}`.execute(db);
  return rows;
}

/** Kinds of documents that each occurrence expects. */
export async function expectedKinds(
  scope: Scope,
  db: Connection,
  ids: readonly number[],
): Promise<{ id: number; kinds: string[] }[]> {
  const { rows } = await sql<{ id: number; kinds: string[] }>`
    select occ.id, array(select distinct r.kind from measure_results r where r.measure_id = occ.measure_id and r.kind <> 'иное' order by 1) as kinds
    from occurrences occ join organisations o on o.id = occ.organisation_id
    where occ.id = any(${ids}::bigint[]) and ${withinScope(scope)}`.execute(db);
  return rows;
}

export type StoredDocument = { sha256: string; name: string; contentType: string };

/** The file of a document of one's own subtree. */
export async function documentFile(scope: Scope, db: Connection, id: number): Promise<StoredDocument> {
  const {
    rows: [row],
  } = await sql<StoredDocument>`
    select d.file_sha256 as sha256, d.file_name as name, f.content_type as "contentType"
    from evidence_documents d join organisations o on o.id = d.organisation_id join files f on f.sha256 = d.file_sha256
    where d.id = ${id} and ${withinScope(scope)}`.execute(db);
  if (row === undefined) throw new AppError('notFound', { text: 'Такого документа нет или он вам не виден.' });
  return row;
}

function person(id: RawBuilder<unknown>): RawBuilder<unknown> {
  return sql`(select json_build_object('id', u.id, 'name', u.name) from users u where u.id = ${id})`;
}

function documents(where: RawBuilder<unknown>): RawBuilder<unknown> {
  return sql`(select coalesce(json_agg(json_build_object('id', d.id, 'kind', d.kind, 'number', d.number, 'date', d.dated_on,
      'title', d.title, 'fileName', d.file_name, 'url', d.url) order by d.dated_on, d.id), '[]')
    from execution_documents x join evidence_documents d on d.id = x.document_id where ${where})`;
}
