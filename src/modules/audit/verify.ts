/** Walks the whole chain of the journal and names every place where it does not hold. */
import type { Connection } from '#platform/database.ts';
import { type Anchor } from './anchors.ts';
import { brokenIn, GENESIS } from './chain.ts';
import { type Erasures, erasures, linksAfter, type SealedRecord, strayRecords } from './queries/chain.ts';

const BATCH = 5_000;
const NAMED = 100;

export type Problem = { position: number | null; eventId: number | null; text: string };
export type Verification = {
  /** Links seen; the last of them. */
  links: number;
  head: { position: number; hash: string } | null;
  anchors: number;
  /** At most a hundred are named. */
  problems: Problem[];
};

export async function verifyAudit(db: Connection, key: Buffer, anchors: readonly Anchor[]): Promise<Verification> {
  const problems: Problem[] = [];
  const report = (position: number | null, eventId: number | null, text: string) => {
    if (problems.length < NAMED) problems.push({ position, eventId, text });
  };
  const anchored = new Map(anchors.map((anchor) => [anchor.position, anchor.hash]));
  const erased = await erasures(db);
  let last: { position: number; hash: Buffer } = { position: 0, hash: GENESIS };
  let links = 0;
  for (;;) {
    const batch = await linksAfter(db, last.position, BATCH);
    for (const link of batch) {
      const problem = problemOf(key, last, link, erased);
      if (problem) report(link.position, link.eventId, problem);
      const anchor = anchored.get(link.position);
      if (anchor !== undefined && anchor !== link.hash.toString('hex'))
        report(link.position, link.eventId, 'хеш не тот, что записан в файле отметок: цепочку составили заново');
      last = link;
    }
    links += batch.length;
    if (batch.length < BATCH) break;
  }
  for (const { position } of anchors)
    if (position > last.position)
      report(position, null, 'такое звено есть в файле отметок, а в журнале его нет: конец журнала удалён');
  for (const id of await strayRecords(db, NAMED)) report(null, id, 'запись сделана в обход программы');
  const head = links === 0 ? null : { position: last.position, hash: last.hash.toString('hex') };
  return { links, head, anchors: anchors.length, problems };
}

function problemOf(
  key: Buffer,
  last: { position: number; hash: Buffer },
  link: SealedRecord,
  erased: Erasures,
): string | null {
  if (link.position !== last.position + 1)
    return `пропущены звенья с ${last.position + 1} по ${link.position - 1}: записи удалены`;
  if (!link.record) return 'запись удалена';
  const broken = brokenIn(key, last.hash, link.record, link);
  if (broken === 'payload') return 'содержание записи изменено';
  if (broken === 'link') return 'запись изменена или стоит не на своём месте';
  const named = erased.events.has(link.eventId);
  if (link.payload.salt === null && !named) return 'содержание записи стёрто, а записи об уничтожении нет';
  if (link.source.salt === null && !named && link.record.at >= erased.sourcesBefore)
    return 'стёрто, откуда действовали, а записи об уничтожении нет';
  return null;
}
