/** «Мои задачи»: what the person's own organisation is to do, and what it has done. */
import { Form } from 'react-router';
import { addDays, lastDayOfMonth, later } from '#kernel/dates.ts';
import { count } from '#kernel/plural.ts';
import { oneOf, pageOf, withParameters } from '#web/list-address.ts';
import type { LoaderArgs, PageProps } from '#web/page-types.ts';
import { ctxOf } from '#web/request.ts';
import {
  Actions,
  Button,
  ButtonLink,
  Checkbox,
  type Column,
  EmptyState,
  Field,
  Fields,
  Filters,
  FilterTags,
  Page,
  Pagination,
  Select,
  Table,
  VisuallyHidden,
} from '#web/ui/index.ts';
import { DUE_SOON_DAYS } from '../domain.ts';
import { ownOrganisations } from '../policy.ts';
import { planChoices } from '../queries/choices.ts';
import { type OccurrenceFilter, type OccurrenceRow, occurrences } from '../queries/occurrences.ts';
import { measureName, shortened } from '../words.ts';
import { hereOf, numberOf } from './parts/address.ts';
import {
  measureColumn,
  organisationColumn,
  planColumn,
  standingColumn,
  windowColumn,
} from './parts/occurrence-columns.tsx';

const PAGE_SIZE = 50;

const SHOWS = {
  now: 'Срочные',
  overdue: 'Просроченные',
  soon: 'Со скорым сроком',
  returned: 'Возвращённые на доработку',
  ahead: 'Предстоящие',
  review: 'На проверке',
  done: 'Исполненные',
  all: 'Все',
} as const;
type Show = keyof typeof SHOWS;

export async function loader({ request, context }: LoaderArgs) {
  const ctx = ctxOf(context);
  const today = ctx.clock.today();
  const url = new URL(request.url);
  const show = oneOf(url, 'show', Object.keys(SHOWS) as Show[]) ?? 'now';
  const page = pageOf(url);
  const planId = numberOf(url, 'plan');
  const organisations = ownOrganisations(ctx.actor);
  const filter = { today, organisations, ...shown(show, today), ...(planId === null ? {} : { planId }) };
  const [{ rows, total }, plans] = await Promise.all([
    occurrences(ctx.scope, ctx.db, filter, { limit: PAGE_SIZE, offset: (page - 1) * PAGE_SIZE }),
    planChoices(ctx.scope, ctx.db, organisations),
  ]);
  return {
    rows,
    total,
    plans,
    page,
    show,
    planId,
    today,
    here: hereOf(url),
    executes: organisations.length > 0,
    several: organisations.length > 1,
  };
}

function shown(show: Show, today: string): Partial<OccurrenceFilter> {
  const thisMonth = later(lastDayOfMonth(today), addDays(today, DUE_SOON_DAYS));
  const filters: Record<Show, Partial<OccurrenceFilter>> = {
    now: { states: ['planned', 'returned'], dueBy: thisMonth },
    overdue: { standings: ['overdue'] },
    soon: { standings: ['dueSoon'] },
    returned: { states: ['returned'] },
    ahead: { standings: ['dueSoon', 'notDue'] },
    review: { states: ['submitted'] },
    done: { states: ['accepted'] },
    all: {},
  };
  return filters[show];
}

export const meta = () => [{ title: 'Мои задачи — Опора' }];

export default function Tasks({ loaderData }: PageProps<typeof loader>) {
  const { rows, total, plans, page, show, planId, today, here, executes, several } = loaderData;
  const plan = plans.find((one) => one.id === planId);
  const columns = [
    chooseColumn,
    measureColumn,
    windowColumn,
    standingColumn(today),
    ...(several ? [organisationColumn] : []),
    ...(plan || plans.length < 2 ? [] : [planColumn]),
  ];
  const markable = rows.some(isMarkable);
  if (!executes) return <NothingToExecute />;
  return (
    <Page
      title="Мои задачи"
      lead={`${SHOWS[show]}: ${count(total, 'мероприятие', 'мероприятия', 'мероприятий')}.${show === 'now' ? ' Просроченные и со сроком в этом месяце.' : ''}`}
      actions={<ButtonLink to="/calendar">Календарь</ButtonLink>}
    >
      <Filters resetHref="/tasks">
        <Field label="Показать" name="show">
          <Select
            options={Object.entries(SHOWS).map(([value, label]) => ({ value, label }))}
            defaultValue={show}
            key={show}
          />
        </Field>
        {plans.length > 1 ? (
          <Field label="План" name="plan">
            <Select
              options={[
                { value: '', label: 'Все планы' },
                ...plans.map((one) => ({ value: String(one.id), label: shortened(one.title, 70) })),
              ]}
              defaultValue={planId ?? ''}
              key={planId}
            />
          </Field>
        ) : null}
      </Filters>
      <FilterTags
        tags={plan ? [{ label: shortened(plan.title, 70), removeHref: withParameters(here, { plan: null }) }] : []}
      />
      <Form method="get" action="/tasks/mark">
        <Fields>
          <Table
            caption={SHOWS[show]}
            hideCaption
            columns={columns}
            rows={rows}
            rowKey={(row) => row.id}
            empty={<Empty show={show} />}
          />
          {markable ? (
            <Actions>
              <Button variant="secondary">Отметить выбранные одним документом</Button>
            </Actions>
          ) : null}
        </Fields>
      </Form>
      <Pagination
        page={page}
        pageSize={PAGE_SIZE}
        total={total}
        href={(number) => withParameters(here, { page: number })}
      />
    </Page>
  );
}

const chooseColumn: Column<OccurrenceRow> = {
  key: 'choose',
  header: 'Выбор',
  cell: (row) =>
    isMarkable(row) ? (
      <Checkbox
        name="id"
        value={String(row.id)}
        label={
          <VisuallyHidden>
            Выбрать: {measureName(row.measure, 80)}, {row.label}
          </VisuallyHidden>
        }
      />
    ) : null,
};

function isMarkable(row: OccurrenceRow): boolean {
  return row.state === 'planned' || row.state === 'returned';
}

function Empty({ show }: { show: Show }) {
  if (show === 'now') {
    return (
      <EmptyState
        title="Просроченного и срочного нет"
        action={<ButtonLink to="/tasks?show=ahead">Предстоящие мероприятия</ButtonLink>}
      >
        Сюда попадают мероприятия этого месяца и те, срок которых прошёл.
      </EmptyState>
    );
  }
  return (
    <EmptyState title="Таких мероприятий нет" action={<ButtonLink to="/tasks?show=all">Все мероприятия</ButtonLink>} />
  );
}

function NothingToExecute() {
  return (
    <Page title="Мои задачи">
      <EmptyState title="За вами нет мероприятий" action={<ButtonLink to="/dashboard">Исполнение планов</ButtonLink>}>
        Мероприятия отмечают сотрудники организации, чей это план. Ваша роль — следить за исполнением и проверять его.
      </EmptyState>
    </Page>
  );
}
