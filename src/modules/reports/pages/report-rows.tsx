/** The due windows behind one number of an execution report: as many as the number says. */
import { formatDate, formatDateShort } from '#kernel/format.ts';
import { count } from '#kernel/plural.ts';
import { executionRows } from '#modules/execution/index.ts';
import type { LoaderArgs, MetaArgs, PageProps } from '#web/page-types.ts';
import { ctxOf } from '#web/request.ts';
import { ButtonLink, EmptyState, type FilterTag, FilterTags, Link, Page, Status, Table } from '#web/ui/index.ts';
import { dayAsked, numberAsked, reportHref, type ReportRowsChoice, reportRowsHref } from '../addresses.ts';
import { CLASS_NAMES, type ExecutionReport, executionReport, isReportClass } from '../domain.ts';
import { capitalised, numbered } from '../wording.ts';
import { CLASS_TONES } from './class-words.ts';
import { DocumentList } from './marks.tsx';

export async function loader({ params, request, context }: LoaderArgs) {
  const { scope, db, clock } = ctxOf(context);
  const url = new URL(request.url);
  const asOf = dayAsked(url, clock.today());
  const report = executionReport(await executionRows(scope, db, { planId: Number(params.planId), asOf }));
  const choice = choiceIn(url);
  return {
    planId: report.planId,
    planTitle: report.planTitle,
    asOf,
    choice,
    tags: tagsOf(report, choice),
    rows: rowsOf(report, choice),
  };
}

function choiceIn(url: URL): ReportRowsChoice {
  const reportClass = url.searchParams.get('class');
  const section = url.searchParams.get('section') === 'none' ? 'none' : numberAsked(url, 'section');
  return {
    class: isReportClass(reportClass) ? reportClass : undefined,
    section: section ?? undefined,
    measure: numberAsked(url, 'measure') ?? undefined,
  };
}

function rowsOf(report: ExecutionReport, choice: ReportRowsChoice) {
  const section = choice.section === 'none' ? null : choice.section;
  return report.rows
    .filter(
      (row) =>
        (section === undefined || row.section === section) &&
        (choice.measure === undefined || row.measureId === choice.measure),
    )
    .flatMap((row) => row.marks.map((mark) => ({ number: row.number, text: row.text, mark })))
    .filter(({ mark }) => choice.class === undefined || mark.class === choice.class);
}

function tagsOf({ planId, asOf, sections, rows }: ExecutionReport, choice: ReportRowsChoice): FilterTag[] {
  const without = (key: keyof ReportRowsChoice) => reportRowsHref(planId, asOf, { ...choice, [key]: undefined });
  const section =
    choice.section === 'none'
      ? 'вне разделов'
      : choice.section === undefined
        ? undefined
        : sections[choice.section]?.title;
  const measure = rows.find(({ measureId }) => measureId === choice.measure);
  return [
    ...(choice.class ? [{ label: CLASS_NAMES[choice.class], removeHref: without('class') }] : []),
    ...(section === undefined ? [] : [{ label: `раздел: ${section}`, removeHref: without('section') }]),
    ...(measure ? [{ label: `мероприятие ${numbered(measure.number)}`.trim(), removeHref: without('measure') }] : []),
  ];
}

export const handle = {
  crumbs: ({ planId, planTitle, asOf }: PageProps<typeof loader>['loaderData']) => [
    { label: 'Планы', to: '/plans' },
    { label: planTitle, to: `/plans/${planId}` },
    { label: 'Отчёт об исполнении', to: reportHref(planId, asOf) },
  ],
};

export const meta = ({ loaderData: data }: MetaArgs<typeof loader>) => [
  { title: `${data ? `${titleOf(data.choice)}: ${data.planTitle}` : 'Строки отчёта'} — Опора` },
];

function titleOf({ class: reportClass }: ReportRowsChoice): string {
  return reportClass ? capitalised(CLASS_NAMES[reportClass]) : 'Все сроки исполнения';
}

export default function ReportRows({ loaderData: { planId, asOf, choice, tags, rows } }: PageProps<typeof loader>) {
  const title = titleOf(choice);
  return (
    <Page
      title={title}
      caption={`По состоянию на ${formatDate(asOf)}`}
      lead={count(rows.length, 'срок', 'срока', 'сроков')}
      actions={<ButtonLink to={reportHref(planId, asOf)}>Вернуться к отчёту</ButtonLink>}
    >
      <FilterTags tags={tags} />
      <Table
        caption={title}
        hideCaption
        rows={rows}
        rowKey={({ mark }) => mark.occurrenceId}
        empty={
          <EmptyState
            title="Таких сроков на эту дату нет."
            action={<ButtonLink to={reportHref(planId, asOf)}>Вернуться к отчёту</ButtonLink>}
          />
        }
        columns={[
          { key: 'number', header: '№ п/п', width: 'narrow', cell: ({ number }) => numbered(number) },
          {
            key: 'text',
            header: 'Мероприятие',
            width: 'wide',
            cell: ({ text, mark }) => <Link to={`/occurrences/${mark.occurrenceId}`}>{text}</Link>,
          },
          { key: 'label', header: 'Срок', cell: ({ mark }) => mark.label },
          { key: 'due', header: 'Последний день', cell: ({ mark }) => day(mark.dueOn) },
          { key: 'done', header: 'Исполнено', cell: ({ mark }) => day(mark.doneOn) },
          {
            key: 'class',
            header: 'Состояние',
            cell: ({ mark }) => <Status tone={CLASS_TONES[mark.class]}>{CLASS_NAMES[mark.class]}</Status>,
          },
          {
            key: 'mark',
            header: 'Отметка',
            width: 'wide',
            cell: ({ mark }) => mark.text ?? mark.withoutDocumentReason ?? '',
          },
          { key: 'documents', header: 'Документы', cell: ({ mark }) => <DocumentList documents={mark.documents} /> },
        ]}
      />
    </Page>
  );
}

function day(date: string | null): string {
  return date === null ? '' : formatDateShort(date);
}
