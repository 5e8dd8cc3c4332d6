/** What is known: data sets by procedure and year, with their coverage and their versions. */
import { sql } from 'kysely';
import { isWithin, type Scope } from '#kernel/actor.ts';
import { AppError } from '#kernel/errors.ts';
import type { AssessmentKind, Procedure, SubjectCode } from '#modules/assessments/index.ts';
import type { Connection } from '#platform/database.ts';
import { withinScope } from '#platform/scope.ts';
import type { ResultItem } from '../contract.ts';
import type { ReferenceUsed } from '../domain/part.ts';
import type { Region } from './regions.ts';

export type SetRow = {
  id: number;
  procedureId: string;
  procedure: Procedure;
  version: number;
  schools: number;
  pupils: number;
  absent: number;
  below: number | null;
  createdAt: Date;
};

type Raw = Omit<SetRow, 'procedure'> & {
  assessment: AssessmentKind;
  subject: SubjectCode;
  year: number;
  round: Procedure['round'];
  paperGrade: number;
  pupilGrade: number;
};

const SET = sql`t.id, t.procedure_id as "procedureId", t.assessment, t.subject, t.year, t.round, t.paper_grade as "paperGrade",
  t.pupil_grade as "pupilGrade", t.version, t.created_at as "createdAt"`;

function setOf<T extends Raw>({ assessment, subject, year, round, paperGrade, pupilGrade, ...row }: T) {
  return { ...row, procedure: { kind: assessment, subject, year, round, paperGrade, pupilGrade } satisfies Procedure };
}

/** Current data sets of the region; who sees a part of it gets the numbers of that part. */
export async function currentSets(scope: Scope, db: Connection, region: Region): Promise<SetRow[]> {
  const order = sql`order by t.assessment, t.paper_grade, t.subject, t.year desc, t.round`;
  const { rows } = isWithin(scope, region.path)
    ? await sql<Raw>`
        select ${SET}, t.schools, t.pupils, t.absent, t.below from result_sets t
        where t.organisation_id = ${region.id} and t.state = 'current' ${order}`.execute(db)
    : await sql<Raw>`
        select ${SET}, count(distinct r.school_key) as schools, sum(r.n) as pupils, sum(r.absent) as absent,
          case when bool_or(r.below is null and r.n > 0) then null else sum(r.below) end as below
        from result_sets t join result_set_parts sp on sp.set_id = t.id join school_results r on r.part_id = sp.part_id
        join organisations o on o.id = r.organisation_id
        where t.organisation_id = ${region.id} and t.state = 'current' and ${withinScope(scope)}
        group by t.id ${order}`.execute(db);
  return rows.map(setOf);
}

export type SetVersion = SetRow & {
  state: 'current' | 'superseded' | 'undone';
  importId: number;
  by: string | null;
  files: {
    name: string;
    sha256: string;
    lakeSha256: string;
    pupils: number;
    items: ResultItem[];
    references: ReferenceUsed[];
    linkable: boolean;
  }[];
};

/** All versions of one procedure, the newest first. For those who see the whole region. */
export async function versionsOf(
  scope: Scope,
  db: Connection,
  region: Region,
  procedureId: string,
): Promise<SetVersion[]> {
  if (!isWithin(scope, region.path)) throw new AppError('notAllowed');
  const { rows } = await sql<Raw & Pick<SetVersion, 'state' | 'importId' | 'by' | 'files'>>`
    select ${SET}, t.schools, t.pupils, t.absent, t.below, t.state, t.import_id as "importId", u.name as by,
      (select jsonb_agg(jsonb_build_object('name', p.file_name, 'sha256', p.file_sha256, 'lakeSha256', p.lake_sha256, 'pupils', p.pupils,
         'items', p.items, 'references', p.reference_entries, 'linkable', p.linkable) order by p.id)
       from result_set_parts sp join result_parts p on p.id = sp.part_id where sp.set_id = t.id) as files
    from result_sets t join result_imports i on i.id = t.import_id left join users u on u.id = i.applied_by
    where t.organisation_id = ${region.id} and t.procedure_id = ${procedureId} order by t.version desc`.execute(db);
  return rows.map(setOf);
}
