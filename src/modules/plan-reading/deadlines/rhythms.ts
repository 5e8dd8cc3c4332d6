/**
 * How often:
 *
 *   rhythm  = adverb | [N] "раз" per | "каждый" [N] unit | "по" weekdays | dueDay
 *   per     = ("в" | "за" | "на") ["течение"] [N] unit
 *   dueDay  = ("до" | "не позднее" | …) N ["число"] ("каждого месяца" | "месяца, следующего за отчётным" …)
 */
import type { Recurrence } from '../contract.ts';
import type { Cursor } from './cursor.ts';
import { ordinal } from './points.ts';
import type { DueDay, Pattern, PatternUnit } from './syntax.ts';
import { MONTHS, WEEKDAYS } from './vocabulary.ts';

const ADVERBS: Record<string, PatternUnit> = {
  ежедневно: 'day',
  ежедневный: 'day',
  еженедельно: 'week',
  еженедельный: 'week',
  понедельно: 'week',
  ежемесячно: 'month',
  ежемесячный: 'month',
  помесячно: 'month',
  ежеквартально: 'quarter',
  ежеквартальный: 'quarter',
  поквартально: 'quarter',
  ежегодно: 'year',
  ежегодный: 'year',
};

/** A school quarter is a quarter of the rhythm, not of the calendar. */
const UNITS = new Map<string | null, PatternUnit>([
  ['день', 'day'],
  ['неделя', 'week'],
  ['месяц', 'month'],
  ['квартал', 'quarter'],
  ['четверть', 'quarter'],
  ['полугодие', 'half-year'],
  ['полгода', 'half-year'],
  ['год', 'year'],
]);

const MONTHS_IN: Record<PatternUnit, number> = { day: 0, week: 0, month: 1, quarter: 3, 'half-year': 6, year: 12 };

const RECURRENCES: Record<Recurrence, Pattern> = {
  weekly: { times: 1, every: 1, unit: 'week' },
  biweekly: { times: 1, every: 2, unit: 'week' },
  monthly: { times: 1, every: 1, unit: 'month' },
  quarterly: { times: 1, every: 1, unit: 'quarter' },
  'half-yearly': { times: 2, every: 1, unit: 'year' },
  yearly: { times: 1, every: 1, unit: 'year' },
};

export function patternOf(recurrence: Recurrence): Pattern {
  return RECURRENCES[recurrence];
}

/** Whole months from one time to the next, or null («ежедневно», «5 раз в год»). */
export function stepInMonths(pattern: Pattern): number | null {
  const months = (pattern.every * MONTHS_IN[pattern.unit]) / pattern.times;
  return Number.isInteger(months) && months > 0 ? months : null;
}

export function stepInWeeks(pattern: Pattern): number | null {
  if (pattern.unit === 'week' && pattern.times === 1) return pattern.every;
  return pattern.unit === 'month' && pattern.every === 1 && pattern.times === 2 ? 2 : null;
}

/** Null where the contract has no word for it («три раза в год», «ежедневно»). */
export function recurrenceOf(pattern: Pattern): Recurrence | null {
  const weeks = stepInWeeks(pattern);
  if (weeks !== null) return weeks === 1 ? 'weekly' : weeks === 2 ? 'biweekly' : null;
  const byMonths: Record<number, Recurrence> = { 1: 'monthly', 3: 'quarterly', 6: 'half-yearly', 12: 'yearly' };
  return byMonths[stepInMonths(pattern) ?? 0] ?? null;
}

type Rhythm = { pattern: Pattern | null; dueDay: DueDay | null };

export function rhythm(c: Cursor): Rhythm | null {
  return (
    c.attempt(() => dueDay(c)) ??
    plain(
      c.attempt(() => adverb(c)) ??
        c.attempt(() => times(c)) ??
        c.attempt(() => every(c)) ??
        c.attempt(() => weekdays(c)) ??
        c.attempt(() => dayOfUnit(c)),
    )
  );
}

function plain(pattern: Pattern | null): Rhythm | null {
  return pattern === null ? null : { pattern, dueDay: null };
}

