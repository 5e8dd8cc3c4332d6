/**
 * Clauses that hang on something outside the calendar:
 *
 *   onDemand = set phrase ["школ" …]
 *   schedule = lead {adjective} document [name]
 *   event    = [amount] lead name | ordinal "четверть" …
 *
 * A name runs to the end of the text or to a separator after which another clause stands.
 */
import type { Cursor } from './cursor.ts';
import { matchPhrase } from './matching.ts';
import { nominativeAdjective, nominativeHead, nominativeHolidays } from './nominative.ts';
import { EVENT_LEADS, ON_DEMAND, SCHEDULE_LEADS, SET_TERMS, TERM_LEADS, UNNAMED_SCHEDULE } from './phrasebook.ts';
import { ordinal } from './points.ts';
import { type Boundary, isSeparator } from './separators.ts';
import { span } from './spans.ts';
import type { Event, RawSpan, Schedule } from './syntax.ts';
import { isTimeWord, ORDINALS } from './vocabulary.ts';

/** Their name is what follows: «по плану X». */
const SCHEDULES = ['план', 'график', 'расписание', 'календарь', 'циклограмма'];
/** They belong to the name: «установленные приказом министерства», «по КТП». */
const ACTS = [
  'приказ',
  'распоряжение',
  'порядок',
  'регламент',
  'положение',
  'письмо',
  'договор',
  'соглашение',
  'программа',
  'ктп',
];
const SAYS_NOTHING = ['отдельный', 'утвержденный', 'согласованный', 'индивидуальный', 'специальный', 'установленный'];
const ADJECTIVE = /(?:ому|ему|ым|им|ой|ей|ого|его|ом|ем)$/;

export function onDemand(c: Cursor, boundary: Boundary): string | null {
  return c.attempt(() => {
    const match = matchPhrase(c, ON_DEMAND);
    if (match === null) return null;
    if (match.open) skipName(c, boundary, true);
    return lowerFirst(c.slice(match.start, c.at));
  });
}

export function schedule(c: Cursor, boundary: Boundary): Schedule | null {
  const unnamed = matchPhrase(c, UNNAMED_SCHEDULE);
  if (unnamed !== null) return { phrase: lowerFirst(c.slice(unnamed.start, c.at)), name: null, years: null };
  // «План ИРО» without «по» is meant in the same way.
  return (
    ledSchedule(c, boundary) ??
    c.attempt(() => setTerms(c, boundary)) ??
    (SCHEDULES.includes(c.word() ?? '') ? c.attempt(() => bareDocument(c, boundary)) : null)
  );
}

/** «до 1 октября (план), до 1 июня (отчёт)»: a document that only names the work is no schedule. */
function bareDocument(c: Cursor, boundary: Boundary): Schedule | null {
  const inBracket = c.isMark('(', -1);
  const found = documentOf(c, c.at, boundary);
  return inBracket && found?.name === null ? null : found;
}

function ledSchedule(c: Cursor, boundary: Boundary): Schedule | null {
  const start = c.at;
  return c.attempt(() => (matchPhrase(c, SCHEDULE_LEADS) === null ? null : documentOf(c, start, boundary)));
}

/** «в сроки, установленные приказом министерства» name the order; other words name the terms themselves. */
function setTerms(c: Cursor, boundary: Boundary): Schedule | null {
  const start = c.at;
  if (matchPhrase(c, SET_TERMS) === null) return null;
  const name = c.at;
  const document = documentOf(c, start, boundary);
  if (document !== null) return document;
  skipName(c, boundary, true);
  if (c.at === name) return null;
  return { phrase: lowerFirst(c.slice(start, c.at)), name: `сроки, установленные ${c.slice(name, c.at)}`, years: null };
}

/** Does another document begin here? */
export function startsSchedule(c: Cursor): boolean {
  if (matchPhrase(c, SCHEDULE_LEADS) === null) return false;
  takeAdjectives(c);
  return c.takeAny([...SCHEDULES, ...ACTS]) !== null || c.take('дорожный', 'карта');
}

