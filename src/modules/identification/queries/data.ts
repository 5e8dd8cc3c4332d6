/** What a run on the server reads: the current results of the region, in the shape that a folder of files gives as well. */
import { sql } from 'kysely';
import {
  type PassportRecord,
  type ResultOrganisation,
  type ResultProcedure,
  schoolResults,
} from '#modules/results/index.ts';
import type { Scope } from '#kernel/actor.ts';
import type { Services } from '#platform/context.ts';
import type { Connection } from '#platform/database.ts';
import type { IdentificationData, IdentifiedSchool, InputFile } from '../contract.ts';
import { schoolKey } from '../engine/table.ts';
import { needsPupils, schoolEffects } from '../effects/school-effects.ts';
import { passportShares } from '../folder/register.ts';
import type { Methodology } from '../methodology/schema.ts';
import { procedureOf } from './procedure.ts';
import { pupilResults } from './pupils.ts';

export type RegionData = {
  data: IdentificationData;
  inputs: InputFile[];
  /** Organisation of each school by its key. */
  organisations: Map<string, number>;
};

/** A methodology looks back ten years at most. */
const YEARS_BACK = 10;

/** @param methodology pupils are read from the lake only where it asks for them */
export async function regionData(
  scope: Scope,
  { db, lake }: Pick<Services, 'db' | 'lake'>,
  regionId: number,
  year: number,
  methodology: Methodology,
): Promise<RegionData> {
  const years = Array.from({ length: YEARS_BACK }, (_, back) => year - back);
  const { results, organisations, procedures, inputs } = await schoolResults(scope, db, { regionId, years });
  const newest = newestYears(results, procedures);
  const passports = await passportsOf(db, regionId, year);
  const pupils = needsPupils(methodology) ? await pupilResults(db, lake, procedures, organisations) : [];
  const { effects, notes } = schoolEffects(methodology, year, pupils, (key) => key);
  return {
    data: {
      procedures: procedures.map(procedureOf),
      results,
      effects,
      effectNotes: notes,
      schools: organisations.map((one) => ({
        ...schoolOf(one, newest.get(one.key) ?? year),
        variables: passports.variables.get(one.organisationId) ?? {},
      })),
    },
    inputs: [
      ...new Map([...inputs, ...passports.inputs].map(({ file, sha256 }) => [sha256, { file, sha256 }])).values(),
    ],
    organisations: new Map(organisations.map(({ key, organisationId }) => [schoolKey(key), organisationId])),
  };
}

/** The newest social passport of each school, and the files they came from. */
async function passportsOf(
  db: Connection,
  regionId: number,
  year: number,
): Promise<{ variables: Map<number, Record<string, number>>; inputs: InputFile[] }> {
  const { rows } = await sql<{
    organisationId: number;
    facts: PassportRecord;
    sha256: string | null;
    file: string | null;
  }>`
    select distinct on (c.organisation_id) c.organisation_id as "organisationId", c.facts, c.file_sha256 as sha256,
      (select min(f.name) from result_import_files f where f.import_id = c.import_id and f.file_sha256 = c.file_sha256) as file
    from school_contexts c
    where c.region_id = ${regionId} and c.source = 'passport' and c.replaced_at is null and c.year <= ${year} and c.organisation_id is not null
    order by c.organisation_id, c.year desc, c.id desc`.execute(db);
  return {
    variables: new Map(rows.map(({ organisationId, facts }) => [organisationId, passportShares(facts)])),
    inputs: rows.flatMap(({ sha256, file }) => (sha256 === null || file === null ? [] : [{ file, sha256 }])),
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
