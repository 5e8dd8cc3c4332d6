/** Roles given for a term and a reason: which are in force, which are over, and taking them away before their day. */
import { Link } from 'react-router';
import { z } from 'zod';
import { AppError } from '#kernel/errors.ts';
import { count } from '#kernel/plural.ts';
import { recordReading } from '#platform/audit.ts';
import { dayIn } from '#platform/clock.ts';
import { redirectWith } from '#web/flash.ts';
import { parseForm } from '#web/forms.ts';
import { oneOf, pageOf, withParameters } from '#web/list-address.ts';
import type { ActionArgs, LoaderArgs, PageProps } from '#web/page-types.ts';
import { ctxOf } from '#web/request.ts';
import {
  type Column,
  EmptyState,
  Field,
  Filters,
  Page,
  Pagination,
  PostButton,
  Select,
  Table,
  TextInput,
} from '#web/ui/index.ts';
import { revokeRole } from '../commands/roles.ts';
import { ROLE_NAMES } from '../domain.ts';
import { administeredScope } from '../policy.ts';
import { rolesForTerm, TERM_STATES } from '../queries/terms.ts';
import { endInWords, STATE_NAMES, termInWords, TermStatus } from './parts/term.tsx';

const PAGE_SIZE = 50;

export async function loader({ request, context }: LoaderArgs) {
  const ctx = ctxOf(context);
  const url = new URL(request.url);
  const page = pageOf(url);
  const state = oneOf(url, 'state', TERM_STATES);
  const text = url.searchParams.get('q')?.trim() ?? '';
  const { rows, total } = await rolesForTerm(
    administeredScope(ctx.actor),
    ctx.db,
    'temporary',
    ctx.clock.today(),
    { text, ...(state && { state }) },
    { limit: PAGE_SIZE, offset: (page - 1) * PAGE_SIZE },
  );
  await recordReading(ctx, {
    action: 'temporary-roles.listed',
    objectType: 'users',
    objectId: 'temporary-roles',
    organisationId: ctx.actor.assignments[0]?.organisationId ?? null,
    after: { shown: rows.length, total },
  });
  const withDays = rows.map((row) => ({ ...row, endedOn: row.endedAt && dayIn(ctx.config.timeZone, row.endedAt) }));
  return { rows: withDays, total, page, state, text, address: url.pathname + url.search };
}

const revocation = z.object({ assignment: z.coerce.number().int() });

export async function action({ request, context }: ActionArgs) {
  const ctx = ctxOf(context);
  administeredScope(ctx.actor);
  const parsed = parseForm(revocation, await request.formData());
  if (!parsed.ok) throw new AppError('badRequest');
  await revokeRole(ctx, parsed.value.assignment);
  return redirectWith('/admin/temporary-roles', 'Роль отозвана');
}

export const meta = () => [{ title: 'Временные роли — Опора' }];
export const handle = { crumbs: () => [{ label: 'Администрирование', to: '/admin' }] };

type Row = Awaited<ReturnType<typeof loader>>['rows'][number];

const COLUMNS: Column<Row>[] = [
  { key: 'user', header: 'Кто', cell: ({ user }) => <Link to={`/admin/users/${user.id}`}>{user.name}</Link> },
  {
    key: 'role',
    header: 'Роль',
    width: 'wide',
    cell: ({ role, organisation }) => (
      <div>
        {ROLE_NAMES[role]}
        <div>{organisation.shortName}</div>
      </div>
    ),
  },
  {
    key: 'reason',
    header: 'Основание',
    width: 'wide',
    cell: (row) => (
      <div>
        {row.reason}
        {row.endedOn ? <div>{endInWords(row)}</div> : null}
      </div>
    ),
  },
  { key: 'term', header: 'Срок', cell: termInWords },
  { key: 'state', header: 'Состояние', cell: ({ state }) => <TermStatus state={state} /> },
  {
    key: 'revoke',
    header: 'Действие',
    cell: ({ id, state }) =>
      state === 'over' ? null : (
        <PostButton variant="link" fields={{ assignment: id }}>
          Отозвать
        </PostButton>
      ),
  },
];

export default function TemporaryRoles({ loaderData }: PageProps<typeof loader>) {
  const { rows, total, page, state, text, address } = loaderData;
  return (
    <Page
      title="Временные роли"
      lead={`${count(total, 'роль', 'роли', 'ролей')}. После последнего дня роль перестаёт действовать сама. Дать её можно на странице пользователя.`}
    >
      <Filters resetHref="/admin/temporary-roles">
        <Field label="Человек или организация" name="q">
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
        caption="Временные роли"
        hideCaption
        columns={COLUMNS}
        rows={rows}
        rowKey={({ id }) => id}
        empty={
          <EmptyState title="Временных ролей нет">Найдите пользователя и дайте ему роль с последним днём.</EmptyState>
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
