/**
 * Takes away what no data set and no import needs any more: parts of abandoned imports, then files of the lake without a
 * part, and received bytes whose process ended before it wrote down that they are there.
 */
import { sql } from 'kysely';
import { KEEPING_FILES } from '#platform/backup/keeping-files.ts';
import type { Services } from '#platform/context.ts';

const HOUR = 3_600_000;
/** An import may stay checked over holidays. */
const ABANDONED_AFTER = 30 * 24 * HOUR;
/** A file of the lake is older than its part by as long as one file is read. */
const ORPHAN_AFTER = 24 * HOUR;

export async function collectOrphans({ db, clock, lake, files }: Services): Promise<string[]> {
  const now = clock.now().getTime();
  await sql`
    with gone as (
      select p.id from result_parts p
      where not exists (select 1 from result_set_parts sp where sp.part_id = p.id)
        and not exists (
          select 1 from result_import_file_parts fp join result_import_files f on f.id = fp.file_id
          join result_imports i on i.id = f.import_id
          where fp.part_id = p.id and i.state in ('receiving', 'queued', 'reading', 'checked')
            and i.created_at > ${new Date(now - ABANDONED_AFTER)})
        and p.created_at < ${new Date(now - ORPHAN_AFTER)}
    ), freed as (delete from result_import_file_parts where part_id in (select id from gone) returning file_id)
    update result_import_files set state = 'waiting' where id in (select file_id from freed)`.execute(db);
  await sql`
    delete from result_parts p
    where not exists (select 1 from result_set_parts sp where sp.part_id = p.id)
      and not exists (select 1 from result_import_file_parts fp where fp.part_id = p.id)
      and p.created_at < ${new Date(now - ORPHAN_AFTER)}`.execute(db);
  // The lake after the parts: what is named there by then was written before.
  return db.transaction().execute(async (trx) => {
    await sql`select pg_advisory_xact_lock(${KEEPING_FILES})`.execute(trx);
    const { rows } = await sql<{ sha256: string }>`select distinct lake_sha256 as sha256 from result_parts`.execute(
      trx,
    );
    const received = await trx.selectFrom('files').select('sha256').execute();
    const before = new Date(now - ORPHAN_AFTER);
    const kept = (all: readonly { sha256: string }[]) => new Set(all.map(({ sha256 }) => sha256));
    return [...(await lake.collect(kept(rows), before)), ...(await files.collect(kept(received), before))];
  });
}
