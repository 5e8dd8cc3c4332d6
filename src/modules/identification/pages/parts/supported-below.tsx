/** Schools under a municipality or a district that are in a list of support today. */
import { formatDate } from '#kernel/format.ts';
import { EmptyState, Link, Status, Table } from '#web/ui/index.ts';
import type { SupportedSchool } from '../../queries/lists.ts';
import { schoolsWords } from './words.ts';

export function SupportedBelow({ rows, on }: { rows: SupportedSchool[]; on: string | null }) {
  return (
    <Table
      caption={`${schoolsWords(rows.length)} в списках поддержки и под наблюдением${on === null ? '' : ` на ${formatDate(on)}`}`}
      rows={rows}
      rowKey={({ organisationId, listId }) => `${organisationId} ${listId}`}
      columns={[
        {
          key: 'name',
          header: 'Школа',
          width: 'wide',
          cell: ({ organisationId, name }) => <Link to={`/organisations/${organisationId}/support`}>{name}</Link>,
        },
        { key: 'within', header: 'Муниципалитет', cell: ({ within }) => within },
        {
          key: 'standing',
          header: 'Положение',
          cell: ({ standing }) =>
            standing === 'supported' ? (
              <Status tone="review">в списке</Status>
            ) : (
              <Status tone="done">под наблюдением</Status>
            ),
        },
        { key: 'list', header: 'Список', width: 'wide', cell: ({ listTitle }) => listTitle },
        { key: 'entered', header: 'Вошла', cell: ({ enteredOn }) => formatDate(enteredOn) },
        { key: 'left', header: 'Вышла', cell: ({ leftOn }) => (leftOn === null ? '—' : formatDate(leftOn)) },
      ]}
      empty={
        <EmptyState title="Школ в списках поддержки нет">
          Школа входит в список в день приказа, которым он утверждён.
        </EmptyState>
      }
    />
  );
}
