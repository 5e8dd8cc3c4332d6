import type { ReactNode } from 'react';
import { Link } from 'react-router';
import { formatDateShort } from '#kernel/format.ts';
import { type Column, Table } from '#web/ui/index.ts';
import type { WindowRow } from '../queries.ts';
import { numbered } from '../wording.ts';

type WindowTableProps = {
  caption: string;
  rows: WindowRow[];
  empty: ReactNode;
  last: Omit<Column<WindowRow>, 'key'>;
};

/** Due windows of several plans: whose, of which measure, when; each opens its record. */
export function WindowTable({ caption, rows, empty, last }: WindowTableProps) {
  return (
    <Table
      caption={caption}
      hideCaption
      rows={rows}
      rowKey={(row) => row.occurrenceId}
      empty={empty}
      columns={[
        { key: 'organisation', header: 'Организация', cell: (row) => row.organisation.name },
        {
          key: 'measure',
          header: 'Мероприятие',
          width: 'wide',
          cell: (row) => (
            <Link to={`/occurrences/${row.occurrenceId}`}>
              {`${numbered(row.measure.number)} ${row.measure.text}`.trim()}
            </Link>
          ),
        },
        {
          key: 'plan',
          header: 'План',
          width: 'medium',
          cell: (row) => <Link to={`/plans/${row.plan.id}`}>{row.plan.title}</Link>,
        },
        { key: 'label', header: 'Срок', cell: (row) => row.label },
        { key: 'due', header: 'Последний день', cell: (row) => (row.dueOn === null ? '' : formatDateShort(row.dueOn)) },
        { key: 'done', header: 'Исполнено', cell: (row) => (row.doneOn === null ? '' : formatDateShort(row.doneOn)) },
        { ...last, key: 'last' },
      ]}
    />
  );
}
