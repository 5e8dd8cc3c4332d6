/** One run: who is listed, why, how sure; filters live in the address. */
import { formatNumber } from '#kernel/format.ts';
import { redirectWith } from '#web/flash.ts';
import { refused } from '#web/forms.ts';
import { pageOf, withParameters } from '#web/list-address.ts';
import type { ActionArgs, LoaderArgs, MetaArgs, PageProps } from '#web/page-types.ts';
import { ctxOf } from '#web/request.ts';
import {
  ButtonLink,
  type Column,
  EmptyState,
  Field,
  Filters,
  FilterTags,
  Link,
  Notice,
  Page,
  Pagination,
  PostButton,
  Progress,
  Select,
  Stat,
  Stats,
  Table,
  TextInput,
} from '#web/ui/index.ts';
import { cancelRun } from '../commands/runs.ts';
import { mayKeepLists } from '../policy.ts';
import { runByMunicipality, runHead, runRows } from '../queries/runs.ts';
import { idOf, instantWords, LISTS_CRUMB, regionOf, RUNS_CRUMB } from './parts/address.ts';
import { PermittedUse, SchoolStatusMark } from './parts/frame.tsx';
import { useReloadWhile } from '#web/reload-while.ts';
import { runFilter } from './parts/run-filter.ts';
import { RunFacts } from './parts/run-facts.tsx';
import {
  probabilityWords,
  reasonShort,
  RUN_STATE_WORDS,
  runTitle,
  schoolsWords,
  sensitivityWords,
  settingsWords,
  STATUS_WORDS,
  STATUSES,
} from './parts/words.ts';

const PAGE_SIZE = 50;

export async function loader({ params, request, context }: LoaderArgs) {
  const ctx = ctxOf(context);
  const region = await regionOf(ctx);
  const url = new URL(request.url);
  const run = await runHead(ctx.scope, ctx.db, idOf(params, 'runId'));
  const { methodologyBody: _, inputs, createdAt, finishedAt, ...head } = run;
  const page = pageOf(url);
  const filter = runFilter(url);
  const seesAll = !ctx.scope.ancestors.includes(run.regionId);
  const [{ rows, total }, municipalities] = await Promise.all([
    runRows(ctx.actor, ctx.db, run.id, filter, { limit: PAGE_SIZE, offset: (page - 1) * PAGE_SIZE }),
    runByMunicipality(ctx.scope, ctx.db, run.id),
  ]);
  return {
    run: { ...head, at: instantWords(createdAt, ctx.config.timeZone) },
    finished: finishedAt === null ? null : instantWords(finishedAt, ctx.config.timeZone),
    inputs: { total: inputs.length, shown: inputs.slice(0, 100) },
    rows,
    settings: run.sensitivity?.settings ?? 0,
    total,
    page,
    filter,
    municipalities,
    seesAll,
    keeps: mayKeepLists(ctx.actor, region),
    here: `${url.pathname}${url.search}`,
    query: url.search,
  };
}

export async function action({ params, request, context }: ActionArgs) {
  const ctx = ctxOf(context);
  const runId = idOf(params, 'runId');
  try {
    await cancelRun(ctx, runId);
  } catch (error) {
    return refused(error, await request.formData());
  }
  return redirectWith(`/identification/runs/${runId}`, 'Расчёт отменён.');
}

type Loaded = PageProps<typeof loader>['loaderData'];
type Row = Loaded['rows'][number];

export const meta = ({ loaderData }: MetaArgs<typeof loader>) => [
  { title: `Расчёт № ${loaderData?.run.id ?? ''} — Опора` },
];
export const handle = { crumbs: () => [LISTS_CRUMB, RUNS_CRUMB] };

