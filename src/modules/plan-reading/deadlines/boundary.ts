/** Where the name of an event or a schedule ends: another clause stands there and fills the text up to a separator. */
import type { Cursor } from './cursor.ts';
import { matchPhrase } from './matching.ts';
import { CONTINUOUS } from './phrasebook.ts';
import { onDemand, startsSchedule } from './phrases.ts';
import { rhythm } from './rhythms.ts';
import { isSeparator, separators } from './separators.ts';
import { span } from './spans.ts';
import { yearOf } from './year-of.ts';

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
  if (datedSpan(c)) return endsHere(c);
  c.at = at;
  if (rhythm(c) !== null || matchPhrase(c, CONTINUOUS) !== null) return endsHere(c);
  if (separator.dash) return false;
  return onDemand(c, () => false) !== null || startsSchedule(c);
}

function looseClause(c: Cursor): boolean {
  if (c.takeMark('(')) return separatedClause(c);
  if (c.word() === null || c.word() === 'на') return false;
  const led = ['в', 'с', 'до', 'не', 'начиная'].includes(c.word() ?? '');
  if (led && datedSpan(c)) return endsHere(c);
  return rhythm(c) !== null && endsHere(c);
}

/** A bare number may be a part of the name. */
function datedSpan(c: Cursor): boolean {
  const found = c.attempt(() => span(c));
  return found !== null && found.to?.unit !== 'number';
}

function endsHere(c: Cursor): boolean {
  yearOf(c, () => false);
  return c.done || isSeparator(c) || c.isMark('(') || c.isMark(')') || startsClause(c, true);
}
