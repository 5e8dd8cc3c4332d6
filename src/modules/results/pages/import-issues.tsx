import { count } from '#kernel/plural.ts';
import { pageOf, withParameters } from '#web/list-address.ts';
import type { LoaderArgs, PageProps } from '#web/page-types.ts';
import { ISSUE_COLUMNS, SEVERITIES } from '#web/file-issues.tsx';
import { ctxOf } from '#web/request.ts';
import { ButtonLink, EmptyState, Field, Filters, Page, Pagination, Select, Table } from '#web/ui/index.ts';
import { type FoundIssue, importById, importFiles, importIssues, issueKinds } from '../queries/imports.ts';
import { idIn } from './parts/address.ts';
import { issueFilterFrom, SEVERITY_NAMES } from './parts/issue-filter.ts';
import { CRUMBS } from './parts/words.tsx';

const PAGE_SIZE = 100;

export async function loader({ request, params, context }: LoaderArgs) {
  const { scope, db } = ctxOf(context);
  const found = await importById(scope, db, idIn(params, 'importId'));
  const url = new URL(request.url);
  const page = pageOf(url);
  const filter = issueFilterFrom(url);
  return {
    importId: found.id,
    filter,
    page,
    address: url.pathname + url.search,
    search: url.search,
    files: (await importFiles(db, found.id)).map(({ id, name }) => ({ id, name })),
    kinds: await issueKinds(db, found.id),
    ...(await importIssues(db, found.id, filter, { limit: PAGE_SIZE, offset: (page - 1) * PAGE_SIZE })),
  };
}

export const meta = () => [{ title: 'Замечания к файлам результатов — Опора' }];
export const handle = {
  crumbs: ({ importId }: { importId: number }) => [
    CRUMBS,
    { label: `Загрузка № ${importId}`, to: `/results/import/${importId}` },
  ],
};

export default function ImportIssues({ loaderData }: PageProps<typeof loader>) {
  const { importId, filter, page, rows, total, files, kinds, address, search } = loaderData;
  const all = { value: '', label: 'Все' };
  return (
    <Page
      title="Замечания к файлам"
      lead={`${count(total, 'замечание', 'замечания', 'замечаний')}. Из одинаковых показаны первые, остальные сосчитаны.`}
      actions={
        <>
          <ButtonLink to={`/results/import/${importId}/issues/export/xlsx${search}`} download>
            Скачать XLSX
          </ButtonLink>
          <ButtonLink to={`/results/import/${importId}/issues/export/csv${search}`} download>
            Скачать CSV
          </ButtonLink>
        </>
      }
    >
      <Filters resetHref={`/results/import/${importId}/issues`}>
        <Field label="Важность" name="severity">
          <Select
            size="short"
            key={filter.severity}
            defaultValue={filter.severity ?? ''}
            options={[all, ...SEVERITY_NAMES.map((value) => ({ value, label: SEVERITIES[value].label }))]}
          />
        </Field>
        <Field label="Вид замечания" name="code">
          <Select
            key={filter.code}
            defaultValue={filter.code ?? ''}
            options={[all, ...kinds.map(({ code, text }) => ({ value: code, label: text.slice(0, 80) }))]}
          />
        </Field>
        <Field label="Файл" name="file">
          <Select
            key={filter.fileId}
            defaultValue={filter.fileId ?? ''}
            options={[all, ...files.map(({ id, name }) => ({ value: String(id), label: name }))]}
          />
        </Field>
      </Filters>
      <Table<FoundIssue & { key: string }>
        caption="Замечания"
        hideCaption
        columns={ISSUE_COLUMNS}
        rows={rows.map((row, index) => ({ ...row, key: `${row.fileId} ${index}` }))}
        rowKey={({ key }) => key}
        empty={<EmptyState title="Таких замечаний нет">Уберите одно из условий отбора.</EmptyState>}
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
