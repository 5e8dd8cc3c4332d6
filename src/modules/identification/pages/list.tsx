/** One list: its schools with reasons; filters live in the address. */
import { formatDate } from '#kernel/format.ts';
import { oneOf, pageOf, withParameters } from '#web/list-address.ts';
import type { LoaderArgs, MetaArgs, PageProps } from '#web/page-types.ts';
import { ctxOf } from '#web/request.ts';
import {
  ButtonLink,
  type Column,
  EmptyState,
  Field,
  Filters,
  FilterTags,
  History,
  Link,
  Pagination,
  Section,
  Select,
  Status,
  SummaryList,
  Table,
  TextInput,
} from '#web/ui/index.ts';
import { USUAL_EXIT } from '../domain/list-life.ts';
import type { ListSchool } from '../queries/lists.ts';
import { instantWords } from './parts/address.ts';
import { PermittedUse } from './parts/frame.tsx';
import { listAt, listCrumbs } from './parts/list-address.ts';
import { matching, STANDINGS, STANDING_WORDS, standingOf, type Standing } from './parts/list-filter.ts';
import { ListFrame } from './parts/list-frame.tsx';
import { LIST_STATE_WORDS, probabilityWords, reasonShort, schoolsWords } from './parts/words.ts';

const PAGE_SIZE = 50;

export async function loader({ params, request, context }: LoaderArgs) {
  const ctx = ctxOf(context);
  const url = new URL(request.url);
  const { detail, frame } = await listAt(ctx, params);
  const { list, schools, remarks, states } = detail;
  const page = pageOf(url);
  const filter = {
    standing: oneOf(url, 'standing', STANDINGS),
    municipality: url.searchParams.get('municipality') ?? '',
    text: url.searchParams.get('text')?.trim() ?? '',
  };
  const rows = matching(schools, filter);
  return {
    frame,
    runId: list.runId,
    source: list.source,
    exitRule: list.exitRule ?? USUAL_EXIT,
    filter,
    page,
    total: rows.length,
    rows: rows.slice((page - 1) * PAGE_SIZE, page * PAGE_SIZE).map((school) => ({
      ...school,
      standing: standingOf(school),
      remarks: remarks.filter(({ listSchoolId }) => listSchoolId === school.id).length,
      open: remarks.filter((one) => one.listSchoolId === school.id && one.answer === null).length,
    })),
    municipalities: [...new Set(schools.flatMap(({ municipality }) => (municipality === null ? [] : [municipality])))],
    states: states.map(({ state, note, changedAt, changedBy }, index) => ({
      id: index,
      at: instantWords(changedAt, ctx.config.timeZone),
      actor: changedBy,
      text: `Состояние: ${LIST_STATE_WORDS[state].text}`,
      detail: note,
    })),
    here: `${url.pathname}${url.search}`,
    query: url.search,
  };
}

type Loaded = PageProps<typeof loader>['loaderData'];
type Row = Loaded['rows'][number];

export const meta = ({ loaderData }: MetaArgs<typeof loader>) => [
  { title: `${loaderData?.frame.title ?? 'Список'} — Опора` },
];
export const handle = { crumbs: (data: Loaded) => listCrumbs(data).slice(0, -1) };