export default function Run({ loaderData }: PageProps<typeof loader, typeof action>) {
  const { run } = loaderData;
  const waits = run.state === 'queued' || run.state === 'running';
  useReloadWhile(waits);
  return (
    <Page
      title={runTitle(run.methodology.title, run.year)}
      caption={`Расчёт № ${run.id}`}
      lead={leadOf(loaderData)}
      actions={run.state === 'done' ? <Deeds {...loaderData} /> : undefined}
    >
      {waits ? <Waiting {...loaderData} /> : null}
      {run.state === 'failed' ? (
        <Notice tone="error" title={run.error?.text ?? 'Расчёт не выполнен'}>
          {run.error?.advice}
        </Notice>
      ) : null}
      {run.state === 'cancelled' ? <Notice title="Расчёт отменён">Его можно сделать заново.</Notice> : null}
      {run.state === 'done' ? <Result {...loaderData} /> : null}
      <RunFacts run={run} finished={loaderData.finished} inputs={loaderData.inputs} />
    </Page>
  );
}

function leadOf({ run: { summary } }: Loaded): string | undefined {
  if (!summary) return undefined;
  const risk = summary.risk > 0 ? `, в группе риска ${formatNumber(summary.risk)}` : '';
  return `В списке ${schoolsWords(summary.listed)} из ${formatNumber(summary.schools)}${risk}; мало данных у ${formatNumber(summary.notClassifiable)}.`;
}

function Deeds({ run, keeps, query, seesAll }: Loaded) {
  const to = (rest: string) => `/identification/runs/${run.id}/${rest}`;
  return (
    <>
      {keeps ? (
        <ButtonLink to={`/identification/lists/new?run=${run.id}`} variant="primary">
          Составить список
        </ButtonLink>
      ) : null}
      {seesAll ? <ButtonLink to={to('what-if')}>Что если</ButtonLink> : null}
      {seesAll ? <ButtonLink to={`/identification/compare?before=${run.id}`}>Сравнить с другим</ButtonLink> : null}
      <ButtonLink to={to(`export/xlsx${query}`)} download>
        Скачать XLSX
      </ButtonLink>
      <ButtonLink to={to(`export/csv${query}`)} download>
        Скачать CSV
      </ButtonLink>
      {seesAll ? (
        <ButtonLink to={to('bundle')} download>
          Скачать для проверки
        </ButtonLink>
      ) : null}
    </>
  );
}

function Waiting({ run: { id, state, progress }, keeps }: Loaded) {
  return (
    <Notice title={`Расчёт ${RUN_STATE_WORDS[state]?.text ?? state}`}>
      <div aria-live="polite">
        <Progress label="Готово процентов" value={progress} max={100} />
      </div>
      <p>
        Обычно это занимает меньше минуты. Страницу можно закрыть: когда расчёт будет готов, придёт уведомление.{' '}
        <Link to={`/identification/runs/${id}`}>Обновить</Link>
      </p>
      {keeps ? <PostButton>Отменить расчёт</PostButton> : null}
    </Notice>
  );
}

