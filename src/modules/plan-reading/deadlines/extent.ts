/** From which day to which day a place in the calendar reaches. */
import { addDays, compare, daysInMonth, type IsoDate, isoDate, partsOf } from '#kernel/dates.ts';
import type { Day, Edge, Grain, Point, RawSpan, Window, Years } from './syntax.ts';

/** Days without a year are counted in a leap year; `onYear` brings 29 February back to the year it falls in. */
const SOME_LEAP_YEAR = 2024;

type Extent = { from: Day; to: Day; grain: Grain };

/** Null for a span that ends before it starts or mixes units that cannot be joined. */
export function windowOf(span: RawSpan): Window | null {
  const from = span.from === null ? null : span.from === span.to ? extentOf(span.from) : startExtent(span.from);
  const to = span.to === null ? null : span.from === span.to ? from : endExtent(span.to, span.from === null);
  if (from === null) return to === null ? null : { grain: to.grain, from: null, to: to.to };
  if (span.from !== null && span.to !== null && to === null) return null;
  if (to === null) return { grain: from.grain, from: span.after === true ? nextDay(from.to) : from.from, to: null };
  const grain = from === to ? from.grain : joint(from.grain, to.grain);
  if (grain === null) return null;
  const dated = from.from.year !== null && to.to.year !== null;
  if (dated && compare(isoOf(from.from), isoOf(to.to)) > 0) return null;
  return { grain, from: from.from, to: to.to };
}

/** Where in its year a point begins, for telling which of two comes first. */
export function placeInYear(point: Point): number {
  const extent = point.unit === 'edge' ? extentOf(point.of) : extentOf(point);
  return extent === null ? 0 : extent.from.month * 32 + extent.from.day;
}

/** The day in that year; the last day of February where the year has no 29th. */
export function onYear(day: Day, year: number): IsoDate {
  return isoDate(year, day.month, Math.min(day.day, daysInMonth(year, day.month)));
}

export function isoOf(day: Day): IsoDate {
  return onYear(day, day.year ?? SOME_LEAP_YEAR);
}

export function dayOf(date: IsoDate): Day {
  return partsOf(date);
}

function nextDay(day: Day): Day {
  return shifted(day, 1);
}

function shifted(day: Day, days: number): Day {
  const date = partsOf(addDays(isoOf(day), days));
  return { ...date, year: day.year === null ? null : date.year };
}

function extentOf(point: Point): Extent | null {
  switch (point.unit) {
    case 'number':
      return null;
    case 'day': {
      const day = at(point.year, point.month, point.day);
      // 29 February with a year borrowed from a neighbour may turn out not to exist.
      return day.day === point.day ? { from: day, to: day, grain: 'day' } : null;
    }
    case 'decade':
      return inMonth(point, point.n * 10 - 9, point.n === 3 ? 31 : point.n * 10);
    case 'half':
      return inMonth(point, point.n === 1 ? 1 : 16, point.n === 1 ? 15 : 31);
    case 'week':
      return point.n === 0 ? lastWeek(point) : inMonth(point, point.n * 7 - 6, point.n * 7);
    case 'month':
      return months(point.year, point.month, point.month, 'month');
    case 'quarter':
      return months(point.year, point.n * 3 - 2, point.n * 3, 'quarter');
    case 'season':
      return months(point.year, point.n, ((point.n + 1) % 12) + 1, 'month');
    case 'half-year':
      return halfYear(point.n, point.year, point.schoolHalf === true);
    case 'year':
      return point.year.school
        ? { from: day(point.year.first, 9, 1), to: day(point.year.last + 1, 8, 31), grain: 'school-year' }
        : { from: day(point.year.first, 1, 1), to: day(point.year.last, 12, 31), grain: 'year' };
    case 'edge':
      return point.of.unit === 'month' ? edgeOfMonth(point.edge, point.of) : null;
  }
}

/** «с начала сентября», «с конца мая 2025». */
function startExtent(point: Point): Extent | null {
  if (point.unit !== 'edge' || point.edge !== 'begin') return extentOf(point);
  return extentOf(point.of);
}

/** «до конца 2024 года», «до начала мая 2025» (the day before), «до середины октября». */
function endExtent(point: Point, alone: boolean): Extent | null {
  if (point.unit !== 'edge') return extentOf(point);
  const whole = extentOf(point.of);
  if (whole === null || point.edge === 'end') return whole;
  if (point.edge === 'middle') {
    return point.of.unit === 'month' ? { ...whole, to: { ...whole.from, day: 15 }, grain: 'day' } : null;
  }
  if (!alone) return extentOf(point);
  const before = shifted(whole.from, -1);
  return { from: before, to: before, grain: 'day' };
}

function edgeOfMonth(edge: Edge, of: { month: number; year: Years | null }): Extent {
  const decade = { begin: 1, middle: 2, end: 3 }[edge];
  return inMonth(of, decade * 10 - 9, decade === 3 ? 31 : decade * 10);
}

function inMonth({ month, year }: { month: number; year: Years | null }, first: number, last: number): Extent {
  return { from: at(year, month, first), to: at(year, month, last), grain: 'day' };
}

function lastWeek(point: { month: number; year: Years | null }): Extent {
  const to = at(point.year, point.month, 31);
  return { from: shifted(to, -6), to, grain: 'day' };
}

function months(year: Years | null, first: number, last: number, grain: Grain): Extent {
  const from = at(year, first, 1);
  const to = at(year, last, 31);
  // Winter ends in the year after.
  const wraps = last < first && to.year !== null && year?.school !== true;
  return {
    from,
    to: wraps && to.year !== null ? at({ first: to.year + 1, last: to.year + 1, school: false }, last, 31) : to,
    grain,
  };
}

/** School halves tile the school year: September–December and January–August. */
function halfYear(n: number, year: Years | null, school: boolean): Extent {
  if (school || year?.school === true) {
    return { ...months(year, n === 1 ? 9 : 1, n === 1 ? 12 : 8, 'school-half') };
  }
  return months(year, n === 1 ? 1 : 7, n === 1 ? 6 : 12, 'half-year');
}

/** The day, brought back to the end of a shorter month. */
function at(year: Years | null, month: number, number: number): Day {
  const calendarYear = year === null ? null : year.first + (year.school && month < 9 ? 1 : 0);
  return day(calendarYear, month, Math.min(number, daysInMonth(calendarYear ?? SOME_LEAP_YEAR, month)));
}

function day(year: number | null, month: number, number: number): Day {
  return { year, month, day: number };
}

function joint(a: Grain, b: Grain): Grain | null {
  if (a === b) return a;
  const coarse = (grain: Grain) => grain === 'year' || grain === 'school-year';
  if (coarse(a) || coarse(b)) return null;
  return a === 'day' || b === 'day' ? 'day' : 'month';
}
