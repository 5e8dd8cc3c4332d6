/** What the execution report says about every measure of a plan as of a day. */
import { sql } from 'kysely';
import type { Scope } from '#kernel/actor.ts';
import type { IsoDate } from '#kernel/dates.ts';
import { type ContentMeasure, type PlanContent, planContent, withinScope } from '#modules/plans/index.ts';
import type { Connection, Database } from '#platform/database.ts';
import { whileUnchanged } from '#platform/unchanged.ts';
import {
  addTotals,
  emptyTotals,
  type Occurrence,
  standingAsOf,
  totalsOf,
  type Standing,
  type Totals,
} from '../domain.ts';
import { doneBy, standingCase, sumStandings, totalsFrom } from './standing.ts';

export type DocumentReference = {
  id: number;
  kind: string;
  number: string | null;
  /** ISO date of the document. */
  date: string | null;
  title: string;
  fileName: string | null;
  url: string | null;
};

/** One due window of a measure with its record. */
export type ExecutionMark = {
  occurrenceId: number;
  label: string;
  from: string | null;
  dueOn: string | null;
  standing: Standing;
  /** Null when nothing had been marked by the day. */
  text: string | null;
  doneOn: string | null;
  proved: boolean;
  withoutDocumentReason: string | null;
  documents: DocumentReference[];
};

export type ExecutionRow = {
  /** The measure as it stood on the day, with its number, text, parties and expected results. */
  measure: ContentMeasure;
  marks: ExecutionMark[];
  /** Documents of all marks, each once. */
  documents: DocumentReference[];
  /** Own occurrences of the measure. */
  totals: Totals;
  /** Occurrences of the measures by which the levels below carry this one out, as far as the scope reaches. */
  below: Totals;
  /** Organisations below that carry the measure out. */
  adoptedBy: number;
};

export type Execution = { asOf: IsoDate; content: PlanContent; rows: ExecutionRow[]; totals: Totals; below: Totals };

/**
 * «As of» asks when things were done, not when they were typed in: what was done after the day had not been
 * done yet, and a mark entered later for an earlier day counts.
 */
export async function executionRows(
  scope: Scope,
  db: Database,
  { planId, asOf }: { planId: number; asOf: IsoDate },
): Promise<Execution> {
  const content = await planContent(scope, db, planId, { asOf });
  const [marks, below] = await Promise.all([marksOf(db, planId, asOf), totalsBelow(scope, db, planId, asOf)]);
  const rows = content.measures.map((measure): ExecutionRow => {
    const own = marks.get(measure.id) ?? [];
    const adopted = below.get(measure.id);
    return {
      measure,
      marks: own,
      documents: distinct(own.flatMap((mark) => mark.documents)),
      totals: totalsOf(own.map((mark) => mark.standing)),
      below: totalsFrom(adopted),
      adoptedBy: adopted?.organisations ?? 0,
    };
  });
  const sum = (of: (row: ExecutionRow) => Totals) =>
    rows.reduce((total, row) => addTotals(total, of(row)), emptyTotals());
  return { asOf, content, rows, totals: sum((row) => row.totals), below: sum((row) => row.below) };
}

/** The plan in force with all its due windows and their records as they are today. */
export async function planWithMarks(scope: Scope, db: Connection, planId: number, today: IsoDate) {
  const content = await planContent(scope, db, planId);
  const marks = await marksOf(db, planId, today);
  return { content, measures: content.measures.map((measure) => ({ measure, marks: marks.get(measure.id) ?? [] })) };
}

type MarkRow = Occurrence & {
  id: number;
  measureId: number;
  label: string;
  from: string | null;
  text: string | null;
  reason: string | null;
  documents: DocumentReference[];
};

/** The plan was read through its scope before; its occurrences come by its id. */
async function marksOf(db: Connection, planId: number, asOf: IsoDate): Promise<Map<number, ExecutionMark[]>> {
  const { rows } = await sql<MarkRow>`
    select occ.id, occ.measure_id as "measureId", occ.label, occ.window_from as "from", occ.due_on as "dueOn", occ.state,
           occ.done_on as "doneOn", occ.proved, e.mark_text as text, e.without_document_reason as reason,
           coalesce((select json_agg(json_build_object('id', d.id, 'kind', d.kind, 'number', d.number, 'date', d.dated_on,
               'title', d.title, 'fileName', d.file_name, 'url', d.url) order by d.dated_on, d.id)
             from execution_documents x join evidence_documents d on d.id = x.document_id where x.execution_id = e.id), '[]') as documents
    from occurrences occ left join executions e on e.occurrence_id = occ.id
    where occ.plan_id = ${planId}
    order by occ.measure_id, occ.sequence`.execute(db);
  const marks = rows.map((row): [number, ExecutionMark] => {
    const known = row.doneOn !== null && row.doneOn <= asOf;
    return [
      row.measureId,
      {
        occurrenceId: row.id,
        label: row.label,
        from: row.from,
        dueOn: row.dueOn,
        standing: standingAsOf(row, asOf),
        text: known ? row.text : null,
        doneOn: known ? row.doneOn : null,
        proved: known && row.proved,
        withoutDocumentReason: known ? row.reason : null,
        documents: known ? row.documents : [],
      },
    ];
  });
  return new Map(
    [...Map.groupBy(marks, ([measureId]) => measureId)].map(([id, list]) => [id, list.map(([, mark]) => mark)]),
  );
}

type Below = Totals & { measureId: number; organisations: number };

/** Adopted measures form a tree; all that hangs under a measure of this plan counts for it. */
function totalsBelow(scope: Scope, db: Database, planId: number, asOf: IsoDate): Promise<Map<number, Below>> {
  return whileUnchanged(db, JSON.stringify(['totalsBelow', scope.subtrees, planId, asOf]), () =>
    countBelow(scope, db, planId, asOf),
  );
}

async function countBelow(scope: Scope, db: Database, planId: number, asOf: IsoDate): Promise<Map<number, Below>> {
  const { rows } = await sql<Below>`
    with recursive below (root, id) as (
      select parent.id, child.id from measures parent join measures child on child.parent_measure_id = parent.id
      where parent.plan_id = ${planId} and child.removed_at is null
      union all
      select below.root, child.id from below join measures child on child.parent_measure_id = below.id where child.removed_at is null),
    counted as (
      select below.root, occ.organisation_id, occ.plan_id, ${standingCase(asOf, doneBy(asOf))} as standing, count(*) as number
      from below join occurrences occ on occ.measure_id = below.id
      group by 1, 2, 3, 4)
    select counted.root as "measureId", count(distinct counted.organisation_id) as organisations, ${sql.join(sumStandings())}
    from counted
    join organisations o on o.id = counted.organisation_id
    join plans p on p.id = counted.plan_id
    where ${withinScope(scope)} and p.deleted_at is null and p.state in ('approved', 'closed')
    group by counted.root`.execute(db);
  return new Map(rows.map((row) => [row.measureId, row]));
}

function distinct(documents: DocumentReference[]): DocumentReference[] {
  return [...new Map(documents.map((document) => [document.id, document])).values()];
}
