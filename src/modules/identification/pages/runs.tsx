/** Runs of the region: by which methodology, for which year, with which hash. */
import { count } from '#kernel/plural.ts';
import type { LoaderArgs, PageProps } from '#web/page-types.ts';
import { ctxOf } from '#web/request.ts';
import { ButtonLink, type Column, EmptyState, Link, Page, Status, Table } from '#web/ui/index.ts';
import { mayKeepLists } from '../policy.ts';
import { runsOf } from '../queries/runs.ts';
import { instantWords, LISTS_CRUMB, regionOf } from './parts/address.ts';
import { IdentificationTabs } from './parts/frame.tsx';
import { useReloadWhile } from '#web/reload-while.ts';
import { RUN_STATE_WORDS, runTitle, shortHash } from './parts/words.ts';

export async function loader({ context }: LoaderArgs) {
  const ctx = ctxOf(context);
  const region = await regionOf(ctx);
  const runs = await runsOf(ctx.scope, ctx.db, region.id);
  return {
    keeps: mayKeepLists(ctx.actor, region),
    runs: runs.map(({ id, methodology, year, state, hash, summary, note, createdAt, settings }) => ({
      id,
      title: methodology.title,
      version: methodology.version,
      year,
      state,
      hash,
      note,
      listed: summary?.listed ?? null,
      changed: Object.keys(settings.parameters ?? {}).length > 0 || settings.uncertainty !== undefined,
      at: instantWords(createdAt, ctx.config.timeZone),
    })),
  };
}

export const meta = () => [{ title: 'Расчёты — Опора' }];
export const handle = { crumbs: () => [LISTS_CRUMB] };

type Row = PageProps<typeof loader>['loaderData']['runs'][number];

export default function Runs({ loaderData: { runs, keeps } }: PageProps<typeof loader>) {
  useReloadWhile(runs.some(({ state }) => state === 'queued' || state === 'running'));
  return (
    <Page
      title="Расчёты"
      lead={`${count(runs.length, 'расчёт', 'расчёта', 'расчётов')}: методика, применённая к результатам года.`}
      actions={
        <>
          {keeps ? (
            <ButtonLink to="/identification/runs/new" variant="primary">
              Сделать расчёт
            </ButtonLink>
          ) : null}
          {runs.length > 1 ? <ButtonLink to="/identification/compare">Сравнить два расчёта</ButtonLink> : null}
        </>
      }
    >
      <IdentificationTabs />
      <Table
        caption="Расчёты"
        hideCaption
        columns={COLUMNS}
        rows={runs}
        rowKey={({ id }) => id}
        empty={
          <EmptyState title="Расчётов ещё нет">
            {keeps
              ? 'Загрузите результаты оценочных процедур, выберите методику и год — Опора посчитает, кто попадает в список.'
              : 'Они появятся, когда их сделает региональный аналитик.'}
          </EmptyState>
        }
      />
    </Page>
  );
}

const COLUMNS: Column<Row>[] = [
  {
    key: 'run',
    header: 'Расчёт',
    width: 'wide',
    cell: ({ id, title, year }) => (
      <Link to={`/identification/runs/${id}`}>
        № {id}. {runTitle(title, year)}
      </Link>
    ),
  },
  {
    key: 'version',
    header: 'Версия методики',
    cell: ({ version, changed }) => `${version}${changed ? ', свои параметры' : ''}`,
  },
  {
    key: 'state',
    header: 'Состояние',
    cell: ({ state }) => {
      const words = RUN_STATE_WORDS[state];
      return words ? <Status tone={words.tone}>{words.text}</Status> : state;
    },
  },
  { key: 'listed', header: 'Школ в списке', numeric: true, cell: ({ listed }) => listed ?? '—' },
  { key: 'hash', header: 'Отпечаток результата', cell: ({ hash }) => <code>{shortHash(hash)}</code> },
  { key: 'at', header: 'Когда', cell: ({ at }) => at },
];
