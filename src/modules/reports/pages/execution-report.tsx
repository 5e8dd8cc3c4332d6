/** «О реализации …» on a page: the report as of a day, every number a link to its rows. */
import { formatDate, formatNumber } from '#kernel/format.ts';
import { executionRows } from '#modules/execution/index.ts';
import type { LoaderArgs, MetaArgs, PageProps } from '#web/page-types.ts';
import { ctxOf } from '#web/request.ts';
import {
  Actions,
  ButtonLink,
  DateInput,
  Field,
  Filters,
  NumberLink,
  Page,
  Section,
  Stat,
  Stats,
  Table,
} from '#web/ui/index.ts';
import { dayAsked, reportHref, reportRowsHref } from '../addresses.ts';
import {
  CLASS_NAMES,
  type ExecutionReport,
  executionReport,
  REPORT_CLASSES,
  type ReportRow,
  type ReportTotals,
  sumOf,
} from '../domain.ts';
import { onRealisationOf } from '../genitive.ts';
import { summary } from '../report-document.ts';
import { capitalised, inList, numbered } from '../wording.ts';
import { aboutClass, CLASS_TONES } from './class-words.ts';
import { CourseTables } from './course-tables.tsx';
import { DocumentList, MarkList } from './marks.tsx';

export async function loader({ params, request, context }: LoaderArgs) {
  const { scope, db, clock } = ctxOf(context);
  const asOf = dayAsked(new URL(request.url), clock.today());
  const report = executionReport(await executionRows(scope, db, { planId: Number(params.planId), asOf }));
  return { report, title: onRealisationOf(report.planTitle), summary: summary(report.totals, report.rows.length) };
}

export const handle = {
  crumbs: ({ report }: PageProps<typeof loader>['loaderData']) => [
    { label: 'Планы', to: '/plans' },
    { label: report.planTitle, to: `/plans/${report.planId}` },
  ],
};

export const meta = ({ loaderData: data }: MetaArgs<typeof loader>) => [
  { title: `${data?.title ?? 'Отчёт об исполнении'} — Опора` },
];

export default function ExecutionReportPage({
  loaderData: { report, title, summary: words },
}: PageProps<typeof loader>) {
  const href = (format: 'docx' | 'pdf' | 'xlsx') => reportHref(report.planId, report.asOf, format);
  return (
    <Page
      caption={`${report.organisation}, по состоянию на ${formatDate(report.asOf)}`}
      title={title}
      lead={words}
      actions={
        <Actions>
          <ButtonLink to={href('docx')} variant="primary" download>
            Скачать DOCX
          </ButtonLink>
          <ButtonLink to={href('pdf')} download>
            PDF
          </ButtonLink>
          <ButtonLink to={href('xlsx')} download>
            XLSX
          </ButtonLink>
        </Actions>
      }
    >
      <Filters resetHref={`/plans/${report.planId}/report`}>
        <Field label="По состоянию на" name="on">
          <DateInput defaultValue={report.asOf} key={report.asOf} />
        </Field>
      </Filters>
      <Figures report={report} />
      {groupsOf(report).map((group) => (
        <Section key={group.key} title={group.title}>
          <MeasureTable report={report} rows={group.rows} caption={group.title} />
        </Section>
      ))}
      <TotalsBySection report={report} />
      <CourseTables tables={report.courses} />
      {report.glossary.length > 0 ? (
        <Section title="Список сокращений">
          <dl>
            {report.glossary.map(({ term, meaning }) => (
              <div key={term}>
                <dt>{term}</dt>
                <dd>{meaning}</dd>
              </div>
            ))}
          </dl>
        </Section>
      ) : null}
    </Page>
  );
}

function Figures({ report: { planId, asOf, totals } }: { report: ExecutionReport }) {
  return (
    <Stats>
      <Stat label="Всего сроков исполнения" value={formatNumber(totals.total)} to={reportRowsHref(planId, asOf, {})} />
      {REPORT_CLASSES.map((each) => (
        <Stat
          key={each}
          label={capitalised(CLASS_NAMES[each])}
          value={formatNumber(totals[each])}
          tone={totals[each] > 0 ? CLASS_TONES[each] : undefined}
          to={totals[each] > 0 ? reportRowsHref(planId, asOf, { class: each }) : undefined}
        />
      ))}
    </Stats>
  );
}

