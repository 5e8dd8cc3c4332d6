/** «Просроченные мероприятия», and the same list for every other standing that a number on a dashboard opens. */
import { count } from '#kernel/plural.ts';
import { LEVEL_NAMES } from '#modules/plans/index.ts';
import { pageOf, withParameters } from '#web/list-address.ts';
import type { LoaderArgs, MetaArgs, PageProps } from '#web/page-types.ts';
import { ctxOf } from '#web/request.ts';
import { ButtonLink, EmptyState, Field, Filters, FilterTags, Page, Pagination, Select, Table } from '#web/ui/index.ts';
import { reviews } from '../policy.ts';
import { organisationChoices, planTitle } from '../queries/choices.ts';
import { occurrences } from '../queries/occurrences.ts';
import { LISTED, type Listed, shortened } from '../words.ts';
import { hereOf, numberOf } from './parts/address.ts';
import { ExecutionTabs } from './parts/execution-tabs.tsx';
import {
  measureColumn,
  organisationColumn,
  planColumn,
  standingColumn,
  windowColumn,
} from './parts/occurrence-columns.tsx';
import { overdueFilter } from './parts/overdue-filter.ts';

const PAGE_SIZE = 25;

export async function loader({ request, context }: LoaderArgs) {
  const ctx = ctxOf(context);
  const url = new URL(request.url);
  const page = pageOf(url);
  const { filter, standing, level, order, planId, place } = await overdueFilter(ctx, url);
  const municipalityId = numberOf(url, 'municipality');
  const [{ rows, total }, municipalities, plan] = await Promise.all([
    occurrences(ctx.scope, ctx.db, filter, { limit: PAGE_SIZE, offset: (page - 1) * PAGE_SIZE, order }),
    organisationChoices(ctx.scope, ctx.db, ['municipality']),
    planId === null ? null : planTitle(ctx.scope, ctx.db, planId),
  ]);
  const municipality =
    municipalities.find((one) => one.id === municipalityId) ??
    (municipalities.length === 1 ? municipalities[0] : undefined);
  const schools = municipality ? await organisationChoices(ctx.scope, ctx.db, ['school'], municipality.path) : [];
  const named = ({ id, shortName }: { id: number; shortName: string }) => ({ id, shortName });
  return {
    rows,
    total,
    page,
    standing,
    order,
    level: level && { value: level, label: LEVEL_NAMES[level] },
    levels: Object.entries(LEVEL_NAMES).map(([value, label]) => ({ value, label })),
    planId,
    plan,
    today: filter.today,
    here: hereOf(url),
    reviews: reviews(ctx.actor),
    query: url.search,
    place: place && { ...named(place), kind: place.kind },
    municipalities: municipalities.map(named),
    schools: schools.map(named),
    municipalityId,
    schoolId: numberOf(url, 'school'),
    organisationId: numberOf(url, 'organisation'),
  };
}

export const meta = ({ loaderData }: MetaArgs<typeof loader>) => [
  { title: `${titleOf(loaderData?.standing ?? 'overdue')} — Опора` },
];

export default function Overdue({ loaderData }: PageProps<typeof loader>) {
  const { rows, total, page, standing, level, order, planId, plan, place, today, here, municipalities, schools } =
    loaderData;
  const href = (changes: Parameters<typeof withParameters>[1]) => withParameters(here, changes);
  const tags = [
    ...(standing === 'overdue' ? [] : [{ label: LISTED[standing], removeHref: href({ standing: null }) }]),
    ...(level ? [{ label: `план: ${level.label}`, removeHref: href({ level: null }) }] : []),
    ...(place
      ? [
          {
            label: place.shortName,
            removeHref: href(
              place.id === loaderData.schoolId
                ? { school: null }
                : { municipality: null, school: null, organisation: null },
            ),
          },
        ]
      : []),
    ...(planId !== null && plan ? [{ label: shortened(plan, 60), removeHref: href({ plan: null }) }] : []),
  ];
  return (
    <Page
      title={titleOf(standing)}
      lead={`${count(total, 'мероприятие', 'мероприятия', 'мероприятий')}${place ? `, ${place.shortName}` : ''}.`}
      actions={
        <>
          <ButtonLink to={`/overdue/export/xlsx${loaderData.query}`} download>
            Скачать XLSX
          </ButtonLink>
          <ButtonLink to={`/overdue/export/csv${loaderData.query}`} download>
            Скачать CSV
          </ButtonLink>
        </>
      }
    >
      <ExecutionTabs reviews={loaderData.reviews} />
      <Filters resetHref="/overdue">
        <Field label="Состояние" name="standing">
          <Select
            options={Object.entries(LISTED).map(([value, label]) => ({ value, label }))}
            defaultValue={standing}
            key={standing}
          />
        </Field>
        <Field label="Уровень плана" name="level">
          <Select
            options={[{ value: '', label: 'Все уровни' }, ...loaderData.levels]}
            defaultValue={level?.value ?? ''}
            key={level?.value}
          />
        </Field>
        {municipalities.length > 1 ? (
          <Field label="Муниципалитет" name="municipality">
            <Select
              options={[{ value: '', label: 'Все' }, ...options(municipalities)]}
              defaultValue={loaderData.municipalityId ?? ''}
              key={loaderData.municipalityId}
            />
          </Field>
        ) : null}
        {schools.length > 1 ? (
          <Field label="Школа" name="school">
            <Select
              options={[{ value: '', label: 'Все' }, ...options(schools)]}
              defaultValue={loaderData.schoolId ?? ''}
              key={loaderData.schoolId}
            />
          </Field>
        ) : null}
        {loaderData.organisationId === null ? null : (
          <input type="hidden" name="organisation" value={loaderData.organisationId} />
        )}
        {planId === null ? null : <input type="hidden" name="plan" value={planId} />}
        {order === 'due' ? null : <input type="hidden" name="sort" value={order} />}
      </Filters>
      <FilterTags tags={tags} />
      <Table
        caption={titleOf(standing)}
        hideCaption
        columns={[
          organisationColumn,
          measureColumn,
          windowColumn,
          standingColumn(today),
          ...(plan ? [] : [planColumn]),
        ]}
        rows={rows}
        rowKey={(row) => row.id}
        sort={{ key: order, direction: 'asc' }}
        sortHref={(key) => href({ sort: key === 'due' ? null : key })}
        empty={<Empty standing={standing} filtered={tags.length > 0} />}
      />
      <Pagination page={page} pageSize={PAGE_SIZE} total={total} href={(number) => href({ page: number })} />
    </Page>
  );
}

function titleOf(standing: Listed): string {
  return standing === 'overdue' ? 'Просроченные мероприятия' : `Мероприятия: ${LISTED[standing]}`;
}

function options(organisations: readonly { id: number; shortName: string }[]) {
  return organisations.map(({ id, shortName }) => ({ value: String(id), label: shortName }));
}

function Empty({ standing, filtered }: { standing: Listed; filtered: boolean }) {
  const title = standing === 'overdue' ? 'Просроченных мероприятий нет' : 'Таких мероприятий нет';
  return (
    <EmptyState
      title={title}
      action={filtered ? <ButtonLink to="/overdue">Снять условия отбора</ButtonLink> : undefined}
    >
      {filtered
        ? 'Возможно, они есть при других условиях отбора.'
        : 'Сюда попадают мероприятия планов, которые действуют сейчас.'}
    </EmptyState>
  );
}
