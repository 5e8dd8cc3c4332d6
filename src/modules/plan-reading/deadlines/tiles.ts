/** A period cut into weeks, months, quarters, halves or years of the calendar; labels in Russian. */
import {
  addDays,
  addMonths,
  compare,
  firstDayOfMonth,
  type IsoDate,
  isoDate,
  overlap,
  partsOf,
  type Period,
  weekday,
} from '#kernel/dates.ts';
import { formatDate, formatMonth, formatPeriod } from '#kernel/format.ts';
import { asSchoolYear, schoolYearName, schoolYearOf, schoolYearPeriod } from '#kernel/school-year.ts';
import type { Recurrence } from '../contract.ts';
import { patternOf, stepInMonths, stepInWeeks } from './rhythms.ts';
import type { Pattern } from './syntax.ts';

/** The whole tile and its part inside the period. */
type Tile = { whole: Period; inside: Period; label: string };

/** A plan that runs from August or September to the summer counts in school years. */
export function isSchoolPlan({ from, to }: Period): boolean {
  const start = partsOf(from).month;
  const end = partsOf(to).month;
  return (start === 8 || start === 9) && end >= 5 && end <= 9;
}

/** `school` decides where halves and years begin; `fallback` stands in for a rhythm without a step («ежедневно»). */
export function tile(
  period: Period,
  pattern: Pattern,
  { school, fallback }: { school: boolean; fallback: Recurrence },
): Tile[] {
  const weeks = stepInWeeks(pattern);
  if (weeks !== null) return tileWeeks(period, weeks);
  const months = stepInMonths(pattern);
  return months === null
    ? tile(period, patternOf(fallback), { school, fallback: 'half-yearly' })
    : tileMonths(period, months, school);
}

function tileWeeks(period: Period, weeks: number): Tile[] {
  const tiles: Tile[] = [];
  let from = addDays(period.from, 1 - weekday(period.from));
  while (compare(from, period.to) <= 0) {
    const whole = { from, to: addDays(from, weeks * 7 - 1) };
    push(tiles, whole, period, formatPeriod(whole));
    from = addDays(whole.to, 1);
  }
  return tiles;
}

function tileMonths(period: Period, months: number, school: boolean): Tile[] {
  if (school && (months === 6 || months === 12)) return tileSchool(period, months);
  const tiles: Tile[] = [];
  let from = calendarStart(period.from, months, school);
  while (compare(from, period.to) <= 0) {
    const next = addMonths(from, months);
    const whole = { from, to: addDays(next, -1) };
    push(tiles, whole, period, labelOf(whole, months));
    from = next;
  }
  return tiles;
}

/** Quarters and halves begin with the calendar's own; other steps with the year. */
function calendarStart(date: IsoDate, months: number, school: boolean): IsoDate {
  const first = firstDayOfMonth(date);
  if (months > 12 || 12 % months !== 0) return first;
  const { year, month } = partsOf(date);
  // «три раза в год» of a school plan counts from September.
  const shift = school && months !== 3 && months !== 1 ? 8 : 0;
  const back = (((month - 1 - shift) % months) + months) % months;
  return addMonths(isoDate(year, month, 1), -back);
}

function tileSchool(period: Period, months: 6 | 12): Tile[] {
  const tiles: Tile[] = [];
  for (let year = schoolYearOf(period.from); year <= schoolYearOf(period.to); year += 1) {
    const whole = schoolYearPeriod(year);
    const name = `${schoolYearName(year)}`;
    if (months === 12) push(tiles, whole, period, `${name} учебный год`);
    else {
      push(tiles, { from: whole.from, to: isoDate(year, 12, 31) }, period, `1-е полугодие ${name} учебного года`);
      push(tiles, { from: isoDate(year + 1, 1, 1), to: whole.to }, period, `2-е полугодие ${name} учебного года`);
    }
  }
  return tiles;
}

function push(tiles: Tile[], whole: Period, period: Period, label: string): void {
  const inside = overlap(whole, period);
  if (inside !== null) tiles.push({ whole, inside, label });
}

const QUARTERS = ['I', 'II', 'III', 'IV'];

function labelOf(whole: Period, months: number): string {
  const { year, month } = partsOf(whole.from);
  if (months === 1) return formatMonth(whole.from);
  if (months === 3 && month % 3 === 1) return `${QUARTERS[(month - 1) / 3]} квартал ${year} г.`;
  if (months === 6 && month % 6 === 1) return `${month === 1 ? 1 : 2}-е полугодие ${year} г.`;
  return labelOfPeriod(whole);
}

export function labelOfPeriod(period: Period): string {
  if (period.from === period.to) return formatDate(period.from);
  const school = asSchoolYear(period);
  return school === null ? formatPeriod(period) : `${schoolYearName(school)} учебный год`;
}
