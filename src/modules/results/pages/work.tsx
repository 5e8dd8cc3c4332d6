/** One description of a work: its items and topics, and every version of it. */
import { redirect } from 'react-router';
import { AppError } from '#kernel/errors.ts';
import type { WorkItem } from '#modules/assessments/index.ts';
import { momentIn } from '#platform/clock.ts';
import type { LoaderArgs, MetaArgs, PageProps } from '#web/page-types.ts';
import { ctxOf } from '#web/request.ts';
import { ButtonLink, type Column, Page, Section, Status, Table } from '#web/ui/index.ts';
import { titleOf, type WorkContent } from '../domain/works.ts';
import { referenceHistory } from '../queries/reference-history.ts';
import { regionToKeep } from '../queries/regions.ts';
import { workEntry } from '../queries/works.ts';
import { workIn } from './parts/address.ts';
import { REFERENCE_CRUMB, workAddress, WORKS_CRUMB } from './parts/scale-words.ts';
import { CRUMBS } from './parts/words.tsx';

export async function loader({ request, context }: LoaderArgs) {
  const { scope, db, actor, config } = ctxOf(context);
  const region = await regionToKeep(scope, db, actor);
  const of = workIn(new URL(request.url));
  if (!of) throw redirect(WORKS_CRUMB.to);
  const versions = await referenceHistory(db, 'work', region.id, of);
  if (versions.length === 0) throw new AppError('notFound', { text: 'Такого описания работы нет.' });
  const entry = await workEntry(db, region.id, of);
  return {
    of,
    title: titleOf(of),
    version: entry?.version ?? null,
    items: entry?.content.items ?? [],
    topics: Object.entries(entry?.content.topics ?? {})
      .map(([code, words]) => ({ code, words }))
      .sort((a, b) => a.code.localeCompare(b.code, 'ru', { numeric: true })),
    versions: versions.map(({ content, at, ...version }) => ({
      ...version,
      at: momentIn(config.timeZone, at),
      items: (content as WorkContent).items.length,
      sum: (content as WorkContent).items.reduce((sum, { maximum }) => sum + maximum, 0),
    })),
  };
}

export const meta = ({ loaderData }: MetaArgs<typeof loader>) => [
  { title: `Описание работы: ${loaderData?.title ?? ''} — Опора` },
];
export const handle = { crumbs: () => [CRUMBS, REFERENCE_CRUMB, WORKS_CRUMB] };

type Loaded = PageProps<typeof loader>['loaderData'];

export default function Work({ loaderData }: PageProps<typeof loader>) {
  const { of, title, version, items, topics, versions } = loaderData;
  const [, query] = workAddress(of).split('?');
  return (
    <Page
      title={title}
      caption="Описание работы"
      lead={version === null ? 'Описание отменено и не действует.' : `Действует редакция ${version}.`}
      actions={
        version === null ? undefined : (
          <ButtonLink to={`/results/reference/works/export/xlsx?${query}`} download>
            Скачать XLSX
          </ButtonLink>
        )
      }
    >
      {items.length > 0 ? (
        <Section title="Задания" id="items">
          <Table caption="Задания по порядку" hideCaption columns={ITEMS} rows={items} rowKey={({ name }) => name} />
        </Section>
      ) : null}
      {topics.length > 0 ? (
        <Section title="Темы" id="topics">
          <Table caption="Названия кодов" hideCaption columns={TOPICS} rows={topics} rowKey={({ code }) => code} />
        </Section>
      ) : null}
      <Section title="История" id="history">
        <Table caption="Редакции" hideCaption columns={VERSIONS} rows={versions} rowKey={({ id }) => id} />
      </Section>
    </Page>
  );
}

const ITEMS: Column<WorkItem>[] = [
  { key: 'name', header: 'Задание', width: 'narrow', cell: ({ name }) => name },
  { key: 'skill', header: 'Умения', width: 'wide', cell: ({ skill }) => skill || '—' },
  { key: 'level', header: 'Уровень', cell: ({ level }) => level ?? '—' },
  { key: 'kes', header: 'КЭС', cell: ({ kes }) => kes.join(', ') || '—' },
  { key: 'kt', header: 'КТ', cell: ({ kt }) => kt.join(', ') || '—' },
  { key: 'maximum', header: 'Макс. балл', numeric: true, cell: ({ maximum }) => maximum },
];
const TOPICS: Column<Loaded['topics'][number]>[] = [
  { key: 'code', header: 'Код', width: 'narrow', cell: ({ code }) => code },
  { key: 'words', header: 'Тема', width: 'wide', cell: ({ words }) => words },
];
const VERSIONS: Column<Loaded['versions'][number]>[] = [
  { key: 'version', header: 'Редакция', numeric: true, width: 'narrow', cell: ({ version }) => version },
  { key: 'at', header: 'Когда и кем', cell: ({ at, by }) => `${at}, ${by ?? 'оператор'}` },
  { key: 'items', header: 'Заданий', numeric: true, cell: ({ items }) => items },
  { key: 'sum', header: 'Сумма баллов', numeric: true, cell: ({ sum }) => sum },
  { key: 'source', header: 'Источник', cell: ({ source }) => source },
  {
    key: 'state',
    header: 'Состояние',
    cell: ({ undone }) => (undone ? <Status tone="returned">отменена</Status> : null),
  },
];
