/** The region in one procedure: what everybody in it may compare with. Names of schools and their numbers stay here. */
import { sql } from 'kysely';
import type { Scope } from '#kernel/actor.ts';
import { AppError } from '#kernel/errors.ts';
import type { AssessmentKind, Procedure, SubjectCode } from '#modules/assessments/index.ts';
import { pooled, type ResultItem, type SchoolResult } from '#modules/results/index.ts';
import type { Connection } from '#platform/database.ts';
import { withinScope } from '#platform/scope.ts';
import { type Funnel, funnel } from '#stats/shares/funnel.ts';

export type Region = { id: number; path: string; shortName: string };

/** The region of the address, or the first that is seen; those who work in a part of it see it too. */
export async function regionSeen(scope: Scope, db: Connection, id?: number): Promise<Region> {
  const { rows } = await sql<Region>`
    select o.id, o.path, o.short_name as "shortName" from organisations o
    where o.kind = 'region' and (${withinScope(scope)} or o.id = any(${scope.ancestors}::bigint[])) order by o.id`.execute(
    db,
  );
  const region = (id === undefined ? undefined : rows.find((row) => row.id === id)) ?? rows[0];
  if (!region) throw new AppError('notFound', { text: 'Региона, результаты которого вам видны, нет.' });
  return region;
}

export type KnownProcedure = { procedureId: string; procedure: Procedure; setId: number; items: ResultItem[] };

/** Procedures of the region with current results. The catalogue is no secret; numbers come by scope. */
export async function proceduresKnown(db: Connection, region: Region): Promise<KnownProcedure[]> {
  const { rows } = await sql<{
    setId: number;
    procedureId: string;
    assessment: AssessmentKind;
    subject: SubjectCode;
    year: number;
    round: Procedure['round'];
    paperGrade: number;
    pupilGrade: number;
    items: ResultItem[] | null;
  }>`
    select t.id as "setId", t.procedure_id as "procedureId", t.assessment, t.subject, t.year, t.round,
      t.paper_grade as "paperGrade", t.pupil_grade as "pupilGrade",
      (select p.items from result_set_parts sp join result_parts p on p.id = sp.part_id where sp.set_id = t.id order by p.id limit 1) as items
    from result_sets t where t.organisation_id = ${region.id} and t.state = 'current'
    order by t.assessment, t.paper_grade, t.subject, t.year, t.round desc`.execute(db);
  return rows.map(({ setId, procedureId, items, assessment: kind, ...row }) => ({
    setId,
    procedureId,
    items: items ?? [],
    procedure: { kind, ...row },
  }));
}

export type RegionPicture = {
  whole: SchoolResult;
  /** Null where no scale is known, or where nobody or everybody is below. */
  funnel: Funnel | null;
};

type Row = Omit<SchoolResult, 'procedureId' | 'school' | 'journal'>;

export async function regionPicture(db: Connection, setId: number): Promise<RegionPicture | null> {
  const { rows } = await sql<Row>`
    select r.n, r.absent, r.below, r.marks, r.sum, r.sum_of_squares as "sumOfSquares", r.maximum, r.histogram,
      r.item_sums as "itemSums", r.item_counts as "itemCounts"
    from result_set_parts sp join school_results_to_compare r on r.part_id = sp.part_id where sp.set_id = ${setId}`.execute(
    db,
  );
  if (rows.length === 0) return null;
  const whole = pooled(rows.map((row) => ({ ...row, procedureId: '', school: '', journal: null })));
  return { whole, funnel: funnelOf(rows, whole) };
}

function funnelOf(rows: readonly Row[], { below, n }: SchoolResult): Funnel | null {
  const written = rows.filter((row) => row.n > 0);
  if (below === null || below === 0 || below === n || written.length < 2) return null;
  return funnel(
    Float64Array.from(written, (row) => row.below ?? 0),
    Float64Array.from(written, (row) => row.n),
  );
}

export type RegionTotals = { setId: number; n: number; below: number | null };

export async function totalsOf(db: Connection, setIds: readonly number[]): Promise<Map<number, RegionTotals>> {
  const { rows } = await sql<RegionTotals>`
    select t.id as "setId", t.pupils as n, t.below from result_sets t where t.id = any(${[...setIds]}::bigint[])`.execute(
    db,
  );
  return new Map(rows.map((row) => [row.setId, row]));
}