function adverb(c: Cursor): Pattern | null {
  const word = c.takeAny(Object.keys(ADVERBS));
  const unit = word === null ? undefined : ADVERBS[word];
  return unit === undefined ? null : { times: 1, every: 1, unit };
}

/** «не реже 1 раза в полугодие», «два раза в год», «раз в две недели», «дважды в год». */
function times(c: Cursor): Pattern | null {
  if (c.take('не', 'реже')) {
    c.takeMark(',');
    c.take('чем');
  } else if (!c.take('как', 'минимум')) c.takeAny(['минимум', 'по']);
  const count = howOften(c);
  if (count === null || !(c.takeMark('/') || c.takeAny(['в', 'за', 'на']) !== null)) return null;
  c.take('течение');
  return per(c, count);
}

function howOften(c: Cursor): number | null {
  if (c.take('дважды')) return 2;
  if (c.take('трижды')) return 3;
  const number = c.takeNumber();
  // «2-3 раза в год»: no less than two.
  if (number !== null && c.takeMark('-') && c.takeNumber() === null) return null;
  if (!c.take('раз') || number?.value === 0) return null;
  return number === null ? 1 : number.value;
}

function per(c: Cursor, times: number): Pattern | null {
  c.take('каждый');
  const every = c.takeNumber()?.value ?? 1;
  c.takeAny(['учебный', 'календарный', 'весь', 'отчетный']);
  if (c.take('триместр')) return every === 1 ? inTrimester(times) : null;
  const unit = takeUnit(c);
  return unit === null || every < 1 || times > 366 ? null : { times, every, unit };
}

/** A school year has three. */
function inTrimester(times: number): Pattern {
  return { times: times * 3, every: 1, unit: 'year' };
}

/** «каждый месяц», «каждые две недели», «каждую пятницу», «в каждой четверти». */
function every(c: Cursor): Pattern | null {
  c.takeAny(['в', 'на', 'за']);
  if (!c.take('каждый')) return null;
  return c.attempt(() => everyWeekday(c)) ?? per(c, 1);
}

/** «каждая вторая среда» is every other one, with «месяца» or any other numeral it is a day of the month. */
function everyWeekday(c: Cursor): Pattern | null {
  const numerals = whichOnes(c);
  if (c.takeAny(WEEKDAYS) === null) return null;
  const named = c.attempt(() => {
    c.take('каждый');
    return c.take('месяц') ? true : null;
  });
  const ofMonth = named !== null && numerals.length > 0;
  if (numerals.length === 0 || (!ofMonth && numerals.length === 1 && numerals[0] === 1))
    return { times: 1, every: 1, unit: 'week' };
  if (!ofMonth && numerals.length === 1 && numerals[0] === 2) return { times: 1, every: 2, unit: 'week' };
  return { times: numerals.length, every: 1, unit: 'month' };
}

/** «второй и четвертый», «последняя» (0). */
function whichOnes(c: Cursor): number[] {
  const numerals: number[] = [];
  while (
    c.attempt(() => {
      if (numerals.length > 0 && !c.takeMark(',') && !c.take('и')) return null;
      const which = c.take('последний') ? 0 : ordinal(c);
      return which !== null && which <= 5 ? numerals.push(which) : null;
    }) !== null
  );
  return numerals;
}

/** «по пятницам», «по вторникам и четвергам», «по полугодиям». */
function weekdays(c: Cursor): Pattern | null {
  if (!c.take('по')) return null;
  const unit = takeUnit(c);
  if (unit !== null) return { times: 1, every: 1, unit };
  if (c.takeAny(WEEKDAYS) === null) return null;
  while (c.attempt(() => (c.takeMark(',') || c.take('и') ? c.takeAny(WEEKDAYS) : null)) !== null);
  return { times: 1, every: 1, unit: 'week' };
}

