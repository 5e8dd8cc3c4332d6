/** Results in the catalogue, put there without files: what a region looks like after imports. */
import { createHash } from 'node:crypto';
import { sql } from 'kysely';
import { procedureId } from '#modules/assessments/index.ts';
import type { Database } from '#platform/database.ts';
import { dataOf, type Shares, work } from './engine.fixture.ts';

/** `shares` as for the engine, by the six digits of the login. */
export async function putResults(db: Database, region: { id: number }, shares: Shares): Promise<void> {
  const { results } = dataOf(shares);
  const names = [...new Set(Object.values(shares).flatMap((own) => Object.keys(own)))];
  for (const name of names) {
    const procedure = work(name);
    const id = procedureId(procedure);
    const own = results.filter((result) => result.procedureId === id);
    const sha = createHash('sha256').update(JSON.stringify(own)).digest('hex');
    const common = {
      organisation_id: region.id,
      procedure_id: id,
      assessment: procedure.kind,
      subject: procedure.subject,
      year: procedure.year,
      round: procedure.round,
      paper_grade: procedure.paperGrade,
      pupil_grade: procedure.pupilGrade,
      schools: own.length,
      pupils: own.reduce((sum, { n }) => sum + n, 0),
      absent: 0,
    };
    await db
      .insertInto('files')
      .values({ sha256: sha, size: 1, content_type: 'text/csv' })
      .onConflict((conflict) => conflict.column('sha256').doNothing())
      .execute();
    const { id: importId } = await db
      .insertInto('result_imports')
      .values({ organisation_id: region.id, state: 'applied' })
      .returning('id')
      .executeTakeFirstOrThrow();
    const { id: partId } = await db
      .insertInto('result_parts')
      .values({
        ...common,
        file_sha256: sha,
        file_name: `${id}.csv`,
        lake_sha256: sha,
        format: 'vpr-2021',
        items: '[]',
        maximum: 10,
      })
      .returning('id')
      .executeTakeFirstOrThrow();
    for (const result of own)
      await sql`
        insert into school_results (part_id, school_key, organisation_id, n, absent, below, sum, sum_of_squares, maximum, histogram, item_sums, item_counts)
        select ${partId}, ${`fis-${result.school}`}, o.id, ${result.n}, 0, ${result.below}, ${result.sum}, ${result.sumOfSquares}, ${result.maximum},
          ${result.histogram}::int[], '{}', '{}'
        from (select id from organisations where fis_oko_login like ${`%${result.school}`}) o`.execute(db);
    const { id: setId } = await db
      .insertInto('result_sets')
      .values({ ...common, version: 1, state: 'current', import_id: importId, created_at: new Date(0) })
      .returning('id')
      .executeTakeFirstOrThrow();
    await db.insertInto('result_set_parts').values({ set_id: setId, part_id: partId }).execute();
  }
}
