/** Where the name of an event or a schedule ends: another clause stands there and fills the text up to a separator. */
import type { Cursor } from './cursor.ts';
import { matchPhrase } from './matching.ts';
import { CONTINUOUS } from './phrasebook.ts';
import { onDemand, startsSchedule } from './phrases.ts';
import { rhythm } from './rhythms.ts';
import { isSeparator, separators } from './separators.ts';
import { span } from './spans.ts';
import type { RawSpan } from './syntax.ts';
import { yearOf } from './year-of.ts';

const IN_MONTHS = new Set<string>(['day', 'month', 'decade', 'half', 'week']);

/** `loose`: without a separator before it, so only what a preposition or an adverb makes plain. */
export function startsClause(c: Cursor, loose: boolean): boolean {
  const start = c.at;
  const found = loose ? looseClause(c) : separatedClause(c);
  c.at = start;
  return found;
}

function separatedClause(c: Cursor): boolean {
  const separator = separators(c);
  if (separator.afterwards) return true;
  const at = c.at;
  const dated = datedSpan(c);
  // A month is never left inside a name, even if what follows it cannot be read.
  if (dated !== null) return namesMonth(dated) || endsHere(c);
  c.at = at;
  if (rhythm(c) !== null || matchPhrase(c, CONTINUOUS) !== null) return endsHere(c);
  if (separator.dash) return false;
  return startsPhrase(c);
}

function namesMonth({ from, to }: RawSpan): boolean {
  return IN_MONTHS.has(from?.unit ?? '') || IN_MONTHS.has(to?.unit ?? '');
}

function startsPhrase(c: Cursor): boolean {
  return onDemand(c, () => false) !== null || startsSchedule(c);
}

function looseClause(c: Cursor): boolean {
  if (c.takeMark('(')) return separatedClause(c);
  if (c.word() === null || c.word() === 'на') return false;
  const led = ['в', 'с', 'до', 'не', 'начиная'].includes(c.word() ?? '');
  if (led && datedSpan(c) !== null) return endsHere(c);
  const start = c.at;
  if (rhythm(c) !== null) return endsHere(c);
  c.at = start;
  return c.word() === 'в' && matchPhrase(c, CONTINUOUS)?.open === false && endsHere(c);
}

/** A bare number may be a part of the name. */
function datedSpan(c: Cursor): RawSpan | null {
  const found = c.attempt(() => span(c));
  const units = [found?.from?.unit, found?.to?.unit];
  return units.every((unit) => unit === undefined || unit === 'number') ? null : found;
}

function endsHere(c: Cursor): boolean {
  yearOf(c, () => false);
  return c.done || isSeparator(c) || c.isMark('(') || c.isMark(')') || startsClause(c, true) || startsPhrase(c);
}
