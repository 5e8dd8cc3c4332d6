import type { ReactNode } from 'react';
import { formatDateShort } from '#kernel/format.ts';
import { type Column, Link, Table } from '#web/ui/index.ts';
import type { WindowRow } from '../queries.ts';
import { numbered } from '../wording.ts';

type WindowTableProps = {
  caption: string;
  rows: WindowRow[];
  empty: ReactNode;
  /** What this list adds to whose window it is, of which measure and until when. */
  more: Column<WindowRow>[];
};

/** Due windows of several plans; each opens its record. */
export function WindowTable({ caption, rows, empty, more }: WindowTableProps) {
  return (
    <Table
      caption={caption}
      hideCaption
      rows={rows}
      rowKey={(row) => row.occurrenceId}
      empty={empty}
      columns={[
        {
          key: 'organisation',
          header: 'Организация',
          cell: ({ organisation: { name, within } }) => (
            <div>
              {name}
              {within === null ? null : <div>{within}</div>}
            </div>
          ),
        },
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
        { key: 'label', header: 'Срок', cell: (row) => row.label },
        { key: 'due', header: 'Последний день', cell: (row) => day(row.dueOn) },
        ...more,
      ]}
    />
  );
}

export const DONE_COLUMN: Column<WindowRow> = { key: 'done', header: 'Исполнено', cell: (row) => day(row.doneOn) };

function day(date: string | null): string {
  return date === null ? '' : formatDateShort(date);
}
