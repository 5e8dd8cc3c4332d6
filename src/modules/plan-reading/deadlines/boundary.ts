/** Where the name of an event or a schedule ends: another clause stands there and fills the text up to a separator. */
import type { Cursor } from './cursor.ts';
import { matchPhrase } from './matching.ts';
import { CONTINUOUS } from './phrasebook.ts';
import { onDemand } from './phrases.ts';
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
  const dated = c.attempt(() => span(c));
  if (dated !== null && dated.to?.unit !== 'number') return endsHere(c);
  c.at = at;
  if (rhythm(c) !== null || matchPhrase(c, CONTINUOUS) !== null) return endsHere(c);
  return !separator.dash && onDemand(c, () => false) !== null;
}

function looseClause(c: Cursor): boolean {
  if (c.takeMark('(')) return separatedClause(c);
  if (c.word() === null || c.word() === 'на') return false;
  const led = ['в', 'с', 'до', 'не', 'начиная'].includes(c.word() ?? '');
  if (led && c.attempt(() => span(c)) !== null) return endsHere(c);
  return rhythm(c) !== null && endsHere(c);
}

function endsHere(c: Cursor): boolean {
  yearOf(c, () => false);
  return c.done || isSeparator(c) || c.isMark('(') || c.isMark(')');
}