function documentOf(c: Cursor, start: number, boundary: Boundary): Schedule | null {
  return c.attempt(() => {
    const adjectives = takeAdjectives(c);
    const noun = c.at;
    if (c.takeAny(SCHEDULES) !== null || c.take('дорожный', 'карта')) {
      c.attempt(() => (c.takeMark('-') ? c.takeAny(SCHEDULES) : null));
      const end = c.at;
      skipName(c, boundary, true);
      const name = c.at === end ? nameByAdjectives(c, adjectives, noun) : statedName(c, end);
      return name === '' ? null : { phrase: lowerFirst(c.slice(start, c.at)), name, years: yearsInName(c, end) };
    }
    if (c.takeAny(ACTS) === null) return null;
    skipName(c, boundary, true);
    return { phrase: lowerFirst(c.slice(start, c.at)), name: nominativeHead(c.slice(noun, c.at)), years: null };
  });
}

/** «по графику, утверждённому приказом»; empty where time is told that no clause could read. */
function statedName(c: Cursor, start: number): string {
  const first = c.tokens[start];
  if (first?.is !== 'mark' || ![',', ';', ':', '-'].includes(first.mark)) return c.slice(start, c.at);
  const next = c.tokens[start + 1];
  return next?.is !== 'word' || isTimeWord(next.word) ? '' : c.slice(start + 1, c.at);
}

/** «по муниципальному плану»; «по отдельному плану» names nothing. */
function nameByAdjectives(c: Cursor, start: number, noun: number): string | null {
  const telling = c.tokens
    .slice(start, noun)
    .some((token) => token.is === 'word' && !SAYS_NOTHING.includes(token.word));
  if (!telling) return null;
  const words = c.slice(start, noun).split(' ').map(nominativeAdjective);
  return [...words, nominativeHead(c.slice(noun, c.at))].join(' ');
}

/** «по плану работы на 2024 год»: the years that the name ends with. */
function yearsInName(c: Cursor, start: number): RawSpan | null {
  const end = c.at;
  for (let at = end - 1; at >= start; at -= 1) {
    const token = c.tokens[at];
    if (token?.is !== 'word' || token.word !== 'на') continue;
    c.at = at;
    const found = span(c);
    const isYears = c.at === end && found?.to?.unit === 'year';
    c.at = end;
    return isYears ? found : null;
  }
  return null;
}

/** Where the adjectives begin. */
function takeAdjectives(c: Cursor): number {
  const start = c.at;
  while (c.at < start + 4) {
    const token = c.peek();
    if (token?.is !== 'word' || !ADJECTIVE.test(token.form)) break;
    if (SCHEDULES.includes(token.word) || ACTS.includes(token.word)) break;
    if (token.word === 'дорожный' && c.word(1) === 'карта') break;
    c.at += 1;
  }
  return start;
}

export function event(c: Cursor, boundary: Boundary): Event | null {
  return (
    c.attempt(() => namedEvent(c, boundary)) ??
    c.attempt(() => schoolQuarter(c, boundary)) ??
    c.attempt(() => holidays(c, boundary)) ??
    c.attempt(() => ledEvent(c, boundary))
  );
}

/** «срок зависит от события: X»: how an event is printed when its own phrase is lost. */
function namedEvent(c: Cursor, boundary: Boundary): Event | null {
  const start = c.at;
  if (!c.take('срок', 'зависит', 'от', 'события') || !c.takeMark(':')) return null;
  const name = c.at;
  skipName(c, boundary, false);
  return c.at === name ? null : { phrase: lowerFirst(c.slice(start, c.at)), event: c.slice(name, c.at) };
}

