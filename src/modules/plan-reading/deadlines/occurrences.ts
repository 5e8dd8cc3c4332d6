/** When a measure falls due inside the period of its plan. */
import {
  addDays,
  compare,
  earlier,
  type IsoDate,
  isoDate,
  later,
  overlap,
  partsOf,
  type Period,
} from '#kernel/dates.ts';
import type { Deadline, Recurrence } from '../contract.ts';
import { isoOf, onYear } from './extent.ts';
import { printReading, printWindow } from './print.ts';
import { readingOf } from './read.ts';
import { patternOf, recurrenceOf, stepInMonths, stepInWeeks } from './rhythms.ts';
import { isYearless, joinNeighbours } from './structure.ts';
import type { Day, DueDay, Pattern, Reading, Window } from './syntax.ts';
import { isSchoolPlan, labelOfPeriod, tile } from './tiles.ts';

/** `sequence` counts from 1; an open start has no `windowFrom`; without a period there may be no `dueOn`. */
export type Occurrence = { sequence: number; windowFrom: IsoDate | null; dueOn: IsoDate | null; label: string };

export type OccurrenceOptions = {
  /** The plan's period; null when the plan names none: then only days that the text itself states come due. */
  period: Period | null;
  /** How often a continuous measure is reported. */
  rhythm?: Recurrence;
  /** What «по плану X» was bound to: the days of that plan's measure, or that plan's whole period. */
  boundSchedule?: { dueOn: IsoDate; label: string }[] | Period | null;
};

type Due = Omit<Occurrence, 'sequence'>;
type Frame = { period: Period; rhythm: Recurrence; school: boolean };

/**
 * Occurrences inside the period, in order, no day twice:
 * - a stated window of at most a year: one, due on its last day; a longer one («2016–2018»): one a year;
 * - a month or day without a year: each such one in the period;
 * - «постоянно», «с августа 2020», «далее – постоянно»: by the reporting rhythm;
 * - recurring: by its own recurrence, in the months that it names if it names any;
 * - an external schedule that was bound: its days;
 * - on demand only, event-relative, an unbound schedule, unspecified, unrecognised: one, due at the period's end.
 *
 * A window that reaches out of the period is cut to it; one that lies wholly outside gives nothing.
 */
export function occurrences(
  deadline: Deadline,
  { period, rhythm = 'half-yearly', boundSchedule }: OccurrenceOptions,
): Occurrence[] {
  const reading = readingOf(deadline);
  if (period !== null && compare(period.from, period.to) > 0) return [];
  const frame = frameOf(reading, period, rhythm);
  if (frame === null) return number([{ windowFrom: null, dueOn: null, label: labelWithoutDay(deadline, reading) }]);
  const bound = deadline.kind === 'external-schedule' ? boundDays(boundSchedule ?? null, frame.period) : [];
  if (bound.length > 0) return number(bound);
  const due = reading === null ? null : dueOf(reading, frame);
  return number(due ?? [{ windowFrom: null, dueOn: frame.period.to, label: labelWithoutDay(deadline, reading) }]);
}

/** Without a plan's period the days that the text states are the period; null when there are none or no last one. */
function frameOf(reading: Reading | null, period: Period | null, rhythm: Recurrence): Frame | null {
  if (period !== null) return { period, rhythm, school: isSchoolPlan(period) };
  const to = lastDay(reading?.windows ?? []);
  if (to === null || reading?.windows.some((window) => window.to === null)) return null;
  const from = (reading?.windows ?? [])
    .map((window) => (window.from === null ? isoDate(partsOf(to).year, 1, 1) : isoOf(window.from)))
    .reduce(earlier);
  return { period: { from, to }, rhythm, school: isSchoolPlan({ from, to }) };
}

/** The last day that the windows name, if they name years. */
function lastDay(windows: Window[]): IsoDate | null {
  const ends = windows
    .filter((window) => !isYearless(window))
    .map((window) => window.to ?? window.from)
    .filter((day) => day !== null);
  return ends.length === 0 ? null : ends.map(isoOf).reduce(later);
}

