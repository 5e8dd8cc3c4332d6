/** What a run on the server reads: the current results of the region, in the shape that a folder of files gives as well. */
import type { Procedure } from '#modules/assessments/index.ts';
import { type ResultOrganisation, type ResultProcedure, schoolResults } from '#modules/results/index.ts';
import type { Scope } from '#kernel/actor.ts';
import type { Connection } from '#platform/database.ts';
import type { IdentificationData, IdentifiedSchool, InputFile } from '../contract.ts';
import { schoolKey } from '../engine/table.ts';

export type RegionData = {
  data: IdentificationData;
  inputs: InputFile[];
  /** Organisation of each school by its key. */
  organisations: Map<string, number>;
};

/** A methodology looks back ten years at most. */
const YEARS_BACK = 10;

export async function regionData(scope: Scope, db: Connection, regionId: number, year: number): Promise<RegionData> {
  const years = Array.from({ length: YEARS_BACK }, (_, back) => year - back);
  const { results, organisations, procedures, inputs } = await schoolResults(scope, db, { regionId, years });
  const newest = newestYears(results, procedures);
  return {
    data: {
      procedures: procedures.map(procedureOf),
      results,
      schools: organisations.map((one) => schoolOf(one, newest.get(one.key) ?? year)),
    },
    inputs: [...new Map(inputs.map(({ file, sha256 }) => [sha256, { file, sha256 }])).values()],
    organisations: new Map(organisations.map(({ key, organisationId }) => [schoolKey(key), organisationId])),
  };
}

function newestYears(
  results: readonly { school: string; procedureId: string }[],
  procedures: readonly ResultProcedure[],
): Map<string, number> {
  const yearOf = new Map(procedures.map(({ procedureId, year }) => [procedureId, year]));
  const newest = new Map<string, number>();
  for (const { school, procedureId } of results)
    newest.set(school, Math.max(newest.get(school) ?? 0, yearOf.get(procedureId) ?? 0));
  return newest;
}

function schoolOf(
  { key, name, municipality, schoolType, settlementType }: ResultOrganisation,
  newestYear: number,
): IdentifiedSchool {
  return {
    key: schoolKey(key),
    id: loginOf(key, newestYear),
    name,
    municipality,
    type: schoolType,
    settlement: settlementType,
    cluster: null,
    successor: null,
    socialIndex: null,
    variables: {},
  };
}

/** Logins began with «sch» until 2021 and begin with «edu» since. */
function loginOf(key: string, newestYear: number): string {
  const digits = /^fis-(\d+)$/.exec(key)?.[1];
  return digits === undefined ? key : `${newestYear >= 2022 ? 'edu' : 'sch'}${digits}`;
}

function procedureOf(one: ResultProcedure): Procedure {
  return {
    kind: one.assessment as Procedure['kind'],
    subject: one.subject as Procedure['subject'],
    year: one.year,
    round: one.round as Procedure['round'],
    paperGrade: one.paperGrade,
    pupilGrade: one.pupilGrade,
  };
}
