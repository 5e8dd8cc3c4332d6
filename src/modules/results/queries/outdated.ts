/** Current data sets that were counted by another scale than the one that holds now. */
import { sql } from 'kysely';
import {
  type AssessmentKind,
  type Procedure,
  procedureTitle,
  scaleFor,
  type SubjectCode,
} from '#modules/assessments/index.ts';
import type { Connection } from '#platform/database.ts';
import type { ResultItem } from '../contract.ts';
import { maximumOfItems, type ReferenceUsed } from '../domain/part.ts';
import { referenceUsed } from '../domain/references.ts';
import { effectiveReferences } from './references.ts';

export type OutdatedSet = { setId: number; procedureId: string; title: string; version: number; pupils: number };

type Row = {
  setId: number;
  procedureId: string;
  version: number;
  pupils: number;
  assessment: AssessmentKind;
  subject: SubjectCode;
  paperGrade: number;
  pupilGrade: number;
  year: number;
  round: Procedure['round'];
  parts: { items: ResultItem[]; references: ReferenceUsed[] }[];
};

/** `of`: one paper through the years, since a scale stands in for years without one. */
export async function outdatedSets(
  db: Connection,
  regionId: number,
  of: Pick<Procedure, 'kind' | 'subject' | 'paperGrade'> | null,
): Promise<OutdatedSet[]> {
  const references = await effectiveReferences(db, regionId);
  const scales = references.scales.map(({ scale }) => scale);
  const { rows } = await sql<Row>`
    select t.id as "setId", t.procedure_id as "procedureId", t.version, t.pupils, t.assessment, t.subject, t.paper_grade as "paperGrade",
      t.pupil_grade as "pupilGrade", t.year, t.round,
      (select jsonb_agg(jsonb_build_object('items', p.items, 'references', p.reference_entries))
       from result_set_parts sp join result_parts p on p.id = sp.part_id where sp.set_id = t.id) as parts
    from result_sets t where t.organisation_id = ${regionId} and t.state = 'current'
      and ${of ? sql`t.assessment = ${of.kind} and t.subject = ${of.subject} and t.paper_grade = ${of.paperGrade}` : sql`true`}
    order by t.year, t.assessment, t.paper_grade, t.subject`.execute(db);
  return rows.flatMap(({ setId, procedureId, version, pupils, parts, assessment: kind, ...rest }): OutdatedSet[] => {
    const procedure: Procedure = { kind, ...rest };
    const isOutdated = parts.some(({ items, references: used }) => {
      const { scale } = scaleFor(procedure, scales, { region: references.region, maximum: maximumOfItems(items) });
      const [now] = referenceUsed(references, scale);
      const [then] = used.filter((one) => one.kind === 'scale');
      return now?.id !== then?.id || now?.version !== then?.version || now?.year !== then?.year;
    });
    return isOutdated ? [{ setId, procedureId, title: procedureTitle(procedure), version, pupils }] : [];
  });
}
