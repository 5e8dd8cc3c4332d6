/** A calendar feed as iCalendar: every deadline is an all-day event on its last day. */
import { type CalendarEvent, renderCalendar } from '#documents/write/ics.ts';
import type { IsoDate } from '#kernel/dates.ts';
import { standingOf } from './domain.ts';
import type { FeedEvent } from './queries/feeds.ts';
import { measureName, STANDING_NAMES, windowName } from './words.ts';

const OWN_NAME = 'Опора: мои мероприятия';

export function feedCalendar(
  { name, events }: { name: string | null; events: readonly FeedEvent[] },
  publicUrl: string,
  today: IsoDate,
): string {
  const host = new URL(publicUrl).host;
  return renderCalendar({
    name: name === null ? OWN_NAME : `Опора: ${name}`,
    events: events.map((event) => calendarEvent(event, publicUrl, host, today)),
  });
}

function calendarEvent(event: FeedEvent, publicUrl: string, host: string, today: IsoDate): CalendarEvent {
  const standing = STANDING_NAMES[standingOf(event, today)];
  return {
    uid: `occurrence-${event.id}@${host}`,
    // A window may last a year; what belongs into a calendar is its last day.
    from: event.dueOn,
    to: event.dueOn,
    summary: `${event.state === 'accepted' ? '✓ ' : ''}${measureName(event.measure, 120)}`,
    description: [
      `Состояние: ${standing}`,
      `Срок: ${windowName(event)}`,
      ...(event.results.length > 0 ? [`Ожидается: ${event.results.join('; ')}`] : []),
      `План: ${event.plan}`,
      event.organisation,
    ].join('\n'),
    url: `${publicUrl}/occurrences/${event.id}`,
    categories: ['Опора'],
    status: event.state === 'cancelled' ? 'CANCELLED' : 'CONFIRMED',
    changedAt: event.changedAt,
  };
}
