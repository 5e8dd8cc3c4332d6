/**
 * Places in the calendar:
 *
 *   point   = edge point | day | part | quarter | month | years | number
 *   day     = N "." N ["." N] | N month [year] | ISO date
 *   part    = ordinal ("декада" | "половина" | "неделя") month [year]
 *   quarter = ordinal ("квартал" | "полугодие") [year] | season [year]
 *   month   = month [year] | N "." year
 *   years   = Y | Y ("-" | "/") Y ["учебный"] ["год"]
 */
import { dateExists } from '#kernel/dates.ts';
import type { Cursor } from './cursor.ts';
import type { Edge, Point, Years } from './syntax.ts';
import { monthNumber, ORDINALS, RUSSIAN_ROMAN, SEASONS } from './vocabulary.ts';

const EDGES: Record<string, Edge> = {
  начало: 'begin',
  середина: 'middle',
  конец: 'end',
  окончание: 'end',
  завершение: 'end',
};
const PARTS: Record<string, { unit: 'decade' | 'half' | 'week'; count: number }> = {
  декада: { unit: 'decade', count: 3 },
  половина: { unit: 'half', count: 2 },
  неделя: { unit: 'week', count: 4 },
};
/** A leap year: 29 February without a year is a day. */
const SOME_LEAP_YEAR = 2024;

export function point(c: Cursor): Point | null {
  return (
    edge(c) ??
    c.attempt(() => day(c)) ??
    c.attempt(() => part(c)) ??
    c.attempt(() => quarter(c)) ??
    c.attempt(() => season(c)) ??
    c.attempt(() => month(c)) ??
    c.attempt(() => years(c)) ??
    c.attempt(() => number(c))
  );
}

function edge(c: Cursor): Point | null {
  return c.attempt(() => {
    const name = c.takeAny(Object.keys(EDGES));
    if (name === null) return null;
    const of = point(c);
    const which = EDGES[name];
    return of === null || of.unit === 'edge' || of.unit === 'number' || of.unit === 'day' || which === undefined
      ? null
      : { unit: 'edge', edge: which, of };
  });
}

function day(c: Cursor): Point | null {
  return c.attempt(() => isoDay(c)) ?? c.attempt(() => dottedDay(c)) ?? wordedDay(c);
}

function isoDay(c: Cursor): Point | null {
  const year = c.takeNumber();
  if (year?.digits !== 4 || !c.takeMark('-')) return null;
  const month = c.takeNumber();
  if (month?.digits !== 2 || !c.takeMark('-')) return null;
  const number = c.takeNumber();
  return number?.digits === 2 ? existing(number.value, month.value, calendar(year.value)) : null;
}

/** «01.10.2024», «1.10», «01.10.24», «01/10/2024». */
function dottedDay(c: Cursor): Point | null {
  const number = c.takeNumber();
  // «до 01,10,2024» only in full.
  const commas = c.isMark(',') && c.number(1)?.digits === 2 && c.isMark(',', 2) && c.number(3)?.digits === 4;
  const mark = commas ? ',' : c.isMark('.') ? '.' : '/';
  if (number === null || number.digits > 2 || !c.takeMark(mark)) return null;
  const month = c.takeNumber();
  if (month === null || month.digits > 2) return null;
  const year = c.attempt(() => (c.takeMark(mark) ? dottedYear(c) : null));
  if (year === null && (mark === '/' || c.isMark(mark))) return null;
  if (year !== null) c.take('год');
  return existing(number.value, month.value, year);
}

function dottedYear(c: Cursor): Years | null {
  const year = c.takeNumber();
  if (year === null) return null;
  if (year.digits === 2) return calendar(2000 + year.value);
  return isYear(year) ? calendar(year.value) : null;
}

/** «15 мая 2025 года», «15-го мая», «первое сентября». */
function wordedDay(c: Cursor): Point | null {
  const number = ordinal(c);
  if (number === null) return null;
  c.take('число');
  const month = takeMonth(c);
  return month === null ? null : existing(number, month, yearAfter(c));
}

