/** Finds a set phrase at the cursor. */
import type { Cursor } from './cursor.ts';
import type { Phrase } from './phrasebook.ts';

type Match = {
  /** Index of the first token, of the token after the last fixed word, and of the one where the event begins. */
  start: number;
  fixedEnd: number;
  star: number | null;
  /** The phrase may go on («по запросу школ»). */
  open: boolean;
};

/** The longest phrase of the book that stands here; the cursor moves past its fixed words. */
export function matchPhrase(c: Cursor, book: Phrase[]): Match | null {
  let best: Match | null = null;
  for (const phrase of book) {
    const found = follow(c, phrase, 0, c.at, null);
    if (found !== null && (best === null || found.fixedEnd > best.fixedEnd)) best = found;
  }
  if (best !== null) c.at = best.fixedEnd;
  return best;
}

function follow(c: Cursor, phrase: Phrase, slotIndex: number, at: number, star: number | null): Match | null {
  const slot = phrase[slotIndex];
  if (slot === undefined) return { start: c.at, fixedEnd: at, star, open: false };
  const here = slot.starts ? at : star;
  if (slot.tail) return { start: c.at, fixedEnd: at, star: here, open: true };
  const token = c.tokens[at];
  // «в сроки, установленные приказом»
  if (token?.is === 'mark' && token.mark === ',' && at > c.at && !slot.optional) {
    return follow(c, phrase, slotIndex, at + 1, star);
  }
  const fits = token?.is === 'word' && slot.words.includes(token.word);
  return (
    (fits ? follow(c, phrase, slotIndex + 1, at + 1, here) : null) ??
    (slot.optional ? follow(c, phrase, slotIndex + 1, at, star) : null)
  );
}
