/** The queue of a reviewer: what was handed in, with what proves it, so that most is decided without opening it. */
import { sql } from 'kysely';
import type { Scope } from '#kernel/actor.ts';
import type { Database } from '#platform/database.ts';
import {
  matching,
  type FlatRow,
  OCCURRENCE_COLUMNS,
  occurrenceCount,
  type OccurrenceFilter,
  type OccurrenceRow,
  occurrenceRow,
  type Window,
} from './occurrences.ts';
import type { DocumentReference } from './report.ts';

export type ReviewRow = OccurrenceRow & {
  version: number;
  markText: string;
  withoutDocumentReason: string | null;
  submittedBy: string | null;
  submittedAt: Date;
  expected: string[];
  documents: DocumentReference[];
};

type FlatReviewRow = FlatRow &
  Pick<ReviewRow, 'version' | 'expected' | 'documents'> & {
    mark_text: string;
    reason: string | null;
    submitted_by: string | null;
    submitted_at: Date;
  };

export async function reviewQueue(
  scope: Scope,
  db: Database,
  filter: OccurrenceFilter,
  { limit, offset }: Window,
): Promise<{ rows: ReviewRow[]; total: number }> {
  const listed = sql<FlatReviewRow>`
    select ${OCCURRENCE_COLUMNS}, e.version, e.mark_text, e.without_document_reason as reason, u.name as submitted_by, e.submitted_at,
      (select coalesce(json_agg(x.kind order by x.position), '[]') from measure_results x where x.measure_id = m.id) as expected,
      (select coalesce(json_agg(json_build_object('id', d.id, 'kind', d.kind, 'number', d.number, 'date', d.dated_on,
          'title', d.title, 'fileName', d.file_name, 'url', d.url) order by d.dated_on, d.id), '[]')
        from execution_documents x join evidence_documents d on d.id = x.document_id where x.execution_id = e.id) as documents
    from occurrences occ
    join organisations o on o.id = occ.organisation_id
    join plans p on p.id = occ.plan_id
    join measures m on m.id = occ.measure_id
    join executions e on e.occurrence_id = occ.id
    left join users u on u.id = e.submitted_by
    where ${matching(scope, filter)}
    order by occ.due_on nulls last, occ.id
    limit ${limit} offset ${offset}`.execute(db);
  const [{ rows }, total] = await Promise.all([listed, occurrenceCount(scope, db, filter)]);
  return {
    total,
    rows: rows.map((row) => ({
      ...occurrenceRow(row, filter.today),
      version: row.version,
      markText: row.mark_text,
      withoutDocumentReason: row.reason,
      submittedBy: row.submitted_by,
      submittedAt: row.submitted_at,
      expected: row.expected,
      documents: row.documents,
    })),
  };
}
