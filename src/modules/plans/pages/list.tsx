/** Plans that a person sees, by level, state, organisation and period. */
import { schoolYearName, schoolYearOf } from '#kernel/school-year.ts';
import { count } from '#kernel/plural.ts';
import type { LoaderArgs, PageProps } from '#web/page-types.ts';
import { ctxOf } from '#web/request.ts';
import {
  ButtonLink,
  type Column,
  EmptyState,
  Field,
  Filters,
  FilterTags,
  Link,
  Menu,
  MenuLink,
  Page,
  Pagination,
  Select,
  Status,
  Table,
  TextInput,
} from '#web/ui/index.ts';
import { LEVEL_NAMES, PLAN_LEVELS } from '../domain/levels.ts';
import { PLAN_STATES, STATE_NAMES } from '../domain/states.ts';
import { writableOrganisations } from '../policy.ts';
import { type PlanRow, plansMatching, type PlanSort } from '../queries/list.ts';
import { placeOf } from '../queries/organisations.ts';
import { href, whole } from './parts/address.ts';
import { filterFrom, sliceFrom } from './parts/list-address.ts';
import { periodWords, stateWords } from './parts/words.ts';
import styles from './list.module.css';

const PAGE_SIZE = 25;

export async function loader({ request, context }: LoaderArgs) {
  const { scope, db, actor, clock } = ctxOf(context);
  const params = new URL(request.url).searchParams;
  const query = Object.fromEntries(params);
  const organisation = params.get('organisation')
    ? await placeOf(scope, db, whole(params.get('organisation'), 0))
    : null;
  const page = whole(params.get('page'), 1);
  const slice = sliceFrom(params);
  const { rows, total } = await plansMatching(scope, db, filterFrom(params, organisation?.path), {
    ...slice,
    limit: PAGE_SIZE,
    offset: (page - 1) * PAGE_SIZE,
  });
  const current = schoolYearOf(clock.today());
  return {
    rows,
    total,
    page,
    query,
    sort: slice,
    organisation,
    years: [current + 1, current, current - 1, current - 2],
    can: { create: writableOrganisations(actor).length > 0 },
  };
}

export const meta = () => [{ title: 'Планы — Опора' }];

export default function PlanList({ loaderData }: PageProps<typeof loader>) {
  const { rows, total, page, query, sort, can } = loaderData;
  const { page: _page, ...withoutPage } = query;
  const to = (changes: Record<string, string | number | undefined>) => href('/plans', { ...withoutPage, ...changes });
  return (
    <Page
      title="Планы"
      lead={total === 0 ? undefined : `Вам видны ${count(total, 'план', 'плана', 'планов')}.`}
      actions={<Create can={can.create} />}
    >
      <Filters resetHref="/plans">
        <PlanFilterFields {...loaderData} />
      </Filters>
      <FilterTags tags={tagsOf(loaderData, to)} />
      <Table
        caption="Планы"
        hideCaption
        columns={COLUMNS}
        rows={rows}
        rowKey={(row) => row.id}
        sort={{ key: sort.sort, direction: sort.direction }}
        sortHref={(key, direction) => to({ sort: key, direction })}
        empty={<Nothing filtered={Object.keys(withoutPage).length > 0} can={can.create} />}
      />
      <Pagination
        page={page}
        pageSize={PAGE_SIZE}
        total={total}
        href={(number) => href('/plans', { ...query, page: number })}
      />
      {total === 0 ? null : (
        <p>
          Выгрузить список:{' '}
          <Link reloadDocument to={href('/plans/export/xlsx', withoutPage)}>
            XLSX
          </Link>
          ,{' '}
          <Link reloadDocument to={href('/plans/export/csv', withoutPage)}>
            CSV
          </Link>
        </p>
      )}
    </Page>
  );
}

function Create({ can }: { can: boolean }) {
  if (!can) return null;
  return (
    <>
      <ButtonLink to="/plans/import" variant="primary">
        Загрузить план из документа
      </ButtonLink>
      <Menu label="Ещё">
        <MenuLink to="/plans/new">Составить план заново</MenuLink>
        <MenuLink to="/plans/incoming">Что пришло сверху</MenuLink>
      </Menu>
    </>
  );
}

type Loaded = PageProps<typeof loader>['loaderData'];

