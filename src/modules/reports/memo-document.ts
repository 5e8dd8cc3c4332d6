/** «Аналитическая справка»: what a head of department takes into a meeting, written from the summary. */
import { daysBetween, type IsoDate } from '#kernel/dates.ts';
import { formatDate, formatDateShort, formatNumber, formatPercent } from '#kernel/format.ts';
import { count } from '#kernel/plural.ts';
import { cell, type OfficialBlock, type OfficialDocument, type OfficialTable } from '#documents/write/model.ts';
import { doneOf, dueOf, provedOf, type ReportTotals } from './domain.ts';
import type { Summary, WindowRow } from './queries.ts';
import { numbered } from './wording.ts';

export type Memo = {
  asOf: IsoDate;
  organisation: string;
  /** «План …» when the memo is about one plan and what was adopted from it. */
  plan: string | null;
  summary: Summary;
  overdue: { rows: WindowRow[]; total: number };
  withoutDocument: { rows: WindowRow[]; total: number };
};

export function memoDocument(memo: Memo): OfficialDocument {
  const { summary, overdue, withoutDocument, asOf, organisation } = memo;
  return {
    orientation: 'portrait',
    stamp: [],
    title: ['АНАЛИТИЧЕСКАЯ СПРАВКА', subject(memo.plan)],
    blocks: [
      { kind: 'paragraph', style: 'note', text: `${organisation}, по состоянию на ${formatDate(asOf)}` },
      ...conclusions(summary.totals).map(paragraph),
      heading('Исполнение по организациям'),
      organisationsTable(summary),
      ...section('Не исполнено в срок', overdue, overdueTable(overdue.rows, asOf)),
      ...section('Исполнено без документа', withoutDocument, withoutDocumentTable(withoutDocument.rows)),
      ...proposals(summary.totals),
    ],
    signature: { post: 'Исполнитель', name: '(И. О. Фамилия)' },
    tab: 'Справка',
  };
}

function subject(plan: string | null): string {
  return plan === null ? 'об исполнении планов поддержки школ' : `об исполнении документа «${plan}»`;
}

/** What the numbers say, in sentences; also shown at the top of the page. */
export function conclusions(totals: ReportTotals): string[] {
  const due = dueOf(totals);
  if (due === 0)
    return [`Сроки исполнения ещё не наступили; впереди ${count(totals.notDue, 'срок', 'срока', 'сроков')}.`];
  const sentences = [
    `Наступили ${count(due, 'срок', 'срока', 'сроков')} исполнения, исполнено ${formatNumber(doneOf(totals))} (${formatPercent(doneOf(totals) / due)}), ` +
      `из них подтверждено документами ${formatNumber(provedOf(totals))} (${formatPercent(provedOf(totals) / due)}).`,
  ];
  if (totals.late > 0) sentences.push(`С опозданием исполнено ${formatNumber(totals.late)}.`);
  if (totals.withoutDocument > 0)
    sentences.push(
      `Без подтверждающего документа отмечено ${formatNumber(totals.withoutDocument)}: такие отметки учтены отдельно.`,
    );
  if (totals.inReview > 0) sentences.push(`На проверке ${formatNumber(totals.inReview)}.`);
  sentences.push(totals.notDone > 0 ? `Не исполнено ${formatNumber(totals.notDone)}.` : 'Просроченных сроков нет.');
  return [sentences.join(' ')];
}

function organisationsTable({ lines, totals }: Summary): OfficialTable {
  const headers = [
    'Организация',
    'Наступило сроков',
    'Подтверждено документами',
    'Доля',
    'Без документа',
    'На проверке',
    'Не исполнено',
  ];
  const row = (name: string, of: ReportTotals) =>
    [
      name,
      dueOf(of),
      provedOf(of),
      dueOf(of) === 0 ? '–' : formatPercent(provedOf(of) / dueOf(of)),
      of.withoutDocument,
      of.inReview,
      of.notDone,
    ].map((value) => cell(value));
  return {
    kind: 'table',
    columns: headers.map((_, index) => ({ align: index === 0 ? 'left' : 'center', numeric: index > 0 })),
    header: [{ cells: headers.map((header) => cell(header)) }],
    rows: [
      ...lines.map((line) => ({ cells: row(line.organisation.name, line.totals) })),
      { role: 'total', cells: row('ИТОГО', totals) },
    ],
  };
}

function section(
  title: string,
  { rows, total }: { rows: WindowRow[]; total: number },
  table: OfficialTable,
): OfficialBlock[] {
  if (total === 0) return [];
  const rest = total - rows.length;
  return [
    heading(`${title}: ${formatNumber(total)}`, title),
    table,
    ...(rest > 0
      ? [paragraph(`Показаны первые ${rows.length}; ещё ${count(rest, 'строка', 'строки', 'строк')} – в системе.`)]
      : []),
  ];
}

function overdueTable(rows: WindowRow[], asOf: IsoDate): OfficialTable {
  return listTable(['Организация', 'Мероприятие', 'Срок', 'Просрочено, дней'], 'center', rows, (row) => [
    row.dueOn === null ? '' : formatDateShort(row.dueOn),
    row.dueOn === null ? '' : daysBetween(row.dueOn, asOf),
  ]);
}

function withoutDocumentTable(rows: WindowRow[]): OfficialTable {
  return listTable(['Организация', 'Мероприятие', 'Исполнено', 'Причина отсутствия документа'], 'left', rows, (row) => [
    row.doneOn === null ? '' : formatDateShort(row.doneOn),
    row.withoutDocumentReason ?? '',
  ]);
}

function listTable(
  headers: string[],
  last: 'left' | 'center',
  rows: WindowRow[],
  rest: (row: WindowRow) => (string | number)[],
): OfficialTable {
  return {
    kind: 'table',
    columns: [{ align: 'left' }, { align: 'left' }, { align: 'center' }, { align: last }],
    header: [{ cells: headers.map((header) => cell(header)) }],
    rows: rows.map((row) => ({
      cells: [whose(row), `${numbered(row.measure.number)} ${row.measure.text}`.trim(), ...rest(row)].map((value) =>
        cell(value),
      ),
    })),
  };
}

function whose({ organisation: { name, within } }: WindowRow): string {
  return within === null ? name : `${name}, ${within}`;
}

/** A draft to be edited: only what follows from the numbers. */
function proposals(totals: ReportTotals): OfficialBlock[] {
  const items = [
    totals.notDone > 0
      ? 'Организациям, не исполнившим мероприятия в срок, сообщить о причинах и новых сроках исполнения.'
      : null,
    totals.withoutDocument > 0
      ? 'Представить документы, подтверждающие исполнение мероприятий, отмеченных без документа.'
      : null,
    totals.inReview > 0 ? 'Кураторам завершить проверку представленных отметок.' : null,
  ].filter((item) => item !== null);
  if (items.length === 0) return [];
  return [heading('Предложения', 'Предложения'), ...items.map((item, index) => paragraph(`${index + 1}. ${item}`))];
}

function heading(text: string, tab?: string): OfficialBlock {
  return { kind: 'paragraph', style: 'heading', text, tab };
}

function paragraph(text: string): OfficialBlock {
  return { kind: 'paragraph', style: 'body', text };
}
