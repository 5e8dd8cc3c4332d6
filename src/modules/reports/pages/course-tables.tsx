import { formatPeriod } from '#kernel/format.ts';
import type { TrainingCourse, TrainingTable } from '#modules/plan-reading/contract.ts';
import { Section, Table } from '#web/ui/index.ts';

type Row = Partial<TrainingCourse> & { programme: string };

/** Training courses with ИТОГО, as the report prints them. */
export function CourseTables({ tables }: { tables: TrainingTable[] }) {
  return tables.map((table, index) => {
    const title = table.title ?? 'Курсы повышения квалификации';
    const rows: Row[] = [...table.rows, { programme: 'ИТОГО', ...table.totals }];
    return (
      <Section key={`${title} ${index}`} title={title}>
        <Table
          caption={title}
          hideCaption
          rows={rows}
          rowKey={(course) => rows.indexOf(course)}
          columns={[
            { key: 'programme', header: 'Программа', width: 'wide', cell: (course) => course.programme },
            { key: 'hours', header: 'Часов', numeric: true, cell: (course) => course.hours },
            { key: 'dates', header: 'Сроки', cell: dates },
            { key: 'provider', header: 'Организация', cell: (course) => course.provider },
            { key: 'teachers', header: 'Педагогов', numeric: true, cell: (course) => course.teachers },
            { key: 'managers', header: 'Руководителей', numeric: true, cell: (course) => course.managers },
            { key: 'schools', header: 'Школы', width: 'medium', cell: (course) => course.schools?.join(', ') },
          ]}
        />
      </Section>
    );
  });
}

function dates({ from, to }: Row): string {
  return from && to ? formatPeriod({ from, to }) : '';
}