/** «после утверждения списка», «в течение 10 дней со дня подписания приказа», «не позднее чем за 2 недели до начала ГИА». */
function ledEvent(c: Cursor, boundary: Boundary): Event | null {
  const start = c.at;
  const timed = c.attempt(() => amount(c)) !== null;
  const match = matchPhrase(c, EVENT_LEADS) ?? (timed ? matchPhrase(c, TERM_LEADS) : null);
  if (match === null || match.star === null) return null;
  skipName(c, boundary, false);
  const named = c.slice(match.star, c.at);
  // «до 31 февраля» and «до первого» are no events.
  const isNamed = c.tokens.slice(match.star, c.at).some((token) => token.is === 'word' && !ORDINALS.has(token.word));
  if (!isNamed || !/^["«„“]?\p{L}{2}/u.test(named)) return null;
  return { phrase: lowerFirst(c.slice(start, c.at)), event: nominativeHead(named) };
}

/** «в течение 10 рабочих дней», «не позднее чем за 2 недели», «через месяц», «в трёхдневный срок». */
function amount(c: Cursor): true | null {
  const lead =
    c.take('в', 'течение') ||
    c.take('втечение') ||
    c.take('не', 'позднее') ||
    c.takeAny(['через', 'за', 'спустя']) !== null;
  if (!lead) return termAsAdjective(c);
  c.takeMark(',');
  c.take('чем');
  c.takeAny(['за', 'через']);
  c.takeAny(['первый', 'последний']);
  c.takeNumber();
  if (c.takeMark('(')) {
    c.takeNumber();
    c.takeMark(')');
  }
  c.takeAny(['рабочий', 'календарный', 'учебный']);
  return c.takeAny(['день', 'неделя', 'месяц', 'час', 'декада', 'год']) === null ? null : true;
}

function termAsAdjective(c: Cursor): true | null {
  if (!c.take('в')) return null;
  if (c.takeNumber() !== null) c.takeMark('-');
  const word = c.word() ?? '';
  if (!/(?:дневный|дневныи|недельный|месячный)$/.test(word)) return null;
  c.at += 1;
  return c.take('срок') ? true : null;
}

/** School quarters and holidays begin when the school's own calendar says. */
function schoolQuarter(c: Cursor, boundary: Boundary): Event | null {
  const start = c.at;
  if (!c.take('в', 'течение')) c.takeAny(['в', 'за', 'на']);
  const named = c.at;
  if (ordinal(c) === null) return null;
  const single = c.at;
  while (c.attempt(() => (c.takeMark('-') || c.takeMark(',') || c.take('и') ? ordinal(c) : null)) !== null);
  const several = c.at > single;
  const noun = c.at;
  if (!c.take('четверть') && !c.take('триместр')) return null;
  const quarter = c.word(-1) === 'триместр' ? 'триместр' : 'четверть';
  skipName(c, boundary, false);
  const name = several ? c.slice(named, c.at) : `${c.slice(named, noun)} ${quarter} ${c.slice(noun + 1, c.at)}`.trim();
  return { phrase: lowerFirst(c.slice(start, c.at)), event: name };
}

/** «осенние каникулы», «в каникулярное время», «в дни школьных каникул». */
function holidays(c: Cursor, boundary: Boundary): Event | null {
  const start = c.at;
  if (c.takeAny(['в', 'на', 'во', 'за']) !== null) c.takeAny(['день', 'период', 'время', 'течение']);
  if (c.word() === 'и') return null;
  const named = c.at;
  for (let words = 0; words < 6 && c.word() !== 'каникулы'; words += 1) {
    if (c.take('каникулярный')) {
      c.takeAny(['время', 'период', 'день', 'неделя']);
      skipName(c, boundary, false);
      return { phrase: lowerFirst(c.slice(start, c.at)), event: 'каникулы' };
    }
    if (!(c.takeAny(['осенний', 'зимний', 'весенний', 'летний', 'школьный', 'и']) !== null || c.takeMark(',')))
      return null;
  }
  if (!c.take('каникулы')) return null;
  skipName(c, boundary, false);
  return { phrase: lowerFirst(c.slice(start, c.at)), event: nominativeHolidays(c.slice(named, c.at)) };
}

/** Runs to the end of the name; a separator that hangs at its end is no part of it. */
function skipName(c: Cursor, boundary: Boundary, loose: boolean): void {
  const start = c.at;
  let depth = 0;
  while (!c.done && !(depth === 0 && endsName(c, boundary, loose))) {
    if (c.isMark('(')) depth += 1;
    if (c.isMark(')')) depth -= 1;
    c.at += 1;
  }
  while (c.at > start && (isSeparator(c, -1) || c.isMark('.', -1))) c.at -= 1;
}

function endsName(c: Cursor, boundary: Boundary, loose: boolean): boolean {
  if (c.isMark(')')) return true;
  if (isSeparator(c) && !joinsNumbers(c) && boundary(c, false)) return true;
  return (loose || c.isMark('(')) && boundary(c, true);
}

/** «по итогам 1 и 2 полугодий»: the separator belongs to the name. */
function joinsNumbers(c: Cursor): boolean {
  return [c.peek(-1), c.peek(1)].every(
    (token) => (token?.is === 'number' && token.digits <= 2) || (token?.is === 'word' && ORDINALS.has(token.word)),
  );
}

/** «После утверждения» → «после утверждения», but «ГИА» stays. */
export function lowerFirst(phrase: string): string {
  return /^[А-ЯЁ](?=[а-яё ])/.test(phrase) ? phrase.charAt(0).toLowerCase() + phrase.slice(1) : phrase;
}
