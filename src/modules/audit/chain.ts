/**
 * The chain of the journal: HMAC-SHA-256 over the record and the hash before it, so that a record edited, deleted,
 * inserted or moved breaks every hash from there on, and nobody without the key can make them anew.
 * What a record tells of people enters by a salted digest: personal data can be erased and the chain still holds.
 */
import { createHmac, hkdfSync, randomBytes } from 'node:crypto';

/** A record as the database gives it; `jsonb` as PostgreSQL prints it, the instant in UTC with microseconds. */
export type ChainRecord = {
  id: number;
  at: string;
  actorId: string | null;
  organisationId: number | null;
  kind: string;
  action: string;
  objectType: string;
  objectId: string;
  requestId: string | null;
  before: string | null;
  after: string | null;
  reason: string | null;
  source: string | null;
};

/** Random key of a digest, null once what it stands for was erased; and the digest. */
export type Sealed = { salt: Buffer | null; digest: Buffer };
export type Seal = { position: number; payload: Sealed; source: Sealed; hash: Buffer };

/** Where the chain begins. */
export const GENESIS = Buffer.alloc(32);

/** The key of the chain, apart from the key of sessions. */
export function chainKeyOf(secret: string): Buffer {
  return Buffer.from(hkdfSync('sha256', secret, 'opora', 'audit chain', 32));
}

/** The next link: the record at its place after the link before it. */
export function sealAfter(key: Buffer, previous: { position: number; hash: Buffer }, record: ChainRecord): Seal {
  const position = previous.position + 1;
  const payload = sealed(payloadOf(record));
  const source = sealed([record.source]);
  return { position, payload, source, hash: hashOf(key, previous.hash, position, record, [payload, source]) };
}

/** 'payload': what the record tells was changed; 'link': anything else does not fit. */
export type Broken = 'payload' | 'link';

/** Does the record stand as it was sealed? What was erased keeps its digest and no longer its salt. */
export function brokenIn(key: Buffer, previous: Buffer, record: ChainRecord, seal: Seal): Broken | null {
  if (!stands(seal.payload, payloadOf(record)) || !stands(seal.source, [record.source])) return 'payload';
  const hash = hashOf(key, previous, seal.position, record, [seal.payload, seal.source]);
  return hash.equals(seal.hash) ? null : 'link';
}

function payloadOf({ before, after, reason }: ChainRecord): (string | null)[] {
  return [before, after, reason];
}

function sealed(values: (string | null)[]): Sealed {
  const salt = randomBytes(16);
  return { salt, digest: digestOf(salt, values) };
}

function stands({ salt, digest }: Sealed, values: (string | null)[]): boolean {
  return salt === null ? values.every((value) => value === null) : digestOf(salt, values).equals(digest);
}

function digestOf(salt: Buffer, values: (string | null)[]): Buffer {
  return createHmac('sha256', salt).update(JSON.stringify(values)).digest();
}

function hashOf(key: Buffer, previous: Buffer, position: number, record: ChainRecord, sealedParts: Sealed[]): Buffer {
  const { id, at, actorId, organisationId, kind, action, objectType, objectId, requestId } = record;
  const hmac = createHmac('sha256', key)
    .update(previous)
    .update(JSON.stringify([position, id, at, actorId, organisationId, kind, action, objectType, objectId, requestId]));
  for (const { digest } of sealedParts) hmac.update(digest);
  return hmac.digest();
}
