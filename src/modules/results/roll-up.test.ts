import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Scale, scaleFor, SHIPPED_SCALES } from '#modules/assessments/index.ts';
import type { ResultFile } from './contract.ts';
import { readResultFile } from './reading/read-result-file.ts';
import { rollUp } from './roll-up.ts';

const HEAD = 'логин школы;регион;код обучающегося;отметка за предыдущую четверть/триместр;вариант;всего баллов';

async function fileOf(lines: string[], items: number): Promise<ResultFile> {
  const head = [HEAD, ...Array.from({ length: items }, (_, index) => `балл за ${index + 1}`)].join(';');
  const reading = await readResultFile(new TextEncoder().encode([head, ...lines].join('\n')), {
    path: 'Физика, 8 класс. ВПР 2021.csv',
    works: { maximumOf: () => 18, itemsOf: () => null },
  });
  if (reading.kind !== 'results') throw new Error(reading.kind);
  return reading.file;
}

const scaleOf = (file: ResultFile): Scale | null => scaleFor(file.procedure, SHIPPED_SCALES).scale;

test('a school is summed up over those who wrote the work', async () => {
  const file = await fileOf(
    [
      'sch990001;Р;1;3;1;4;2;2',
      'sch990001;Р;2;3;1;5;3;2',
      'sch990001;Р;3;5;2;11;не пройд.;11',
      'sch990001;Р;4;;отсутствовал;;;',
      'sch990002;Р;1;;1;0;X;0',
    ],
    2,
  );
  const [first, second] = rollUp(file, scaleOf(file));
  expect(first).toMatchObject({
    procedureId: 'vpr-8-fi-2021',
    school: 'sch990001',
    n: 3,
    absent: 1,
    below: 1,
    marks: [1, 1, 0, 1],
    sum: 20,
    sumOfSquares: 16 + 25 + 121,
    maximum: 18,
    itemSums: [5, 15],
    itemCounts: [2, 3],
    journal: { lower: 1, same: 2, higher: 0 },
  });
  expect(first!.histogram.flatMap((count, points) => (count > 0 ? [[points, count]] : []))).toEqual([
    [4, 1],
    [5, 1],
    [11, 1],
  ]);
  expect(second).toMatchObject({ n: 1, below: 1, itemSums: [0, 0], itemCounts: [1, 1], journal: null });
});

test('without a scale marks and the share below stay unknown', async () => {
  const file = await fileOf(['sch990001;Р;1;3;1;4;2;2'], 2);
  expect(rollUp(file, null)[0]).toMatchObject({ n: 1, below: null, marks: null, journal: null, sum: 4 });
});

describe('for any rows', () => {
  const row = fc.record({
    school: fc.integer({ min: 1, max: 3 }),
    pupil: fc.integer({ min: 1, max: 12 }),
    items: fc.array(fc.constantFrom('0', '1', '2', 'X', 'Х', 'не пройд.', '', '-1', '1\u00a0', 'ы'), {
      minLength: 3,
      maxLength: 3,
    }),
    total: fc.constantFrom('', '0', '3', '6', '18', '19', '-2', 'а'),
    variant: fc.constantFrom('', '1', 'отсутствовал'),
  });

  test('no row is lost, and every pupil is counted once', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(row, { maxLength: 25 }), async (rows) => {
        const lines = rows.map(
          ({ school, pupil, items, total, variant }) =>
            `sch99000${school};Р;${pupil};4;${variant};${total};${items.join(';')}`,
        );
        const file = await fileOf(lines, 3);
        const { counts } = file;
        expect(counts.rows).toBe(rows.length);
        expect(counts.taken + counts.refused.reduce((sum, { count }) => sum + count, 0)).toBe(counts.rows);
        expect(file.rows.count).toBe(counts.taken);
        const schools = rollUp(file, scaleOf(file));
        const pupils = schools.reduce((sum, { n, absent }) => sum + n + absent, 0);
        expect(pupils).toBe(counts.taken);
        for (const { n, histogram, marks, sum, below } of schools) {
          expect(histogram.reduce((total, count) => total + count, 0)).toBe(n);
          expect(histogram.reduce((total, count, points) => total + count * points, 0)).toBe(sum);
          if (marks) expect(marks.reduce((total, count) => total + count, 0)).toBe(n);
          if (marks) expect(below).toBe(marks[0]);
        }
      }),
      { numRuns: 150 },
    );
  });
});
