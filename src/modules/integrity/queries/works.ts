/**
 * Works of a region as integrity checks read them: roll-ups from the database; the order of journal marks, which no
 * roll-up keeps, from the pupil rows in the lake.
 */
import { sql } from 'kysely';
import type { Scope } from '#kernel/actor.ts';
import { type AssessmentKind, procedureTitle, type Round, type SubjectCode } from '#modules/assessments/index.ts';
import { type ResultProcedure, schoolResults, type SchoolResults } from '#modules/results/index.ts';
import type { Connection } from '#platform/database.ts';
import type { Lake } from '#platform/lake.ts';
import { spearman } from '#stats/integrity/markers.ts';
import type { IntegrityWork, SchoolFacts, SchoolWork } from '../contract.ts';

export type RegionWorks = {
  works: IntegrityWork[];
  /** Type of the school by key. */
  facts: Map<string, SchoolFacts>;
  organisations: Map<string, number>;
  inputs: { procedureId: string; title: string; setId: number; lake: string[] }[];
};

/** Works of the year, of the years beside it, and state exams of its cohorts. */
const YEARS_AROUND = [-1, 0, 1, 2, 3, 4] as const;

export async function regionWorks(
  scope: Scope,
  db: Connection,
  lake: Lake,
  { regionId, year, onWork }: { regionId: number; year: number; onWork: (part: number) => Promise<void> },
): Promise<RegionWorks> {
  const found = await schoolResults(scope, db, { regionId, years: YEARS_AROUND.map((step) => year + step) });
  const titles = new Map(found.procedures.map((one) => [one.procedureId, titleOf(one)]));
  const lakeFiles = Map.groupBy(found.inputs, ({ setId }) => setId);
  const byProcedure = Map.groupBy(found.results, ({ procedureId }) => procedureId);
  const correlations = await journalOrders(
    db,
    lake,
    found,
    found.procedures.filter((one) => one.year === year && one.assessment !== 'ОГЭ' && one.assessment !== 'ЕГЭ'),
    onWork,
  );
  const works = found.procedures.map((procedure): IntegrityWork => {
    const results = byProcedure.get(procedure.procedureId) ?? [];
    const schools = new Map(
      results.map((result): [string, SchoolWork] => [
        result.school,
        {
          n: result.n,
          sum: result.sum,
          sumOfSquares: result.sumOfSquares,
          histogram: result.histogram,
          itemSums: result.itemSums,
          itemCounts: result.itemCounts,
          journal: result.journal,
          rankCorrelation: correlations.get(`${procedure.procedureId} ${result.school}`) ?? null,
        },
      ]),
    );
    return {
      procedureId: procedure.procedureId,
      title: titles.get(procedure.procedureId) ?? procedure.procedureId,
      assessment: procedure.assessment as AssessmentKind,
      subject: procedure.subject as SubjectCode,
      year: procedure.year,
      paperGrade: procedure.paperGrade,
      maximum: results[0]?.maximum ?? 0,
      cuts: cutsFromMarks(results),
      items: procedure.items,
      schools,
    };
  });
  return {
    works: works.filter(({ schools, maximum }) => schools.size > 0 && maximum > 0),
    facts: new Map(found.organisations.map(({ key, schoolType }) => [key, { type: schoolType }])),
    organisations: new Map(found.organisations.map(({ key, organisationId }) => [key, organisationId])),
    inputs: found.procedures.map(({ procedureId, setId }) => ({
      procedureId,
      title: titles.get(procedureId) ?? procedureId,
      setId,
      lake: (lakeFiles.get(setId) ?? []).map(({ lakeSha256 }) => lakeSha256),
    })),
  };
}

function titleOf(procedure: ResultProcedure): string {
  return procedureTitle({
    kind: procedure.assessment as AssessmentKind,
    subject: procedure.subject as SubjectCode,
    year: procedure.year,
    round: procedure.round as Round,
    paperGrade: procedure.paperGrade,
    pupilGrade: procedure.pupilGrade,
  });
}

type Marked = { histogram: readonly number[]; marks: readonly [number, number, number, number] | null };

/**
 * First totals of «3», «4», «5» as the marks themselves show them: whatever scale the region used, the number of pupils
 * below a border is the number of lower marks. None where a mark depends on more than the total.
 */
export function cutsFromMarks(results: readonly Marked[]): number[] {
  if (results.length === 0 || results.some(({ marks }) => marks === null)) return [];
  const most = Math.max(...results.map(({ histogram }) => histogram.length));
  const cumulative: number[] = [];
  for (let points = 0, sum = 0; points < most; points += 1) {
    for (const { histogram } of results) sum += histogram[points] ?? 0;
    cumulative.push(sum);
  }
  const cuts: number[] = [];
  let below = 0;
  for (const mark of [0, 1, 2] as const) {
    for (const { marks } of results) below += marks?.[mark] ?? 0;
    const cut = cumulative.findIndex((sum) => sum === below && below > 0) + 1;
    if (cut === 0) return [];
    cuts.push(cut);
  }
  return cuts;
}

type OrderRow = { school: string; total: number; journal: number; pupils: number };

/** Rank correlation of total and journal mark by 'procedure school'. */
async function journalOrders(
  db: Connection,
  lake: Lake,
  { organisations, inputs }: SchoolResults,
  procedures: readonly ResultProcedure[],
  onWork: (part: number) => Promise<void>,
): Promise<Map<string, { r: number; n: number }>> {
  const found = new Map<string, { r: number; n: number }>();
  const today = new Map(
    organisations.flatMap(({ key, organisationId, predecessors }) =>
      [organisationId, ...predecessors].map((id) => [id, key] as const),
    ),
  );
  for (const [place, { procedureId, setId }] of procedures.entries()) {
    await onWork(place / procedures.length);
    const files = inputs.filter((input) => input.setId === setId).map(({ lakeSha256 }) => lakeSha256);
    if (files.length === 0) continue;
    const keys = await schoolKeys(db, setId, today);
    const rows = await lake.query<OrderRow>(
      `select school, total, journal_mark as journal, count(*) as pupils from ${lake.source(files)}
       where absent = 0 and total is not null and journal_mark between 2 and 5 and procedure = ?
       group by school, total, journal_mark order by school, total, journal_mark`,
      [procedureId],
    );
    const bySchool = new Map<string, { totals: number[]; journals: number[] }>();
    for (const { school, total, journal, pupils } of rows) {
      const key = keys.get(school);
      if (key === undefined) continue;
      const own = bySchool.get(key) ?? { totals: [], journals: [] };
      bySchool.set(key, own);
      for (let k = 0; k < pupils; k += 1) {
        own.totals.push(total);
        own.journals.push(journal);
      }
    }
    for (const [key, { totals, journals }] of bySchool) {
      const r = spearman(Float64Array.from(totals), Float64Array.from(journals));
      if (Number.isFinite(r)) found.set(`${procedureId} ${key}`, { r, n: totals.length });
    }
  }
  return found;
}

/** Which school of today the keys of the files mean. */
async function schoolKeys(
  db: Connection,
  setId: number,
  today: ReadonlyMap<number, string>,
): Promise<Map<string, string>> {
  const { rows } = await sql<{ key: string; organisationId: number }>`
    select distinct r.school_key as key, r.organisation_id as "organisationId"
    from result_set_parts sp join school_results r on r.part_id = sp.part_id
    where sp.set_id = ${setId} and r.organisation_id is not null`.execute(db);
  return new Map(
    rows.flatMap(({ key, organisationId }) => {
      const now = today.get(organisationId);
      return now === undefined ? [] : [[key, now] as const];
    }),
  );
}
