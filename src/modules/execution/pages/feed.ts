/** A calendar feed, read by programs that do not sign in: the token in the address is the right to read it. */
import { AppError } from '#kernel/errors.ts';
import type { LoaderArgs } from '#web/page-types.ts';
import { beforeSignIn } from '#web/request.ts';
import { noteFeedRead } from '../commands/feeds.ts';
import { feedCalendar } from '../feed-calendar.ts';
import { feedByToken, feedEvents } from '../queries/feeds.ts';

export async function loader({ params, context }: LoaderArgs) {
  const services = beforeSignIn(context);
  const today = services.clock.today();
  const token = /^([\w-]{43})\.ics$/.exec(params['file'] ?? '')?.[1];
  const feed = token === undefined ? null : await feedByToken(services.db, token, today);
  if (feed === null)
    throw new AppError('notFound', {
      text: 'Такой подписки нет, или она отозвана.',
      advice: 'Создайте новую на странице «Подписки на календарь».',
    });
  await noteFeedRead(services, feed.id);
  // From here on the owner of the feed reads.
  const db = services.wall.seenBy(feed.actor);
  const text = feedCalendar(await feedEvents(feed, db, today), services.config.publicUrl, today);
  return new Response(text, {
    headers: {
      'Content-Type': 'text/calendar; charset=utf-8',
      'Content-Disposition': 'inline; filename="opora.ics"',
      'Cache-Control': 'private, max-age=900',
      // The address is the secret: it must not go on in a referrer or into a search index.
      'Referrer-Policy': 'no-referrer',
      'X-Robots-Tag': 'noindex',
    },
  });
}
