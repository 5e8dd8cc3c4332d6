/** Text → structure, and back to the reading behind a structure. */
import type { Deadline } from '../contract.ts';
import { readSentence } from './grammar.ts';
import { matchPhrase } from './matching.ts';
import { Cursor } from './cursor.ts';
import { UNSPECIFIED } from './phrasebook.ts';
import { readingOfFields } from './fields.ts';
import { EMPTY, structureOf } from './structure.ts';
import type { Reading } from './syntax.ts';
import { fold, tokenize } from './tokens.ts';

export function parseDeadline(text: string): Deadline {
  const folded = fold(text);
  if (saysNothing(folded)) return { text: folded, kind: 'unspecified', ...EMPTY };
  const reading = readSentence(folded);
  const deadline = reading === null ? null : structureOf(folded, reading);
  return deadline === null || isContradictory(deadline) ? { text: folded, kind: 'unrecognised', ...EMPTY } : deadline;
}

/** «с сентября 2025, затем до мая 2024» */
function isContradictory({ from, to }: Deadline): boolean {
  return from !== null && to !== null && from > to;
}

/**
 * What the deadline means in full. The text is the truth as long as it says what the structure says;
 * a structure that was changed by hand, or has no text, is read from its fields.
 */
export function readingOf(deadline: Deadline): Reading | null {
  if (deadline.kind === 'unspecified' || deadline.kind === 'unrecognised') return null;
  const folded = fold(deadline.text);
  const reading = saysNothing(folded) ? null : readSentence(folded);
  if (reading !== null && sameMeaning(structureOf(folded, reading), deadline)) return reading;
  return readingOfFields(deadline);
}

export function sameMeaning(a: Deadline, b: Deadline): boolean {
  return (
    a.kind === b.kind &&
    a.from === b.from &&
    a.to === b.to &&
    a.recurrence === b.recurrence &&
    a.onDemand === b.onDemand &&
    a.schedule === b.schedule &&
    a.event === b.event
  );
}

/** «», «-», «не указан». */
function saysNothing(folded: string): boolean {
  if (!/[\p{L}\p{N}]/u.test(folded)) return true;
  const c = new Cursor(folded, tokenize(folded.slice(0, 60)));
  return folded.length <= 60 && matchPhrase(c, UNSPECIFIED) !== null && c.done;
}