/** «последняя пятница месяца», «последний рабочий день каждого квартала», «2-й и 4-й четверг месяца», «понедельник каждой недели». */
function dayOfUnit(c: Cursor): Pattern | null {
  c.takeAny(['в', 'до', 'на']);
  const numerals = whichOnes(c);
  c.takeAny(['рабочий', 'календарный']);
  if (c.takeAny(numerals.length === 0 ? WEEKDAYS : [...WEEKDAYS, 'день', 'неделя', 'декада']) === null) return null;
  const each = c.take('каждый');
  const unit = takeUnit(c);
  if (numerals.length === 0) return each && unit === 'week' ? { times: 1, every: 1, unit } : null;
  if (MONTHS.includes(c.word() ?? '')) return null;
  return unit === null || unit === 'day' || unit === 'week' ? null : { times: numerals.length, every: 1, unit };
}

/** After a rhythm or a month, a place inside it that has no day of the calendar: «(третий вторник)», «последняя неделя». */
export function placeInside(c: Cursor): true | null {
  return c.attempt(() => {
    c.takeAny(['в', 'на', 'по']);
    const numerals = whichOnes(c);
    while (c.takeMark('-') && whichOnes(c).length > 0);
    c.takeAny(['рабочий', 'календарный', 'учебный']);
    if (c.takeAny(numerals.length === 0 ? WEEKDAYS : [...WEEKDAYS, 'день', 'неделя', 'декада']) === null) return null;
    c.take('месяц');
    return MONTHS.includes(c.word() ?? '') ? null : true;
  });
}

function dueDay(c: Cursor): Rhythm | null {
  if (!(c.take('не', 'позднее') || c.takeAny(['до', 'к', 'на', 'по', 'в']) !== null)) c.attempt(() => startOfRange(c));
  const each = c.take('каждый');
  const number = c.takeNumber();
  if (number === null || number.value < 1 || number.value > 31) return null;
  const numbered = c.take('число') || (isOneDay(c) && c.take('день'));
  const after = c.attempt(() => monthAfter(c));
  if (after !== null) return { pattern: after.pattern, dueDay: { day: number.value, nextMonth: true } };
  // «до 15 числа последнего месяца квартала»
  if (numbered && c.attempt(() => (c.take('последний', 'месяц', 'квартал') ? true : null)) !== null)
    return { pattern: { times: 1, every: 1, unit: 'quarter' }, dueDay: { day: number.value, nextMonth: false } };
  const unit = c.attempt(() => (c.takeAny(['каждый', 'отчетный', 'текущий']) === null ? null : takeUnit(c)));
  if (unit === 'month' || unit === 'quarter') {
    return { pattern: { times: 1, every: 1, unit }, dueDay: { day: number.value, nextMonth: unit === 'quarter' } };
  }
  // «до 20 числа октября» is a day of that month.
  if (unit !== null || !numbered || MONTHS.includes(c.word() ?? '')) return null;
  c.take('месяц');
  return {
    pattern: each ? { times: 1, every: 1, unit: 'month' } : null,
    dueDay: { day: number.value, nextMonth: false },
  };
}

/** «не позднее 10 дней» is a term, «10 день месяца» is a day. */
function isOneDay(c: Cursor): boolean {
  const token = c.peek();
  return token?.is === 'word' && token.form === 'день';
}

/** «с 1 по 10 число каждого месяца»: the last day counts. */
function startOfRange(c: Cursor): true | null {
  return c.take('с') && c.takeNumber() !== null && (c.take('по') || c.take('до')) ? true : null;
}

/** «месяца, следующего за отчётным [кварталом]», «следующего месяца». */
function monthAfter(c: Cursor): { pattern: Pattern | null } | null {
  if (c.take('следующий', 'месяц')) return { pattern: null };
  c.take('месяц');
  c.takeMark(',');
  if (!c.take('следующий', 'за', 'отчетный')) return null;
  const unit = takeUnit(c);
  c.take('период');
  // «следующего за отчётным кварталом месяца»
  c.take('месяц');
  return { pattern: unit === null || unit === 'day' ? null : { times: 1, every: 1, unit } };
}

function takeUnit(c: Cursor): PatternUnit | null {
  const unit = UNITS.get(c.word());
  if (unit === undefined) return null;
  c.at += 1;
  return unit;
}
