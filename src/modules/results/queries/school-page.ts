/** The results of one school beside those of its region, series by series, three years side by side. */
import { sql } from 'kysely';
import { pathIds, type Scope } from '#kernel/actor.ts';
import type { AssessmentKind, SubjectCode } from '#modules/assessments/index.ts';
import type { Connection } from '#platform/database.ts';
import { meanShare } from '../domain/disclosure.ts';
import { schoolResults } from './school-results.ts';

export type SchoolYearCell = {
  procedureId: string;
  round: string;
  n: number;
  absent: number;
  below: number | null;
  marks: readonly number[] | null;
  meanPercent: number | null;
  region: { pupils: number; below: number | null; meanPercent: number | null };
};

export type SchoolSeries = {
  key: string;
  assessment: AssessmentKind;
  subject: SubjectCode;
  paperGrade: number;
  years: Record<number, SchoolYearCell[]>;
};

export type SchoolResultsPage = { years: number[]; series: SchoolSeries[]; predecessors: number };

const YEARS_SHOWN = 3;

export async function resultsOfSchool(
  scope: Scope,
  db: Connection,
  school: { id: number; path: string },
): Promise<SchoolResultsPage> {
  const { results, procedures, organisations } = await schoolResults(scope, db, { organisationIds: [school.id] });
  const mine = new Map(results.map((result) => [result.procedureId, result]));
  const known = procedures.filter(({ procedureId }) => mine.has(procedureId));
  const years = [...new Set(known.map(({ year }) => year))].sort((a, b) => b - a).slice(0, YEARS_SHOWN);
  const shown = known.filter(({ year }) => years.includes(year));
  const regionId = pathIds(school.path)[0] ?? 0;
  const region = await regionTotals(
    db,
    regionId,
    shown.map(({ setId }) => setId),
  );
  const series = new Map<string, SchoolSeries>();
  for (const { assessment, subject, paperGrade, year, round, procedureId, setId } of shown) {
    const key = `${assessment} ${paperGrade} ${subject}`;
    const row = series.get(key) ?? {
      key,
      assessment: assessment as AssessmentKind,
      subject: subject as SubjectCode,
      paperGrade,
      years: {},
    };
    series.set(key, row);
    const { n, absent, below, marks, sum, maximum } = mine.get(procedureId)!;
    const whole = region.get(setId);
    row.years[year] = [
      ...(row.years[year] ?? []),
      {
        procedureId,
        round,
        n,
        absent,
        below,
        marks,
        meanPercent: meanShare(sum, n, maximum),
        region: {
          pupils: whole?.pupils ?? 0,
          below: whole?.below ?? null,
          meanPercent: meanShare(whole?.sum ?? 0, whole?.pupils ?? 0, maximum),
        },
      },
    ];
  }
  const order = (row: SchoolSeries) => `${row.assessment} ${String(row.paperGrade).padStart(2, '0')} ${row.subject}`;
  return {
    years,
    series: [...series.values()].sort((a, b) => order(a).localeCompare(order(b), 'ru')),
    predecessors: organisations[0]?.predecessors.length ?? 0,
  };
}

type RegionTotal = { setId: number; pupils: number; below: number | null; sum: number };

/** Totals of whole data sets: what everybody in the region may compare with. */
async function regionTotals(
  db: Connection,
  regionId: number,
  setIds: readonly number[],
): Promise<Map<number, RegionTotal>> {
  const { rows } = await sql<RegionTotal>`
    select t.id as "setId", t.pupils, t.below, coalesce(sum(r.sum), 0) as sum
    from result_sets t join result_set_parts sp on sp.set_id = t.id join school_results_to_compare r on r.part_id = sp.part_id
    where t.organisation_id = ${regionId} and t.id = any(${[...setIds]}::bigint[]) group by t.id`.execute(db);
  return new Map(rows.map((row) => [row.setId, row]));
}
