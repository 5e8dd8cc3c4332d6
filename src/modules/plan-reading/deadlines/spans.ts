/**
 * Stretches of the calendar:
 *
 *   span   = until | since | range
 *   until  = ("до" | "по" | "к" | "не позднее" | "в срок до") point
 *   since  = ("с" | "начиная с" | "не ранее" | "после") point
 *   range  = ["в" | "на" | "в течение" | …] ("с" point ("по" | "до" | "-") point | point ["-" point])
 */
import type { Cursor } from './cursor.ts';
import { point } from './points.ts';
import type { Point, RawSpan } from './syntax.ts';
import { WEEKDAYS } from './vocabulary.ts';

export function span(c: Cursor): RawSpan | null {
  const found = c.attempt(() => until(c)) ?? c.attempt(() => since(c)) ?? c.attempt(() => range(c));
  if (found !== null) c.take('включительно');
  return found;
}

function until(c: Cursor): RawSpan | null {
  const ordered = c.attempt(() =>
    (c.take('в', 'срок') || c.take('срок')) && ['до', 'по'].includes(c.word() ?? '') ? true : null,
  );
  // «по окончании полугодия» comes after it.
  const upTo = c.take('по');
  if (!upTo && !c.take('не', 'позднее') && c.takeAny(['до', 'к']) === null && ordered === null) return null;
  const to = timedPoint(c);
  if (to === null || (to.unit === 'number' && !isListed(c)) || (upTo && to.unit === 'edge')) return null;
  return { from: null, to };
}

function since(c: Cursor): RawSpan | null {
  const started = c.take('начиная');
  const after = !started && c.take('после');
  if (!after && !c.take('с') && !(!started && c.take('не', 'ранее'))) return null;
  const from = timedPoint(c);
  if (from === null) return null;
  const to = after ? null : c.attempt(() => rangeEnd(c, from));
  if (to !== null) return { from, to };
  if (from.unit === 'number') return null;
  c.attempt(() => (c.take('по') && (c.take('настоящее', 'время') || c.take('настоящий', 'момент')) ? true : null));
  return after ? { from, to: null, after } : { from, to: null };
}

function range(c: Cursor): RawSpan | null {
  frame(c);
  const framed = c.attempt(() => since(c));
  if (framed !== null) return framed.to === null ? null : framed;
  c.take('от');
  c.take('весь');
  const from = timedPoint(c);
  if (from === null) return null;
  const to = c.attempt(() => rangeEnd(c, from));
  if (to !== null) return { from, to };
  // «конец 2024 года» names no days: it is read as an event.
  if (from.unit === 'edge' && from.of.unit !== 'month') return null;
  return from.unit === 'number' && !isListed(c) ? null : { from, to: from };
}

/** «в период», «в течение всего», «за период:» */
function frame(c: Cursor): void {
  const preposition = c.takeAny(['в', 'во', 'на', 'за']);
  if (preposition === null) c.takeAny(['период', 'втечение']);
  else c.takeAny(['течение', 'протяжении', 'период', 'срок']);
  c.take('период');
  if (c.isMark(':') || c.isMark('-'))
    c.attempt(() => {
      c.at += 1;
      return c.at > 1 && ['период', 'срок'].includes(previousWord(c)) ? true : null;
    });
}

function previousWord(c: Cursor): string {
  const token = c.tokens[c.at - 2];
  return token?.is === 'word' ? token.word : '';
}

function rangeEnd(c: Cursor, from: Point): Point | null {
  const dash = c.takeMark('-');
  if (c.takeAny(['по', 'до']) === null && !dash) return null;
  const to = c.attempt(() => shortYear(c, from)) ?? timedPoint(c);
  if (to === null || (to.unit === 'number' && !isListed(c))) return null;
  // «сентябрь – 2025 год» says no last month.
  return (from.unit === 'year') === (to.unit === 'year') ? to : null;
}

/** «2016-18 гг.» */
function shortYear(c: Cursor, from: Point): Point | null {
  const number = c.takeNumber();
  if (from.unit !== 'year' || from.year.school || number?.digits !== 2 || !c.take('год')) return null;
  const year = Math.floor(from.year.first / 100) * 100 + number.value;
  return { unit: 'year', year: { first: year, last: year, school: false } };
}

/** The hour of a meeting is no part of its day: «15.10.2024 в 14:00». */
function timedPoint(c: Cursor): Point | null {
  const found = point(c);
  if (found?.unit === 'day') c.attempt(() => timeOfDay(c));
  return found;
}

export function timeOfDay(c: Cursor): true | null {
  const inBracket = c.takeMark('(');
  const at = c.take('в');
  if (!at && !inBracket) c.takeMark(',');
  // «10 октября (четверг)»
  const told = inBracket && c.takeAny(WEEKDAYS) !== null ? true : clock(c, at || inBracket);
  return told === null || (inBracket && !c.takeMark(')')) ? null : true;
}

function clock(c: Cursor, certain: boolean): true | null {
  const hour = c.takeNumber();
  if (hour === null || hour.digits > 2 || hour.value > 24) return null;
  const colon = c.takeMark(':');
  if (colon || c.takeMark('.') || (certain && c.takeMark('-'))) {
    const minute = c.takeNumber();
    if (minute?.digits !== 2 || minute.value > 59 || c.isMark('.')) return null;
    if (colon && c.takeMark(':') && c.takeNumber() === null) return null;
    // «15 октября, 20.10» is a list of days.
    if (!certain && !colon && minute.value >= 1 && minute.value <= 12 && c.word() !== 'час') return null;
    c.take('час');
    return true;
  }
  return c.take('час') ? true : null;
}

/** «до 5, 10 октября»: a bare number needs a point to its right. */
function isListed(c: Cursor): boolean {
  return c.isMark(',') || c.word() === 'и';
}
