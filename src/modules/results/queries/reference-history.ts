/** The versions of one entry of the reference data, the newest first. */
import { sql } from 'kysely';
import type { Procedure } from '#modules/assessments/index.ts';
import type { Connection } from '#platform/database.ts';

export type ReferenceVersion = {
  id: number;
  version: number;
  content: unknown;
  source: string;
  reason: string | null;
  by: string | null;
  at: Date;
  undone: boolean;
};

export async function referenceHistory(
  db: Connection,
  kind: 'scale' | 'work',
  regionId: number,
  of: Pick<Procedure, 'kind' | 'subject' | 'paperGrade' | 'year'>,
): Promise<ReferenceVersion[]> {
  const { rows } = await sql<ReferenceVersion>`
    select r.id, r.version, r.content, r.source, r.reason, u.name as by, r.created_at as at, r.undone_at is not null as undone
    from assessment_references r left join users u on u.id = r.created_by
    where r.kind = ${kind} and r.region_id = ${regionId} and r.assessment = ${of.kind} and r.subject = ${of.subject}
      and r.paper_grade = ${of.paperGrade} and r.year = ${of.year} order by r.version desc`.execute(db);
  return rows;
}
