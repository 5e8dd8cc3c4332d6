/** Made-up parts of result files, for tests that need no file. */
import { createHash } from 'node:crypto';
import type { Procedure } from '#modules/assessments/index.ts';
import { procedureId } from '#modules/assessments/index.ts';
import type { ReadPart } from './domain/part.ts';

export const MATHEMATICS: Procedure = {
  kind: 'ВПР',
  subject: 'МА',
  year: 2021,
  round: 'spring',
  paperGrade: 5,
  pupilGrade: 5,
};

/** Pupils by school: how many wrote and how many of them are below. */
export function samplePart(schools: Record<string, [n: number, below: number]>, procedure = MATHEMATICS): ReadPart {
  const results = Object.entries(schools).map(([key, [n, below]]) => ({
    procedureId: procedureId(procedure),
    school: key,
    n,
    absent: 1,
    below,
    marks: [below, n - below, 0, 0] as [number, number, number, number],
    sum: 10 * n,
    sumOfSquares: 100 * n,
    maximum: 20,
    histogram: Array.from({ length: 21 }, (_, points) => (points === 10 ? n : 0)),
    itemSums: [n, 0],
    itemCounts: [n, n],
    journal: { lower: 0, same: n, higher: 0 },
  }));
  return {
    format: 'vpr-2021',
    procedure,
    items: [
      { name: '1', maximum: 1 },
      { name: '2', maximum: 19 },
    ],
    maximum: 20,
    references: [],
    schools: Object.keys(schools).map((key) => ({ key, name: `Школа ${key}`, municipality: null })),
    results,
    counts: {
      rows: results.reduce((sum, { n }) => sum + n, 0),
      taken: results.reduce((sum, { n }) => sum + n, 0),
    },
    linkable: false,
    lake: { sha256: createHash('sha256').update(JSON.stringify(results)).digest('hex') },
    issues: [],
  };
}

const HEADERS = [
  'логин школы',
  'регион',
  'номер обучающегося',
  'код обучающегося',
  'отметка за предыдущую четверть/триместр',
  'пол',
  'класс',
  'вариант',
  'всего баллов',
  'балл за 1',
  'балл за 2',
];

/** A CSV file of ВПР in the form of 2021: totals of pupils by login. */
export function vprFile(schools: Record<string, number[]>): string {
  const rows = Object.entries(schools).flatMap(([login, totals]) =>
    totals.map((points, k) =>
      [
        login,
        'Тестовый район',
        k + 1,
        5000 + k,
        3,
        'ж',
        '5а',
        1,
        points,
        Math.min(points, 1),
        points - Math.min(points, 1),
      ].join(';'),
    ),
  );
  return [HEADERS.join(';'), ...rows].join('\n');
}
