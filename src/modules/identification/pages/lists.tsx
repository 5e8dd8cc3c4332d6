/** The lists of schools for support: own ones through their life, and those of others laid beside them. */
import type { LoaderArgs, PageProps } from '#web/page-types.ts';
import { ctxOf } from '#web/request.ts';
import { ButtonLink, type Column, EmptyState, Link, Page, Status, Table } from '#web/ui/index.ts';
import { count } from '#kernel/plural.ts';
import { mayKeepLists } from '../policy.ts';
import { type ListHead, listsOf } from '../queries/lists.ts';
import { regionOf } from './parts/address.ts';
import { IdentificationTabs } from './parts/frame.tsx';
import { LIST_STATE_WORDS, ORIGIN_WORDS } from './parts/words.ts';

export async function loader({ context }: LoaderArgs) {
  const ctx = ctxOf(context);
  const region = await regionOf(ctx);
  return { lists: await listsOf(ctx.scope, ctx.db, region.id), keeps: mayKeepLists(ctx.actor, region) };
}

export const meta = () => [{ title: 'Списки школ для поддержки — Опора' }];

export default function Lists({ loaderData: { lists, keeps } }: PageProps<typeof loader>) {
  return (
    <Page
      title="Списки школ для поддержки"
      lead={`${count(lists.length, 'список', 'списка', 'списков')}: кому помочь, почему и чем это подтверждено.`}
      actions={
        keeps ? (
          <>
            <ButtonLink to="/identification/runs" variant="primary">
              Составить список
            </ButtonLink>
            <ButtonLink to="/identification/lists/import">Загрузить чужой список</ButtonLink>
            {lists.length > 1 ? <ButtonLink to="/identification/beside">Положить рядом</ButtonLink> : null}
          </>
        ) : undefined
      }
    >
      <IdentificationTabs />
      <Table
        caption="Списки"
        hideCaption
        columns={COLUMNS}
        rows={lists}
        rowKey={({ id }) => id}
        empty={
          <EmptyState
            title="Списков ещё нет"
            action={keeps ? <ButtonLink to="/identification/runs/new">Сделать расчёт</ButtonLink> : undefined}
          >
            {keeps
              ? 'Сделайте расчёт по методике и составьте из него проект списка.'
              : 'Список появится здесь, когда регион пришлёт его на согласование.'}
          </EmptyState>
        }
      />
    </Page>
  );
}

type Row = PageProps<typeof loader>['loaderData']['lists'][number];

const COLUMNS: Column<Row>[] = [
  {
    key: 'title',
    header: 'Список',
    width: 'wide',
    cell: ({ id, title }) => <Link to={`/identification/lists/${id}`}>{title}</Link>,
  },
  { key: 'year', header: 'Год', cell: ({ year }) => year },
  {
    key: 'origin',
    header: 'Чей',
    cell: ({ origin, source }) => [ORIGIN_WORDS[origin], source].filter(Boolean).join(': '),
  },
  { key: 'state', header: 'Состояние', cell: (list) => <ListStatus {...list} /> },
  { key: 'schools', header: 'Школ', numeric: true, cell: ({ schools }) => schools },
];

function ListStatus({ state, origin }: Pick<ListHead, 'state' | 'origin'>) {
  if (origin !== 'own') return <Status tone="neutral">загружен</Status>;
  return <Status tone={LIST_STATE_WORDS[state].tone}>{LIST_STATE_WORDS[state].text}</Status>;
}
