/** A part as its rows are counted anew: what the lake does not say of them. */
import { sql } from 'kysely';
import type { AssessmentKind, Procedure, SubjectCode } from '#modules/assessments/index.ts';
import type { Connection } from '#platform/database.ts';
import type { PartToRecount } from '../recount-part.ts';

type Row = Omit<PartToRecount, 'procedure'> & {
  assessment: AssessmentKind;
  subject: SubjectCode;
  year: number;
  round: Procedure['round'];
  paperGrade: number;
  pupilGrade: number;
};

export async function partToRecount(db: Connection, partId: number): Promise<PartToRecount> {
  const { rows } = await sql<Row>`
    select p.lake_sha256 as lake, p.format, p.items, p.linkable, p.assessment, p.subject, p.year, p.round,
      p.paper_grade as "paperGrade", p.pupil_grade as "pupilGrade",
      (select jsonb_agg(jsonb_build_object('key', r.school_key, 'name', r.school_name, 'municipality', r.municipality) order by r.school_key)
       from school_results r where r.part_id = p.id) as schools
    from result_parts p where p.id = ${partId}`.execute(db);
  const { assessment: kind, subject, year, round, paperGrade, pupilGrade, schools, ...part } = rows[0]!;
  return {
    ...part,
    schools: schools ?? [],
    procedure: { kind, subject, year, round, paperGrade, pupilGrade },
  };
}
