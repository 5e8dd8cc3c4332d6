/** What an import would change in the catalogue, procedure by procedure. */
import { sql } from 'kysely';
import type { AssessmentKind, Procedure, SubjectCode } from '#modules/assessments/index.ts';
import type { Connection } from '#platform/database.ts';

/** A new version instead of the old one, or the old one with more files. */
export type SetMode = 'replace' | 'add';

export type ArrivalNumbers = { schools: number; pupils: number; absent: number; below: number | null };

export type Arrival = {
  procedureId: string;
  procedure: Procedure;
  partIds: number[];
  files: string[];
  numbers: ArrivalNumbers;
  /** Schools of the files that no organisation is known for. */
  unknown: number;
  /** Schools that stand in more than one of these files. */
  repeated: number;
  current: (ArrivalNumbers & { id: number; version: number; partIds: number[] }) | null;
  /** Schools in both, only in the files, only in the current version. */
  shared: number;
  entering: number;
  leaving: number;
  /** The current version is made of the very same rows. */
  unchanged: boolean;
  mode: SetMode;
};

type Row = Omit<Arrival, 'procedure' | 'numbers' | 'current' | 'mode'> &
  ArrivalNumbers & {
    assessment: AssessmentKind;
    subject: SubjectCode;
    year: number;
    round: Procedure['round'];
    paperGrade: number;
    pupilGrade: number;
    current: Arrival['current'];
  };

/** Files that were read and are not left out. */
export async function arrivalsOf(db: Connection, regionId: number, importId: number): Promise<Arrival[]> {
  const { rows } = await sql<Row>`
    with part as (
      select p.*, min(f.name) as name from result_import_files f join result_import_file_parts fp on fp.file_id = f.id join result_parts p on p.id = fp.part_id
      where f.import_id = ${importId} and f.state = 'read' and f.accepted group by p.id
    ),
    new_school as (
      select p.procedure_id, s.school_key, sum(s.n) as n, sum(s.absent) as absent, sum(s.below) as below,
        bool_or(s.below is null and s.n > 0) as unmarked, bool_and(s.organisation_id is null) as unknown, count(*) as files
      from part p join school_results s on s.part_id = p.id group by 1, 2
    ),
    current_set as (
      select s.id, s.procedure_id, s.version, s.schools, s.pupils, s.absent, s.below,
        array(select part_id::int from result_set_parts where set_id = s.id order by 1) as "partIds"
      from result_sets s where s.organisation_id = ${regionId} and s.state = 'current' and s.procedure_id in (select procedure_id from part)
    ),
    old_school as (
      select distinct c.procedure_id, s.school_key from current_set c
      join result_set_parts sp on sp.set_id = c.id join school_results s on s.part_id = sp.part_id
    ),
    compared as (
      select coalesce(n.procedure_id, o.procedure_id) as procedure_id,
        count(*) filter (where n.school_key is not null and o.school_key is not null) as shared,
        count(*) filter (where o.school_key is null) as entering, count(*) filter (where n.school_key is null) as leaving
      from new_school n full join old_school o on o.procedure_id = n.procedure_id and o.school_key = n.school_key group by 1
    ),
    total as (
      select procedure_id, count(*) as schools, sum(n) as pupils, sum(absent) as absent,
        case when bool_or(unmarked) then null else coalesce(sum(below), 0) end as below,
        count(*) filter (where unknown) as unknown, count(*) filter (where files > 1) as repeated
      from new_school group by 1
    )
    select p.procedure_id as "procedureId", min(p.assessment) as assessment, min(p.subject) as subject, min(p.year) as year,
      min(p.round) as round, min(p.paper_grade) as "paperGrade", min(p.pupil_grade) as "pupilGrade",
      array_agg(p.id::int order by p.id) as "partIds", array_agg(p.name order by p.name) as files,
      coalesce(min(t.schools), 0) as schools, coalesce(min(t.pupils), 0) as pupils, coalesce(min(t.absent), 0) as absent, min(t.below) as below,
      coalesce(min(t.unknown), 0) as unknown, coalesce(min(t.repeated), 0) as repeated,
      coalesce(min(c.shared), 0) as shared, coalesce(min(c.entering), 0) as entering, coalesce(min(c.leaving), 0) as leaving,
      (select to_jsonb(s) - 'procedure_id' from current_set s where s.procedure_id = p.procedure_id) as current,
      coalesce((select array_agg(p.id::int order by p.id) <@ s."partIds" from current_set s where s.procedure_id = p.procedure_id), false) as unchanged
    from part p left join total t on t.procedure_id = p.procedure_id left join compared c on c.procedure_id = p.procedure_id
    group by p.procedure_id order by min(p.assessment), min(p.year), min(p.paper_grade), min(p.subject), p.procedure_id`.execute(
    db,
  );
  return rows.map(
    ({ assessment, subject, year, round, paperGrade, pupilGrade, schools, pupils, absent, below, ...row }) => ({
      ...row,
      procedure: { kind: assessment, subject, year, round, paperGrade, pupilGrade },
      numbers: { schools, pupils, absent, below },
      // Files of other schools than before continue a data set; files of the same schools correct it.
      mode: row.current !== null && row.shared === 0 && row.leaving > 0 ? 'add' : 'replace',
    }),
  );
}