function boundDays(bound: NonNullable<OccurrenceOptions['boundSchedule']> | null, period: Period): Due[] {
  if (bound === null) return [];
  if (Array.isArray(bound)) {
    return bound
      .filter(({ dueOn }) => overlap(period, { from: dueOn, to: dueOn }) !== null)
      .map(({ dueOn, label }) => ({ windowFrom: null, dueOn, label }));
  }
  const inside = overlap(period, bound);
  return inside === null ? [] : [{ windowFrom: inside.from, dueOn: inside.to, label: labelOfPeriod(bound) }];
}

/** Null when nothing in the reading places it in the calendar. */
function dueOf(reading: Reading, frame: Frame): Due[] | null {
  const own = ownDue(reading, frame);
  if (reading.afterwards === null) return own;
  const rest = dueAfterwards(reading, reading.afterwards, frame);
  return own === null && rest === null ? null : [...(own ?? []), ...(rest ?? [])];
}

function ownDue(reading: Reading, frame: Frame): Due[] | null {
  const windows = reading.pattern === null ? joinNeighbours(reading.windows) : reading.windows;
  if (windows.length > 0) return windows.flatMap((window) => dueInWindow(window, reading, frame));
  if (reading.pattern !== null) return tiled(frame.period, reading.pattern, reading.dueDay, frame);
  return reading.continuous !== null ? tiled(frame.period, patternOf(frame.rhythm), null, frame) : null;
}

/** What comes after «далее» starts on the day after the first part ends. */
function dueAfterwards(reading: Reading, afterwards: Reading, frame: Frame): Due[] | null {
  const last = lastDay(reading.windows);
  const from = last === null ? frame.period.from : addDays(last, 1);
  const rest = overlap(frame.period, { from, to: frame.period.to < from ? from : frame.period.to });
  return rest === null ? [] : dueOf(sameMonths(reading, afterwards), { ...frame, period: rest });
}

/** «июнь 2017 г., далее – ежегодно» means every June. */
function sameMonths(reading: Reading, afterwards: Reading): Reading {
  const isYearly = afterwards.pattern !== null && recurrenceOf(afterwards.pattern) === 'yearly';
  if (
    !isYearly ||
    afterwards.windows.length > 0 ||
    reading.windows.some((window) => window.to === null || window.grain === 'year' || window.grain === 'school-year')
  )
    return afterwards;
  return {
    ...afterwards,
    windows: reading.windows.map(({ grain, from, to }) => ({ grain, from: withoutYear(from), to: withoutYear(to) })),
  };
}

function withoutYear(day: Day | null): Day | null {
  return day === null ? null : { ...day, year: null };
}

function dueInWindow(window: Window, reading: Reading, frame: Frame): Due[] {
  return placed(window, frame).flatMap(({ whole, single }) => {
    const inside = overlap(whole, frame.period);
    if (inside === null) return [];
    const { pattern } = reading;
    const endless = window.to === null;
    if (pattern !== null && (endless || isShorter(pattern, whole, window)))
      return tiled(inside, pattern, reading.dueDay, frame);
    if (endless) return tiled(inside, patternOf(frame.rhythm), null, frame);
    if (window.from === null) return dueUntil(whole.to, single, frame);
    if (isLongerThanYear(whole))
      return tiled(inside, patternOf('yearly'), null, {
        ...frame,
        school: window.grain === 'school-year' || frame.school,
      });
    return [{ windowFrom: inside.from, dueOn: inside.to, label: printWindow(single) }];
  });
}

/** «до 1 октября 2030» in a plan that ends before: nothing in this plan. */
function dueUntil(dueOn: IsoDate, single: Window, frame: Frame): Due[] {
  return overlap(frame.period, { from: dueOn, to: dueOn }) === null
    ? []
    : [{ windowFrom: null, dueOn, label: printWindow(single) }];
}

