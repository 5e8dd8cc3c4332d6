/**
 * What an execution report counts. Every due window of a measure falls into exactly one class, so the
 * classes of a row, a section and the report add up, and each number opens as many rows as it says.
 */
import type { IsoDate } from '#kernel/dates.ts';
import type { DocumentReference, Execution, ExecutionMark, ExecutionRow, Standing } from '#modules/execution/index.ts';
import type { TrainingTable } from '#modules/plan-reading/contract.ts';

export const REPORT_CLASSES = ['onTime', 'late', 'withoutDocument', 'inReview', 'notDone', 'notDue'] as const;
export type ReportClass = (typeof REPORT_CLASSES)[number];

export const CLASS_NAMES: Record<ReportClass, string> = {
  onTime: 'исполнено в срок',
  late: 'исполнено с опозданием',
  withoutDocument: 'исполнено без документа',
  inReview: 'на проверке',
  notDone: 'не исполнено',
  notDue: 'срок не наступил',
};

/** A cancelled window asks for nothing and is in no class. */
const CLASS_OF: Record<Standing, ReportClass | null> = {
  doneOnTime: 'onTime',
  doneLate: 'late',
  doneWithoutDocument: 'withoutDocument',
  awaitingReview: 'inReview',
  overdue: 'notDone',
  returned: 'notDue',
  dueSoon: 'notDue',
  notDue: 'notDue',
  cancelled: null,
};

/** The standings that make up a class. */
export function standingsOf(reportClass: ReportClass): Standing[] {
  return (Object.keys(CLASS_OF) as Standing[]).filter((standing) => CLASS_OF[standing] === reportClass);
}

export type ReportTotals = Record<ReportClass, number> & { total: number };

export type ReportMark = ExecutionMark & { class: ReportClass };

export type ReportRow = {
  measureId: number;
  /** 0-based index of the section, or null. */
  section: number | null;
  number: string | null;
  text: string;
  deadline: string;
  responsible: string[];
  marks: ReportMark[];
  documents: DocumentReference[];
  /** The mark that came with the document, where nothing has been recorded since. */
  importedMark: string | null;
  totals: ReportTotals;
  /** What the levels below have done of it, as far as one may see. */
  below: ReportTotals;
  adoptedBy: number;
};

export type ReportSection = { number: string | null; title: string; totals: ReportTotals };

export type ExecutionReport = {
  planId: number;
  planTitle: string;
  organisation: string;
  asOf: IsoDate;
  period: { from: string; to: string } | null;
  sections: ReportSection[];
  rows: ReportRow[];
  totals: ReportTotals;
  courses: TrainingTable[];
  glossary: { term: string; meaning: string }[];
};

export function executionReport({ content, rows, asOf }: Execution): ExecutionReport {
  const sectionIndex = new Map(content.sections.map(({ id }, index) => [id, index]));
  const reported = rows.map((row) =>
    reportRow(row, row.measure.sectionId === null ? null : (sectionIndex.get(row.measure.sectionId) ?? null)),
  );
  return {
    planId: content.plan.id,
    planTitle: content.title,
    organisation: content.plan.organisation.name,
    asOf,
    period: content.period,
    sections: content.sections.map(({ number, title }, index) => ({
      number,
      title,
      totals: sumOf(reported.filter(({ section }) => section === index).map(({ totals }) => totals)),
    })),
    rows: reported,
    totals: sumOf(reported.map(({ totals }) => totals)),
    courses: content.tables.map(withSums),
    glossary: content.glossary,
  };
}

function reportRow({ measure, marks, documents, below, adoptedBy }: ExecutionRow, section: number | null): ReportRow {
  const classed = marks.flatMap((mark): ReportMark[] => {
    const found = CLASS_OF[mark.standing];
    return found === null ? [] : [{ ...mark, class: found }];
  });
  return {
    measureId: measure.id,
    section,
    number: measure.number,
    text: measure.text,
    deadline: measure.deadline.text,
    responsible: measure.parties.map(({ text }) => text),
    marks: classed,
    documents,
    importedMark: measure.execution,
    totals: totalsOfMarks(classed),
    below: fromStandings(below),
    adoptedBy,
  };
}

export function emptyTotals(): ReportTotals {
  return { onTime: 0, late: 0, withoutDocument: 0, inReview: 0, notDone: 0, notDue: 0, total: 0 };
}

export function totalsOfMarks(marks: readonly { class: ReportClass }[]): ReportTotals {
  const totals = emptyTotals();
  for (const mark of marks) {
    totals[mark.class] += 1;
    totals.total += 1;
  }
  return totals;
}

export function sumOf(all: readonly ReportTotals[]): ReportTotals {
  const sum = emptyTotals();
  for (const totals of all) for (const key of [...REPORT_CLASSES, 'total'] as const) sum[key] += totals[key];
  return sum;
}

/** Counts by standing as counts by class. */
export function fromStandings(standings: Readonly<Record<Standing, number>>): ReportTotals {
  const totals = emptyTotals();
  for (const [standing, reportClass] of Object.entries(CLASS_OF) as [Standing, ReportClass | null][]) {
    if (reportClass === null) continue;
    totals[reportClass] += standings[standing];
    totals.total += standings[standing];
  }
  return totals;
}

/** Done, whatever the proof. */
export function doneOf(totals: ReportTotals): number {
  return totals.onTime + totals.late + totals.withoutDocument;
}

/** Done and proved by a document: progress that is real. */
export function provedOf(totals: ReportTotals): number {
  return totals.onTime + totals.late;
}

/** What should have been done by the day: all but what is not due yet. */
export function dueOf(totals: ReportTotals): number {
  return totals.total - totals.notDue;
}

export function isReportClass(value: string | null): value is ReportClass {
  return REPORT_CLASSES.some((known) => known === value);
}

/** ИТОГО as the rows add up: a report states what it shows. */
function withSums(table: TrainingTable): TrainingTable {
  const sum = (of: 'teachers' | 'managers'): number => table.rows.reduce((total, row) => total + (row[of] ?? 0), 0);
  return { ...table, totals: { teachers: sum('teachers'), managers: sum('managers') } };
}
