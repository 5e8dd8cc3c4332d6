/**
 * The sentence of a deadline:
 *
 *   sentence  = [label] clause {[separator] clause} [("далее" | "затем") sentence]
 *   clause    = rhythm | onDemand | span [yearOf] | continuous | schedule | event | "(" clauses ")"
 *   separator = "," | ";" | ":" | "-" | "и" | "но"
 *
 * A text of which any word remains unread is not read at all.
 */
import { startsClause } from './boundary.ts';
import { Cursor } from './cursor.ts';
import { finish, saysNow, type State } from './finish.ts';
import { matchPhrase } from './matching.ts';
import { nominativeHead } from './nominative.ts';
import { event, lowerFirst, onDemand, schedule } from './phrases.ts';
import { CONTINUOUS, SOME_MONTH, SOME_RHYTHM, SOME_START, STAGES } from './phrasebook.ts';
import { ordinal } from './points.ts';
import { placeInside, rhythm } from './rhythms.ts';
import { isSeparator, separators } from './separators.ts';
import { span, timeOfDay } from './spans.ts';
import { emptyReading, type Pattern, type Reading, type Schedule, type Vague } from './syntax.ts';
import { type Token, tokenize } from './tokens.ts';
import { isTimeWord } from './vocabulary.ts';
import { yearOf } from './year-of.ts';

/** A longer cell is a paragraph that got into the wrong column; the limit also bounds the work. */
const MAX_TOKENS = 300;

/** Null when the text is not a deadline of this grammar. */
export function readSentence(text: string): Reading | null {
  if (text.length > MAX_TOKENS * 20) return null;
  const tokens = tokenize(text);
  if (tokens.length > MAX_TOKENS) return null;
  return sentence(new Cursor(text, tokens));
}

function sentence(c: Cursor): Reading | null {
  label(c);
  const state: State = { spans: [], reading: emptyReading() };
  const rest = clauses(c, state, false);
  if (rest === null || !c.done) return null;
  return finish(state);
}

/** Reads on until the end or the closing bracket. */
function clauses(c: Cursor, state: State, inBracket: boolean): true | null {
  while (!c.done && !(inBracket && c.isMark(')'))) {
    const separator = separators(c);
    if (separator.afterwards) return afterwardsPart(c, state, inBracket);
    if (c.done || (inBracket && c.isMark(')'))) return separator.dash && state.spans.length > 0 ? null : true;
    const spansBefore = state.spans.length;
    enumerator(c);
    if (!(c.isMark('(') ? bracket(c, state) : clause(c, state) || labelled(c, state, separator.dash))) return null;
    // «май 2025 – ?»: a dash between dates that made no range would hide what was meant.
    if (separator.dash && spansBefore > 0 && state.spans.length > spansBefore) return null;
  }
  return true;
}

function afterwardsPart(c: Cursor, state: State, inBracket: boolean): true | null {
  const rest: State = { spans: [], reading: emptyReading() };
  if (clauses(c, rest, inBracket) === null) return null;
  // «с сентября и далее»
  if (rest.spans.length === 0 && rest.reading.afterwards === null && !saysNow(rest.reading))
    rest.reading.continuous = 'постоянно';
  const finished = finish(rest);
  state.reading.afterwards = finished === null || saysNow(finished) ? finished : finished.afterwards;
  return state.reading.afterwards === null ? null : true;
}

/** «Срок исполнения:», «срок –», «Сроки:». */
function label(c: Cursor): void {
  c.attempt(() => {
    if (!c.take('срок')) return null;
    if (!c.isMark(':') && !c.isMark('-')) c.at += 1;
    return c.takeMark(':') || c.takeMark('-') ? true : null;
  });
}

/** «1)», «1.», «1 этап –» before an item of a list. */
function enumerator(c: Cursor): void {
  if (c.number() !== null && (c.isMark(')', 1) || (c.isMark('.', 1) && c.word(2) !== null))) c.at += 2;
  c.attempt(() => {
    if (ordinal(c) === null || !c.take('этап')) return null;
    if (!c.takeMark(':')) c.takeMark('-');
    return true;
  });
}

const LONGEST_LABEL = 4;

/** «разработка – сентябрь», «до 1 октября – разработка»: words that say what is due, not when. */
function labelled(c: Cursor, state: State, afterDash: boolean): boolean {
  const found = c.attempt(() => {
    const start = c.at;
    while (c.at - start < LONGEST_LABEL && isPlainWord(c)) c.at += 1;
    if (c.at === start) return null;
    if (c.takeMark('-') || c.takeMark(':')) return clause(c, state) || null;
    const told = state.spans.length > 0 || saysNow(state.reading);
    return afterDash && told && (c.done || isSeparator(c) || c.isMark(')')) ? true : null;
  });
  return found !== null;
}

function isPlainWord(c: Cursor): boolean {
  const token = c.peek();
  return token?.is === 'word' && /^[а-я]{3,}$/.test(token.form) && !isTimeWord(token.word) && !isSeparator(c);
}

