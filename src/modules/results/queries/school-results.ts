/** Roll-ups of schools in the current data sets, as identification reads them, with the inputs they were made from. */
import { sql } from 'kysely';
import type { Scope } from '#kernel/actor.ts';
import type { Connection } from '#platform/database.ts';
import { withinScope } from '#platform/scope.ts';
import type { ResultItem, SchoolResult } from '../contract.ts';
import { pooledBySchool } from '../domain/pool.ts';
import { organisationKey } from '../domain/school-key.ts';
import type { ReferenceUsed } from '../domain/part.ts';

/** What is asked for; what is not said is not limited. */
export type ResultsWanted = {
  regionId?: number;
  years?: readonly number[];
  procedures?: readonly string[];
  organisationIds?: readonly number[];
};

/** The school of today: one that was merged stands under its successor, so that series go on. */
export type ResultOrganisation = {
  /** `SchoolResult.school`. */
  key: string;
  organisationId: number;
  name: string;
  municipality: string | null;
  schoolType: string | null;
  settlementType: string | null;
  /** Schools since merged into it whose results are counted in. */
  predecessors: number[];
};

export type ResultInput = {
  file: string;
  sha256: string;
  lakeSha256: string;
  setId: number;
  references: ReferenceUsed[];
};
export type ResultProcedure = {
  procedureId: string;
  assessment: string;
  subject: string;
  year: number;
  round: string;
  paperGrade: number;
  pupilGrade: number;
  setId: number;
  version: number;
  items: ResultItem[];
};

export type SchoolResults = {
  results: SchoolResult[];
  organisations: ResultOrganisation[];
  procedures: ResultProcedure[];
  /** Pins the data: the files and what was read from them. In the order of procedure and file. */
  inputs: ResultInput[];
};

type RollUpRow = Omit<SchoolResult, 'journal' | 'school'> & { organisationId: number; journal: number[] | null };

export async function schoolResults(scope: Scope, db: Connection, wanted: ResultsWanted): Promise<SchoolResults> {
  const sets = wantedSets(scope, wanted);
  const places = await todaysSchools(scope, db);
  const asked = wanted.organisationIds && new Set(wanted.organisationIds);
  const counted = [...places.values()].filter(({ now }) => !asked || asked.has(now.organisationId));
  const { rows } = await sql<RollUpRow>`
    select t.procedure_id as "procedureId", r.organisation_id as "organisationId", r.n, r.absent, r.below, r.marks, r.sum,
      r.sum_of_squares as "sumOfSquares", r.maximum, r.histogram, r.item_sums as "itemSums", r.item_counts as "itemCounts", r.journal
    from ${sets} join result_set_parts sp on sp.set_id = t.id join school_results r on r.part_id = sp.part_id
    where r.organisation_id = any(${counted.map(({ id }) => id)}::bigint[])
    order by t.procedure_id, r.organisation_id, r.part_id, r.school_key`.execute(db);
  const results = rows.map(({ organisationId, journal, ...row }): SchoolResult => {
    const [lower = 0, same = 0, higher = 0] = journal ?? [];
    return { ...row, school: places.get(organisationId)!.now.key, journal: journal && { lower, same, higher } };
  });
  const seen = new Set(rows.map(({ organisationId }) => organisationId));
  return {
    results: pooledBySchool(results),
    organisations: organisationsOf(counted, seen),
    procedures: await proceduresOf(db, sets),
    inputs: await inputsOf(db, sets),
  };
}

function wantedSets(scope: Scope, { regionId, years, procedures }: ResultsWanted) {
  return sql`(
    select t.* from result_sets t join organisations o on o.id = t.organisation_id
    where t.state = 'current' and (${withinScope(scope)} or o.id = any(${scope.ancestors}::bigint[]))
      and ${regionId === undefined ? sql`true` : sql`o.id = ${regionId}`}
      and ${years ? sql`t.year = any(${[...years]}::int[])` : sql`true`}
      and ${procedures ? sql`t.procedure_id = any(${[...procedures]}::text[])` : sql`true`}
  ) t`;
}

type Place = { id: number; now: ResultOrganisation };

/** Every school in the scope and those merged into it, each with the school it is today. */
async function todaysSchools(scope: Scope, db: Connection): Promise<Map<number, Place>> {
  const { rows } = await sql<
    Omit<ResultOrganisation, 'key' | 'predecessors'> & { id: number; fisOkoLogin: string | null }
  >`
    with recursive line as (
      select o.id, o.id as last from organisations o
      where o.kind = 'school' and ${withinScope(scope)} and (o.status <> 'merged' or o.successor_id is null)
      union all
      select m.id, line.last from organisations m join line on m.successor_id = line.id where m.status = 'merged'
    )
    select line.id, o.id as "organisationId", o.short_name as name, o.fis_oko_login as "fisOkoLogin",
      o.school_type as "schoolType", o.settlement_type as "settlementType", p.short_name as municipality
    from line join organisations o on o.id = line.last left join organisations p on p.id = o.parent_id
    order by o.id, line.id`.execute(db);
  const found = new Map<number, Place>();
  const today = new Map<number, ResultOrganisation>();
  for (const { id, fisOkoLogin, ...row } of rows) {
    const now = today.get(row.organisationId) ?? {
      ...row,
      key: organisationKey({ id: row.organisationId, fisOkoLogin }),
      predecessors: [],
    };
    today.set(row.organisationId, now);
    found.set(id, { id, now });
  }
  return found;
}

function organisationsOf(places: readonly Place[], withResults: ReadonlySet<number>): ResultOrganisation[] {
  const found = new Map<number, ResultOrganisation>();
  for (const { id, now } of places) {
    if (!withResults.has(id)) continue;
    const entry = found.get(now.organisationId) ?? { ...now, predecessors: [] };
    if (id !== now.organisationId) entry.predecessors.push(id);
    found.set(now.organisationId, entry);
  }
  return [...found.values()];
}

async function proceduresOf(db: Connection, sets: ReturnType<typeof wantedSets>): Promise<ResultProcedure[]> {
  const { rows } = await sql<ResultProcedure>`
    select t.procedure_id as "procedureId", t.assessment, t.subject, t.year, t.round, t.paper_grade as "paperGrade",
      t.pupil_grade as "pupilGrade", t.id as "setId", t.version,
      (select p.items from result_set_parts sp join result_parts p on p.id = sp.part_id where sp.set_id = t.id order by p.id limit 1) as items
    from ${sets} order by t.procedure_id`.execute(db);
  return rows;
}

async function inputsOf(db: Connection, sets: ReturnType<typeof wantedSets>): Promise<ResultInput[]> {
  const { rows } = await sql<ResultInput>`
    select p.file_name as file, p.file_sha256 as sha256, p.lake_sha256 as "lakeSha256", t.id as "setId", p.reference_entries as "references"
    from ${sets} join result_set_parts sp on sp.set_id = t.id join result_parts p on p.id = sp.part_id
    order by t.procedure_id, p.file_sha256`.execute(db);
  return rows;
}
