/** The execution report «О реализации …» in the form the offices send up, totals by section at its end. */
import { formatDate } from '#kernel/format.ts';
import { count } from '#kernel/plural.ts';
import { cell, type OfficialDocument, type OfficialRow, type OfficialTable } from '#documents/write/model.ts';
import { courseBlocks } from './course-tables.ts';
import {
  CLASS_NAMES,
  type ExecutionReport,
  REPORT_CLASSES,
  type ReportRow,
  type ReportTotals,
  sumOf,
} from './domain.ts';
import { onRealisationOf } from './genitive.ts';
import { documentLines, markLines } from './mark-wording.ts';
import { rowsBySections } from './section-rows.ts';
import { capitalised, glossaryBlocks, inList, numbered } from './wording.ts';

export function reportDocument(report: ExecutionReport): OfficialDocument {
  return {
    orientation: 'landscape',
    stamp: [],
    title: [onRealisationOf(report.planTitle)],
    blocks: [
      { kind: 'paragraph', style: 'note', text: `${report.organisation}, по состоянию на ${formatDate(report.asOf)}` },
      { kind: 'paragraph', style: 'body', text: summary(report.totals, report.rows.length) },
      measureTable(report),
      { kind: 'paragraph', style: 'heading', text: 'Итоги исполнения', tab: 'Итоги' },
      totalsTable(report),
      ...courseBlocks(report.courses),
      ...glossaryBlocks(report.glossary),
    ],
    signature: { post: 'Руководитель', name: '(И. О. Фамилия)' },
    tab: 'Отчёт',
  };
}

/** «В плане 25 мероприятий, 31 срок исполнения: исполнено в срок – 20, …»: classes without rows are not named. */
export function summary(totals: ReportTotals, measures: number): string {
  const parts = REPORT_CLASSES.filter((each) => totals[each] > 0).map(
    (each) => `${CLASS_NAMES[each]} – ${totals[each]}`,
  );
  const whole = `В плане ${count(measures, 'мероприятие', 'мероприятия', 'мероприятий')}, ${count(totals.total, 'срок', 'срока', 'сроков')} исполнения`;
  return parts.length === 0 ? `${whole}.` : `${whole}: ${parts.join(', ')}.`;
}

function measureTable(report: ExecutionReport): OfficialTable {
  const headers = ['№ п/п', 'Мероприятие', 'Отметка об исполнении', 'Документы', 'Ответственные исполнители'];
  return {
    kind: 'table',
    columns: headers.map((_, index) => ({ align: index === 0 ? 'center' : 'left' })),
    header: [{ cells: headers.map((header) => cell(header)) }],
    rows: rowsBySections({ sections: report.sections, measures: report.rows }, headers.length, reportRow),
  };
}

function reportRow(row: ReportRow): OfficialRow {
  return {
    cells: [
      cell(numbered(row.number)),
      cell(row.text),
      cell(markLines(row)),
      cell(documentLines(row.documents)),
      cell(inList(row.responsible)),
    ],
  };
}

function totalsTable({ sections, rows, totals }: ExecutionReport): OfficialTable {
  const outside = sumOf(rows.filter(({ section }) => section === null).map((row) => row.totals));
  const named = sections.map(({ number, title, totals: own }) => ({
    name: `${numbered(number)} ${title}`.trim(),
    totals: own,
  }));
  const lines =
    sections.length > 0 && outside.total > 0 ? [...named, { name: 'Вне разделов', totals: outside }] : named;
  return {
    kind: 'table',
    columns: [
      { align: 'left' },
      ...REPORT_CLASSES.map(() => ({ align: 'center', numeric: true }) as const),
      { align: 'center', numeric: true },
    ],
    header: [
      { cells: [cell('Раздел'), ...REPORT_CLASSES.map((each) => cell(capitalised(CLASS_NAMES[each]))), cell('Всего')] },
    ],
    rows: [...lines.map((line) => totalsRow(line.name, line.totals)), { role: 'total', ...totalsRow('ИТОГО', totals) }],
  };
}

function totalsRow(name: string, totals: ReportTotals): OfficialRow {
  return { cells: [cell(name), ...REPORT_CLASSES.map((each) => cell(totals[each])), cell(totals.total)] };
}