function clause(c: Cursor, state: State): boolean {
  const { reading } = state;
  const often = rhythm(c);
  if (often !== null) {
    if (often.dueDay !== null) reading.dueDay = often.dueDay;
    return setPattern(reading, often.pattern);
  }
  const demand = onDemand(c, startsClause);
  if (demand !== null) {
    reading.onDemand = reading.onDemand === null ? demand : `${reading.onDemand}, ${demand}`;
    return true;
  }
  const vague = vagueWords(c);
  if (vague !== null) {
    reading.vague = vague;
    return true;
  }
  if (c.attempt(() => spanClause(c, state)) !== null) return true;
  if ((reading.pattern !== null || state.spans.length > 0) && placeInside(c) !== null) return true;
  if (reading.pattern !== null && c.attempt(() => timeOfDay(c)) !== null) return true;
  const always = continuous(c);
  if (always === null) return nameClause(c, reading);
  reading.continuous ??= always;
  return true;
}

function continuous(c: Cursor): string | null {
  const match = matchPhrase(c, CONTINUOUS);
  if (match === null) return null;
  const words = c
    .slice(match.start, c.at)
    .toLowerCase()
    .replace(/втечени[еи]/, 'в течение')
    .replace(/теч(?:ении|\.\s*|(?= ))/, (short) => (short.startsWith('теч.') ? 'течение ' : 'течение'))
    .replace(/^втеч[.\s]+/, 'в течение ')
    .replace(/течени[еи](?=\p{L})/u, 'течение ')
    .replace(/^течение /, 'в течение ');
  const from = c.at;
  if (match.open) skipToSeparator(c);
  return `${words} ${c.slice(from, c.at)}`.trim();
}

function nameClause(c: Cursor, reading: Reading): boolean {
  const plan = schedule(c, startsClause);
  if (plan !== null) {
    reading.schedule = reading.schedule === null ? plan : bothSchedules(reading.schedule, plan);
    return true;
  }
  const found = event(c, startsClause);
  if (found === null || reading.event !== null) return false;
  reading.event = found;
  return setPattern(reading, repeated(found.phrase));
}

function bothSchedules(first: Schedule, second: Schedule): Schedule {
  const names = [first.name, second.name].filter((name) => name !== null);
  return {
    phrase: `${first.phrase}, ${second.phrase}`,
    name: names.length === 0 ? null : names.join('; '),
    years: null,
  };
}

/** «по итогам каждой четверти» comes as often as the quarter does. */
function repeated(phrase: string): Pattern | null {
  const each = new Cursor(phrase, tokenize(phrase));
  while (!each.done && each.word() !== 'каждый') each.at += 1;
  return rhythm(each)?.pattern ?? null;
}

function vagueWords(c: Cursor): Vague | null {
  if (matchPhrase(c, STAGES) !== null) return 'stages';
  if (matchPhrase(c, SOME_MONTH) !== null) return 'month';
  if (matchPhrase(c, SOME_START) !== null) return 'start';
  return matchPhrase(c, SOME_RHYTHM) === null ? null : 'rhythm';
}

function spanClause(c: Cursor, state: State): true | null {
  const start = c.at;
  const found = span(c);
  if (found === null) return null;
  const year = yearOf(c, startsClause);
  if (year === 'event') {
    const from = c.at;
    skipToSeparator(c);
    if (state.reading.event !== null || c.at === from) return null;
    state.reading.event = { phrase: lowerFirst(c.slice(start, c.at)), event: nominativeHead(c.slice(from, c.at)) };
    return true;
  }
  if (year === 'each' && !setPattern(state.reading, { times: 1, every: 1, unit: 'year' })) return null;
  state.spans.push(found);
  return true;
}

function skipToSeparator(c: Cursor): void {
  while (!c.done && !c.isMark(')') && !(isSeparator(c) && startsClause(c, false))) c.at += 1;
}

/** A bracket holds more clauses («постоянно (по мере необходимости)») or a note that says nothing of time. */
function bracket(c: Cursor, state: State): boolean {
  const start = c.at;
  const before: State = { spans: [...state.spans], reading: { ...state.reading } };
  c.at += 1;
  if (clauses(c, state, true) !== null && (c.takeMark(')') || c.done)) return true;
  Object.assign(state, before);
  c.at = start + 1;
  while (!c.done && !c.isMark(')')) {
    const token = c.peek();
    if (token === undefined || mayTellTime(token)) return false;
    c.at += 1;
  }
  c.takeMark(')');
  return start > 0;
}

/** «(приложение 1)» and «(5–9 классы)» do not. */
function mayTellTime(token: Token): boolean {
  if (token.is === 'mark') return token.mark === '.';
  return token.is === 'number' ? token.digits > 2 : isTimeWord(token.word);
}

function setPattern(reading: Reading, pattern: Pattern | null): boolean {
  if (pattern === null) return true;
  const stated = reading.pattern;
  // «ежегодно, 2 раза в год»: the finer word holds.
  // «по четвергам, 2 раза в месяц»: so too.
  const isDetail = stated !== null && stated.unit === 'week' && pattern.unit === 'month' && pattern.times > 1;
  if (stated === null || isDetail || (isEveryYear(stated) && pattern.unit === 'year') || isSame(stated, pattern))
    reading.pattern = pattern;
  else if (!isEveryYear(pattern) || pattern.unit !== stated.unit) return false;
  return true;
}

function isEveryYear({ times, every, unit }: Pattern): boolean {
  return times === 1 && every === 1 && unit === 'year';
}

function isSame(a: Pattern, b: Pattern): boolean {
  return a.times === b.times && a.every === b.every && a.unit === b.unit;
}
