import { Form } from 'react-router';
import { count } from '#kernel/plural.ts';
import type { Ctx } from '#platform/context.ts';
import { FileIssues } from '#web/file-issues.tsx';
import { redirectWith } from '#web/flash.ts';
import { refused } from '#web/forms.ts';
import { pageOf, withParameters } from '#web/list-address.ts';
import type { ActionArgs, LoaderArgs, PageProps } from '#web/page-types.ts';
import { ctxOf } from '#web/request.ts';
import {
  Actions,
  Button,
  ButtonLink,
  type Column,
  EmptyState,
  ErrorSummary,
  Link,
  Page,
  Pagination,
  Section,
  Stat,
  Stats,
  Status,
  Steps,
  Table,
} from '#web/ui/index.ts';
import { importOrganisations, previewImport } from '../commands/import.ts';
import { maySomewhere } from '../policy.ts';
import { insist } from './parts/address.ts';
import { IMPORT_STEPS } from './parts/import-steps.ts';
import { kindWords } from './parts/kind-words.ts';

const PAGE_SIZE = 100;

export async function loader({ request, params, context }: LoaderArgs) {
  const ctx = ctxOf(context);
  insist(maySomewhere(ctx.actor));
  const url = new URL(request.url);
  const file = await keptFile(ctx, url, params);
  const { steps, issues, counts } = await previewImport(ctx, file);
  const changes = steps.filter(({ action }) => action !== 'same');
  const page = pageOf(url);
  return {
    name: file.name,
    issues,
    counts,
    page,
    address: url.pathname + url.search,
    hasErrors: issues.some(({ severity }) => severity === 'error'),
    total: changes.length,
    changes: changes
      .slice((page - 1) * PAGE_SIZE, page * PAGE_SIZE)
      .map(({ line, action, kind, facts, parent, changed, entry }) => ({
        line,
        action,
        name: facts.shortName,
        kind: kindWords({ kind, schoolType: facts.schoolType ?? null }),
        parent: parent?.shortName ?? null,
        changed,
        id: entry?.id ?? null,
      })),
  };
}

async function keptFile(ctx: Ctx, url: URL, params: Record<string, string | undefined>) {
  return { bytes: await ctx.files.get(params['sha256'] ?? ''), name: url.searchParams.get('name') ?? 'список.xlsx' };
}

export async function action({ request, params, context }: ActionArgs) {
  const ctx = ctxOf(context);
  insist(maySomewhere(ctx.actor));
  const form = await request.formData();
  try {
    const { counts } = await importOrganisations(ctx, await keptFile(ctx, new URL(request.url), params));
    return redirectWith(
      '/organisations',
      `Список загружен: добавлено ${counts.create}, изменено ${counts.update}, без изменений ${counts.same}`,
    );
  } catch (error) {
    return refused(error, form);
  }
}

export const meta = () => [{ title: 'Проверка списка организаций — Опора' }];
export const handle = { crumbs: () => [{ label: 'Школы и организации', to: '/organisations' }] };

type Loaded = PageProps<typeof loader>['loaderData'];

export default function ImportCheck({ loaderData, actionData }: PageProps<typeof loader, typeof action>) {
  const { name, issues, counts, changes, total, page, hasErrors, address } = loaderData;
  const writes = counts.create + counts.update;
  return (
    <Page title="Проверьте, что изменится" caption={name}>
      <Steps steps={IMPORT_STEPS} current={1} />
      <ErrorSummary errors={actionData?.errors} />
      <Stats>
        <Stat label="будет добавлено" value={counts.create} tone={counts.create > 0 ? 'done' : 'neutral'} />
        <Stat label="будет изменено" value={counts.update} tone={counts.update > 0 ? 'due' : 'neutral'} />
        <Stat label="без изменений" value={counts.same} />
        <Stat
          label="замечаний"
          value={issues.length}
          tone={hasErrors ? 'overdue' : 'neutral'}
          {...(issues.length > 0 && { to: '#issues' })}
        />
      </Stats>
      <FileIssues issues={issues} whole="список записывается целиком или никак" />
      <Section title="Изменения" id="changes">
        <Table
          caption={count(total, 'строка меняет список', 'строки меняют список', 'строк меняют список')}
          columns={COLUMNS}
          rows={changes}
          rowKey={(change) => change.line}
          empty={<EmptyState title="Изменений нет">Всё, что есть в файле, уже записано.</EmptyState>}
        />
        <Pagination
          page={page}
          pageSize={PAGE_SIZE}
          total={total}
          href={(number) => withParameters(address, { page: number })}
        />
      </Section>
      <Actions>
        {hasErrors || writes === 0 ? null : (
          <Form method="post">
            <Button>Записать: {count(writes, 'организация', 'организации', 'организаций')}</Button>
          </Form>
        )}
        <ButtonLink to="/organisations/import">Выбрать другой файл</ButtonLink>
        <Link to="/organisations">Не загружать</Link>
      </Actions>
    </Page>
  );
}

const COLUMNS: Column<Loaded['changes'][number]>[] = [
  { key: 'line', header: 'Строка', numeric: true, width: 'narrow', cell: ({ line }) => line },
  {
    key: 'action',
    header: 'Что будет',
    cell: ({ action }) =>
      action === 'create' ? <Status tone="done">Добавлена</Status> : <Status tone="due">Изменена</Status>,
  },
  {
    key: 'name',
    header: 'Организация',
    width: 'wide',
    cell: ({ id, name }) => (id === null ? name : <Link to={`/organisations/${id}`}>{name}</Link>),
  },
  { key: 'kind', header: 'Вид', cell: ({ kind }) => kind },
  { key: 'parent', header: 'Подчинение', cell: ({ parent }) => parent ?? '—' },
  { key: 'changed', header: 'Меняется', cell: ({ changed }) => changed.join(', ') },
];
