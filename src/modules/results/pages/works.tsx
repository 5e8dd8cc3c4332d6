/** Descriptions of works that hold, and the files they came by: each file can be undone. */
import { Link } from 'react-router';
import { count } from '#kernel/plural.ts';
import { momentIn } from '#platform/clock.ts';
import type { LoaderArgs, PageProps } from '#web/page-types.ts';
import { ctxOf } from '#web/request.ts';
import { ButtonLink, type Column, EmptyState, Page, PostButton, Section, Status, Table } from '#web/ui/index.ts';
import { titleOf } from '../domain/works.ts';
import { regionToKeep } from '../queries/regions.ts';
import { workEntries, worksImports } from '../queries/works.ts';
import { REFERENCE_CRUMB, workAddress } from './parts/scale-words.ts';
import { CRUMBS } from './parts/words.tsx';

export async function loader({ context }: LoaderArgs) {
  const { scope, db, actor, config } = ctxOf(context);
  const region = await regionToKeep(scope, db, actor);
  const entries = await workEntries(db, region.id);
  const imports = await worksImports(db, region.id);
  return {
    rows: entries.map((entry) => ({
      ...entry,
      title: titleOf(entry),
      items: entry.content.items.length,
      sum: entry.content.items.reduce((sum, { maximum }) => sum + maximum, 0),
      topics: new Set(entry.content.items.flatMap(({ kes, kt }) => [...kes.map((code) => `КЭС ${code}`), ...kt])).size,
      named: Object.keys(entry.content.topics).length,
    })),
    imports: imports.map(({ at, undoneAt, ...one }) => ({
      ...one,
      at: momentIn(config.timeZone, at),
      undoneAt: undoneAt && momentIn(config.timeZone, undoneAt),
    })),
  };
}

export const meta = () => [{ title: 'Описания работ — Опора' }];
export const handle = { crumbs: () => [CRUMBS, REFERENCE_CRUMB] };

type Loaded = PageProps<typeof loader>['loaderData'];

export default function Works({ loaderData: { rows, imports } }: PageProps<typeof loader>) {
  return (
    <Page
      title="Описания работ"
      lead="Задания, наибольшие баллы и темы (коды КЭС и КТ). По ним анализ показывает темы, которые отстают."
      actions={
        <>
          <ButtonLink to="/results/reference/works/upload" variant="primary">
            Загрузить описания
          </ButtonLink>
          <ButtonLink to="/results/reference/works/export/xlsx" download>
            Скачать шаблон
          </ButtonLink>
        </>
      }
    >
      <Section title={count(rows.length, 'описание', 'описания', 'описаний')} id="works">
        <Table
          caption="Действующие описания"
          hideCaption
          columns={COLUMNS}
          rows={rows}
          rowKey={({ id }) => id}
          empty={
            <EmptyState title="Описаний работ пока нет">
              Скачайте шаблон или возьмите таблицу из официального описания работы и загрузите её.
            </EmptyState>
          }
        />
      </Section>
      {imports.length > 0 ? (
        <Section title="Загрузки" id="imports">
          <Table caption="Загруженные файлы" hideCaption columns={IMPORTS} rows={imports} rowKey={({ id }) => id} />
        </Section>
      ) : null}
    </Page>
  );
}

const COLUMNS: Column<Loaded['rows'][number]>[] = [
  { key: 'title', header: 'Работа', width: 'wide', cell: (row) => <Link to={workAddress(row)}>{row.title}</Link> },
  { key: 'items', header: 'Заданий', numeric: true, cell: ({ items }) => items },
  { key: 'sum', header: 'Сумма баллов', numeric: true, cell: ({ sum }) => sum },
  { key: 'topics', header: 'Тем', numeric: true, cell: ({ topics }) => topics },
  { key: 'named', header: 'С названием', numeric: true, cell: ({ named }) => named },
  { key: 'version', header: 'Редакция', numeric: true, cell: ({ version }) => version },
  { key: 'source', header: 'Источник', cell: ({ source }) => source },
];

const IMPORTS: Column<Loaded['imports'][number]>[] = [
  { key: 'file', header: 'Файл', width: 'wide', cell: ({ fileName }) => fileName },
  { key: 'at', header: 'Когда и кем', cell: ({ at, by }) => `${at}, ${by ?? 'оператор'}` },
  { key: 'works', header: 'Описаний', numeric: true, cell: ({ works }) => works },
  {
    key: 'state',
    header: 'Состояние',
    cell: ({ id, undoneAt, mayUndo }) =>
      undoneAt ? (
        <Status tone="returned">отменена {undoneAt}</Status>
      ) : mayUndo ? (
        <PostButton action={`/results/reference/works/imports/${id}/undo`}>Отменить</PostButton>
      ) : (
        <Status tone="neutral">есть более поздние</Status>
      ),
  },
];
