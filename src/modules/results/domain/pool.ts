/** Several roll-ups of one school in one procedure as one: parts of a file, several logins, schools since merged. */
import type { SchoolResult } from '../contract.ts';

/** All of one procedure; items are told by place, so they must be of the same work. */
export function pooled(results: readonly SchoolResult[]): SchoolResult {
  const [first, ...others] = results;
  if (!first) throw new RangeError('nothing to pool');
  if (others.length === 0) return first;
  const all = [first, ...others];
  return {
    procedureId: first.procedureId,
    school: first.school,
    n: total(all, ({ n }) => n),
    absent: total(all, ({ absent }) => absent),
    below: every(all, ({ below }) => below, add),
    marks: every(
      all,
      ({ marks }) => marks,
      (a, b) => addEach(a, b) as [number, number, number, number],
    ),
    sum: total(all, ({ sum }) => sum),
    sumOfSquares: total(all, ({ sumOfSquares }) => sumOfSquares),
    maximum: Math.max(...all.map(({ maximum }) => maximum)),
    histogram: all.map(({ histogram }) => histogram).reduce(addEach),
    itemSums: all.map(({ itemSums }) => itemSums).reduce(addEach),
    itemCounts: all.map(({ itemCounts }) => itemCounts).reduce(addEach),
    // The comparison counts pupils whose two marks are known; a part without the journal adds none.
    journal: all.reduce<SchoolResult['journal']>((sum, { journal }) => {
      if (!sum || !journal) return sum ?? journal;
      return {
        lower: sum.lower + journal.lower,
        same: sum.same + journal.same,
        higher: sum.higher + journal.higher,
      };
    }, null),
  };
}

/** Groups by school and procedure and pools each group; the order of first appearance is kept. */
export function pooledBySchool(results: readonly SchoolResult[]): SchoolResult[] {
  return [...Map.groupBy(results, ({ procedureId, school }) => `${procedureId}\n${school}`).values()].map(pooled);
}

function total(all: readonly SchoolResult[], of: (result: SchoolResult) => number): number {
  return all.reduce((sum, result) => sum + of(result), 0);
}

/** Known of the whole only where it is known of every part. A part without pupils hides nothing. */
function every<T>(
  all: readonly SchoolResult[],
  of: (result: SchoolResult) => T | null,
  sum: (a: T, b: T) => T,
): T | null {
  const counted = all.filter(({ n }) => n > 0);
  const known = (counted.length > 0 ? counted : all).map(of);
  return known.includes(null) ? null : (known as T[]).reduce(sum);
}

function add(a: number, b: number): number {
  return a + b;
}

function addEach(a: readonly number[], b: readonly number[]): number[] {
  return Array.from({ length: Math.max(a.length, b.length) }, (_, k) => (a[k] ?? 0) + (b[k] ?? 0));
}
