/** The journal as lines of JSON, links of the chain included, so that a copy can be held against the original. */
import { dayIn } from '#platform/clock.ts';
import type { Connection } from '#platform/database.ts';
import { linksAfter } from './queries/chain.ts';

const BATCH = 2_000;

export async function* exportAudit(
  db: Connection,
  period: { from?: string | undefined; to?: string | undefined },
  timeZone: string,
): AsyncGenerator<string> {
  for (let position = 0; ; ) {
    const links = await linksAfter(db, position, BATCH);
    const lines = links.flatMap(({ record, ...link }) => {
      const day = record && dayIn(timeZone, new Date(`${record.at}Z`));
      if (!record || !day || (period.from && day < period.from) || (period.to && day > period.to)) return [];
      const { before, after, ...rest } = record;
      const told = { before: parsed(before), after: parsed(after) };
      return [`${JSON.stringify({ position: link.position, ...rest, ...told, hash: link.hash.toString('hex') })}\n`];
    });
    if (lines.length > 0) yield lines.join('');
    if (links.length < BATCH) return;
    position = links.at(-1)!.position;
  }
}

function parsed(text: string | null): unknown {
  return text === null ? null : JSON.parse(text);
}
