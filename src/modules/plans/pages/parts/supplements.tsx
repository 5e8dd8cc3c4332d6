/** What stands after the table of measures: course tables with their totals, abbreviations, what was not understood. */
import { formatDateShort } from '#kernel/format.ts';
import type { TrainingCourse, TrainingTable } from '#modules/plan-reading/contract.ts';
import { Details, Section, SummaryList, Table } from '#web/ui/index.ts';
import type { PlanBody } from '../../domain/content.ts';

export function Supplements({ content }: { content: Pick<PlanBody, 'tables' | 'glossary' | 'other'> }) {
  return (
    <>
      {content.tables.map((table, index) => (
        <Courses key={index} table={table} />
      ))}
      {content.glossary.length === 0 ? null : (
        <Section title="Сокращения">
          <SummaryList rows={content.glossary.map(({ term, meaning }) => ({ term, value: meaning || '—' }))} />
        </Section>
      )}
      {content.other.length === 0 ? null : (
        <Details summary="Что ещё есть в документе">
          {content.other.map(({ where, text }, index) => (
            <p key={index}>
              <strong>{where}.</strong> {text}
            </p>
          ))}
        </Details>
      )}
    </>
  );
}

function Courses({ table }: { table: TrainingTable }) {
  const sum = (of: 'teachers' | 'managers') => table.rows.reduce((total, row) => total + (row[of] ?? 0), 0);
  return (
    <Section title={table.title ?? 'Курсы повышения квалификации'}>
      <Table
        caption="Курсы"
        hideCaption
        scroll
        rows={table.rows}
        rowKey={(row) => table.rows.indexOf(row)}
        columns={COURSE_COLUMNS}
        footer={
          <tr role="row">
            <td role="cell" colSpan={5}>
              Итого
            </td>
            <td role="cell">{table.totals.teachers ?? sum('teachers')}</td>
            <td role="cell">{table.totals.managers ?? sum('managers')}</td>
            <td role="cell" />
          </tr>
        }
      />
    </Section>
  );
}

const COURSE_COLUMNS = [
  { key: 'number', header: '№', cell: (row: TrainingCourse) => row.number },
  { key: 'programme', header: 'Программа', width: 'wide' as const, cell: (row: TrainingCourse) => row.programme },
  { key: 'hours', header: 'Часов', numeric: true, cell: (row: TrainingCourse) => row.hours },
  {
    key: 'dates',
    header: 'Даты',
    cell: (row: TrainingCourse) =>
      [row.from, row.to]
        .filter((date) => date !== null)
        .map(formatDateShort)
        .join(' – '),
  },
  { key: 'provider', header: 'Кто проводит', cell: (row: TrainingCourse) => row.provider },
  { key: 'teachers', header: 'Учителей', numeric: true, cell: (row: TrainingCourse) => row.teachers },
  { key: 'managers', header: 'Руководителей', numeric: true, cell: (row: TrainingCourse) => row.managers },
  { key: 'schools', header: 'Школы', cell: (row: TrainingCourse) => row.schools.join(', ') },
];
