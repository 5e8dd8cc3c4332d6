/** Facts about schools reach their tables with the results of the same import, and go with its undo. */
import { sql } from 'kysely';
import type { Ctx } from '#platform/context.ts';
import type { Connection } from '#platform/database.ts';
import { contextRows, olympiadRows, type SchoolFacts } from '../domain/school-facts.ts';
import { schoolIndex } from '../queries/school-index.ts';

type FactsFile = { kind: SchoolFacts['kind']; records: unknown; sha256: string; year: number | null };

/** Returns how many rows of schools were written. */
export async function applyFacts(
  ctx: Ctx,
  trx: Connection,
  importId: number,
  region: { id: number; path: string },
): Promise<number> {
  const { rows: files } = await sql<FactsFile>`
    select f.kind, f.records, f.file_sha256 as sha256, i.year from result_import_files f join result_imports i on i.id = f.import_id
    where f.import_id = ${importId} and f.state = 'read' and f.accepted and f.kind <> 'results' order by f.position`.execute(
    trx,
  );
  if (files.length === 0) return 0;
  const index = await schoolIndex(trx, region);
  const common = (sha256: string, key: string) => ({
    region_id: region.id,
    organisation_id: index.get(key) ?? null,
    file_sha256: sha256,
    import_id: importId,
    recorded_at: ctx.clock.now(),
  });
  let written = 0;
  for (const { kind, records, sha256, year } of files) {
    const facts = { kind, records } as SchoolFacts;
    const contexts = contextRows(facts, year).map((row) => ({ ...row, ...common(sha256, row.school_key) }));
    const olympiads = olympiadRows(facts, year).map((row) => ({ ...row, ...common(sha256, row.school_key) }));
    if (contexts.length > 0) await writeContexts(ctx, trx, importId, contexts);
    if (olympiads.length > 0) await writeOlympiads(ctx, trx, importId, olympiads);
    written += contexts.length + olympiads.length;
  }
  return written;
}

async function writeContexts(ctx: Ctx, trx: Connection, importId: number, rows: object[]): Promise<void> {
  const given = JSON.stringify(rows);
  await sql`
    update school_contexts c set replaced_at = ${ctx.clock.now()}, replaced_by_import_id = ${importId}
    from json_populate_recordset(null::school_contexts, ${given}::json) g
    where c.region_id = g.region_id and c.school_key = g.school_key and c.year = g.year and c.source = g.source and c.replaced_at is null`.execute(
    trx,
  );
  await sql`
    insert into school_contexts (region_id, school_key, organisation_id, year, source, facts, file_sha256, import_id, recorded_at)
    select region_id, school_key, organisation_id, year, source, facts, file_sha256, import_id, recorded_at
    from json_populate_recordset(null::school_contexts, ${given}::json)`.execute(trx);
}

async function writeOlympiads(ctx: Ctx, trx: Connection, importId: number, rows: object[]): Promise<void> {
  const given = JSON.stringify(rows);
  await sql`
    update olympiad_participations c set replaced_at = ${ctx.clock.now()}, replaced_by_import_id = ${importId}
    from json_populate_recordset(null::olympiad_participations, ${given}::json) g
    where c.region_id = g.region_id and c.school_key = g.school_key and c.year = g.year and c.stage = g.stage and c.subject = g.subject
      and c.replaced_at is null`.execute(trx);
  await sql`
    insert into olympiad_participations (region_id, school_key, organisation_id, year, stage, subject, participants, winners, file_sha256, import_id, recorded_at)
    select region_id, school_key, organisation_id, year, stage, subject, participants, winners, file_sha256, import_id, recorded_at
    from json_populate_recordset(null::olympiad_participations, ${given}::json)`.execute(trx);
}

/** What the import wrote goes; what it replaced holds again. Refused by the caller when later imports stand on it. */
export async function undoFacts(trx: Connection, importId: number): Promise<void> {
  for (const table of ['school_contexts', 'olympiad_participations']) {
    await sql`delete from ${sql.table(table)} where import_id = ${importId}`.execute(trx);
    await sql`update ${sql.table(table)} set replaced_at = null, replaced_by_import_id = null where replaced_by_import_id = ${importId}`.execute(
      trx,
    );
  }
}

export async function factsReplaced(trx: Connection, importId: number): Promise<boolean> {
  const { rows } = await sql`
    select 1 from school_contexts where import_id = ${importId} and replaced_at is not null
    union all select 1 from olympiad_participations where import_id = ${importId} and replaced_at is not null limit 1`.execute(
    trx,
  );
  return rows.length > 0;
}
