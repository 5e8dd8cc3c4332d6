/** Imports: where they are, what their files hold, what is wrong with them. */
import { sql } from 'kysely';
import type { Scope } from '#kernel/actor.ts';
import { AppError } from '#kernel/errors.ts';
import type { Issue, Severity } from '#kernel/issue.ts';
import type { Connection } from '#platform/database.ts';
import { withinScope } from '#platform/scope.ts';
import type { FileQuestion, FileSettings } from '../commands/read-file.ts';
import type { ImportState } from '../commands/locked-import.ts';
import type { PartCounts } from '../domain/part.ts';
import type { SchoolFacts } from '../domain/school-facts.ts';
import type { ReadingProgress } from '../domain/progress.ts';
import type { Region } from './regions.ts';

export type ImportRow = {
  id: number;
  /** New files, or loaded rows counted anew. */
  kind: 'files' | 'recount';
  state: ImportState;
  version: number;
  year: number | null;
  createdAt: Date;
  startedAt: Date | null;
  appliedAt: Date | null;
  by: string | null;
  progress: ReadingProgress;
  region: Region;
  /** Data sets that it made. */
  sets: number;
  /** Made by it and still current, so that it can be undone. */
  current: number;
};

type RawImport = Omit<ImportRow, 'progress' | 'region'> &
  ReadingProgress & { regionId: number; path: string; shortName: string };

const IMPORT = sql`i.id, i.kind, i.state, i.version, i.year, i.created_at as "createdAt", i.started_at as "startedAt", i.applied_at as "appliedAt",
  u.name as by, o.id as "regionId", o.path, o.short_name as "shortName", f.files, f.done as "filesDone", f.bytes, f.bytes_done as "bytesDone",
  (select count(*) from result_sets t where t.import_id = i.id) as sets,
  (select count(*) from result_sets t where t.import_id = i.id and t.state = 'current') as current
  from result_imports i join organisations o on o.id = i.organisation_id left join users u on u.id = i.created_by
  cross join lateral (
    select count(*) as files, count(*) filter (where state <> 'waiting') as done, coalesce(sum(size), 0) as bytes,
      coalesce(sum(size) filter (where state <> 'waiting'), 0) as bytes_done
    from result_import_files where import_id = i.id) f`;

function importOf({ regionId, path, shortName, files, filesDone, bytes, bytesDone, ...row }: RawImport): ImportRow {
  return { ...row, region: { id: regionId, path, shortName }, progress: { files, filesDone, bytes, bytesDone } };
}

export async function importById(scope: Scope, db: Connection, id: number): Promise<ImportRow> {
  const { rows } = await sql<RawImport>`select ${IMPORT} where i.id = ${id} and ${withinScope(scope)}`.execute(db);
  if (!rows[0]) throw new AppError('notFound', { text: 'Такой загрузки нет, или она вам не видна.' });
  return importOf(rows[0]);
}

const RECENT = 50;

/** The newest first. */
export async function recentImports(scope: Scope, db: Connection): Promise<ImportRow[]> {
  const { rows } = await sql<RawImport>`
    select ${IMPORT} where ${withinScope(scope)} and f.files > 0 order by i.id desc limit ${RECENT}`.execute(db);
  return rows.map(importOf);
}

export type ImportFile = {
  id: number;
  name: string;
  size: number;
  state: 'waiting' | 'read' | 'columns' | 'refused';
  accepted: boolean;
  kind: 'results' | SchoolFacts['kind'] | null;
  procedureIds: string[];
  counts: PartCounts | null;
  error: { code: string; text: string; advice: string } | null;
  question: FileQuestion | null;
  settings: FileSettings | null;
};

export async function importFiles(db: Connection, importId: number): Promise<ImportFile[]> {
  const { rows } = await sql<Omit<ImportFile, 'question' | 'error'> & { error: unknown }>`
    select f.id, f.name, f.size, f.state, f.accepted, f.kind, f.counts, f.error, f.columns as settings,
      array(select p.procedure_id from result_import_file_parts fp join result_parts p on p.id = fp.part_id
        where fp.file_id = f.id order by p.procedure_id) as "procedureIds"
    from result_import_files f
    where f.import_id = ${importId} order by array_position(array['refused','columns','waiting','read'], f.state), f.name, f.id`.execute(
    db,
  );
  return rows.map((row) => ({
    ...row,
    error: row.state === 'refused' ? (row.error as ImportFile['error']) : null,
    question: row.state === 'columns' ? (row.error as FileQuestion) : null,
  }));
}

export type FoundIssue = Issue & { fileId: number; file: string };
export type IssueFilter = { severity?: Severity | undefined; code?: string | undefined; fileId?: number | undefined };

/** Errors first, then by file. */
export async function importIssues(
  db: Connection,
  importId: number,
  { severity, code, fileId }: IssueFilter,
  page: { limit: number; offset: number },
): Promise<{ rows: FoundIssue[]; total: number }> {
  const { rows } = await sql<FoundIssue & { total: number }>`
    select f.id as "fileId", f.name as file, i->>'severity' as severity, i->>'code' as code, i->>'where' as "where", i->>'text' as text,
      i->>'advice' as advice, count(*) over () as total
    from result_import_files f cross join lateral jsonb_array_elements(f.issues) with ordinality as issue(i, place)
    where f.import_id = ${importId}
      and ${severity ? sql`i->>'severity' = ${severity}` : sql`true`} and ${code ? sql`i->>'code' = ${code}` : sql`true`}
      and ${fileId ? sql`f.id = ${fileId}` : sql`true`}
    order by array_position(array['error','warning','note'], i->>'severity'), f.name, f.id, place
    limit ${page.limit} offset ${page.offset}`.execute(db);
  return { rows: rows.map(({ total: _total, ...row }) => row), total: rows[0]?.total ?? 0 };
}

export type IssueKindCount = { code: string; severity: Severity; text: string; cases: number; files: number };

/** What is wrong, by kind: what a person reads first. */
export async function issueKinds(db: Connection, importId: number): Promise<IssueKindCount[]> {
  const { rows } = await sql<IssueKindCount>`
    select i->>'code' as code, i->>'severity' as severity, min(i->>'text') as text, count(*) as cases, count(distinct f.id) as files
    from result_import_files f cross join lateral jsonb_array_elements(f.issues) as issue(i)
    where f.import_id = ${importId} group by 1, 2
    order by array_position(array['error','warning','note'], i->>'severity'), count(*) desc, 1`.execute(db);
  return rows;
}
