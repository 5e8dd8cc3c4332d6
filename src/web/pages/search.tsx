import { Form } from 'react-router';
import { formatPeriod } from '#kernel/format.ts';
import { count } from '#kernel/plural.ts';
import { type FoundOrganisation, KIND_NAMES, searchOrganisations, STATUS_NAMES } from '#modules/organisations/index.ts';
import {
  LEVEL_NAMES,
  type MeasureHit,
  type PlanHit,
  searchMeasures,
  searchPlans,
  STATE_NAMES,
} from '#modules/plans/index.ts';
import { ctxOf } from '../request.ts';
import { Button, EmptyState, Field, Fields, Link, Page, Section, TextInput } from '../ui/index.ts';
import type { Route } from './+types/search.ts';
import styles from './search.module.css';

const SHOWN = 12;
const SHORTEST = 2;

export async function loader({ request, context }: Route.LoaderArgs) {
  const { scope, db } = ctxOf(context);
  const query = new URL(request.url).searchParams.get('q')?.trim() ?? '';
  if (query.length < SHORTEST) return { query, organisations: { rows: [], total: 0 }, plans: [], measures: [] };
  const [organisations, plans, measures] = await Promise.all([
    searchOrganisations(scope, db, query, { limit: SHOWN, offset: 0 }),
    searchPlans(scope, db, query, SHOWN),
    searchMeasures(scope, db, query, SHOWN),
  ]);
  return { query, organisations, plans, measures };
}

export const meta: Route.MetaFunction = ({ loaderData }) => [
  { title: `${loaderData?.query ? `Поиск: ${loaderData.query}` : 'Поиск'} — Опора` },
];

export default function Search({ loaderData: { query, organisations, plans, measures } }: Route.ComponentProps) {
  const asked = query.length >= SHORTEST;
  const found = organisations.total + plans.length + measures.length > 0;
  return (
    <Page
      title="Поиск"
      lead={
        asked && found
          ? undefined
          : 'Ищет по названиям, номерам и кодам школ и организаций и по названиям планов, по словам мероприятий; опечатки не помешают.'
      }
    >
      <Form method="get" role="search" aria-label="Поиск по всей системе">
        <Fields>
          <Field label="Что найти" name="q" hint="Не меньше двух букв или цифр">
            <TextInput type="search" defaultValue={query} key={query} />
          </Field>
          <div>
            <Button>Найти</Button>
          </div>
        </Fields>
      </Form>
      {organisations.rows.length > 0 ? <Organisations query={query} {...organisations} /> : null}
      {plans.length > 0 ? <Plans query={query} rows={plans} /> : null}
      {measures.length > 0 ? <Measures rows={measures} /> : null}
      {asked && !found ? (
        <EmptyState title={`По запросу «${query}» ничего не найдено`}>
          Проверьте написание, сократите запрос или попробуйте номер или код школы.
        </EmptyState>
      ) : null}
    </Page>
  );
}

function Organisations({ query, rows, total }: { query: string; rows: FoundOrganisation[]; total: number }) {
  return (
    <Section title="Школы и организации">
      <ul className={styles.hits}>
        {rows.map((row) => (
          <li key={row.id}>
            <Link to={`/organisations/${row.id}`}>{row.shortName}</Link>
            <p className={styles.about}>
              {[KIND_NAMES[row.kind], row.parentShortName, row.status === 'open' ? null : STATUS_NAMES[row.status]]
                .filter(Boolean)
                .join(' · ')}
            </p>
          </li>
        ))}
      </ul>
      {total > rows.length ? (
        <Link to={`/organisations?q=${encodeURIComponent(query)}`}>
          Показать все: {count(total, 'организация', 'организации', 'организаций')}
        </Link>
      ) : null}
    </Section>
  );
}

function placeOf({ organisation, within }: Pick<PlanHit, 'organisation' | 'within'>): string {
  return [organisation, within].filter(Boolean).join(', ');
}

function periodOf({ periodFrom: from, periodTo: to }: PlanHit): string | null {
  return from !== null && to !== null ? formatPeriod({ from, to }) : null;
}

function Plans({ query, rows }: { query: string; rows: PlanHit[] }) {
  return (
    <Section title="Планы">
      <ul className={styles.hits}>
        {rows.map((row) => (
          <li key={row.id}>
            <Link to={`/plans/${row.id}`}>{row.title}</Link>
            <p className={styles.about}>
              {[placeOf(row), LEVEL_NAMES[row.level], STATE_NAMES[row.state], periodOf(row)]
                .filter(Boolean)
                .join(' · ')}
            </p>
          </li>
        ))}
      </ul>
      {rows.length === SHOWN ? (
        <Link to={`/plans?q=${encodeURIComponent(query)}`}>Показать все планы с этими словами</Link>
      ) : null}
    </Section>
  );
}

function Measures({ rows }: { rows: MeasureHit[] }) {
  return (
    <Section title="Мероприятия">
      <ul className={styles.hits}>
        {rows.map((row) => (
          <li key={row.id}>
            <Link to={`/plans/${row.planId}#measure-${row.id}`}>
              {[row.number, row.text].filter(Boolean).join(' ')}
            </Link>
            <p className={styles.about}>{[placeOf(row), row.planTitle].join(' · ')}</p>
          </li>
        ))}
      </ul>
      {rows.length === SHOWN ? <p>Показаны первые {SHOWN}. Уточните запрос, чтобы найти остальные.</p> : null}
    </Section>
  );
}