/** The window in each year of the plan; a dated one once. `single` is the window with its year, for the label. */
function placed(window: Window, { period, school }: Frame): { whole: Period; single: Window }[] {
  if (!isYearless(window)) return [wholeOf(window, period)];
  const years = [];
  for (let year = partsOf(period.from).year - 1; year <= partsOf(period.to).year; year += 1) {
    years.push(wholeOf(inYear(schoolHalfOf(window, school), year), period));
  }
  // «с сентября» starts once.
  return window.to === null ? years.filter(({ whole }) => overlap(whole, period) !== null).slice(0, 1) : years;
}

function wholeOf(window: Window, period: Period): { whole: Period; single: Window } {
  const to =
    window.to === null ? (window.from === null ? period.to : later(isoOf(window.from), period.to)) : isoOf(window.to);
  const from = window.from === null ? earlier(period.from, to) : isoOf(window.from);
  return { whole: { from, to }, single: window };
}

/** «1 полугодие» of a school plan is its first half, September to December. */
function schoolHalfOf(window: Window, school: boolean): Window {
  if (!school || window.grain !== 'half-year' || window.from === null || window.to === null) return window;
  const first = window.from.month === 1;
  const last = window.to.month === 6;
  return {
    grain: 'school-half',
    from: { year: null, month: first ? 9 : 1, day: 1 },
    to: last ? { year: null, month: 12, day: 31 } : { year: null, month: 8, day: 31 },
  };
}

function inYear(window: Window, year: number): Window {
  const { from, to } = window;
  const wraps =
    from !== null && to !== null && (to.month < from.month || (to.month === from.month && to.day < from.day));
  const on = (day: Day | null, shift: number) => (day === null ? null : partsOf(onYear(day, year + shift)));
  return { ...window, from: on(from, 0), to: on(to, wraps ? 1 : 0) };
}

function tiled(period: Period, pattern: Pattern, dueDay: DueDay | null, { school, rhythm }: Frame): Due[] {
  return tile(period, pattern, { school, fallback: rhythm }).map(({ whole, inside, label }) => ({
    windowFrom: inside.from,
    dueOn: dueDay === null ? inside.to : within(period, dueOnDay(whole, dueDay), inside),
    label,
  }));
}

/** «до 10 числа месяца, следующего за отчётным». */
function dueOnDay(whole: Period, { day, nextMonth }: DueDay): IsoDate {
  const base = nextMonth ? addDays(whole.to, 1) : whole.to;
  const { year, month } = partsOf(base);
  return onYear({ year, month, day }, year);
}

function within(period: Period, date: IsoDate, inside: Period): IsoDate {
  if (date > period.to) return period.to;
  return date < inside.from ? inside.from : date;
}

/** Does the pattern come more than once in the window? */
function isShorter(pattern: Pattern, whole: Period, window: Window): boolean {
  // «ежегодно до 1 октября» comes once; a dated «до 2025 года» bounds what recurs.
  if (window.from === null && isYearless(window)) return false;
  if (stepInWeeks(pattern) !== null) return true;
  const months = stepInMonths(pattern);
  if (months === null) return isLongerThanYear(whole);
  const { year, month } = partsOf(whole.from);
  const end = partsOf(addDays(whole.to, 1));
  return (end.year - year) * 12 + end.month - month > months;
}

function isLongerThanYear({ from, to }: Period): boolean {
  return to >= onYear(partsOf(from), partsOf(from).year + 1);
}

function labelWithoutDay(deadline: Deadline, reading: Reading | null): string {
  if (reading !== null) return printReading(reading);
  return deadline.kind === 'unspecified' ? 'срок не указан' : 'срок не распознан';
}

function number(due: Due[]): Occurrence[] {
  const key = ({ dueOn, windowFrom }: Due) => `${dueOn ?? ''} ${windowFrom ?? ''}`;
  const sorted = due.toSorted((a, b) => compare(key(a), key(b)));
  return sorted
    .filter((one, index) => sorted[index - 1] === undefined || key(one) !== key(sorted[index - 1] as Due))
    .map((one, index) => ({ sequence: index + 1, ...one }));
}