function existing(day: number, month: number, year: Years | null): Point | null {
  const calendarYear = year === null ? SOME_LEAP_YEAR : year.first + (year.school && month < 9 ? 1 : 0);
  return dateExists(calendarYear, month, day) ? { unit: 'day', day, month, year } : null;
}

function part(c: Cursor): Point | null {
  const n = c.take('последний') ? 0 : ordinal(c);
  const name = c.takeAny(Object.keys(PARTS));
  const kind = name === null ? undefined : PARTS[name];
  if (n === null || kind === undefined || n > kind.count) return null;
  c.take('месяц');
  const month = takeMonth(c);
  if (month !== null)
    return { unit: kind.unit, n: n === 0 && kind.unit !== 'week' ? kind.count : n, month, year: yearAfter(c) };
  return kind.unit === 'half' && n > 0 ? halfOfYear(c, n) : null;
}

/** «вторая половина 2025 года», «первая половина учебного года». */
function halfOfYear(c: Cursor, n: number): Point | null {
  const year = yearAfter(c);
  if (year !== null) return { unit: 'half-year', n, year };
  const schoolHalf = c.take('учебный', 'год');
  return schoolHalf || c.take('год') ? { unit: 'half-year', n, year, schoolHalf } : null;
}

function quarter(c: Cursor): Point | null {
  const n = ordinal(c);
  if (n === null) return null;
  if (c.take('квартал')) return n <= 4 ? { unit: 'quarter', n, year: yearAfter(c) } : null;
  if (n > 2 || !(c.take('полугодие') || c.attempt(() => shortHalfYear(c)))) return null;
  const year = c.attempt(() => consecutive(c)) ?? yearAfter(c);
  const schoolHalf = year === null && (c.take('учебный', 'год') || c.take('текущий', 'учебный', 'год'));
  return { unit: 'half-year', n, year, schoolHalf };
}

/** «1 п/г» */
function shortHalfYear(c: Cursor): true | null {
  return c.take('п') && c.takeMark('/') && c.take('год') ? true : null;
}

function season(c: Cursor): Point | null {
  const name = c.takeAny(Object.keys(SEASONS));
  if (name === null || (name.endsWith('ий') && !c.take('период'))) return null;
  const n = SEASONS[name] ?? 0;
  const year = c.attempt(() => consecutive(c)) ?? yearAfter(c);
  // «зима 2025 года» may mean two different winters.
  return n === 12 && year !== null && !year.school ? null : { unit: 'season', n, year };
}

function month(c: Cursor): Point | null {
  const named = takeMonth(c);
  if (named !== null) {
    c.take('месяц');
    return { unit: 'month', month: named, year: c.attempt(() => hyphenatedYear(c)) ?? yearAfter(c) };
  }
  const number = c.takeNumber();
  if (number === null || number.digits > 2 || number.value < 1 || number.value > 12) return null;
  // «09/2024»
  if (!c.takeMark('.') && !(number.digits === 2 && c.takeMark('/'))) return null;
  const year = c.takeNumber();
  if (year === null || !isYear(year)) return null;
  c.take('год');
  return { unit: 'month', month: number.value, year: calendar(year.value) };
}

/** «сентябрь-2024» in one word; «сентябрь – 2025 год» says no last month. */
function hyphenatedYear(c: Cursor): Years | null {
  const [before, dash, after] = [c.peek(-1), c.peek(), c.peek(1)];
  if (before?.end !== dash?.start || dash?.end !== after?.start || !c.takeMark('-')) return null;
  const year = c.takeNumber();
  if (year === null || !isYear(year) || c.isMark('-') || c.isMark('/')) return null;
  c.take('год');
  return calendar(year.value);
}

