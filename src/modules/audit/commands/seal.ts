/** Ties waiting records into the chain of the journal. */
import { sql } from 'kysely';
import type { Connection, Database } from '#platform/database.ts';
import { GENESIS, type Seal, sealAfter } from '../chain.ts';
import { chainHead, recordsWaiting } from '../queries/chain.ts';

/** One sealer at a time, whatever the number of workers. */
const SEALING = 7_209_120;
const BATCH = 2_000;

/** Seals everything that waits; returns how many records that were. */
export async function sealAudit(db: Database, key: Buffer): Promise<number> {
  for (let sealed = 0; ; ) {
    const done = await db.transaction().execute((trx) => sealBatch(trx, key));
    sealed += done;
    if (done < BATCH) return sealed;
  }
}

async function sealBatch(trx: Connection, key: Buffer): Promise<number> {
  await sql`select pg_advisory_xact_lock(${SEALING})`.execute(trx);
  const records = await recordsWaiting(trx, BATCH);
  if (records.length === 0) return 0;
  let last: { position: number; hash: Buffer } = (await chainHead(trx)) ?? { position: 0, hash: GENESIS };
  const links = records.map((record) => {
    const seal: Seal = sealAfter(key, last, record);
    last = seal;
    return {
      position: seal.position,
      event_id: record.id,
      payload_salt: seal.payload.salt,
      payload_digest: seal.payload.digest,
      source_salt: seal.source.salt,
      source_digest: seal.source.digest,
      hash: seal.hash,
    };
  });
  await trx.insertInto('audit_chain').values(links).execute();
  await sql`delete from audit_unsealed where event_id = any(${records.map(({ id }) => id)}::bigint[])`.execute(trx);
  return records.length;
}
