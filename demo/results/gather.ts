/** A paper gathered school by school, as a file of it would be rolled up; with pupil rows where they are wanted. */
import { createHash } from 'node:crypto';
import { resultOf } from './gia-files.ts';
import type { Paper } from './paper.ts';
import { type PupilRow, pupilRows, STATE } from './pupils.ts';
import { codeInRegister } from './register.ts';
import type { World, WorldSchool } from './world.ts';

export type GatheredSchool = {
  school: WorldSchool;
  n: number;
  absent: number;
  below: number;
  marks: [number, number, number, number];
  sum: number;
  sumOfSquares: number;
  histogram: number[];
  itemSums: number[];
  itemCounts: number[];
  journal: { lower: number; same: number; higher: number } | null;
  /** Totals and journal marks of those who wrote. */
  totals: number[];
  journals: number[];
};
export type GatheredRows = {
  school: WorldSchool[];
  klass: string[];
  code: string[];
  /** Where the code means the same child in other works too. */
  person: (string | null)[];
  gender: number[];
  absent: number[];
  total: number[];
  journal: number[];
  points: number[][];
  states: number[][];
};

/** ЕГЭ is told on the 100-point scale, base mathematics and all others in points of the work. */
export const maximumOf = ({ work }: Paper): number =>
  work.kind === 'ЕГЭ' && work.subject !== 'МАБ' ? 100 : work.scale[3];

const isStateExam = ({ work }: Paper): boolean => work.kind === 'ОГЭ' || work.kind === 'ЕГЭ';

export function gather(region: World, paper: Paper, rows: GatheredRows | null = null): Map<string, GatheredSchool> {
  const { work } = paper;
  const onScale = maximumOf(paper) !== work.scale[3];
  const found = new Map<string, GatheredSchool>();
  for (const row of pupilRows(region, paper)) {
    if (work.kind !== 'ВПР' && !row.school.known) continue;
    if (isStateExam(paper) && row.absent) continue;
    let own = found.get(row.shown.login);
    if (!own) {
      own = emptySchool(row.shown, paper);
      found.set(row.shown.login, own);
    }
    const exam = isStateExam(paper) ? resultOf(row, paper) : null;
    const total = onScale && exam ? exam.score : row.total;
    if (rows) addRow(rows, row, total, personOf(region, row, paper));
    if (row.absent) {
      own.absent += 1;
      continue;
    }
    const mark = exam && !onScale ? exam.score : row.mark;
    own.n += 1;
    own.sum += total;
    own.sumOfSquares += total ** 2;
    own.histogram[total] = (own.histogram[total] ?? 0) + 1;
    if (exam ? exam.below : row.mark === 2) own.below += 1;
    const place = Math.max(0, Math.min(3, mark - 2)) as 0 | 1 | 2 | 3;
    own.marks[place] += 1;
    own.totals.push(total);
    own.journals.push(row.journal);
    if (own.journal) own.journal[row.mark < row.journal ? 'lower' : row.mark > row.journal ? 'higher' : 'same'] += 1;
    for (let i = 0; i < work.items.length; i += 1) {
      if (row.states[i] === STATE.notTaught) continue;
      own.itemSums[i] = (own.itemSums[i] as number) + (row.points[i] as number);
      own.itemCounts[i] = (own.itemCounts[i] as number) + 1;
    }
  }
  return found;
}

function emptySchool(school: WorldSchool, paper: Paper): GatheredSchool {
  const { work } = paper;
  return {
    school,
    n: 0,
    absent: 0,
    below: 0,
    marks: [0, 0, 0, 0],
    sum: 0,
    sumOfSquares: 0,
    histogram: Array.from({ length: maximumOf(paper) + 1 }, () => 0),
    itemSums: work.items.map(() => 0),
    itemCounts: work.items.map(() => 0),
    journal: work.kind === 'ВПР' ? { lower: 0, same: 0, higher: 0 } : null,
    totals: [],
    journals: [],
  };
}

export function emptyRows(items: number): GatheredRows {
  return {
    school: [],
    klass: [],
    code: [],
    person: [],
    gender: [],
    absent: [],
    total: [],
    journal: [],
    points: Array.from({ length: items }, () => []),
    states: Array.from({ length: items }, () => []),
  };
}

/** As an import keeps it: hashed, the same for the same child. Codes of ВПР name nobody, documents are never read. */
function personOf(region: World, row: PupilRow, { work, year }: Paper): string | null {
  if (work.kind !== 'ДКР') return null;
  return createHash('sha256')
    .update(`${region.seed} ${codeInRegister(region, row, year)}`)
    .digest('hex')
    .slice(0, 16);
}

function addRow(rows: GatheredRows, row: PupilRow, total: number, person: string | null): void {
  rows.school.push(row.shown);
  // A register tells neither the class nor a mark beside the result.
  rows.klass.push(person === null ? row.klass.toLowerCase() : '');
  rows.code.push(person ?? String(row.code));
  rows.person.push(person);
  rows.gender.push(row.female ? 1 : 2);
  rows.absent.push(row.absent ? 1 : 0);
  rows.total.push(row.absent ? Number.NaN : total);
  rows.journal.push(row.absent || person !== null ? 0 : row.journal);
  for (let i = 0; i < row.points.length; i += 1) {
    rows.points[i]?.push(row.absent || row.states[i] !== STATE.scored ? Number.NaN : (row.points[i] as number));
    rows.states[i]?.push(row.absent ? NOTHING_WRITTEN : (row.states[i] as number));
  }
}

/** Of an absent pupil there is nothing in any item. */
const NOTHING_WRITTEN = 4;
