import { formatDate } from '#kernel/format.ts';
import { count } from '#kernel/plural.ts';
import { OrganisationTabs } from '#web/organisation-tabs.tsx';
import type { LoaderArgs, MetaArgs, PageProps } from '#web/page-types.ts';
import { ctxOf } from '#web/request.ts';
import {
  ButtonLink,
  type Column,
  Link,
  Menu,
  MenuLink,
  Notice,
  Page,
  Section,
  SummaryList,
  type SummaryRow,
  Table,
  Term,
} from '#web/ui/index.ts';
import type { OrganisationAbilities } from '../policy.ts';
import { type OrganisationDetails, type OrganisationListRow, organisationsIn } from '../queries/organisations.ts';
import { crumbsOf, organisationAt } from './parts/address.ts';
import { kindWords } from './parts/kind-words.ts';
import { StatusMark } from './parts/status-mark.tsx';

/** More than any municipality has schools; whoever has more goes on in the list. */
const SHOWN_BELOW = 200;

export async function loader({ params, context }: LoaderArgs) {
  const ctx = ctxOf(context);
  const { organisation, can } = await organisationAt(ctx, params);
  const below =
    organisation.kind === 'school'
      ? { rows: [], total: 0 }
      : await organisationsIn(ctx.scope, ctx.db, { parentId: organisation.id }, { limit: SHOWN_BELOW, offset: 0 });
  return { organisation, can, below };
}

type Loaded = PageProps<typeof loader>['loaderData'];

export const meta = ({ loaderData }: MetaArgs<typeof loader>) => [
  { title: `${loaderData?.organisation.shortName ?? 'Организация'} — Опора` },
];
export const handle = { crumbs: ({ organisation }: Loaded) => crumbsOf(organisation, false) };

export default function Organisation({ loaderData: { organisation, can, below } }: PageProps<typeof loader>) {
  return (
    <Page
      title={organisation.shortName}
      caption={kindWords(organisation)}
      actions={<Deeds organisation={organisation} can={can} />}
    >
      <OrganisationTabs {...organisation} />
      {organisation.status === 'open' ? null : <Ended {...organisation} />}
      <SummaryList rows={factsOf(organisation)} />
      {below.total > 0 ? <Below organisation={organisation} {...below} /> : null}
    </Page>
  );
}

function Deeds({
  organisation: { id, status, parentPath },
  can,
}: {
  organisation: OrganisationDetails;
  can: OrganisationAbilities;
}) {
  if (!can.edit) return null;
  const to = (page: string) => `/organisations/${id}/${page}`;
  return (
    <>
      <ButtonLink to={to('edit')}>Изменить сведения</ButtonLink>
      <Menu label="Ещё">
        {can.addBelow ? <MenuLink to={`/organisations/new?parent=${id}`}>Добавить подведомственную</MenuLink> : null}
        {parentPath !== null && can.changeStatus ? <MenuLink to={to('move')}>Переподчинить</MenuLink> : null}
        {can.changeStatus && status === 'open' ? (
          <MenuLink to={to('closing')}>Закрыть или присоединить</MenuLink>
        ) : null}
        {can.changeStatus && status !== 'open' ? <MenuLink to={to('reopening')}>Открыть снова</MenuLink> : null}
        <MenuLink to={`/admin/users?within=${id}`}>Пользователи</MenuLink>
      </Menu>
    </>
  );
}

function Ended({ status, closedOn, successor }: OrganisationDetails) {
  const since = closedOn ? ` с ${formatDate(closedOn)}` : '';
  return (
    <Notice tone="warning" title={status === 'merged' ? `Присоединена${since}` : `Не действует${since}`}>
      {successor ? (
        <p>
          Преемник: <Link to={`/organisations/${successor.id}`}>{successor.shortName}</Link>
        </p>
      ) : null}
      <p>Прежние планы, отметки и данные сохраняются.</p>
    </Notice>
  );
}

function factsOf(organisation: OrganisationDetails): SummaryRow[] {
  const parent = organisation.above.at(-1);
  return [
    { term: 'Полное название', value: organisation.name },
    { term: 'Состояние', value: <StatusMark status={organisation.status} /> },
    { term: 'Подчинение', value: parent ? <Link to={`/organisations/${parent.id}`}>{parent.shortName}</Link> : null },
    { term: 'Населённый пункт', value: organisation.settlementType },
    { term: 'Адрес', value: organisation.address },
    { term: 'Номер', value: organisation.number },
    {
      term: (
        <>
          Логин <Term abbreviation="ФИС ОКО" />
        </>
      ),
      value: organisation.fisOkoLogin,
    },
    {
      term: (
        <>
          Код <Term abbreviation="ОГЭ" />
        </>
      ),
      value: organisation.ogeCode,
    },
    {
      term: (
        <>
          Код <Term abbreviation="ЕГЭ" />
        </>
      ),
      value: organisation.egeCode,
    },
    { term: <Term abbreviation="ИНН" />, value: organisation.inn },
    { term: <Term abbreviation="ОГРН" />, value: organisation.ogrn },
    {
      term: 'Другие названия',
      value:
        organisation.aliases.length > 0 ? organisation.aliases.map((alias) => <div key={alias}>{alias}</div>) : null,
    },
    { term: 'Действует с', value: organisation.openedOn ? formatDate(organisation.openedOn) : null },
    {
      term: 'Присоединены к ней',
      value:
        organisation.predecessors.length > 0
          ? organisation.predecessors.map(({ id, shortName, closedOn }) => (
              <div key={id}>
                <Link to={`/organisations/${id}`}>{shortName}</Link>
                {closedOn ? `, ${formatDate(closedOn)}` : ''}
              </div>
            ))
          : null,
    },
  ];
}

const COLUMNS: Column<OrganisationListRow>[] = [
  {
    key: 'name',
    header: 'Организация',
    width: 'wide',
    cell: (row) => <Link to={`/organisations/${row.id}`}>{row.shortName}</Link>,
  },
  { key: 'kind', header: 'Вид', cell: kindWords },
  { key: 'settlement', header: 'Населённый пункт', cell: (row) => row.settlementType ?? '—' },
  { key: 'schools', header: 'Школ', numeric: true, cell: (row) => (row.kind === 'school' ? '' : row.schools) },
  { key: 'status', header: 'Состояние', cell: (row) => <StatusMark status={row.status} /> },
];

function Below({
  organisation,
  rows,
  total,
}: {
  organisation: OrganisationDetails;
  rows: OrganisationListRow[];
  total: number;
}) {
  return (
    <Section title="Подведомственные" id="below">
      <Table
        caption={count(total, 'организация', 'организации', 'организаций')}
        columns={COLUMNS}
        rows={rows}
        rowKey={(row) => row.id}
      />
      {total > rows.length ? <Link to={`/organisations?within=${organisation.id}`}>Показать все в списке</Link> : null}
    </Section>
  );
}
