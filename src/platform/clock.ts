/** The only source of the current time. Tests pass a fixed clock. */
import { formatDate } from '#kernel/format.ts';

export type Clock = { now(): Date; today(): string };

/** The calendar day of an instant in the region's time zone. */
export function dayIn(timeZone: string, instant: Date): string {
  return new Intl.DateTimeFormat('en-CA', { timeZone, year: 'numeric', month: '2-digit', day: '2-digit' }).format(instant);
}

/** «22 ноября 2026 г., 14:05» in the region's time zone. */
export function momentIn(timeZone: string, instant: Date): string {
  const time = new Intl.DateTimeFormat('ru-RU', { timeZone, hour: '2-digit', minute: '2-digit' }).format(instant);
  return `${formatDate(dayIn(timeZone, instant))}, ${time}`;
}

export function systemClock(timeZone: string): Clock {
  return { now: () => new Date(), today: () => dayIn(timeZone, new Date()) };
}

export function fixedClock(iso: string): Clock {
  return { now: () => new Date(iso), today: () => iso.slice(0, 10) };
}
