/**
 * The sentence of a deadline:
 *
 *   sentence  = [label] clause {[separator] clause} [("далее" | "затем") sentence]
 *   clause    = rhythm | onDemand | span [ofYear] | continuous | schedule | event | "(" clauses ")"
 *   separator = "," | ";" | ":" | "-" | "и"
 *
 * A text of which any word remains unread is not read at all.
 */
import { completeSpans } from './completion.ts';
import { Cursor } from './cursor.ts';
import { windowOf } from './extent.ts';
import { matchPhrase } from './matching.ts';
import { event, isSeparator, lowerFirst, onDemand, schedule } from './phrases.ts';
import { CONTINUOUS, SOME_MONTH, SOME_RHYTHM, SOME_START, STAGES } from './phrasebook.ts';
import { ordinal } from './points.ts';
import { rhythm } from './rhythms.ts';
import { span } from './spans.ts';
import { emptyReading, type Pattern, type RawSpan, type Reading, type Vague, type Window } from './syntax.ts';
import { tokenize } from './tokens.ts';
import { MONTHS } from './vocabulary.ts';

/** A longer cell is a paragraph that got into the wrong column; the limit also bounds the work. */
const MAX_TOKENS = 300;

type State = { spans: RawSpan[]; reading: Reading };

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
    if (separator.then) return thenPart(c, state, inBracket);
    if (c.done || (inBracket && c.isMark(')'))) return separator.dash && state.spans.length > 0 ? null : true;
    const spansBefore = state.spans.length;
    enumerator(c);
    if (!(c.isMark('(') ? bracket(c, state) : clause(c, state))) return null;
    // «май 2025 – ?»: a dash between dates that made no range would hide what was meant.
    if (separator.dash && spansBefore > 0 && state.spans.length > spansBefore) return null;
  }
  return true;
}

function thenPart(c: Cursor, state: State, inBracket: boolean): true | null {
  const rest: State = { spans: [], reading: emptyReading() };
  if (clauses(c, rest, inBracket) === null) return null;
  const isEmpty = rest.spans.length === 0 && JSON.stringify(rest.reading) === JSON.stringify(emptyReading());
  state.reading.then = isEmpty ? { ...emptyReading(), continuous: true } : finish(rest);
  return state.reading.then === null ? null : true;
}

function separators(c: Cursor): { then: boolean; dash: boolean } {
  const found = { then: false, dash: false };
  while (!c.done) {
    if (c.attempt(() => (c.take('в', 'далее') || c.take('далее') || c.take('затем') || c.take('а', 'затем') || c.take('а', 'далее') ? true : null))) {
      found.then = true;
    } else if (c.take('а', 'также')) {
      continue;
    } else if (isSeparator(c)) {
      found.dash ||= c.isMark('-');
      c.at += 1;
    } else break;
  }
  return found;
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
  const always = matchPhrase(c, CONTINUOUS);
  if (always !== null) {
    if (always.open) skipToSeparator(c);
    reading.continuous = true;
    return true;
  }
  return nameClause(c, reading);
}

function nameClause(c: Cursor, reading: Reading): boolean {
  const plan = schedule(c, startsClause);
  if (plan !== null) {
    if (reading.schedule !== null) return false;
    reading.schedule = plan;
    return true;
  }
  const found = event(c, startsClause);
  if (found === null || reading.event !== null) return false;
  reading.event = found;
  return true;
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
  const year = ofYear(c);
  if (year === 'event') {
    const from = c.at;
    skipToSeparator(c);
    if (state.reading.event !== null || c.at === from) return null;
    state.reading.event = { phrase: lowerFirst(c.slice(start, c.at)), event: c.slice(from, c.at) };
    return true;
  }
  if (year === 'each' && !setPattern(state.reading, { times: 1, every: 1, unit: 'year' })) return null;
  state.spans.push(found);
  return true;
}

