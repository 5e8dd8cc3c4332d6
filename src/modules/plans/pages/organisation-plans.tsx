/** The plans of one organisation. */
import { count } from '#kernel/plural.ts';
import type { LoaderArgs, MetaArgs, PageProps } from '#web/page-types.ts';
import { OrganisationTabs } from '#web/organisation-tabs.tsx';
import { ctxOf } from '#web/request.ts';
import { ButtonLink, EmptyState, Link, Page, Pagination, Status, Table } from '#web/ui/index.ts';
import { mayWriteFor } from '../policy.ts';
import { type PlanRow, plansMatching } from '../queries/list.ts';
import { placeOf } from '../queries/organisations.ts';
import { href, idOf, whole } from './parts/address.ts';
import { periodWords, stateWords } from './parts/words.ts';

const PAGE_SIZE = 50;

export async function loader({ params, request, context }: LoaderArgs) {
  const { scope, db, actor } = ctxOf(context);
  const organisation = await placeOf(scope, db, idOf(params, 'organisationId'));
  const page = whole(new URL(request.url).searchParams.get('page'), 1);
  const { rows, total } = await plansMatching(
    scope,
    db,
    { organisationId: organisation.id },
    { sort: 'period', direction: 'desc', limit: PAGE_SIZE, offset: (page - 1) * PAGE_SIZE },
  );
  return { organisation, rows, total, page, can: { create: mayWriteFor(actor, organisation) } };
}

export const handle = {
  crumbs: ({ organisation }: { organisation: { id: number; shortName: string } }) => [
    { label: 'Школы и организации', to: '/organisations' },
    { label: organisation.shortName, to: `/organisations/${organisation.id}` },
  ],
};
export const meta = ({ loaderData }: MetaArgs<typeof loader>) => [
  { title: `Планы: ${loaderData?.organisation.shortName ?? ''} — Опора` },
];

export default function OrganisationPlans({
  loaderData: { organisation, rows, total, page, can },
}: PageProps<typeof loader>) {
  return (
    <Page
      title={organisation.shortName}
      lead={total === 0 ? undefined : count(total, 'план', 'плана', 'планов')}
      actions={
        can.create ? (
          <>
            <ButtonLink variant="primary" to="/plans/import">
              Загрузить план из документа
            </ButtonLink>
            <ButtonLink to={href('/plans/incoming', { organisation: organisation.id })}>Что пришло сверху</ButtonLink>
          </>
        ) : undefined
      }
    >
      <OrganisationTabs {...organisation} />
      <Table
        caption={`Планы: ${organisation.shortName}`}
        hideCaption
        rows={rows}
        rowKey={(row) => row.id}
        columns={COLUMNS}
        empty={
          <EmptyState title="Планов нет">
            {can.create
              ? 'Загрузите план из документа или составьте заново.'
              : 'Они появятся здесь, когда их составят.'}
          </EmptyState>
        }
      />
      <Pagination
        page={page}
        pageSize={PAGE_SIZE}
        total={total}
        href={(number) => href(`/organisations/${organisation.id}/plans`, { page: number })}
      />
    </Page>
  );
}

const COLUMNS = [
  {
    key: 'title',
    header: 'План',
    width: 'wide' as const,
    cell: (row: PlanRow) => <Link to={`/plans/${row.id}`}>{row.title}</Link>,
  },
  { key: 'period', header: 'Период', cell: (row: PlanRow) => periodWords(row.period) },
  {
    key: 'state',
    header: 'Состояние',
    cell: (row: PlanRow) => (
      <Status tone={stateWords(row.state, row.amending).tone}>{stateWords(row.state, row.amending).text}</Status>
    ),
  },
  { key: 'measures', header: 'Мероприятий', numeric: true, cell: (row: PlanRow) => row.measures },
  {
    key: 'accepted',
    header: 'Исполнено, из сроков',
    numeric: true,
    cell: (row: PlanRow) => (row.due === 0 ? '—' : `${row.accepted} из ${row.due}`),
  },
];
