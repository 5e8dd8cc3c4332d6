/** The passport of a school as others may see it: a count of a few pupils, or of all but a few, is hidden. */
import { hidesCount } from './disclosure.ts';
import type { Question } from './questionnaire.ts';
import { PASSPORT_COUNTS } from './told.ts';

export type ShownCount = number | 'hidden' | null;

export function shownPassport(facts: Readonly<Record<string, unknown>>, own: boolean): Record<string, ShownCount> {
  const number = (key: string) => (typeof facts[key] === 'number' ? facts[key] : null);
  const pupils = number('pupils');
  return Object.fromEntries(
    PASSPORT_COUNTS.map(({ key }): [string, ShownCount] => {
      const count = number(key);
      if (own || count === null) return [key, count];
      return [key, hidesCount(count, key === 'pupils' ? count : (pupils ?? count)) ? 'hidden' : count];
    }),
  );
}

/** Participants are pupils too. */
export function shownFew(count: number | null, own: boolean): ShownCount {
  return count !== null && !own && hidesCount(count, count) ? 'hidden' : count;
}

/** Of the questionnaire only counts of pupils with something in common could tell of a child. */
export function hidesAnswer(question: Question, value: string | number, own: boolean): boolean {
  return question.kind === 'count' && question.ofPupils === true && shownFew(Number(value), own) === 'hidden';
}
