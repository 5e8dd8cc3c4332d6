/** The digest: unread notices since the last one, by subject, with addresses that open from a letter. */
import { sql } from 'kysely';
import { type IsoDate, weekday } from '#kernel/dates.ts';
import { count } from '#kernel/plural.ts';
import type { Services } from '#platform/context.ts';
import { queueMail } from '#platform/mail.ts';
import { digestText } from '../domain.ts';

const MONDAY = 1;

type Reader = { id: string; name: string; email: string };

/** Writes the digests of today; run twice, the second time it finds nothing to tell. */
export async function writeDigests(services: Services): Promise<number> {
  const today = services.clock.today();
  const readers = await readersOf(services, weekday(today) === MONDAY ? ['daily', 'weekly'] : ['daily']);
  let written = 0;
  for (const reader of readers) if (await writeDigest(services, reader, today)) written += 1;
  return written;
}

async function readersOf({ db }: Services, rhythms: readonly string[]): Promise<Reader[]> {
  return db
    .selectFrom('users as u')
    .leftJoin('user_preferences as p', 'p.user_id', 'u.id')
    .select(['u.id', 'u.name', 'u.email'])
    .where('u.disabled_at', 'is', null)
    .where(sql<boolean>`coalesce(p.digest, 'daily') = any(${[...rhythms]}::text[])`)
    .where((eb) =>
      eb.exists(
        eb
          .selectFrom('notifications as n')
          .select('n.id')
          .whereRef('n.user_id', '=', 'u.id')
          .where('n.read_at', 'is', null)
          .where('n.mailed_at', 'is', null),
      ),
    )
    .orderBy('u.id')
    .execute();
}

/** The letter and the marks that its notices were told are one transaction. */
async function writeDigest(services: Services, reader: Reader, today: IsoDate): Promise<boolean> {
  return services.db.transaction().execute(async (trx) => {
    const notices = await trx
      .updateTable('notifications')
      .set({ mailed_at: services.clock.now() })
      .where('user_id', '=', reader.id)
      .where('read_at', 'is', null)
      .where('mailed_at', 'is', null)
      .returning(['id', 'kind', 'title', 'body', 'href'])
      .execute();
    if (notices.length === 0) return false;
    notices.sort((a, b) => a.id - b.id);
    await queueMail(services, trx, {
      to: reader.email,
      subject: `Опора: ${count(notices.length, 'новое уведомление', 'новых уведомления', 'новых уведомлений')}`,
      text: digestText(reader.name, notices, today, services.config.publicUrl),
    });
    return true;
  });
}
