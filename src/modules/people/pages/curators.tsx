/** Curators of schools: who looks after which school and until when, and who did before. */
import { Link } from 'react-router';
import { formatDateShort } from '#kernel/format.ts';
import { count } from '#kernel/plural.ts';
import { recordReading } from '#platform/audit.ts';
import { oneOf, pageOf, withParameters } from '#web/list-address.ts';
import type { LoaderArgs, PageProps } from '#web/page-types.ts';
import { ctxOf } from '#web/request.ts';
import {
  ButtonLink,
  type Column,
  EmptyState,
  Field,
  Filters,
  Page,
  Pagination,
  Select,
  Table,
  TextInput,
} from '#web/ui/index.ts';
import { assigningScope } from '../policy.ts';
import { rolesForTerm, TERM_STATES } from '../queries/terms.ts';
import { STATE_NAMES, termInWords, TermStatus } from './parts/term.tsx';

const PAGE_SIZE = 50;

export async function loader({ request, context }: LoaderArgs) {
  const ctx = ctxOf(context);
  const url = new URL(request.url);
  const page = pageOf(url);
  const state = oneOf(url, 'state', TERM_STATES);
  const text = url.searchParams.get('q')?.trim() ?? '';
  const { rows, total } = await rolesForTerm(
    assigningScope(ctx.actor),
    ctx.db,
    'assignment',
    ctx.clock.today(),
    { text, ...(state && { state }) },
    { limit: PAGE_SIZE, offset: (page - 1) * PAGE_SIZE },
  );
  await recordReading(ctx, {
    action: 'curators.listed',
    objectType: 'users',
    objectId: 'curators',
    organisationId: ctx.actor.assignments[0]?.organisationId ?? null,
    after: { shown: rows.length, total },
  });
  return { rows, total, page, state, text, address: url.pathname + url.search };
}

export const meta = () => [{ title: 'Кураторы школ — Опора' }];

type Row = Awaited<ReturnType<typeof loader>>['rows'][number];

const COLUMNS: Column<Row>[] = [
  {
    key: 'curator',
    header: 'Куратор',
    width: 'wide',
    cell: ({ id, user }) => (
      <div>
        <Link to={`/curators/${id}`}>{user.name}</Link>
        <div>{user.email}</div>
      </div>
    ),
  },
  {
    key: 'school',
    header: 'Школа',
    width: 'wide',
    cell: ({ organisation }) => (
      <div>
        <Link to={`/organisations/${organisation.id}`}>{organisation.shortName}</Link>
        {organisation.above ? <div>{organisation.above}</div> : null}
      </div>
    ),
  },
  { key: 'term', header: 'Срок', cell: termInWords },
  {
    key: 'order',
    header: 'Приказ',
    cell: ({ orderNumber, orderDatedOn }) =>
      orderNumber && orderDatedOn ? `№ ${orderNumber} от ${formatDateShort(orderDatedOn)}` : 'не указан',
  },
  { key: 'state', header: 'Состояние', cell: ({ state }) => <TermStatus state={state} /> },
];

export default function Curators({ loaderData }: PageProps<typeof loader>) {
  const { rows, total, page, state, text, address } = loaderData;
  return (
    <Page
      title="Кураторы школ"
      lead={`${count(total, 'назначение', 'назначения', 'назначений')}. Куратор видит только названные школы и только в срок назначения.`}
      actions={
        <ButtonLink to="/curators/new" variant="primary">
          Назначить куратора
        </ButtonLink>
      }
    >
      <Filters resetHref="/curators">
        <Field label="Куратор или школа" name="q">
          <TextInput type="search" defaultValue={text} />
        </Field>
        <Field label="Состояние" name="state">
          <Select
            defaultValue={state ?? ''}
            options={[
              { value: '', label: 'Любое' },
              ...TERM_STATES.map((value) => ({ value, label: STATE_NAMES[value] })),
            ]}
          />
        </Field>
      </Filters>
      <Table
        caption="Назначения кураторов"
        hideCaption
        columns={COLUMNS}
        rows={rows}
        rowKey={({ id }) => id}
        empty={<EmptyState title="Назначений нет">Назначьте куратора школе или снимите условия отбора.</EmptyState>}
      />
      <Pagination
        page={page}
        pageSize={PAGE_SIZE}
        total={total}
        href={(number) => withParameters(address, { page: number })}
      />
    </Page>
  );
}
