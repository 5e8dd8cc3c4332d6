/** How execution goes at one organisation and below it: the whole, each part, own plans, what is urgent. */
import { count } from '#kernel/plural.ts';
import { withParameters } from '#web/list-address.ts';
import { ButtonLink, type Column, EmptyState, Field, Filters, Link, Section, Select, Table } from '#web/ui/index.ts';
import { CHILD_FILTERS } from '../../words.ts';
import { measureColumn, standingColumn, windowColumn } from './occurrence-columns.tsx';
import type { OrganisationExecutionData } from './organisation-execution-data.ts';
import { totalsColumns, TotalsStats } from './totals.tsx';

export function OrganisationExecution({ data }: { data: OrganisationExecutionData }) {
  const { place, today, show, here, children, plans, urgent } = data;
  return (
    <>
      <TotalsStats totals={data.all} href={(standing) => rowsOf(place.id, standing)} />
      {data.childrenInAll > 0 ? (
        <Section
          title={
            place.kind === 'municipality'
              ? count(children.length, 'школа', 'школы', 'школ')
              : count(children.length, 'организация', 'организации', 'организаций')
          }
          id="organisations"
        >
          <Filters resetHref={withParameters(here, { show: null })}>
            <Field label="Показать" name="show">
              <Select
                options={Object.entries(CHILD_FILTERS).map(([value, label]) => ({ value, label }))}
                defaultValue={show}
                key={show}
              />
            </Field>
          </Filters>
          <Table
            caption="Исполнение по организациям, в порядке алфавита"
            columns={CHILD_COLUMNS}
            rows={children}
            rowKey={(child) => child.organisation.id}
            empty={
              <EmptyState
                title="Таких организаций нет"
                action={<ButtonLink to={withParameters(here, { show: null })}>Показать все</ButtonLink>}
              />
            }
          />
        </Section>
      ) : null}
      <Section title="Собственные планы" id="plans">
        <Table
          caption="Планы организации"
          hideCaption
          columns={PLAN_COLUMNS}
          rows={plans}
          rowKey={(plan) => plan.id}
          empty={
            <EmptyState title="Утверждённых планов нет">
              Исполнение считается с того дня, как план утверждён приказом.
            </EmptyState>
          }
        />
      </Section>
      {urgent.length > 0 ? (
        <Section
          title="Просрочено и скоро срок"
          id="urgent"
          actions={
            data.urgentInAll > urgent.length ? (
              <Link to={rowsOf(place.id, 'overdue')}>Показать все: {data.urgentInAll}</Link>
            ) : null
          }
        >
          <Table
            caption="Собственные мероприятия, которые просрочены или скоро наступают"
            hideCaption
            columns={[measureColumn, windowColumn, standingColumn(today)]}
            rows={urgent}
            rowKey={(row) => row.id}
          />
        </Section>
      ) : null}
    </>
  );
}

function rowsOf(organisationId: number, standing: string): string {
  return `/overdue?${new URLSearchParams({ standing, organisation: String(organisationId) })}`;
}

type Child = OrganisationExecutionData['children'][number];

const CHILD_COLUMNS: Column<Child>[] = [
  {
    key: 'organisation',
    header: 'Организация',
    width: 'medium',
    cell: ({ organisation }) => (
      <Link to={`/organisations/${organisation.id}/execution`}>{organisation.shortName}</Link>
    ),
  },
  ...totalsColumns<Child>(
    (child) => child.organisation.shortName,
    (child, standing) => rowsOf(child.organisation.id, standing),
  ),
];

type PlanRow = OrganisationExecutionData['plans'][number];

const PLAN_COLUMNS: Column<PlanRow>[] = [
  {
    key: 'plan',
    header: 'План',
    width: 'wide',
    cell: (plan) => (
      <div>
        <Link to={`/plans/${plan.id}`}>{plan.title}</Link>
        <div>
          <Link to={`/plans/${plan.id}/timeline`}>Сроки на линии времени</Link>
        </div>
      </div>
    ),
  },
  ...totalsColumns<PlanRow>(
    (plan) => plan.title,
    (plan, standing) => `/overdue?${new URLSearchParams({ standing, plan: String(plan.id) })}`,
  ),
];
