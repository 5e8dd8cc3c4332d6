/** The borders of marks and the description of a work, as they hold for the region. */
import { sql } from 'kysely';
import { type Procedure, type Scale, scaleFor, SHIPPED_SCALES } from '#modules/assessments/index.ts';
import type { Connection } from '#platform/database.ts';
import type { DescribedWork } from '../domain/items.ts';

type Entry = { kind: 'scale' | 'work'; regionId: number | null; year: number; content: unknown; source: string };

export type References = { scale: Scale | null; work: DescribedWork | null };

export async function referencesOf(
  db: Connection,
  regionId: number,
  procedure: Procedure,
  maximum: number,
): Promise<References> {
  const { kind: assessment, subject, paperGrade, year } = procedure;
  const { rows } = await sql<Entry>`
    select kind, region_id as "regionId", year, content, source from assessment_references
    where replaced_at is null and kind in ('scale', 'work') and assessment = ${assessment} and subject = ${subject}
      and paper_grade = ${paperGrade} and (region_id is null or region_id = ${regionId})
    order by region_id nulls last, id desc`.execute(db);
  const entered = rows
    .filter(({ kind }) => kind === 'scale')
    .map(
      (row): Scale => ({
        kind: assessment,
        subject,
        paperGrade,
        year: row.year,
        region: row.regionId === null ? null : String(row.regionId),
        source: row.source,
        ...(row.content as Pick<Scale, 'unit' | 'maximum' | 'least' | 'conditions' | 'certainty'>),
      }),
    );
  const { scale } = scaleFor(procedure, [...entered, ...SHIPPED_SCALES], { region: String(regionId), maximum });
  const work = rows.find((row) => row.kind === 'work' && row.year === year);
  return { scale, work: work ? (work.content as DescribedWork) : null };
}
