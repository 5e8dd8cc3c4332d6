/** A reading in good Russian; reading it again gives the same meaning. */
import { type IsoDate, partsOf } from '#kernel/dates.ts';
import { formatDate, formatDayMonth, formatMonth, formatPeriod, monthGenitive, monthName } from '#kernel/format.ts';
import { plural } from '#kernel/plural.ts';
import { schoolYearName } from '#kernel/school-year.ts';
import type { Deadline } from '../contract.ts';
import { isoOf } from './extent.ts';
import { parseDeadline, readingOf } from './read.ts';
import { isYearless, joinNeighbours } from './structure.ts';
import type { Day, DueDay, Pattern, Reading, Window } from './syntax.ts';

const ROMAN = ['', 'I', 'II', 'III', 'IV'];
const VAGUE = {
  stages: 'поэтапно',
  month: 'месяц уточняется',
  start: 'с установленной даты',
  rhythm: 'с установленной периодичностью',
};

export function printDeadline(deadline: Deadline): string {
  if (deadline.kind === 'unspecified') return 'срок не указан';
  const reading = readingOf(deadline);
  if (reading !== null) return printReading(reading);
  // An unread text is repeated as it stands, unless the grammar would read it after all.
  return parseDeadline(deadline.text).kind === 'unrecognised' ? deadline.text : `срок не распознан: ${deadline.text}`;
}

export function printReading(reading: Reading): string {
  const parts = [
    reading.vague === null ? null : VAGUE[reading.vague],
    ...(reading.pattern === null
      ? joinNeighbours(statedWindows(reading)).map(printWindow)
      : [printRhythm(reading, reading.pattern)]),
    statedPeriod(reading),
    reading.event?.phrase ?? null,
    reading.schedule?.phrase ?? null,
  ].filter((part) => part !== null);
  const whole = parts.join(', ');
  const now = withDemand(whole, reading.onDemand);
  if (reading.afterwards === null) return now;
  return `${now === '' ? '' : `${now}, `}далее – ${printReading(reading.afterwards)}`;
}

/** «постоянно (по мере необходимости)» */
function withDemand(whole: string, onDemand: string | null): string {
  if (onDemand === null || whole === '') return onDemand ?? whole;
  return /[()]/.test(onDemand) ? `${whole}, ${onDemand}` : `${whole} (${onDemand})`;
}

/** «ежемесячно, постоянно» says no more than «ежемесячно». */
function statedPeriod({ continuous, pattern }: Reading): string | null {
  return continuous !== null && (pattern === null || /год|период|срок/.test(continuous)) ? continuous : null;
}

/** The years in the name of a schedule are printed with it. */
function statedWindows(reading: Reading): Window[] {
  return reading.schedule?.years ? [] : reading.windows;
}

/** «ежегодно в мае», «ежегодно до 1 октября», «два раза в год: сентябрь, май», «ежемесячно, 2024 год». */
function printRhythm(reading: Reading, pattern: Pattern): string {
  const often = [printPattern(pattern), reading.dueDay === null ? null : printDueDay(reading.dueDay, pattern)]
    .filter((part) => part !== null)
    .join(' ');
  const windows = statedWindows(reading);
  const [only] = windows;
  if (only === undefined) return often;
  if (windows.length > 1) return `${often}: ${windows.map(printWindow).join(', ')}`;
  if (only.from === null || only.to === null) return `${often} ${printWindow(only)}`;
  return isYearless(only) && only.grain === 'month' && only.from.month === only.to.month
    ? `${often} в ${monthPrepositional(only.from.month)}`
    : `${often}, ${printWindow(only)}`;
}

/** «в мае» */
function monthPrepositional(month: number): string {
  return `${monthName(month).replace(/[ьй]$/, '')}е`;
}

export function printWindow(window: Window): string {
  const { from, to } = window;
  if (from === null) return to === null ? '' : `до ${dayGenitive(to)}`;
  if (to === null) return printStart(window.grain, from);
  if (window.grain === 'quarter') return printQuarters(from, to);
  if (window.grain === 'school-half') return printSchoolHalf(from, to);
  if (window.grain === 'half-year') return printHalfYear(from, to);
  if (window.grain === 'school-year') return printSchoolYears(from, to);
  return isYearless(window)
    ? printYearless(window.grain === 'day', from, to)
    : printDated(window.grain, isoOf(from), isoOf(to));
}

function printStart(grain: Window['grain'], from: Day): string {
  if (grain === 'day') return `с ${dayGenitive(from)}`;
  return grain === 'year' ? `с${yearWord(from)}` : `с ${monthGenitive(from.month)}${yearWord(from)}`;
}

