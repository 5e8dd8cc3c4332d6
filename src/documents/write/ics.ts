/** iCalendar (RFC 5545): a calendar of all-day events → text that calendar programs subscribe to. */
import { addDays } from '#kernel/dates.ts';

export type CalendarEvent = {
  /** The same for the same event on every read, unlike any other in the world. */
  uid: string;
  /** First and last day, ISO; both belong to the event. */
  from: string;
  to: string;
  summary: string;
  description?: string;
  url?: string;
  categories?: string[];
  status?: 'TENTATIVE' | 'CONFIRMED' | 'CANCELLED';
  /** When the event last changed. */
  changedAt: Date;
};

export type Calendar = {
  name: string;
  description?: string;
  /** How often a program should look again, as an ISO duration. */
  refresh?: string;
  events: readonly CalendarEvent[];
};

const LINE_OCTETS = 75;

export function renderCalendar(calendar: Calendar): string {
  const refresh = calendar.refresh ?? 'PT4H';
  const lines = [
    'BEGIN:VCALENDAR',
    'VERSION:2.0',
    'PRODID:-//Opora//Opora 1.0//RU',
    'CALSCALE:GREGORIAN',
    'METHOD:PUBLISH',
    // NAME and REFRESH-INTERVAL are RFC 7986; the X- names are what older programs read.
    `NAME:${escapeText(calendar.name)}`,
    `X-WR-CALNAME:${escapeText(calendar.name)}`,
    ...(calendar.description ? [`DESCRIPTION:${escapeText(calendar.description)}`] : []),
    `REFRESH-INTERVAL;VALUE=DURATION:${refresh}`,
    `X-PUBLISHED-TTL:${refresh}`,
    ...calendar.events.flatMap(eventLines),
    'END:VCALENDAR',
  ];
  return `${lines.map(fold).join('\r\n')}\r\n`;
}

function eventLines(event: CalendarEvent): string[] {
  return [
    'BEGIN:VEVENT',
    `UID:${escapeText(event.uid)}`,
    `DTSTAMP:${utc(event.changedAt)}`,
    `LAST-MODIFIED:${utc(event.changedAt)}`,
    `DTSTART;VALUE=DATE:${basic(event.from)}`,
    // The end of an all-day event is the first day after it.
    `DTEND;VALUE=DATE:${basic(addDays(event.to, 1))}`,
    `SUMMARY:${escapeText(event.summary)}`,
    ...(event.description ? [`DESCRIPTION:${escapeText(event.description)}`] : []),
    ...(event.url ? [`URL:${event.url}`] : []),
    ...(event.categories?.length ? [`CATEGORIES:${event.categories.map(escapeText).join(',')}`] : []),
    ...(event.status ? [`STATUS:${event.status}`] : []),
    // A deadline does not make its day busy.
    'TRANSP:TRANSPARENT',
    'END:VEVENT',
  ];
}

/** Backslash, semicolon, comma and line breaks are written with a backslash; other control characters have no place. */
export function escapeText(text: string): string {
  return text
    .replace(/\r\n?/g, '\n')
    .replace(/(?![\n\t])\p{Cc}/gu, '')
    .replace(/[\\;,]/g, (character) => `\\${character}`)
    .replaceAll('\n', '\\n');
}

/** A line longer than 75 octets goes on in the next line after a space; a character is never cut in two. */
export function fold(line: string): string {
  const parts: string[] = [];
  let part = '';
  let octets = 0;
  for (const character of line) {
    const size = Buffer.byteLength(character);
    if (octets + size > LINE_OCTETS) {
      parts.push(part);
      part = ' ';
      octets = 1;
    }
    part += character;
    octets += size;
  }
  parts.push(part);
  return parts.join('\r\n');
}

function basic(date: string): string {
  return date.replaceAll('-', '');
}

function utc(instant: Date): string {
  return instant.toISOString().replace(/[-:]|\.\d{3}/g, '');
}