function number(c: Cursor): Point | null {
  const n = ordinal(c);
  return n === null ? null : { unit: 'number', n };
}

/** A year or school years standing alone. */
function years(c: Cursor): Point | null {
  const reversed = c.take('учебный', 'год');
  const school = c.attempt(() => schoolPair(c, reversed));
  if (school !== null) return { unit: 'year', year: school };
  const year = c.takeNumber();
  if (reversed || year === null || !isYear(year)) return null;
  if (c.word() === 'учебный') return null;
  c.take('год');
  c.take('год');
  return { unit: 'year', year: calendar(year.value) };
}

/** «2024/25», «2019-2020 учебный год», «2020–2023 учебные годы». */
function schoolPair(c: Cursor, said = false): Years | null {
  const first = c.takeNumber();
  if (first === null || !isYear(first)) return null;
  const slash = c.takeMark('/');
  if (!slash && !c.takeMark('-')) return null;
  const second = c.takeNumber();
  if (second === null || (second.digits !== 2 && second.digits !== 4)) return null;
  const end = second.digits === 4 ? second.value : Math.floor(first.value / 100) * 100 + second.value;
  // «2024-2025 у.г.»
  const isSchool =
    c.take('учебный') || (c.word(1) === 'год' && c.take('у')) || c.lookingAhead(() => schoolYearsFollow(c));
  c.take('год');
  if (end <= first.value || end > first.value + 20 || (!isSchool && !said && !(slash && end === first.value + 1)))
    return null;
  return { first: first.value, last: end - 1, school: true };
}

/** «2024-2025, 2025-2026 учебные годы»: the word stands once, after the last of them. */
function schoolYearsFollow(c: Cursor): boolean {
  while (c.takeMark(',') || c.take('и')) {
    if (c.takeNumber()?.digits !== 4 || !c.takeMark('-') || c.takeNumber() === null) return false;
    if (c.word() === 'учебный') return true;
  }
  return false;
}

/** «II полугодие 2024-2025», «зима 2024-2025»: two years in a row say a school year. */
function consecutive(c: Cursor): Years | null {
  const pair = schoolPair(c, true);
  return pair !== null && pair.first === pair.last ? pair : null;
}

/** The year of a month: «2024 г.», «2024/25 уч. г.», «24 г.». */
function yearAfter(c: Cursor): Years | null {
  return (
    c.attempt(() => {
      const pair = schoolPair(c);
      return pair !== null && pair.first === pair.last ? pair : null;
    }) ??
    c.attempt(() => {
      const year = c.takeNumber();
      if (year === null) return null;
      if (year.digits === 2) return c.take('год') && !c.isMark(',') ? calendar(2000 + year.value) : null;
      if (!isYear(year)) return null;
      if (!c.take('учебный', 'год')) c.take('год');
      return calendar(year.value);
    })
  );
}

export function ordinal(c: Cursor): number | null {
  const number = c.number();
  if (number !== null) {
    if (number.digits > 2 || number.value < 1 || number.value > 31) return null;
    c.at += 1;
    // «1У квартал»: the V of a Roman four typed as a Russian letter.
    return number.value === 1 && c.take('у') ? 4 : number.value;
  }
  const word = c.word() ?? '';
  const n = ORDINALS.get(word) ?? (isCounted(c.word(1)) ? RUSSIAN_ROMAN.get(word) : undefined);
  if (n === undefined) return null;
  c.at += 1;
  return n;
}

function isCounted(word: string | null): boolean {
  return word === 'квартал' || word === 'полугодие' || word === 'четверть' || word === 'декада';
}

function takeMonth(c: Cursor): number | null {
  const month = monthNumber(c.word() ?? '');
  if (month !== null) c.at += 1;
  return month;
}

function isYear(number: { value: number; digits: number }): boolean {
  return number.digits === 4 && number.value >= 1950 && number.value <= 2099;
}

function calendar(year: number): Years {
  return { first: year, last: year, school: false };
}
