/** The only source of the current time. Tests pass a fixed clock. */
import { formatDate } from '#kernel/format.ts';

export type Clock = { now(): Date; today(): string };

/** The calendar day of an instant in the region's time zone. */
export function dayIn(timeZone: string, instant: Date): string {
  return formatter('en-CA', { timeZone, year: 'numeric', month: '2-digit', day: '2-digit' }).format(instant);
}

/** «22 ноября 2026 г., 14:05» in the region's time zone. */
export function momentIn(timeZone: string, instant: Date): string {
  const time = formatter('ru-RU', { timeZone, hour: '2-digit', minute: '2-digit' }).format(instant);
  return `${formatDate(dayIn(timeZone, instant))}, ${time}`;
}

const formatters = new Map<string, Intl.DateTimeFormat>();

/** Making a formatter costs far more than using it, and a page asks for hundreds of moments. */
function formatter(locale: string, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const key = locale + JSON.stringify(options);
  const known = formatters.get(key) ?? new Intl.DateTimeFormat(locale, options);
  formatters.set(key, known);
  return known;
}

export function systemClock(timeZone: string): Clock {
  return { now: () => new Date(), today: () => dayIn(timeZone, new Date()) };
}

export function fixedClock(iso: string): Clock {
  return { now: () => new Date(iso), today: () => iso.slice(0, 10) };
}
