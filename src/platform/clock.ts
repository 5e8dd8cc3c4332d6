/** The only source of the current time. Tests pass a fixed clock. */
export type Clock = { now(): Date; today(): string };

/** The calendar day of an instant in the region's time zone. */
export function dayIn(timeZone: string, instant: Date): string {
  return new Intl.DateTimeFormat('en-CA', { timeZone, year: 'numeric', month: '2-digit', day: '2-digit' }).format(instant);
}

export function systemClock(timeZone: string): Clock {
  return { now: () => new Date(), today: () => dayIn(timeZone, new Date()) };
}

export function fixedClock(iso: string): Clock {
  return { now: () => new Date(iso), today: () => iso.slice(0, 10) };
}