function PlanFilterFields({ query, years, organisation }: Loaded) {
  return (
    <>
      <Field label="Название" name="q">
        <TextInput type="search" defaultValue={query['q'] ?? ''} />
      </Field>
      <Field label="Уровень" name="level">
        <Select
          defaultValue={query['level'] ?? ''}
          options={[
            { value: '', label: 'Любой' },
            ...PLAN_LEVELS.map((value) => ({ value, label: LEVEL_NAMES[value] })),
          ]}
        />
      </Field>
      <Field label="Состояние" name="state">
        <Select
          defaultValue={query['state'] ?? ''}
          options={[
            { value: '', label: 'Любое' },
            ...PLAN_STATES.map((value) => ({ value, label: STATE_NAMES[value] })),
          ]}
        />
      </Field>
      <Field label="Учебный год" name="year">
        <Select
          defaultValue={query['year'] ?? ''}
          options={[
            { value: '', label: 'Любой' },
            ...years.map((year) => ({ value: String(year), label: schoolYearName(year) })),
          ]}
        />
      </Field>
      {organisation === null ? null : <input type="hidden" name="organisation" value={organisation.id} />}
    </>
  );
}

function tagsOf({ query, organisation }: Loaded, to: (changes: Record<string, undefined>) => string) {
  const tags: [string, string | undefined][] = [
    ['q', query['q'] && `название: ${query['q']}`],
    ['level', LEVEL_NAMES[query['level'] as keyof typeof LEVEL_NAMES]],
    ['state', STATE_NAMES[query['state'] as keyof typeof STATE_NAMES]],
    ['year', query['year'] && `${schoolYearName(Number(query['year']))} учебный год`],
    ['organisation', organisation?.shortName],
    ['models', query['models'] && 'примерные планы'],
  ];
  return tags.flatMap(([name, label]) => (label ? [{ label, removeHref: to({ [name]: undefined }) }] : []));
}

const SORTED = {
  title: 'title',
  organisation: 'organisation',
  period: 'period',
  state: 'state',
} satisfies Partial<Record<PlanSort, PlanSort>>;

const COLUMNS: Column<PlanRow>[] = [
  {
    key: 'title',
    header: 'План',
    sortKey: SORTED.title,
    width: 'wide',
    cell: (row) => <Link to={`/plans/${row.id}`}>{row.title}</Link>,
  },
  {
    key: 'organisation',
    header: 'Организация',
    sortKey: SORTED.organisation,
    cell: (row) => (
      <>
        {row.organisation.shortName}
        <div className={styles.soft}>
          {[
            LEVEL_NAMES[row.level],
            row.isModel ? 'примерный' : null,
            row.level === 'school' ? row.organisation.within : null,
          ]
            .filter(Boolean)
            .join(', ')}
        </div>
      </>
    ),
  },
  { key: 'period', header: 'Период', sortKey: SORTED.period, cell: (row) => periodWords(row.period) },
  { key: 'state', header: 'Состояние', sortKey: SORTED.state, cell: (row) => <PlanStatus {...row} /> },
  {
    key: 'accepted',
    header: 'Исполнено',
    cell: (row) => (
      <>
        {row.due === 0 ? 'сроков нет' : `${row.accepted} из ${row.due}`}
        <div className={styles.soft}>{count(row.measures, 'мероприятие', 'мероприятия', 'мероприятий')}</div>
      </>
    ),
  },
];

function PlanStatus({ state, amending }: Pick<PlanRow, 'state' | 'amending'>) {
  const { tone, text } = stateWords(state, amending);
  return <Status tone={tone}>{text}</Status>;
}

function Nothing({ filtered, can }: { filtered: boolean; can: boolean }) {
  if (filtered) return <EmptyState title="Таких планов нет">Снимите часть условий отбора.</EmptyState>;
  return (
    <EmptyState
      title="Планов пока нет"
      action={
        can ? (
          <ButtonLink to="/plans/import" variant="primary">
            Загрузить план из документа
          </ButtonLink>
        ) : undefined
      }
    >
      {can
        ? 'Начните с документа Word, который у вас есть: Опора разберёт его на мероприятия.'
        : 'Здесь появятся планы вашей организации и те, что действуют на уровнях выше.'}
    </EmptyState>
  );
}
