import { ROLES } from '#kernel/actor.ts';
import { formatDateShort } from '#kernel/format.ts';
import { count } from '#kernel/plural.ts';
import { organisationById } from '#modules/organisations/index.ts';
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
  FilterTags,
  Link,
  Page,
  Pagination,
  Select,
  Status,
  Table,
  TextInput,
} from '#web/ui/index.ts';
import { ROLE_NAMES } from '../domain.ts';
import { administeredScope } from '../policy.ts';
import { type UserRow, usersIn } from '../queries/people.ts';

const PAGE_SIZE = 50;
const STATES = { active: 'Действующие', disabled: 'Отключённые' } as const;

export async function loader({ request, context }: LoaderArgs) {
  const ctx = ctxOf(context);
  const url = new URL(request.url);
  const page = pageOf(url);
  const scope = administeredScope(ctx.actor);
  const within = Number(url.searchParams.get('within') || Number.NaN);
  const place = Number.isSafeInteger(within) ? await organisationById(scope, ctx.db, within) : undefined;
  const filters = {
    text: url.searchParams.get('q')?.trim() ?? '',
    role: oneOf(url, 'role', ROLES),
    state: oneOf(url, 'state', ['active', 'disabled'] as const),
    place: place && { id: place.id, shortName: place.shortName },
  };
  const { rows, total } = await usersIn(
    scope,
    ctx.db,
    {
      text: filters.text,
      ...(filters.role && { role: filters.role }),
      ...(filters.state && { disabled: filters.state === 'disabled' }),
      ...(place && { within: place.path }),
    },
    { limit: PAGE_SIZE, offset: (page - 1) * PAGE_SIZE },
  );
  await recordReading(ctx, {
    action: 'users.listed',
    objectType: 'users',
    objectId: place?.id ?? 'all',
    organisationId: place?.id ?? ctx.actor.assignments[0]?.organisationId ?? null,
    after: { shown: rows.length, total },
  });
  return { rows, total, page, filters, address: url.pathname + url.search };
}

export const meta = () => [{ title: 'Пользователи — Опора' }];
export const handle = { crumbs: () => [{ label: 'Администрирование', to: '/admin' }] };

const COLUMNS: Column<UserRow>[] = [
  {
    key: 'name',
    header: 'Имя и должность',
    cell: (user) => (
      <>
        <Link to={`/admin/users/${user.id}`}>{user.name}</Link>
        {user.post ? <div>{user.post}</div> : null}
      </>
    ),
  },
  { key: 'email', header: 'Электронная почта', cell: (user) => user.email },
  {
    key: 'roles',
    header: 'Роли',
    width: 'wide',
    cell: (user) =>
      user.roles.map((held) => (
        <div key={held.id}>
          {ROLE_NAMES[held.role]}, {held.organisation.shortName}
          {held.validUntil ? ` до ${formatDateShort(held.validUntil)}` : ''}
        </div>
      )),
  },
  {
    key: 'state',
    header: 'Состояние',
    cell: (user) =>
      user.disabledAt ? <Status tone="neutral">Отключён</Status> : <Status tone="done">Действует</Status>,
  },
];

export default function Users({ loaderData: { rows, total, page, filters, address } }: PageProps<typeof loader>) {
  const tags = [
    filters.text && { label: `«${filters.text}»`, removeHref: withParameters(address, { q: null }) },
    filters.role && { label: ROLE_NAMES[filters.role], removeHref: withParameters(address, { role: null }) },
    filters.place && { label: filters.place.shortName, removeHref: withParameters(address, { within: null }) },
    filters.state && { label: STATES[filters.state], removeHref: withParameters(address, { state: null }) },
  ].filter((tag) => typeof tag === 'object');
  return (
    <Page
      title="Пользователи"
      lead={count(total, 'учётная запись', 'учётные записи', 'учётных записей')}
      actions={
        <ButtonLink to="/admin/users/new" variant="primary">
          Пригласить пользователя
        </ButtonLink>
      }
    >
      <Filters resetHref="/admin/users">
        {filters.place ? <input type="hidden" name="within" value={filters.place.id} /> : null}
        <Field label="Имя, должность или почта" name="q">
          <TextInput type="search" defaultValue={filters.text} />
        </Field>
        <Field label="Роль" name="role">
          <Select
            defaultValue={filters.role ?? ''}
            options={[
              { value: '', label: 'Любая' },
              ...ROLES.map((role) => ({ value: role, label: ROLE_NAMES[role] })),
            ]}
          />
        </Field>
        <Field label="Состояние" name="state">
          <Select
            defaultValue={filters.state ?? ''}
            options={[
              { value: '', label: 'Любое' },
              { value: 'active', label: STATES.active },
              { value: 'disabled', label: STATES.disabled },
            ]}
          />
        </Field>
      </Filters>
      <FilterTags tags={tags} />
      <Table
        caption="Пользователи и их роли"
        hideCaption
        columns={COLUMNS}
        rows={rows}
        rowKey={(user) => user.id}
        empty={<EmptyState title="Никого не нашлось">Проверьте написание или снимите условия отбора.</EmptyState>}
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