export default function List({ loaderData }: PageProps<typeof loader>) {
  const { frame, runId, source, exitRule, filter, rows, total, page, municipalities, here, query, states } = loaderData;
  const base = `/identification/lists/${frame.id}`;
  const href = (changes: Parameters<typeof withParameters>[1]) => withParameters(here, changes);
  const tags = [
    ...(filter.standing ? [{ label: STANDING_WORDS[filter.standing].text, removeHref: href({ standing: null }) }] : []),
    ...(filter.municipality ? [{ label: filter.municipality, removeHref: href({ municipality: null }) }] : []),
    ...(filter.text ? [{ label: `«${filter.text}»`, removeHref: href({ text: null }) }] : []),
  ];
  return (
    <ListFrame
      frame={frame}
      actions={
        <>
          {frame.abilities.edit && frame.origin === 'own' ? (
            <>
              <ButtonLink to={`${base}/schools/new`}>Добавить школу</ButtonLink>
              <ButtonLink to={`${base}/exit-rule`}>Изменить правило выхода</ButtonLink>
            </>
          ) : null}
          <ButtonLink to={`${base}/export/xlsx${query}`} download>
            Скачать XLSX
          </ButtonLink>
          <ButtonLink to={`${base}/export/csv${query}`} download>
            Скачать CSV
          </ButtonLink>
        </>
      }
    >
      <SummaryList
        rows={[
          {
            term: 'Откуда',
            value:
              runId === null ? (
                source
              ) : frame.readsLists ? (
                <Link to={`/identification/runs/${runId}`}>Расчёт № {runId}</Link>
              ) : (
                'расчёт по методике региона'
              ),
          },
          { term: 'Правило выхода', value: frame.origin === 'own' ? exitRule.text : null },
        ]}
      />
      <PermittedUse use={frame.permittedUse} />
      {frame.readsLists ? (
        <Filters resetHref={base}>
          <Field label="Положение" name="standing">
            <Select
              key={filter.standing}
              defaultValue={filter.standing ?? ''}
              options={[
                { value: '', label: 'Все' },
                ...STANDINGS.map((value) => ({ value, label: STANDING_WORDS[value].text })),
              ]}
            />
          </Field>
          {municipalities.length > 1 ? (
            <Field label="Муниципалитет" name="municipality">
              <Select
                key={filter.municipality}
                defaultValue={filter.municipality}
                options={[{ value: '', label: 'Все' }, ...municipalities.map((value) => ({ value, label: value }))]}
              />
            </Field>
          ) : null}
          <Field label="Школа" name="text">
            <TextInput type="search" key={filter.text} defaultValue={filter.text} />
          </Field>
        </Filters>
      ) : null}
      <FilterTags tags={tags} />
      <Table
        caption={schoolsWords(total)}
        rows={rows}
        rowKey={({ id }) => id}
        columns={columnsOf(base, frame.origin === 'own')}
        empty={
          <EmptyState title="Таких школ нет">
            {tags.length > 0 ? 'Измените или снимите условия отбора.' : 'В этом списке нет школ, которые вам видны.'}
          </EmptyState>
        }
      />
      <Pagination page={page} pageSize={PAGE_SIZE} total={total} href={(number) => href({ page: number })} />
      <Section title="История">
        <History events={[...states].reverse()} />
      </Section>
    </ListFrame>
  );
}

function columnsOf(base: string, own: boolean): Column<Row>[] {
  return [
    {
      key: 'school',
      header: 'Школа',
      width: 'medium',
      cell: ({ id, name }) => (own ? <Link to={`${base}/schools/${id}`}>{name}</Link> : name),
    },
    { key: 'municipality', header: 'Муниципалитет', cell: ({ municipality }) => municipality ?? '—' },
    { key: 'standing', header: 'Положение', cell: StandingCell },
    ...(own
      ? [
          {
            key: 'probability',
            header: 'Насколько это точно',
            width: 'medium' as const,
            cell: ({ probability }: Row) => probabilityWords(probability),
          },
          { key: 'why', header: 'Почему', width: 'wide' as const, cell: WhyCell },
          {
            key: 'remarks',
            header: 'Замечания',
            cell: ({ remarks, open }: Row) =>
              remarks === 0 ? '—' : open > 0 ? `${remarks}, без ответа ${open}` : `${remarks}`,
          },
        ]
      : []),
  ];
}

function StandingCell({ standing, enteredOn, leftOn, watchUntil }: Row) {
  const words = STANDING_WORDS[standing as Standing];
  const since = leftOn ?? enteredOn;
  return (
    <div>
      <Status tone={words.tone}>{words.text}</Status>
      {since === null ? null : <div>с {formatDate(since)}</div>}
      {leftOn !== null && watchUntil !== null ? <div>наблюдение до {formatDate(watchUntil)}</div> : null}
    </div>
  );
}

function WhyCell({ reasons, origin, decisionReason }: Pick<ListSchool, 'reasons' | 'origin' | 'decisionReason'>) {
  return (
    <div>
      {origin === 'manual' ? <div>добавлена вручную</div> : null}
      {decisionReason === null ? null : <div>{decisionReason}</div>}
      {reasons.slice(0, 2).map((reason) => (
        <div key={`${reason.procedure} ${reason.metric}`}>{reasonShort(reason)}</div>
      ))}
      {reasons.length > 2 ? <div>и ещё {reasons.length - 2}</div> : null}
    </div>
  );
}
