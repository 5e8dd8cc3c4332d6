/** Writes down what was read from one file. The rows are in the lake already; until a data set takes the part, nobody sees it. */
import { sql } from 'kysely';
import { procedureId } from '#modules/assessments/index.ts';
import type { Connection } from '#platform/database.ts';
import type { ReadPart } from '../domain/part.ts';
import type { SchoolIndex } from '../queries/school-index.ts';

export type PartSource = { regionId: number; fileSha256: string; fileName: string };

/** A file that was read before with the same outcome has its part already. */
export async function storePart(
  trx: Connection,
  source: PartSource,
  part: ReadPart,
  index: SchoolIndex,
): Promise<number> {
  const { procedure } = part;
  const references = JSON.stringify(part.references);
  const known = await trx
    .selectFrom('result_parts')
    .select('id')
    .where('organisation_id', '=', source.regionId)
    .where('file_sha256', '=', source.fileSha256)
    .where('lake_sha256', '=', part.lake.sha256)
    .where('procedure_id', '=', procedureId(procedure))
    .where(sql<boolean>`reference_entries = ${references}::jsonb`)
    .executeTakeFirst();
  if (known) return known.id;
  const { id } = await trx
    .insertInto('result_parts')
    .values({
      organisation_id: source.regionId,
      file_sha256: source.fileSha256,
      file_name: source.fileName,
      lake_sha256: part.lake.sha256,
      format: part.format,
      procedure_id: procedureId(procedure),
      assessment: procedure.kind,
      subject: procedure.subject,
      year: procedure.year,
      round: procedure.round,
      paper_grade: procedure.paperGrade,
      pupil_grade: procedure.pupilGrade,
      items: JSON.stringify(part.items),
      maximum: part.maximum,
      reference_entries: references,
      schools: part.schools.length,
      pupils: part.results.reduce((sum, { n }) => sum + n, 0),
      absent: part.results.reduce((sum, { absent }) => sum + absent, 0),
      linkable: part.linkable,
    })
    .returning('id')
    .executeTakeFirstOrThrow();
  await writeRollUps(trx, id, part, index);
  return id;
}

/** All schools of the file in one statement. */
async function writeRollUps(trx: Connection, partId: number, part: ReadPart, index: SchoolIndex): Promise<void> {
  const names = new Map(part.schools.map((school) => [school.key, school]));
  const rows = part.results.map((result) => ({
    part_id: partId,
    school_key: result.school,
    school_name: names.get(result.school)?.name ?? null,
    municipality: names.get(result.school)?.municipality ?? null,
    organisation_id: index.get(result.school) ?? null,
    n: result.n,
    absent: result.absent,
    below: result.below,
    marks: result.marks,
    sum: result.sum,
    sum_of_squares: result.sumOfSquares,
    maximum: result.maximum,
    histogram: result.histogram,
    item_sums: result.itemSums,
    item_counts: result.itemCounts,
    journal: result.journal && [result.journal.lower, result.journal.same, result.journal.higher],
  }));
  await sql`insert into school_results
    select * from json_populate_recordset(null::school_results, ${JSON.stringify(rows)}::json)`.execute(trx);
}
