/** Erasure in the journal: what records tell of a person goes, that they were made stays provable. */
import { sql } from 'kysely';
import { recordAudit } from '#platform/audit.ts';
import type { Ctx } from '#platform/context.ts';
import type { Connection } from '#platform/database.ts';

/** Erases what the records about this person tell, and where the person acted from. Returns the ids of those records. */
export async function eraseJournalOf(trx: Connection, userId: string): Promise<number[]> {
  const { rows } = await sql<{ id: number }>`
    update audit_events set before = null, after = null, reason = null, source = null
    where object_type = 'user' and object_id = ${userId} and action <> 'user.erased' returning id`.execute(trx);
  const about = rows.map(({ id }) => id);
  const acted = await sql<{ id: number }>`
    update audit_events set source = null where actor_id = ${userId} and source is not null returning id`.execute(trx);
  const ids = [...about, ...acted.rows.map(({ id }) => id)];
  await sql`update audit_chain set payload_salt = null where event_id = any(${about}::bigint[])`.execute(trx);
  await sql`update audit_chain set source_salt = null where event_id = any(${ids}::bigint[])`.execute(trx);
  return ids.sort((a, b) => a - b);
}

/** Network addresses of records older than `before` are erased; the erasure itself is a record. Returns their number. */
export async function retainJournal(ctx: Ctx, before: Date): Promise<number> {
  return ctx.db.transaction().execute(async (trx) => {
    const { rows } = await sql<{ count: number }>`
      with erased as (update audit_events set source = null where at < ${before} and source is not null returning id),
      unsalted as (update audit_chain set source_salt = null where event_id in (select id from erased) returning position)
      select count(*) as count from unsalted`.execute(trx);
    const count = rows[0]?.count ?? 0;
    if (count > 0)
      await recordAudit(ctx, trx, {
        action: 'journal.retained',
        objectType: 'journal',
        objectId: 'sources',
        after: { sourcesBefore: before.toISOString().replace('Z', ''), count },
      });
    return count;
  });
}
