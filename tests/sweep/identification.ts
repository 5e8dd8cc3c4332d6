/** The federal rule over a made-up region: who is listed against who would be if every share were the expected one. */
import {
  identify,
  type IdentificationData,
  type IdentifiedRow,
  shippedMethodology,
  tableOf,
} from '#modules/identification/index.ts';
import type { SchoolResult } from '#modules/results/contract.ts';
import { SIZES, sizeOf } from './sweep.ts';

export type TrueSchool = {
  key: string;
  cohort: number;
  kind: string | null;
  /** Expected share below the threshold by procedure. */
  expected: ReadonlyMap<string, number>;
};
export type ListingRates = {
  size: string;
  truly: number;
  missed: number;
  soundClassified: number;
  falsely: number;
  tooSmall: number;
};

/** So many pupils that chance plays little part; the engine counts pupils one by one. */
const MANY = 1000;

export async function sweepIdentification(data: IdentificationData, schools: readonly TrueSchool[], year: number) {
  const { methodology } = await shippedMethodology('federal-2025');
  const seen = byKey(identify(tableOf(data), methodology, year).schools, data);
  const expected: IdentificationData = {
    ...data,
    results: data.results.map((result) => {
      const share = schools.find(({ key }) => key === result.school)?.expected.get(result.procedureId);
      return share === undefined ? result : withShare(result, share);
    }),
  };
  const truth = byKey(identify(tableOf(expected), methodology, year).schools, data);
  const rates = SIZES.map(
    (size): ListingRates => ({ size, truly: 0, missed: 0, soundClassified: 0, falsely: 0, tooSmall: 0 }),
  );
  const low: { key: string; kind: string; cohort: number; found: boolean; status: string }[] = [];
  for (const { key, cohort, kind } of schools) {
    const [own, real] = [seen.get(key), truth.get(key)];
    const row = rates.find(({ size }) => size === sizeOf(cohort));
    if (!own || !real || !row || real.status === 'excluded') continue;
    const listed = own.status === 'listed';
    if (own.status === 'not-classifiable') row.tooSmall += 1;
    if (real.status === 'listed') {
      row.truly += 1;
      if (!listed) row.missed += 1;
    } else if (own.status !== 'not-classifiable') {
      row.soundClassified += 1;
      if (listed) row.falsely += 1;
    }
    if (kind === 'low' || kind === 'borderline') low.push({ key, kind, cohort, found: listed, status: own.status });
  }
  return { rates, low };
}

function byKey(rows: readonly IdentifiedRow[], { schools }: IdentificationData): Map<string, IdentifiedRow> {
  const keys = new Map(schools.map(({ id, key }) => [id, key]));
  return new Map(rows.map((row) => [keys.get(row.id) ?? row.id, row]));
}

function withShare(result: SchoolResult, share: number): SchoolResult {
  const below = Math.round(share * MANY);
  return { ...result, n: MANY, below, marks: [below, MANY - below, 0, 0] };
}
