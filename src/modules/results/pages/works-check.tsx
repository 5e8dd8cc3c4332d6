/** What a file of descriptions holds, what is wrong with it, what it would change; one press enters all of it. */
import { Form, Link } from 'react-router';
import { count } from '#kernel/plural.ts';
import { ASSESSMENT_KINDS } from '#modules/assessments/index.ts';
import type { Ctx } from '#platform/context.ts';
import { FileIssues } from '#web/file-issues.tsx';
import { redirectWith } from '#web/flash.ts';
import { refused } from '#web/forms.ts';
import { oneOf } from '#web/list-address.ts';
import type { ActionArgs, LoaderArgs, PageProps } from '#web/page-types.ts';
import { ctxOf } from '#web/request.ts';
import {
  Actions,
  Button,
  ButtonLink,
  type Column,
  EmptyState,
  ErrorSummary,
  Page,
  Section,
  Status,
  Steps,
  Table,
} from '#web/ui/index.ts';
import { enterWorks, previewWorks } from '../commands/enter-works.ts';
import { regionToKeep } from '../queries/regions.ts';
import { REFERENCE_CRUMB, WORK_STEPS, WORKS_CRUMB } from './parts/scale-words.ts';
import { CRUMBS } from './parts/words.tsx';

async function keptFile(ctx: Ctx, url: URL, params: Record<string, string | undefined>) {
  // Whoever may not keep results must not learn which files there are.
  await regionToKeep(ctx.scope, ctx.db, ctx.actor);
  const file = {
    bytes: await ctx.files.get(params['sha256'] ?? ''),
    name: url.searchParams.get('name') ?? 'описание.xlsx',
  };
  const told = { kind: oneOf(url, 'kind', ASSESSMENT_KINDS), year: Number(url.searchParams.get('year')) || undefined };
  return { file, told };
}

export async function loader({ request, params, context }: LoaderArgs) {
  const ctx = ctxOf(context);
  const { file, told } = await keptFile(ctx, new URL(request.url), params);
  const { arrivals, issues } = await previewWorks(ctx, file, told);
  return {
    name: file.name,
    issues,
    arrivals: arrivals.map(({ title, change, version, sum, content }) => ({
      title,
      change,
      version,
      sum,
      items: content.items.length,
      topics: Object.keys(content.topics).length,
    })),
  };
}

export async function action({ request, params, context }: ActionArgs) {
  const ctx = ctxOf(context);
  const form = await request.formData();
  try {
    const { file, told } = await keptFile(ctx, new URL(request.url), params);
    const { entered, same, importId } = await enterWorks(ctx, file, told);
    return redirectWith(
      '/results/reference/works',
      `Записано: ${count(entered, 'описание', 'описания', 'описаний')}, без изменений ${same}`,
      importId === null ? {} : { undo: { action: `/results/reference/works/imports/${importId}/undo` } },
    );
  } catch (error) {
    return refused(error, form);
  }
}

export const meta = () => [{ title: 'Проверка описаний работ — Опора' }];
export const handle = { crumbs: () => [CRUMBS, REFERENCE_CRUMB, WORKS_CRUMB] };

type Loaded = PageProps<typeof loader>['loaderData'];

export default function WorksCheck({ loaderData, actionData }: PageProps<typeof loader, typeof action>) {
  const { name, issues, arrivals } = loaderData;
  const hasErrors = issues.some(({ severity }) => severity === 'error');
  const changes = arrivals.filter(({ change }) => change !== 'same').length;
  return (
    <Page title="Проверьте, что изменится" caption={name}>
      <Steps steps={WORK_STEPS} current={1} />
      <ErrorSummary errors={actionData?.errors} />
      <FileIssues issues={issues} whole="описания записываются все вместе" />
      <Section title="Что изменится" id="changes">
        <Table
          caption={count(arrivals.length, 'работа в файле', 'работы в файле', 'работ в файле')}
          columns={COLUMNS}
          rows={arrivals}
          rowKey={({ title }) => title}
          empty={<EmptyState title="Описаний в файле нет">Почему — сказано в замечаниях.</EmptyState>}
        />
      </Section>
      <Actions>
        {hasErrors || changes === 0 ? null : (
          <Form method="post">
            <Button>Записать: {count(changes, 'описание', 'описания', 'описаний')}</Button>
          </Form>
        )}
        <ButtonLink to="/results/reference/works/upload">Выбрать другой файл</ButtonLink>
        <Link to="/results/reference/works">Не загружать</Link>
      </Actions>
    </Page>
  );
}

const COLUMNS: Column<Loaded['arrivals'][number]>[] = [
  { key: 'title', header: 'Работа', width: 'wide', cell: ({ title }) => title },
  {
    key: 'change',
    header: 'Что будет',
    cell: ({ change, version }) =>
      change === 'new' ? (
        <Status tone="done">новое</Status>
      ) : change === 'changed' ? (
        <Status tone="due">вместо редакции {version}</Status>
      ) : (
        <Status tone="neutral">без изменений</Status>
      ),
  },
  { key: 'items', header: 'Заданий', numeric: true, cell: ({ items }) => items },
  { key: 'sum', header: 'Сумма баллов', numeric: true, cell: ({ sum }) => sum },
  { key: 'topics', header: 'Названий тем', numeric: true, cell: ({ topics }) => topics },
];
