/**
 * Calendar dates as ISO strings. A date is not an instant: it has no time and no zone, so it is
 * compared, stored and counted here without `Date`. «Today» comes from the clock in platform.
 */

/** `YYYY-MM-DD`, a day that exists; such strings compare and sort as they are. */
export type IsoDate = string;

/** Both ends belong to the period. */
export type Period = { from: IsoDate; to: IsoDate };

export type DateParts = { year: number; month: number; day: number };

/** No day after it can be written; a period that ends with it has no end. */
export const LAST_DAY: IsoDate = '9999-12-31';

const SHAPE = /^(\d{4})-(\d{2})-(\d{2})$/;

export function isValid(text: string): boolean {
  const match = SHAPE.exec(text);
  return match !== null && dateExists(Number(match[1]), Number(match[2]), Number(match[3]));
}

export function dateExists(year: number, month: number, day: number): boolean {
  return year >= 1 && year <= 9999 && month >= 1 && month <= 12 && day >= 1 && day <= daysInMonth(year, month);
}

/** Throws on a day that does not exist; ask `dateExists` first when the parts are a person's input. */
export function isoDate(year: number, month: number, day: number): IsoDate {
  if (!dateExists(year, month, day)) throw new RangeError(`no such day: ${year}-${month}-${day}`);
  return `${String(year).padStart(4, '0')}-${String(month).padStart(2, '0')}-${String(day).padStart(2, '0')}`;
}

export function partsOf(date: IsoDate): DateParts {
  const match = SHAPE.exec(date);
  if (match === null) throw new RangeError(`not an ISO date: ${date}`);
  return { year: Number(match[1]), month: Number(match[2]), day: Number(match[3]) };
}

export function daysInMonth(year: number, month: number): number {
  if (month === 2) return isLeapYear(year) ? 29 : 28;
  return month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31;
}

/** Negative when `a` is earlier, 0 when the same day: fit for `sort`. */
export function compare(a: IsoDate, b: IsoDate): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}

export function earlier(a: IsoDate, b: IsoDate): IsoDate {
  return a < b ? a : b;
}

export function later(a: IsoDate, b: IsoDate): IsoDate {
  return a > b ? a : b;
}

export function addDays(date: IsoDate, days: number): IsoDate {
  return fromDayNumber(dayNumber(date) + days);
}

/** The same day of another month; 31 January plus a month is the last day of February. */
export function addMonths(date: IsoDate, months: number): IsoDate {
  const { year, month, day } = partsOf(date);
  const total = year * 12 + (month - 1) + months;
  const newYear = Math.floor(total / 12);
  const newMonth = total - newYear * 12 + 1;
  return isoDate(newYear, newMonth, Math.min(day, daysInMonth(newYear, newMonth)));
}

export function firstDayOfMonth(date: IsoDate): IsoDate {
  return `${date.slice(0, 8)}01`;
}

export function lastDayOfMonth(date: IsoDate): IsoDate {
  const { year, month } = partsOf(date);
  return isoDate(year, month, daysInMonth(year, month));
}

/** Days from `from` until `to`: 1 for tomorrow, negative when `to` is earlier. */
export function daysBetween(from: IsoDate, to: IsoDate): number {
  return dayNumber(to) - dayNumber(from);
}

/** 1 Monday … 7 Sunday. */
export function weekday(date: IsoDate): number {
  // Day 0 of the count, 1 March of year 0, was a Wednesday.
  return ((((dayNumber(date) + 2) % 7) + 7) % 7) + 1;
}

export function contains(period: Period, date: IsoDate): boolean {
  return period.from <= date && date <= period.to;
}

/** The days common to both periods, or null. */
export function overlap(a: Period, b: Period): Period | null {
  const from = later(a.from, b.from);
  const to = earlier(a.to, b.to);
  return from <= to ? { from, to } : null;
}

function isLeapYear(year: number): boolean {
  return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
}

/** Days since 1 March of year 0: with March first, the leap day is the last of its year and needs no cases. */
function dayNumber(date: IsoDate): number {
  const { year, month, day } = partsOf(date);
  const shifted = month > 2 ? year : year - 1;
  const monthFromMarch = (month + 9) % 12;
  const leapDays = Math.floor(shifted / 4) - Math.floor(shifted / 100) + Math.floor(shifted / 400);
  return shifted * 365 + leapDays + Math.floor((153 * monthFromMarch + 2) / 5) + day - 1;
}

function fromDayNumber(days: number): IsoDate {
  const era = Math.floor(days / 146_097);
  const dayOfEra = days - era * 146_097;
  const yearOfEra = Math.floor(
    (dayOfEra - Math.floor(dayOfEra / 1460) + Math.floor(dayOfEra / 36_524) - Math.floor(dayOfEra / 146_096)) / 365,
  );
  const dayOfYear = dayOfEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100));
  const monthFromMarch = Math.floor((5 * dayOfYear + 2) / 153);
  const day = dayOfYear - Math.floor((153 * monthFromMarch + 2) / 5) + 1;
  const month = monthFromMarch < 10 ? monthFromMarch + 3 : monthFromMarch - 9;
  return isoDate(era * 400 + yearOfEra + (month <= 2 ? 1 : 0), month, day);
}
