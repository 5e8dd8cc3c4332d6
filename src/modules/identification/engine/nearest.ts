/**
 * The smallest change that would turn the answer: which values would have to change sides, and how many pupils that is.
 * A minimum over the states of blocks.ts: exact, not a search by trial.
 */
import type { Column } from './column.ts';
import type { JudgedRule } from './blocks.ts';

export type Flip = { column: Column; pupils: number; toMeet: boolean };

/** More would not be outcomes of one block, see blocks.ts. */
const OUTCOMES = new Int32Array(1024);
const COSTS = new Float64Array(1024);

/** The cheapest set of flips after which the rule holds (or no longer does), without the columns in `barred`. */
export function cheapestChange(
  judged: JudgedRule,
  j: number,
  goal: boolean,
  barred: ReadonlySet<Column>,
): Flip[] | null {
  const { blocks, states, holds } = judged;
  // `from` and `by`: where each state of each block was reached from, and by which outcome.
  const { from, by } = judged.scratch;
  let { now: costs, after } = judged.scratch;
  costs.fill(Number.POSITIVE_INFINITY);
  costs[0] = 0;
  for (let b = 0; b < blocks.length; b += 1) {
    const { columns, next } = blocks[b] as JudgedRule['blocks'][number];
    const size = optionsOf(columns, j, barred);
    after.fill(Number.POSITIVE_INFINITY);
    for (let state = 0; state < states; state += 1) {
      const cost = costs[state] as number;
      if (cost === Number.POSITIVE_INFINITY) continue;
      for (let k = 0; k < size; k += 1) {
        const to = next[(state << columns.length) + (OUTCOMES[k] as number)] as number;
        const sum = cost + (COSTS[k] as number);
        if (sum >= (after[to] as number)) continue;
        after[to] = sum;
        from[b * states + to] = state;
        by[b * states + to] = OUTCOMES[k] as number;
      }
    }
    [costs, after] = [after, costs];
  }
  let best = -1;
  for (let state = 0; state < states; state += 1) {
    if ((holds[state] === 1) !== goal || costs[state] === Number.POSITIVE_INFINITY) continue;
    if (best < 0 || (costs[state] as number) < (costs[best] as number)) best = state;
  }
  if (best < 0) return null;
  const flips: Flip[] = [];
  for (let b = blocks.length - 1, state = best; b >= 0; b -= 1) {
    const outcome = by[b * states + state] as number;
    blocks[b]?.columns.forEach((column, c) => {
      const toMeet = ((outcome >> c) & 1) === 1;
      if (column.counted[j] === 1 && toMeet !== (column.meets[j] === 1))
        flips.push({ column, pupils: column.distance(j), toMeet });
    });
    state = from[b * states + state] as number;
  }
  return flips.reverse();
}

/** Fills OUTCOMES and COSTS with the outcomes of a block and what each costs; what does not count stays unmet. */
function optionsOf(columns: readonly Column[], j: number, barred: ReadonlySet<Column>): number {
  OUTCOMES[0] = 0;
  COSTS[0] = 0;
  let size = 1;
  for (let c = 0; c < columns.length; c += 1) {
    const column = columns[c] as Column;
    if (column.counted[j] !== 1) continue;
    const bit = 1 << c;
    const now = column.meets[j] === 1 ? bit : 0;
    const cost = barred.size > 0 && barred.has(column) ? Number.POSITIVE_INFINITY : column.distance(j);
    for (let k = 0; k < size; k += 1) {
      const outcome = OUTCOMES[k] as number;
      OUTCOMES[k] = outcome | now;
      if (cost === Number.POSITIVE_INFINITY) continue;
      OUTCOMES[size + k] = outcome | (now ^ bit);
      COSTS[size + k] = (COSTS[k] as number) + cost;
    }
    if (cost !== Number.POSITIVE_INFINITY) size *= 2;
  }
  return size;
}
