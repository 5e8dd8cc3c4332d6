/** Documents on their way to becoming plans. */
import { sql } from 'kysely';
import type { SourceDocument } from '#documents/model.ts';
import type { Scope } from '#kernel/actor.ts';
import { AppError } from '#kernel/errors.ts';
import type { PlanReading } from '#modules/plan-reading/contract.ts';
import type { Connection } from '#platform/database.ts';
import { withinScope } from '#platform/scope.ts';
import type { ReadingDraft, ReadingFailure, ReadingState } from '../domain/draft.ts';

export type ReadingForReview = {
  id: number;
  fileName: string;
  fileSha256: string;
  state: ReadingState;
  organisation: { id: number; kind: string; path: string; shortName: string };
  source: SourceDocument | null;
  reading: PlanReading | null;
  /** What will be saved: as read, with the corrections made so far. */
  draft: ReadingDraft | null;
  failure: ReadingFailure | null;
  planId: number | null;
  version: number;
};

export async function readingForReview(scope: Scope, db: Connection, readingId: number): Promise<ReadingForReview> {
  const {
    rows: [row],
  } = await sql<
    Omit<ReadingForReview, 'organisation'> & { organisationId: number; kind: string; path: string; shortName: string }
  >`
    select r.id, r.file_name as "fileName", r.file_sha256 as "fileSha256", r.state, r.source, r.reading, r.corrected as draft, r.error as failure,
           r.plan_id as "planId", r.version, o.id as "organisationId", o.kind, o.path, o.short_name as "shortName"
    from plan_readings r join organisations o on o.id = r.organisation_id
    where r.id = ${readingId} and r.state <> 'discarded' and ${withinScope(scope)}`.execute(db);
  if (row === undefined) throw new AppError('notFound', { text: 'Такого документа нет или он вам не виден.' });
  const { organisationId, kind, path, shortName, ...reading } = row;
  return { ...reading, organisation: { id: organisationId, kind, path, shortName } };
}

export type ReadingRow = {
  id: number;
  fileName: string;
  state: ReadingState;
  organisation: string;
  measures: number | null;
  at: string;
  planId: number | null;
};

/** The last uploads of a person: an import can be left and taken up again. */
export async function recentReadings(scope: Scope, db: Connection, userId: string, limit = 10): Promise<ReadingRow[]> {
  const { rows } = await sql<Omit<ReadingRow, 'at'> & { created_at: Date }>`
    select r.id, r.file_name as "fileName", r.state, o.short_name as organisation, jsonb_array_length(r.corrected->'body'->'measures') as measures,
           r.created_at, r.plan_id as "planId"
    from plan_readings r join organisations o on o.id = r.organisation_id
    where r.created_by = ${userId} and r.state <> 'discarded' and ${withinScope(scope)}
    order by r.id desc limit ${limit}`.execute(db);
  return rows.map(({ created_at, ...row }) => ({ ...row, at: created_at.toISOString() }));
}
