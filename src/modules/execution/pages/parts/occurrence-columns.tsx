/** Columns that lists of occurrences share. */
import { type Column, Link, Status } from '#web/ui/index.ts';
import type { OccurrenceRow } from '../../queries/occurrences.ts';
import { measureName, remaining, shortened, windowName } from '../../words.ts';
import { StandingStatus } from './standing.tsx';

export const measureColumn: Column<OccurrenceRow> = {
  key: 'measure',
  header: 'Мероприятие',
  width: 'wide',
  cell: (row) => <Link to={`/occurrences/${row.id}`}>{measureName(row.measure)}</Link>,
};

export const organisationColumn: Column<OccurrenceRow> = {
  key: 'organisation',
  header: 'Организация',
  width: 'medium',
  sortKey: 'organisation',
  cell: ({ organisation: { id, shortName, within }, plan }) => (
    <div>
      <Link to={`/organisations/${id}/execution`}>{shortName}</Link>
      {plan.level === 'school' && within !== null ? <div>{within}</div> : null}
    </div>
  ),
};

export const planColumn: Column<OccurrenceRow> = {
  key: 'plan',
  header: 'План',
  width: 'medium',
  cell: (row) => <Link to={`/plans/${row.plan.id}`}>{shortened(row.plan.title, 70)}</Link>,
};

export const windowColumn: Column<OccurrenceRow> = { key: 'window', header: 'Срок', sortKey: 'due', cell: windowName };

export function standingColumn(today: string): Column<OccurrenceRow> {
  return {
    key: 'standing',
    header: 'Состояние',
    // One root, because a card lays the parts of a cell side by side.
    cell: (row) => (
      <div>
        {row.standing === 'overdue' ? (
          <Status tone="overdue">{remaining(row.dueOn, today)}</Status>
        ) : (
          <StandingStatus standing={row.standing} />
        )}
        {row.standing === 'dueSoon' ? <div>{remaining(row.dueOn, today)}</div> : null}
      </div>
    ),
  };
}
