/** What stands between the clauses of a deadline. */
import type { Cursor } from './cursor.ts';

const MARKS = [',', ';', ':', '-', '/'];
const WORDS = ['и', 'но', 'далее', 'затем'];

/** Does another clause stand at the cursor? `loose`: without a separator before it. */
export type Boundary = (c: Cursor, loose: boolean) => boolean;

export function isSeparator(c: Cursor, ahead = 0): boolean {
  // «2024/25»
  if (c.isMark('/', ahead) && c.number(ahead - 1) !== null && c.number(ahead + 1) !== null) return false;
  return MARKS.some((mark) => c.isMark(mark, ahead)) || WORDS.includes(c.word(ahead) ?? '');
}

/** Steps over them; «далее» or «затем» among them begin what comes afterwards. */
export function separators(c: Cursor): { afterwards: boolean; dash: boolean } {
  let afterwards = false;
  let dashes = 0;
  let marks = 0;
  while (!c.done) {
    if (c.take('в', 'далее') || c.take('а', 'далее') || c.take('а', 'затем') || c.take('далее') || c.take('затем')) {
      afterwards = true;
    } else if (c.take('а', 'также') || c.take('в', 'том', 'число')) {
      continue;
    } else if (isSeparator(c)) {
      dashes += c.isMark('-') ? 1 : 0;
      marks += 1;
      c.at += 1;
    } else break;
  }
  // «сентябрь; - май»: the dash begins an item of a list.
  return { afterwards, dash: dashes > 0 && dashes === marks };
}
