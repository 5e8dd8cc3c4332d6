/** Results of schools that were merged stand under their successor in every year, as the server reads them. */
import type { SchoolWork } from '#modules/integrity/contract.ts';

type Counts = Omit<SchoolWork, 'rankCorrelation'>;

export function joined([first, ...others]: readonly [Counts, ...Counts[]]): Counts {
  return others.reduce((sum: Counts, own): Counts => {
    const journal =
      sum.journal && own.journal
        ? {
            lower: sum.journal.lower + own.journal.lower,
            same: sum.journal.same + own.journal.same,
            higher: sum.journal.higher + own.journal.higher,
          }
        : (sum.journal ?? own.journal);
    return {
      n: sum.n + own.n,
      sum: sum.sum + own.sum,
      sumOfSquares: sum.sumOfSquares + own.sumOfSquares,
      histogram: added(sum.histogram, own.histogram),
      itemSums: added(sum.itemSums, own.itemSums),
      itemCounts: added(sum.itemCounts, own.itemCounts),
      journal,
    };
  }, first);
}

function added(a: readonly number[], b: readonly number[]): number[] {
  return Array.from({ length: Math.max(a.length, b.length) }, (_, i) => (a[i] ?? 0) + (b[i] ?? 0));
}

export function underSuccessors<Row>(
  rows: readonly (readonly [string, Row])[],
  successors: ReadonlyMap<string, string>,
): Map<string, [Row, ...Row[]]> {
  const found = new Map<string, [Row, ...Row[]]>();
  for (const [school, row] of rows) {
    const key = successors.get(school) ?? school;
    const known = found.get(key);
    if (known) known.push(row);
    else found.set(key, [row]);
  }
  return found;
}
