/** Tokens as a table: to their owner, and with the owner's name to an administrator. */
import { RIGHT_NAMES } from '#kernel/api-rights.ts';
import { formatDate } from '#kernel/format.ts';
import { USE_NAMES } from '#kernel/permitted-use.ts';
import { type Column, EmptyState, PostButton, Status, Table, VisuallyHidden } from '#web/ui/index.ts';
import { STATE_WORDS } from '../../words.ts';
import type { ShownToken } from './shown-token.ts';

export function TokenTable({ tokens, withOwner = false }: { tokens: ShownToken[]; withOwner?: boolean }) {
  return (
    <Table
      caption="Токены API"
      hideCaption
      columns={withOwner ? [OWNER, ...COLUMNS] : COLUMNS}
      rows={tokens}
      rowKey={({ id }) => id}
      empty={<EmptyState title="Токенов нет">Токен нужен, чтобы данные Опоры читала другая программа.</EmptyState>}
    />
  );
}

const OWNER: Column<ShownToken> = { key: 'owner', header: 'Чей', cell: ({ owner }) => owner.name };

const COLUMNS: Column<ShownToken>[] = [
  {
    key: 'name',
    header: 'Токен',
    width: 'wide',
    cell: ({ id, name, purpose }) => (
      <div>
        № {id}. {name}
        <div>{purpose}</div>
      </div>
    ),
  },
  {
    key: 'place',
    header: 'Роль и организация',
    width: 'wide',
    cell: ({ roleName, organisation }) => (
      <div>
        {roleName}
        <div>{organisation.shortName}</div>
      </div>
    ),
  },
  {
    key: 'rights',
    header: 'Права и цели',
    width: 'wide',
    cell: ({ rights, uses }) => (
      <div>
        {rights.map((right) => RIGHT_NAMES[right]).join('; ')}
        {uses.length > 0 ? <div>Цели: {uses.map((use) => USE_NAMES[use]).join('; ')}</div> : null}
      </div>
    ),
  },
  {
    key: 'state',
    header: 'Состояние',
    cell: ({ state, validUntil }) => (
      <div>
        <Status tone={state === 'valid' ? 'done' : 'neutral'}>{STATE_WORDS[state]}</Status>
        <div>до {formatDate(validUntil)}</div>
      </div>
    ),
  },
  { key: 'used', header: 'Последнее обращение', cell: ({ lastUsedAt }) => lastUsedAt ?? 'не было' },
  {
    key: 'revoke',
    header: 'Действие',
    cell: ({ id, name, state }) =>
      state === 'revoked' || state === 'expired' ? null : (
        <PostButton fields={{ intent: 'revoke', token: id }} variant="link">
          Отозвать
          <VisuallyHidden>
            {' '}
            токен {id} {name}
          </VisuallyHidden>
        </PostButton>
      ),
  },
];
