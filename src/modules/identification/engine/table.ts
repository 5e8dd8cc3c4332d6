/** Results as columns: a work (procedure) is arrays over schools. Made once; every methodology and setting reads it. */
import { type Procedure, procedureId, procedureTitle, seriesId } from '#modules/assessments/index.ts';
import type { SchoolResult } from '#modules/results/contract.ts';
import type { IdentificationData, IdentifiedSchool, SchoolEffect } from '../contract.ts';

export type Work = {
  id: string;
  title: string;
  series: string;
  procedure: Procedure;
  /** Pupils with a result; 0 where the school did not take part. */
  n: Int32Array;
  /** Pupils below the threshold; −1 where the threshold is not known. */
  below: Int32Array;
  /** Share of the largest possible points: its sum over pupils and the sum of its squares. */
  sum: Float64Array;
  squares: Float64Array;
  histograms: (readonly number[] | null)[];
};

export type ResultsTable = {
  schools: readonly IdentifiedSchool[];
  works: readonly Work[];
  effects: readonly SchoolEffect[];
  effectNotes: readonly string[];
  /** Number of a school by its key; a merged school has the number of its successor. */
  numberOf: ReadonlyMap<string, number>;
  /** What was worked out once for this table and does not depend on settings. */
  memo: Map<string, unknown>;
};

/** 'sch220001' and 'edu220001' are one school, 'fis-220001' in the catalogue; other codes are taken as they are. */
export function schoolKey(login: string): string {
  const folded = login.trim().toLowerCase();
  return /^(?:sch|edu|fis-)(\d{4,9})$/.exec(folded)?.[1] ?? folded;
}

export function tableOf({
  procedures,
  results,
  schools,
  effects = [],
  effectNotes = [],
}: IdentificationData): ResultsTable {
  const own = new Map(schools.map((school) => [school.key, school]));
  const kept = [...own.values()]
    .filter(({ key }) => successorOf(key, own) === key)
    .sort((a, b) => compareText(a.id, b.id) || compareText(a.key, b.key));
  const position = new Map(kept.map(({ key }, index) => [key, index]));
  const numberOf = new Map<string, number>();
  for (const key of own.keys()) numberOf.set(key, position.get(successorOf(key, own)) as number);
  const works = new Map<string, Work>();
  for (const procedure of procedures) {
    const id = procedureId(procedure);
    if (!works.has(id)) works.set(id, emptyWork(id, procedure, kept.length));
  }
  // A fixed order, so that sums of doubles do not depend on the order of the files.
  const ordered = [...results].sort(
    (a, b) => compareText(a.procedureId, b.procedureId) || compareText(a.school, b.school),
  );
  for (const result of ordered) {
    const work = works.get(result.procedureId);
    const j = numberOf.get(schoolKey(result.school));
    if (work && j !== undefined && result.n > 0) add(work, j, result);
  }
  return {
    schools: kept,
    works: [...works.values()].sort((a, b) => compareText(a.id, b.id)),
    effects,
    effectNotes,
    numberOf,
    memo: new Map(),
  };
}

/** By code points, whatever the language of the machine. */
export function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** Follows mergers to the end; a circle ends where it began. */
function successorOf(key: string, schools: ReadonlyMap<string, IdentifiedSchool>): string {
  const seen = new Set<string>();
  let at = key;
  for (;;) {
    const next = schools.get(at)?.successor;
    if (next === null || next === undefined || !schools.has(next)) return at;
    if (seen.has(at)) return key;
    seen.add(at);
    at = next;
  }
}

function emptyWork(id: string, procedure: Procedure, schools: number): Work {
  return {
    id,
    title: procedureTitle(procedure),
    series: seriesId(procedure),
    procedure,
    n: new Int32Array(schools),
    below: new Int32Array(schools),
    sum: new Float64Array(schools),
    squares: new Float64Array(schools),
    histograms: Array.from({ length: schools }, () => null),
  };
}

/** Results of merged schools in one work become one. */
function add(work: Work, j: number, result: SchoolResult): void {
  const unknown = result.below === null || (work.below[j] as number) < 0;
  const maximum = result.maximum > 0 ? result.maximum : 1;
  work.n[j] = (work.n[j] as number) + result.n;
  work.below[j] = unknown ? -1 : (work.below[j] as number) + (result.below as number);
  work.sum[j] = (work.sum[j] as number) + result.sum / maximum;
  work.squares[j] = (work.squares[j] as number) + result.sumOfSquares / maximum ** 2;
  work.histograms[j] = sumOfHistograms(work.histograms[j] ?? null, result.histogram);
}

function sumOfHistograms(a: readonly number[] | null, b: readonly number[]): readonly number[] {
  if (a === null) return b;
  return Array.from({ length: Math.max(a.length, b.length) }, (_, index) => (a[index] ?? 0) + (b[index] ?? 0));
}

/** Pupils in the largest work of each school. */
export function largestCohorts(table: ResultsTable): Int32Array {
  const n = new Int32Array(table.schools.length);
  for (const work of table.works)
    work.n.forEach((pupils, j) => {
      n[j] = Math.max(n[j] as number, pupils);
    });
  return n;
}