function printMonths(from: IsoDate, to: IsoDate): string {
  const start = partsOf(from);
  const end = partsOf(to);
  if (start.year !== end.year) return `${formatMonth(from)} – ${formatMonth(to)}`;
  return start.month === end.month ? formatMonth(from) : `${monthName(start.month)} – ${formatMonth(to)}`;
}

/** In the units of the text: «1–30 сентября 2024 г.» is not «сентябрь 2024 г.», and twelve months are not a year. */
function printDated(grain: Window['grain'], from: IsoDate, to: IsoDate): string {
  if (grain === 'year') return formatPeriod({ from, to });
  if (grain === 'month') return printMonths(from, to);
  if (from === to) return formatDate(from);
  const start = partsOf(from);
  const end = partsOf(to);
  if (start.year !== end.year) return `${formatDate(from)} – ${formatDate(to)}`;
  return start.month === end.month ? `${start.day}–${formatDate(to)}` : `${formatDayMonth(from)} – ${formatDate(to)}`;
}

function printYearless(byDays: boolean, from: Day, to: Day): string {
  if (!byDays)
    return from.month === to.month ? monthName(from.month) : `${monthName(from.month)} – ${monthName(to.month)}`;
  const last = formatDayMonth(isoOf(to));
  if (from.month === to.month) return from.day === to.day ? last : `${from.day}–${last}`;
  return `${formatDayMonth(isoOf(from))} – ${last}`;
}

function printQuarters(from: Day, to: Day): string {
  const first = Math.ceil(from.month / 3);
  const last = Math.ceil(to.month / 3);
  if (from.year !== to.year) return `${ROMAN[first]} квартал${yearWord(from)} – ${ROMAN[last]} квартал${yearWord(to)}`;
  return first === last
    ? `${ROMAN[first]} квартал${yearWord(to)}`
    : `${ROMAN[first]}–${ROMAN[last]} кварталы${yearWord(to)}`;
}

function printHalfYear(from: Day, to: Day): string {
  const first = from.month === 1 ? 1 : 2;
  const last = to.month === 6 ? 1 : 2;
  if (from.year !== to.year) return `${first}-е полугодие${yearWord(from)} – ${last}-е полугодие${yearWord(to)}`;
  return first === last ? `${first}-е полугодие${yearWord(to)}` : `1–2-е полугодие${yearWord(to)}`;
}

function printSchoolHalf(from: Day, to: Day): string {
  const name = (day: Day) => (day.year === null ? '' : `${schoolYearName(day.month >= 9 ? day.year : day.year - 1)} `);
  const first = from.month === 9 ? 1 : 2;
  const last = to.month === 12 ? 1 : 2;
  const half = (n: number, day: Day) => `${n}-е полугодие ${name(day)}учебного года`;
  return first === last && name(from) === name(to) ? half(first, from) : `${half(first, from)} – ${half(last, to)}`;
}

function printSchoolYears(from: Day, to: Day): string {
  const start = from.year ?? 0;
  const end = to.year ?? 0;
  return end === start + 1 ? formatPeriod({ from: isoOf(from), to: isoOf(to) }) : `${start}–${end} учебные годы`;
}

function dayGenitive(day: Day): string {
  return day.year === null ? formatDayMonth(isoOf(day)) : formatDate(isoOf(day));
}

function yearWord(day: Day): string {
  return day.year === null ? '' : ` ${day.year} г.`;
}

const ADVERBS: Record<string, string> = {
  '1/1 day': 'ежедневно',
  '1/1 week': 'еженедельно',
  '1/1 month': 'ежемесячно',
  '1/1 quarter': 'ежеквартально',
  '1/1 year': 'ежегодно',
};
const PER: Record<Pattern['unit'], [one: string, few: string, many: string]> = {
  day: ['день', 'дня', 'дней'],
  week: ['неделю', 'недели', 'недель'],
  month: ['месяц', 'месяца', 'месяцев'],
  quarter: ['квартал', 'квартала', 'кварталов'],
  'half-year': ['полугодие', 'полугодия', 'полугодий'],
  year: ['год', 'года', 'лет'],
};

function printPattern({ times, every, unit }: Pattern): string {
  const adverb = ADVERBS[`${times}/${every} ${unit}`];
  if (adverb !== undefined) return adverb;
  const often = times === 1 ? 'раз' : times === 2 ? 'два раза' : `${times} ${plural(times, 'раз', 'раза', 'раз')}`;
  const [one, few, many] = PER[unit];
  return `${often} в ${every === 1 ? one : `${every} ${plural(every, one, few, many)}`}`;
}

function printDueDay({ day, nextMonth }: DueDay, pattern: Pattern | null): string {
  if (!nextMonth) return `до ${day} числа`;
  const after = pattern?.unit === 'quarter' ? 'отчётным кварталом' : 'отчётным';
  return `до ${day} числа месяца, следующего за ${after}`;
}
