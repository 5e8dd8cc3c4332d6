import { count } from '#kernel/plural.ts';
import { pageOf, sortOf, sortParameter, withParameters } from '#web/list-address.ts';
import type { LoaderArgs, PageProps } from '#web/page-types.ts';
import { ctxOf } from '#web/request.ts';
import {
  ButtonLink,
  type Column,
  EmptyState,
  Field,
  Filters,
  type FilterTag,
  FilterTags,
  Link,
  Menu,
  MenuLink,
  Page,
  Pagination,
  Select,
  Table,
  TextInput,
} from '#web/ui/index.ts';
import { type Kind, KIND_NAMES, KINDS, SCHOOL_TYPES, SETTLEMENT_TYPES, STATUS_NAMES } from '../domain/tree.ts';
import { mayEdit, seesCurators } from '../policy.ts';
import { listed, type ListedOrganisation } from '../queries/listed.ts';
import { ORGANISATION_SORTS } from '../queries/organisations.ts';
import { filterFrom, STATUSES } from './parts/list-filter.ts';
import { kindWords } from './parts/kind-words.ts';
import { StatusMark } from './parts/status-mark.tsx';

const PAGE_SIZE = 50;
export async function loader({ request, context }: LoaderArgs) {
  const { scope, db, actor } = ctxOf(context);
  const url = new URL(request.url);
  const { filter, place, bodies } = await filterFrom(scope, db, url);
  const page = pageOf(url);
  const sort = sortOf(url, ORGANISATION_SORTS);
  const { rows, total } = await listed(scope, db, filter, { limit: PAGE_SIZE, offset: (page - 1) * PAGE_SIZE }, sort);
  const places = bodies.filter(
    ({ kind, status }) => status === 'open' && (kind === 'municipality' || kind === 'district'),
  );
  return {
    rows,
    total,
    page,
    filter,
    sort,
    place: place && { id: place.id, shortName: place.shortName },
    places: places.map(({ id, shortName }) => ({ id, shortName })),
    address: url.pathname + url.search,
    can: {
      addUnder: bodies.find(({ path }) => mayEdit(actor, { path }))?.id ?? null,
      seeCurators: seesCurators(actor),
    },
  };
}

export const meta = () => [{ title: 'Школы и организации — Опора' }];

const COLUMNS: Column<ListedOrganisation>[] = [
  {
    key: 'name',
    header: 'Организация',
    sortKey: 'name',
    width: 'wide',
    cell: (row) => <Link to={`/organisations/${row.id}`}>{row.shortName}</Link>,
  },
  { key: 'kind', header: 'Вид', sortKey: 'kind', cell: kindWords },
  { key: 'parent', header: 'Подчинение', sortKey: 'parent', cell: (row) => row.parentShortName ?? '—' },
  { key: 'settlement', header: 'Населённый пункт', cell: (row) => row.settlementType ?? '—' },
  { key: 'schools', header: 'Школ', numeric: true, cell: (row) => (row.kind === 'school' ? '' : row.schools) },
  { key: 'status', header: 'Состояние', sortKey: 'status', cell: (row) => <StatusMark status={row.status} /> },
];

export default function OrganisationList({ loaderData }: PageProps<typeof loader>) {
  const { rows, total, page, sort, address, can } = loaderData;
  const query = address.split('?')[1];
  const exported = (format: string) => `/organisations/export.${format}${query ? `?${query}` : ''}`;
  return (
    <Page
      title="Школы и организации"
      lead={count(total, 'организация', 'организации', 'организаций')}
      actions={
        <>
          {can.addUnder === null ? null : (
            <ButtonLink to={`/organisations/new?parent=${can.addUnder}`} variant="primary">
              Добавить организацию
            </ButtonLink>
          )}
          {can.seeCurators ? <ButtonLink to="/curators">Кураторы школ</ButtonLink> : null}
          <Menu label="Список" icon="document">
            {can.addUnder === null ? null : (
              <MenuLink to="/organisations/import" hint="из XLSX или CSV, с проверкой">
                Загрузить
              </MenuLink>
            )}
            <MenuLink to={exported('xlsx')} download hint="с теми же условиями отбора">
              Скачать XLSX
            </MenuLink>
            <MenuLink to={exported('csv')} download>
              Скачать CSV
            </MenuLink>
          </Menu>
        </>
      }
    >
      <Filters resetHref="/organisations">
        <FilterFields {...loaderData} />
      </Filters>
      <FilterTags tags={tagsOf(loaderData)} />
      <Table
        caption="Организации"
        hideCaption
        columns={COLUMNS}
        rows={rows}
        rowKey={(row) => row.id}
        sort={sort ?? null}
        sortHref={(key, direction) => withParameters(address, { sort: sortParameter(key, direction) })}
        empty={
          <EmptyState title="Ничего не нашлось">
            Проверьте написание или снимите условия отбора. Искать можно и по номеру или коду школы.
          </EmptyState>
        }
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

type Loaded = PageProps<typeof loader>['loaderData'];

function FilterFields({ filter, place, places }: Loaded) {
  const any = (label: string) => ({ value: '', label });
  return (
    <>
      <Field label="Название, номер или код" name="q">
        <TextInput type="search" defaultValue={filter.text} />
      </Field>
      {places.length > 1 ? (
        <Field label="Муниципалитет или округ" name="within">
          <Select
            defaultValue={place ? String(place.id) : ''}
            options={[any('Все'), ...places.map(({ id, shortName }) => ({ value: String(id), label: shortName }))]}
          />
        </Field>
      ) : null}
      <Field label="Вид" name="kind">
        <Select
          defaultValue={filter.kind ?? ''}
          options={[any('Любой'), ...KINDS.map((kind: Kind) => ({ value: kind, label: KIND_NAMES[kind] }))]}
        />
      </Field>
      <Field label="Тип школы" name="type">
        <Select
          defaultValue={filter.schoolType ?? ''}
          options={[any('Любой'), ...SCHOOL_TYPES.map((type) => ({ value: type, label: type }))]}
        />
      </Field>
      <Field label="Населённый пункт" name="settlement">
        <Select
          defaultValue={filter.settlementType ?? ''}
          options={[any('Любой'), ...SETTLEMENT_TYPES.map((type) => ({ value: type, label: type }))]}
        />
      </Field>
      <Field label="Состояние" name="status">
        <Select
          defaultValue={filter.status ?? ''}
          options={[any('Любое'), ...STATUSES.map((status) => ({ value: status, label: STATUS_NAMES[status] }))]}
        />
      </Field>
    </>
  );
}

function tagsOf({ filter, place, address }: Loaded): FilterTag[] {
  const labels: [string, string | undefined][] = [
    ['q', filter.text && `«${filter.text}»`],
    ['within', place?.shortName],
    ['kind', filter.kind && KIND_NAMES[filter.kind]],
    ['type', filter.schoolType],
    ['settlement', filter.settlementType],
    ['status', filter.status && STATUS_NAMES[filter.status]],
  ];
  return labels.flatMap(([name, label]) =>
    label ? [{ label, removeHref: withParameters(address, { [name]: null }) }] : [],
  );
}
