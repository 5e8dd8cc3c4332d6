/** How dates, periods and numbers are written in Russian, on pages and in documents alike. */
import { type IsoDate, isoDate, lastDayOfMonth, partsOf, type Period } from './dates.ts';
import { asSchoolYear } from './school-year.ts';

export const NO_BREAK_SPACE = '\u00A0';
/** Narrow no-break space, between groups of digits and before a percent sign. */
export const THIN_SPACE = '\u202F';

const MONTHS = [
  'январь',
  'февраль',
  'март',
  'апрель',
  'май',
  'июнь',
  'июль',
  'август',
  'сентябрь',
  'октябрь',
  'ноябрь',
  'декабрь',
];
const MONTHS_GENITIVE = [
  'января',
  'февраля',
  'марта',
  'апреля',
  'мая',
  'июня',
  'июля',
  'августа',
  'сентября',
  'октября',
  'ноября',
  'декабря',
];

/** monthName(9) → «сентябрь». */
export function monthName(month: number): string {
  return MONTHS[month - 1] ?? outOfRange(month);
}

/** monthGenitive(9) → «сентября». */
export function monthGenitive(month: number): string {
  return MONTHS_GENITIVE[month - 1] ?? outOfRange(month);
}

/** «26 сентября 2019 г.» */
export function formatDate(date: IsoDate): string {
  return `${formatDayMonth(date)} ${formatYear(partsOf(date).year)}`;
}

/** «26 сентября» */
export function formatDayMonth(date: IsoDate): string {
  const { month, day } = partsOf(date);
  return `${day}${NO_BREAK_SPACE}${monthGenitive(month)}`;
}

/** «26.09.2019» */
export function formatDateShort(date: IsoDate): string {
  const { year, month, day } = partsOf(date);
  return `${pad(day)}.${pad(month)}.${String(year).padStart(4, '0')}`;
}

/** «сентябрь 2019 г.» */
export function formatMonth(date: IsoDate): string {
  const { year, month } = partsOf(date);
  return `${monthName(month)} ${formatYear(year)}`;
}

/**
 * A period by the largest unit that says it exactly: «2025 год», «2016–2018 годы»,
 * «2019–2020 учебный год», «октябрь 2019 г.», «сентябрь – декабрь 2019 г.»,
 * «1–15 октября 2024 г.», «25 ноября – 10 декабря 2019 г.».
 */
export function formatPeriod({ from, to }: Period): string {
  const start = partsOf(from);
  const end = partsOf(to);
  if (from === isoDate(start.year, 1, 1) && to === isoDate(end.year, 12, 31)) {
    return start.year === end.year
      ? `${start.year}${NO_BREAK_SPACE}год`
      : `${start.year}–${end.year}${NO_BREAK_SPACE}годы`;
  }
  const schoolYear = asSchoolYear({ from, to });
  if (schoolYear !== null) return `${schoolYear}–${schoolYear + 1} учебный${NO_BREAK_SPACE}год`;
  if (start.day === 1 && to === lastDayOfMonth(to)) return formatMonths(from, to);
  if (from === to) return formatDate(from);
  if (start.year !== end.year) return `${formatDate(from)} – ${formatDate(to)}`;
  if (start.month !== end.month) return `${formatDayMonth(from)} – ${formatDate(to)}`;
  return `${start.day}–${formatDate(to)}`;
}

/** 12345.678 → «12 345,68»: at most `atMost` decimals, at least `atLeast`; digits in groups of three, a true minus. */
export function formatNumber(value: number, { atMost = 2, atLeast = 0 } = {}): string {
  if (!Number.isFinite(value)) return '—';
  const [whole = '0', fraction = ''] = trimZeros(Math.abs(value).toFixed(Math.max(atMost, atLeast)), atLeast).split(
    '.',
  );
  const grouped = whole.replace(/\B(?=(\d{3})+$)/g, THIN_SPACE);
  const digits = fraction === '' ? grouped : `${grouped},${fraction}`;
  // What rounds to zero has no sign.
  return value < 0 && /[1-9]/.test(digits) ? `−${digits}` : digits;
}

/** A share as a percentage: 0.256 → «26 %». */
export function formatPercent(share: number, decimals = 0): string {
  if (!Number.isFinite(share)) return '—';
  return `${formatNumber(share * 100, { atMost: decimals, atLeast: decimals })}${THIN_SPACE}%`;
}

function formatMonths(from: IsoDate, to: IsoDate): string {
  const start = partsOf(from);
  const end = partsOf(to);
  if (start.year !== end.year) return `${formatMonth(from)} – ${formatMonth(to)}`;
  return start.month === end.month ? formatMonth(from) : `${monthName(start.month)} – ${formatMonth(to)}`;
}

function formatYear(year: number): string {
  return `${year}${NO_BREAK_SPACE}г.`;
}

function trimZeros(fixed: string, keep: number): string {
  const point = fixed.indexOf('.');
  if (point < 0) return fixed;
  let end = fixed.length;
  while (end > point + 1 + keep && fixed[end - 1] === '0') end -= 1;
  return fixed.slice(0, end === point + 1 ? point : end);
}

function pad(number: number): string {
  return String(number).padStart(2, '0');
}

function outOfRange(month: number): never {
  throw new RangeError(`no such month: ${month}`);
}
