/** Questions to the chain of the journal: for the sealer and for the one who verifies. */
import { type RawBuilder, sql } from 'kysely';
import type { Connection } from '#platform/database.ts';
import type { ChainRecord, Seal } from '../chain.ts';

const RECORD: RawBuilder<unknown> = sql`
  e.id, to_char(e.at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US') as at, e.actor_id as "actorId",
  e.organisation_id as "organisationId", e.kind, e.action, e.object_type as "objectType", e.object_id as "objectId",
  e.request_id as "requestId", e.before::text as before, e.after::text as after, e.reason, e.source`;

export type SealedRecord = Seal & { eventId: number; record: ChainRecord | null };

export async function chainHead(db: Connection): Promise<{ position: number; hash: Buffer } | null> {
  const head = await db
    .selectFrom('audit_chain')
    .select(['position', 'hash'])
    .orderBy('position', 'desc')
    .limit(1)
    .executeTakeFirst();
  return head ?? null;
}

/** Committed records that are not in the chain yet, oldest first. */
export async function recordsWaiting(db: Connection, limit: number): Promise<ChainRecord[]> {
  const { rows } = await sql<ChainRecord>`
    select ${RECORD} from audit_unsealed u join audit_events e on e.id = u.event_id order by e.id limit ${limit}`.execute(
    db,
  );
  return rows;
}

type FlatLink = ChainRecord & {
  position: number;
  hash: Buffer;
  eventId: number;
  payload_salt: Buffer | null;
  payload_digest: Buffer;
  source_salt: Buffer | null;
  source_digest: Buffer;
};

/** Links after `position` with their records, in order. */
export async function linksAfter(db: Connection, after: number, limit: number): Promise<SealedRecord[]> {
  const { rows } = await sql<FlatLink>`
    select c.position, c.hash, c.event_id as "eventId", c.payload_salt, c.payload_digest, c.source_salt, c.source_digest,
      ${RECORD}
    from audit_chain c left join audit_events e on e.id = c.event_id
    where c.position > ${after} order by c.position limit ${limit}`.execute(db);
  return rows.map(
    ({ position, hash, eventId, payload_salt, payload_digest, source_salt, source_digest, ...record }) => ({
      position,
      hash,
      eventId,
      payload: { salt: payload_salt, digest: payload_digest },
      source: { salt: source_salt, digest: source_digest },
      record: record.id === null ? null : record,
    }),
  );
}

/** Records that are neither in the chain nor on their way into it: written past the program. */
export async function strayRecords(db: Connection, limit: number): Promise<number[]> {
  const { rows } = await sql<{ id: number }>`
    select e.id from audit_events e
    where not exists (select from audit_chain c where c.event_id = e.id)
      and not exists (select from audit_unsealed u where u.event_id = e.id)
    order by e.id limit ${limit}`.execute(db);
  return rows.map(({ id }) => id);
}

/** What was erased lawfully, as the records of erasure say. */
export type Erasures = {
  /** Records whose contents were erased with a person. */
  events: ReadonlySet<number>;
  /** Where from is not kept for records before this instant (as in ChainRecord.at). */
  sourcesBefore: string;
};

export async function erasures(db: Connection): Promise<Erasures> {
  const { rows } = await sql<{ id: number }>`
    select value::bigint as id from audit_events e, jsonb_array_elements_text(e.after -> 'events') as value
    where e.action = 'user.erased'`.execute(db);
  const { rows: retained } = await sql<{ before: string | null }>`
    select max(e.after ->> 'sourcesBefore') as before from audit_events e where e.action = 'journal.retained'`.execute(
    db,
  );
  return { events: new Set(rows.map(({ id }) => id)), sourcesBefore: retained[0]?.before ?? '' };
}
