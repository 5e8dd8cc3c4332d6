/** Descriptions of works that hold for a region, and the files they came by. */
import { sql } from 'kysely';
import type { Connection } from '#platform/database.ts';
import type { ResultItem } from '../contract.ts';
import type { WorkContent, WorkKey } from '../domain/works.ts';

export type WorkEntryRow = WorkKey & { id: number; version: number; source: string; content: WorkContent };

const ENTRY = sql`id, version, assessment as kind, subject, paper_grade as "paperGrade", year, source, content from assessment_references`;

/** The newest year first. */
export async function workEntries(db: Connection, regionId: number): Promise<WorkEntryRow[]> {
  const { rows } = await sql<WorkEntryRow>`
    select ${ENTRY} where kind = 'work' and region_id = ${regionId} and replaced_at is null
    order by year desc, assessment, paper_grade, subject`.execute(db);
  return rows;
}

export async function workEntry(db: Connection, regionId: number, of: WorkKey): Promise<WorkEntryRow | null> {
  const { rows } = await sql<WorkEntryRow>`
    select ${ENTRY} where kind = 'work' and region_id = ${regionId} and replaced_at is null and assessment = ${of.kind}
      and subject = ${of.subject} and paper_grade = ${of.paperGrade} and year = ${of.year}`.execute(db);
  return rows[0] ?? null;
}

/** Items as the files of the current results have them. */
export async function itemsInResults(db: Connection, regionId: number, of: WorkKey): Promise<ResultItem[]> {
  const { rows } = await sql<{ items: ResultItem[] }>`
    select p.items from result_sets t join result_set_parts sp on sp.set_id = t.id join result_parts p on p.id = sp.part_id
    where t.organisation_id = ${regionId} and t.state = 'current' and t.assessment = ${of.kind} and t.subject = ${of.subject}
      and t.paper_grade = ${of.paperGrade} and t.year = ${of.year} order by p.id limit 1`.execute(db);
  return rows[0]?.items ?? [];
}

export type WorksImport = {
  id: number;
  fileName: string;
  by: string | null;
  at: Date;
  works: number;
  undoneAt: Date | null;
  /** Nothing was entered over it since. */
  mayUndo: boolean;
};

const RECENT = 50;

export async function worksImports(db: Connection, regionId: number): Promise<WorksImport[]> {
  const { rows } = await sql<WorksImport>`
    select i.id, i.file_name as "fileName", u.name as by, i.created_at as at, i.undone_at as "undoneAt", count(r.id) as works,
      i.undone_at is null and bool_and(r.replaced_at is null) as "mayUndo"
    from reference_imports i join assessment_references r on r.import_id = i.id left join users u on u.id = i.created_by
    where i.region_id = ${regionId} group by i.id, u.name order by i.id desc limit ${RECENT}`.execute(db);
  return rows;
}