type Group = { key: string; title: string; rows: ReportRow[] };

/** Measures stay under their sections; those without one stand first, as in the plan. */
function groupsOf({ sections, rows }: ExecutionReport): Group[] {
  const outside = rows.filter(({ section }) => section === null);
  return [
    ...(outside.length > 0
      ? [{ key: 'none', title: sections.length > 0 ? 'Вне разделов' : 'Мероприятия', rows: outside }]
      : []),
    ...sections
      .map(({ number, title }, index) => ({
        key: String(index),
        title: `${numbered(number)} ${title}`.trim(),
        rows: rows.filter(({ section }) => section === index),
      }))
      .filter((group) => group.rows.length > 0),
  ];
}

function MeasureTable({ report, rows, caption }: { report: ExecutionReport; rows: ReportRow[]; caption: string }) {
  const { planId, asOf } = report;
  return (
    <Table
      caption={caption}
      hideCaption
      rows={rows}
      rowKey={(row) => row.measureId}
      columns={[
        { key: 'number', header: '№ п/п', width: 'narrow', cell: (row) => numbered(row.number) },
        { key: 'text', header: 'Мероприятие', width: 'wide', cell: (row) => row.text },
        {
          key: 'mark',
          header: 'Отметка об исполнении',
          width: 'wide',
          cell: (row) => <MarkList row={row} report={report} />,
        },
        {
          key: 'documents',
          header: 'Документы',
          width: 'medium',
          cell: (row) => <DocumentList documents={row.documents} />,
        },
        {
          key: 'responsible',
          header: 'Ответственные',
          width: 'medium',
          cell: (row) => <Lines texts={inList(row.responsible)} />,
        },
        {
          key: 'windows',
          header: 'Сроков',
          numeric: true,
          cell: (row) => (
            <NumberLink
              value={row.totals.total}
              to={reportRowsHref(planId, asOf, { measure: row.measureId })}
              about={`Сроки мероприятия ${row.number ?? ''}`}
            />
          ),
        },
      ]}
    />
  );
}

function Lines({ texts }: { texts: string[] }) {
  return texts.map((text) => <div key={text}>{text}</div>);
}

type TotalsLine = { key: string; name: string; section: number | 'none' | undefined; totals: ReportTotals };

function TotalsBySection({ report }: { report: ExecutionReport }) {
  const { planId, asOf, sections, rows, totals } = report;
  const outside = sumOf(rows.filter(({ section }) => section === null).map((row) => row.totals));
  const lines: TotalsLine[] = [
    ...(outside.total > 0 && sections.length > 0
      ? [{ key: 'none', name: 'Вне разделов', section: 'none' as const, totals: outside }]
      : []),
    ...sections.map(({ number, title, totals: own }, index) => ({
      key: String(index),
      name: `${numbered(number)} ${title}`.trim(),
      section: index,
      totals: own,
    })),
    { key: 'all', name: 'Итого', section: undefined, totals },
  ];
  return (
    <Section title="Итоги исполнения" id="totals">
      <Table
        caption="Сроки исполнения по разделам"
        hideCaption
        rows={lines}
        rowKey={(line) => line.key}
        columns={[
          { key: 'name', header: 'Раздел', width: 'wide', cell: (line) => line.name },
          ...([...REPORT_CLASSES, undefined] as const).map((each) => ({
            key: each ?? 'total',
            header: each ? capitalised(CLASS_NAMES[each]) : 'Всего',
            numeric: true,
            cell: (line: TotalsLine) => (
              <NumberLink
                value={line.totals[each ?? 'total']}
                to={reportRowsHref(planId, asOf, { class: each, section: line.section })}
                about={aboutClass(each, line.name)}
              />
            ),
          })),
        ]}
      />
    </Section>
  );
}
