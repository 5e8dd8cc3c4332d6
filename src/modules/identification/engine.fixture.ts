/** Small results for tests: a school is a line of shares «3/10» by work. */
import type { Procedure } from '#modules/assessments/index.ts';
import { procedureId } from '#modules/assessments/index.ts';
import type { SchoolResult } from '#modules/results/contract.ts';
import type { IdentificationData, IdentifiedSchool } from './contract.ts';

export function work(name: string): Procedure {
  const [kind, grade, subject, year, round] = name.split(' ');
  return {
    kind: kind as Procedure['kind'],
    paperGrade: Number(grade),
    pupilGrade: Number(grade) + (round === 'autumn' ? 1 : 0),
    subject: subject as Procedure['subject'],
    year: Number(year),
    round: round === 'autumn' ? 'autumn' : 'spring',
  };
}

/** `{ '220001': { 'ВПР 5 МА 2025': '3/10' } }`: three of ten below; '?/10' – the threshold is not known. */
export type Shares = Readonly<Record<string, Readonly<Record<string, string>>>>;

export function dataOf(
  shares: Shares,
  schools: Readonly<Record<string, Partial<IdentifiedSchool>>> = {},
): IdentificationData {
  const names = [...new Set(Object.values(shares).flatMap((own) => Object.keys(own)))];
  return {
    procedures: names.map(work),
    results: Object.entries(shares).flatMap(([school, own]) =>
      Object.entries(own).map(([name, share]) => resultOf(school, procedureId(work(name)), share)),
    ),
    schools: Object.keys({ ...shares, ...schools }).map((key) => ({ ...schoolOf(key), ...schools[key] })),
  };
}

export function schoolOf(key: string): IdentifiedSchool {
  return {
    key,
    id: `edu${key}`,
    name: `Школа ${key}`,
    municipality: null,
    type: null,
    settlement: null,
    cluster: null,
    successor: null,
    socialIndex: null,
    variables: {},
  };
}

/** Those below have 2 points of 10, the others 7. */
function resultOf(school: string, procedure: string, share: string): SchoolResult {
  const [below, n] = share.split('/').map(Number) as [number, number];
  const low = Number.isNaN(below) ? 0 : below;
  const histogram = Array.from({ length: 11 }, () => 0);
  histogram[2] = low;
  histogram[7] = n - low;
  return {
    procedureId: procedure,
    school,
    n,
    absent: 0,
    below: Number.isNaN(below) ? null : below,
    marks: null,
    sum: 2 * low + 7 * (n - low),
    sumOfSquares: 4 * low + 49 * (n - low),
    maximum: 10,
    histogram,
    itemSums: [],
    itemCounts: [],
    journal: null,
  };
}