function Result(loaded: Loaded) {
  const { run, rows, total, page, filter, municipalities, here, settings, seesAll } = loaded;
  const href = (changes: Parameters<typeof withParameters>[1]) => withParameters(here, changes);
  const tags = [
    ...(filter.status ? [{ label: STATUS_WORDS[filter.status].text, removeHref: href({ status: null }) }] : []),
    ...(filter.municipality ? [{ label: filter.municipality, removeHref: href({ municipality: null }) }] : []),
    ...(filter.text ? [{ label: `«${filter.text}»`, removeHref: href({ text: null }) }] : []),
  ];
  const base = `/identification/runs/${run.id}`;
  return (
    <>
      {run.summary && seesAll ? (
        <Stats>
          {STATUSES.map((status) => (
            <Stat
              key={status}
              label={STATUS_WORDS[status].text}
              value={formatNumber(countOf(run.summary, status))}
              to={`${base}?status=${status}`}
              tone={STATUS_WORDS[status].tone}
            />
          ))}
        </Stats>
      ) : null}
      {run.summary?.warnings.length ? (
        <Notice tone="warning" title="На что обратить внимание">
          <ul>
            {run.summary.warnings.map((warning) => (
              <li key={warning}>{warning}</li>
            ))}
          </ul>
        </Notice>
      ) : null}
      {run.sensitivity && settings > 1 ? (
        <Notice title="Насколько список зависит от настроек">
          <p>{settingsWords(run.sensitivity)}</p>
        </Notice>
      ) : null}
      <PermittedUse use={run.permittedUse} />
      <Filters resetHref={base}>
        <Field label="Статус" name="status">
          <Select
            key={filter.status}
            defaultValue={filter.status ?? ''}
            options={[
              { value: '', label: 'Все' },
              ...STATUSES.map((value) => ({ value, label: STATUS_WORDS[value].text })),
            ]}
          />
        </Field>
        {municipalities.length > 1 ? (
          <Field label="Муниципалитет" name="municipality">
            <Select
              key={filter.municipality}
              defaultValue={filter.municipality ?? ''}
              options={[
                { value: '', label: 'Все' },
                ...municipalities.flatMap(({ municipality, listed }) =>
                  municipality === null
                    ? []
                    : [{ value: municipality, label: `${municipality}: ${schoolsWords(listed)} в списке` }],
                ),
              ]}
            />
          </Field>
        ) : null}
        <Field label="Школа" name="text">
          <TextInput type="search" key={filter.text} defaultValue={filter.text ?? ''} />
        </Field>
      </Filters>
      <FilterTags tags={tags} />
      <Table
        caption={`${schoolsWords(total)}${tags.length > 0 ? ' по этим условиям' : ''}`}
        columns={columnsOf(settings)}
        rows={rows}
        rowKey={({ login }) => login}
        empty={<EmptyState title="Таких школ нет">Измените или снимите условия отбора.</EmptyState>}
      />
      <Pagination page={page} pageSize={PAGE_SIZE} total={total} href={(number) => href({ page: number })} />
    </>
  );
}

function countOf(summary: Loaded['run']['summary'], status: (typeof STATUSES)[number]): number {
  if (!summary) return 0;
  const counts = {
    listed: summary.listed,
    risk: summary.risk,
    'not-listed': summary.notListed,
    'not-classifiable': summary.notClassifiable,
    excluded: summary.excluded,
  };
  return counts[status];
}

function columnsOf(settings: number): Column<Row>[] {
  return [
    {
      key: 'school',
      header: 'Школа',
      width: 'medium',
      cell: ({ organisationId, name }) =>
        organisationId === null ? name : <Link to={`/organisations/${organisationId}/support`}>{name}</Link>,
    },
    { key: 'municipality', header: 'Муниципалитет', cell: ({ municipality }) => municipality ?? '—' },
    { key: 'status', header: 'Статус', cell: ({ status }) => <SchoolStatusMark status={status} /> },
    {
      key: 'probability',
      header: 'Насколько это точно',
      width: 'medium',
      cell: ({ probability }) => probabilityWords(probability),
    },
    ...(settings > 1
      ? [
          {
            key: 'share',
            header: 'В списке',
            width: 'medium' as const,
            cell: ({ listedShare }: Row) => sensitivityWords(listedShare),
          },
        ]
      : []),
    { key: 'reasons', header: 'Почему', width: 'wide', cell: ReasonsCell },
  ];
}

const REASONS_SHOWN = 3;

function ReasonsCell({ reasons, note }: Row) {
  if (reasons.length === 0) return note ?? '—';
  return (
    <div>
      {reasons.slice(0, REASONS_SHOWN).map((reason) => (
        <div key={`${reason.procedure} ${reason.metric} ${reason.threshold}`}>{reasonShort(reason)}</div>
      ))}
      {reasons.length > REASONS_SHOWN ? <div>и ещё {reasons.length - REASONS_SHOWN}</div> : null}
    </div>
  );
}
