/** The reference data that hold for a region, and the history of each entry. */
import { sql } from 'kysely';
import { type Scale, SHIPPED_SCALES, type SubjectCode, type AssessmentKind } from '#modules/assessments/index.ts';
import type { Connection } from '#platform/database.ts';
import { type EffectiveReferences, type WorkEntry, withShipped } from '../domain/references.ts';
import type { WorkContent } from '../domain/works.ts';

type Row = {
  id: number;
  version: number;
  kind: 'scale' | 'work';
  regionId: number | null;
  assessment: AssessmentKind;
  subject: SubjectCode;
  paperGrade: number;
  year: number;
  content: unknown;
  source: string;
};

/** What a scale holds beside the procedure it is of. */
export type ScaleContent = Pick<Scale, 'unit' | 'maximum' | 'least' | 'conditions' | 'certainty'>;

export async function effectiveReferences(db: Connection, regionId: number): Promise<EffectiveReferences> {
  const { rows } = await sql<Row>`
    select id, version, kind, region_id as "regionId", assessment, subject, paper_grade as "paperGrade", year, content, source
    from assessment_references where replaced_at is null and (region_id is null or region_id = ${regionId}) order by id`.execute(
    db,
  );
  const scales = rows
    .filter(({ kind }) => kind === 'scale')
    .map((row) => ({ id: row.id, version: row.version, scale: scaleOf(row) }));
  const works = rows
    .filter(({ kind }) => kind === 'work')
    .map(
      (row): WorkEntry => ({
        id: row.id,
        version: row.version,
        kind: row.assessment,
        subject: row.subject,
        paperGrade: row.paperGrade,
        year: row.year,
        items: (row.content as WorkContent).items,
      }),
    );
  return { region: String(regionId), scales: withShipped(scales, SHIPPED_SCALES), works };
}

export function scaleOf({
  assessment,
  subject,
  paperGrade,
  year,
  regionId,
  content,
  source,
}: Omit<Row, 'id' | 'version' | 'kind'>): Scale {
  return {
    kind: assessment,
    subject,
    paperGrade,
    year,
    region: regionId === null ? null : String(regionId),
    source,
    ...(content as ScaleContent),
  };
}