/** «текущего года», «каждого года», «года, в котором проведён мониторинг». */
function ofYear(c: Cursor): 'each' | 'event' | null {
  const each = c.attempt(() => {
    if (!c.take('каждый')) return null;
    c.takeAny(['учебный', 'календарный']);
    return c.take('год') ? ('each' as const) : null;
  });
  if (each !== null) return each;
  const next = c.attempt(() => {
    c.takeAny(['следующий', 'учебный']);
    if (!c.take('год')) return null;
    c.takeMark(',');
    return c.take('следующий', 'за', 'отчетный') && (c.take('год') || c.take('период') || true) ? ('each' as const) : null;
  });
  if (next !== null) return next;
  const plain = c.attempt(() => {
    c.takeAny(['текущий', 'соответствующий', 'данный', 'следующий', 'отчетный']);
    c.takeAny(['учебный', 'календарный']);
    return c.take('год') || c.take('т', 'год') ? true : null;
  });
  if (plain === null || c.done || isPlainEnd(c)) return null;
  c.attempt(() => {
    c.takeMark(',');
    return c.take('в', 'который') ? true : null;
  });
  return 'event';
}

function isPlainEnd(c: Cursor): boolean {
  if (c.isMark(',') && c.word(1) === 'в' && c.word(2) === 'который') return false;
  return isSeparator(c) || c.isMark('(') || c.isMark(')') || startsClause(c, true);
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
    if (token?.is === 'number' || (token?.is === 'word' && (MONTHS.includes(token.word) || token.word === 'кроме'))) return false;
    c.at += 1;
  }
  c.takeMark(')');
  return start > 0;
}

function setPattern(reading: Reading, pattern: Pattern | null): boolean {
  if (pattern === null) return true;
  if (reading.pattern !== null && JSON.stringify(reading.pattern) !== JSON.stringify(pattern)) return false;
  reading.pattern = pattern;
  return true;
}

/** Where a name ends: see phrases.ts. */
function startsClause(c: Cursor, loose: boolean): boolean {
  const start = c.at;
  const found = loose ? looseClause(c) : separatedClause(c);
  c.at = start;
  return found;
}

function separatedClause(c: Cursor): boolean {
  const separator = separators(c);
  if (separator.then) return true;
  const at = c.at;
  const here = { spans: [] as RawSpan[], reading: emptyReading() };
  const dated = c.attempt(() => span(c));
  if (dated !== null && dated.to?.unit !== 'number') return endsHere(c);
  c.at = at;
  if (rhythm(c) !== null || matchPhrase(c, CONTINUOUS) !== null) return endsHere(c);
  return !separator.dash && (onDemand(c, () => false) !== null || here.spans.length > 0);
}

function looseClause(c: Cursor): boolean {
  if (c.takeMark('(')) return separatedClause(c);
  if (c.word() === null || c.word() === 'на') return false;
  const led = ['в', 'с', 'до', 'не', 'начиная'].includes(c.word() ?? '');
  if (led && c.attempt(() => span(c)) !== null) return endsHere(c);
  return rhythm(c) !== null && endsHere(c);
}

function endsHere(c: Cursor): boolean {
  ofYear(c);
  return c.done || isSeparator(c) || c.isMark('(') || c.isMark(')');
}

function finish(state: State): Reading | null {
  const spans = completeSpans(state.spans);
  if (spans === null) return null;
  const windows: Window[] = [];
  for (const raw of spans) {
    const window = windowOf(raw);
    if (window === null) return null;
    windows.push(window);
  }
  const { reading } = state;
  if (reading.dueDay !== null && reading.pattern === null) {
    if (!reading.dueDay.nextMonth) return null;
    reading.pattern = { times: 1, every: 1, unit: 'month' };
  }
  reading.windows = windows;
  const { then, ...own } = reading;
  const says = windows.length > 0 || own.pattern !== null || own.continuous || own.onDemand !== null
    || own.schedule !== null || own.event !== null || own.vague !== null;
  return says || then !== null ? reading : null;
}
