import { expect, test } from 'vitest';
import type { IntegrityWork, SchoolWork } from './contract.ts';
import { cohortFalls } from './signals/cohorts.ts';

function schoolWork(n: number, share: number): SchoolWork {
  const sum = n * 20 * share;
  return {
    n,
    sum,
    sumOfSquares: sum ** 2 / n + 16 * (n - 1),
    histogram: [],
    itemSums: [],
    itemCounts: [],
    journal: null,
    rankCorrelation: null,
  };
}

function work(year: number, paperGrade: number, of: (j: number) => SchoolWork): IntegrityWork {
  return {
    procedureId: `vpr-${paperGrade}-ma-${year}`,
    title: '',
    assessment: 'ВПР',
    subject: 'МА',
    year,
    paperGrade,
    maximum: 20,
    cuts: [],
    items: [],
    schools: new Map(Array.from({ length: 40 }, (_, j) => [`s${j}`, of(j)])),
  };
}

test('a fall of a cohort is told only where the children can be the same', () => {
  // The first school took in another one: 22 pupils, then 35, and a far lower result. The second only fell.
  const before = work(2021, 5, (j) => schoolWork(j === 0 ? 22 : 30, j < 2 ? 0.8 : 0.5 + (j % 5) / 100));
  const after = work(2022, 6, (j) => schoolWork(j === 0 ? 35 : 28, j < 2 ? 0.4 : 0.5 + (j % 7) / 100));
  const found = cohortFalls([before, after], 2021);
  expect(found.has('s0')).toBe(false);
  expect(found.get('s1')?.p).toBeLessThan(0.01);
});
