/** Observers at the works of schools. */
import { formatDate } from '#kernel/format.ts';
import { type Column, Link, Status, Table } from '#web/ui/index.ts';
import type { ObserverRow } from '../../queries/observers.ts';

const NAMES = { assigned: 'Назначен', done: 'Проведено', cancelled: 'Отменено' } as const;
const TONES = { assigned: 'due', done: 'done', cancelled: 'neutral' } as const;

export function ObserverList({
  rows,
  withSchool,
  last,
}: {
  rows: ObserverRow[];
  withSchool?: boolean;
  last?: Column<ObserverRow>;
}) {
  const columns: Column<ObserverRow>[] = [
    { key: 'on', header: 'День', cell: (row) => formatDate(row.on) },
    ...(withSchool
      ? [
          {
            key: 'school',
            header: 'Школа',
            cell: (row: ObserverRow) => (
              <div>
                <Link to={`/organisations/${row.schoolId}`}>{row.school}</Link>
                <div>{row.municipality}</div>
              </div>
            ),
          },
        ]
      : []),
    { key: 'work', header: 'Работа', cell: (row) => row.work },
    { key: 'observer', header: 'Кто наблюдает', cell: (row) => row.observer },
    {
      key: 'state',
      header: 'Состояние',
      cell: (row) => (
        <div>
          <Status tone={TONES[row.state]}>{NAMES[row.state]}</Status>
          {row.report ? <div>{row.report}</div> : null}
        </div>
      ),
    },
    ...(last ? [last] : []),
  ];
  return (
    <Table
      caption="Независимые наблюдатели"
      hideCaption
      columns={columns}
      rows={rows}
      rowKey={(row) => row.id}
      empty={<p>Наблюдатели не назначены.</p>}
    />
  );
}
