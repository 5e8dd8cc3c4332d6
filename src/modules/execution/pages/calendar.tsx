/** Deadlines of a month, on the day by which each is due. */
import { addMonths, firstDayOfMonth, isValid, type IsoDate, lastDayOfMonth, partsOf, weekday } from '#kernel/dates.ts';
import { formatDate, formatDayMonth, formatMonth } from '#kernel/format.ts';
import { count } from '#kernel/plural.ts';
import { withParameters } from '#web/list-address.ts';
import type { LoaderArgs, MetaArgs, PageProps } from '#web/page-types.ts';
import { ctxOf } from '#web/request.ts';
import {
  ButtonLink,
  EmptyState,
  Field,
  Filters,
  Icon,
  Link,
  Page,
  Section,
  Select,
  Table,
  VisuallyHidden,
} from '#web/ui/index.ts';
import { type CalendarDay, monthWeeks } from '../month.ts';
import { reviews } from '../policy.ts';
import { planChoices, planTitle } from '../queries/choices.ts';
import { type OccurrenceRow, occurrences } from '../queries/occurrences.ts';
import { measureName, shortened, STANDING_NAMES, STANDING_TONES } from '../words.ts';
import { hereOf, numberOf } from './parts/address.ts';
import { ExecutionTabs } from './parts/execution-tabs.tsx';
import { measureColumn, organisationColumn, standingColumn } from './parts/occurrence-columns.tsx';
import styles from './calendar.module.css';

/** A month of one organisation or plan is some dozens; a whole region does not fit into a calendar. */
const AT_MOST = 1000;
const IN_A_CELL = 3;
const WEEKDAYS = ['понедельник', 'вторник', 'среда', 'четверг', 'пятница', 'суббота', 'воскресенье'];

export async function loader({ request, context }: LoaderArgs) {
  const ctx = ctxOf(context);
  const url = new URL(request.url);
  const today = ctx.clock.today();
  const month = monthOf(url, today);
  const planId = numberOf(url, 'plan');
  const organisations = ctx.actor.assignments.map((held) => held.organisationId);
  const [plans, title] = await Promise.all([
    planChoices(ctx.scope, ctx.db, organisations),
    planId === null ? null : planTitle(ctx.scope, ctx.db, planId),
  ]);
  const whose = title === null || planId === null ? { organisations } : { planId };
  const filter = { today, ...whose, dueFrom: month, dueBy: lastDayOfMonth(month) };
  const { rows, total } = await occurrences(ctx.scope, ctx.db, filter, { limit: AT_MOST, offset: 0 });
  const day = url.searchParams.get('day') ?? '';
  return {
    rows: rows.filter((row) => row.state !== 'cancelled'),
    total,
    month,
    today,
    here: hereOf(url),
    reviews: reviews(ctx.actor),
    day: day.slice(0, 7) === month.slice(0, 7) && isValid(day) ? day : null,
    // A plan that one came from is offered also when it belongs to another organisation.
    plans:
      planId !== null && title !== null && !plans.some((plan) => plan.id === planId)
        ? [{ id: planId, title }, ...plans]
        : plans,
    planId: title === null ? null : planId,
  };
}

function monthOf(url: URL, today: IsoDate): IsoDate {
  const asked = `${url.searchParams.get('month')}-01`;
  return firstDayOfMonth(isValid(asked) && partsOf(asked).year > 1990 && partsOf(asked).year < 2200 ? asked : today);
}

export const meta = ({ loaderData }: MetaArgs<typeof loader>) => [
  { title: `Календарь${loaderData ? `, ${formatMonth(loaderData.month)}` : ''} — Опора` },
];

export default function Calendar({ loaderData }: PageProps<typeof loader>) {
  const { rows, total, month, today, day, here, plans, planId } = loaderData;
  const to = (date: IsoDate) => withParameters(here, { month: date.slice(0, 7), day: null });
  const chosen = day === null ? [] : rows.filter((row) => row.dueOn === day);
  return (
    <Page
      title={`Календарь: ${formatMonth(month)}`}
      lead={`${count(total, 'срок', 'срока', 'сроков')} в этом месяце.${total > AT_MOST ? ` Показаны первые ${AT_MOST}.` : ''}`}
      actions={
        <ButtonLink to={`/profile/feeds${planId === null ? '' : `?plan=${planId}`}`}>
          Подписаться на календарь
        </ButtonLink>
      }
    >
      <ExecutionTabs reviews={loaderData.reviews} />
      <Filters resetHref="/calendar">
        <Field label="Мероприятия" name="plan">
          <Select
            options={[
              { value: '', label: 'Моих организаций' },
              ...plans.map((plan) => ({ value: String(plan.id), label: `План: ${shortened(plan.title, 60)}` })),
            ]}
            defaultValue={planId ?? ''}
            key={planId}
          />
        </Field>
        <input type="hidden" name="month" value={month.slice(0, 7)} />
      </Filters>
      <nav className={styles.months} aria-label="Месяцы">
        <Link to={to(addMonths(month, -1))} rel="prev">
          <Icon name="left" /> {formatMonth(addMonths(month, -1))}
        </Link>
        {month === firstDayOfMonth(today) ? null : <Link to={to(today)}>Этот месяц</Link>}
        <Link to={to(addMonths(month, 1))} rel="next">
          {formatMonth(addMonths(month, 1))} <Icon name="right" />
        </Link>
      </nav>
      {rows.length === 0 ? (
        <EmptyState title="В этом месяце сроков нет">Посмотрите соседние месяцы или другой план.</EmptyState>
      ) : (
        <Month weeks={monthWeeks(month, rows, (row) => row.dueOn)} today={today} here={here} month={month} />
      )}
      {day !== null && chosen.length > 0 ? (
        <Section
          title={`До ${formatDate(day)}: ${count(chosen.length, 'мероприятие', 'мероприятия', 'мероприятий')}`}
          id="day"
        >
          <Table
            caption={`Сроки ${formatDate(day)}`}
            hideCaption
            columns={[measureColumn, organisationColumn, standingColumn(today)]}
            rows={chosen}
            rowKey={(row) => row.id}
          />
        </Section>
      ) : null}
    </Page>
  );
}

type MonthProps = { weeks: CalendarDay<OccurrenceRow>[][]; today: IsoDate; here: string; month: IsoDate };

/** On a narrow page the days without deadlines go, the others become a list: the roles keep it a table. */
function Month({ weeks, today, here, month }: MonthProps) {
  return (
    <table role="table" className={styles.month}>
      <caption className={styles.caption}>
        <VisuallyHidden>Сроки по дням, {formatMonth(month)}</VisuallyHidden>
      </caption>
      <thead role="rowgroup" className={styles.head}>
        <tr role="row">
          {WEEKDAYS.map((name) => (
            <th key={name} role="columnheader" scope="col">
              {name}
            </th>
          ))}
        </tr>
      </thead>
      <tbody role="rowgroup">
        {weeks.map((week) => (
          <tr role="row" key={week[0]?.date} data-empty={week.every((day) => day.items.length === 0) || undefined}>
            {week.map((day) => (
              <Day key={day.date} day={day} isToday={day.date === today} here={here} />
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function Day({
  day: { date, inMonth, items },
  isToday,
  here,
}: {
  day: CalendarDay<OccurrenceRow>;
  isToday: boolean;
  here: string;
}) {
  const left = items.length - IN_A_CELL;
  // One more line than the rest would take is shown instead of the rest.
  const shown = left > 1 ? items.slice(0, IN_A_CELL) : items;
  return (
    <td
      role="cell"
      className={inMonth ? styles.day : styles.outside}
      data-empty={items.length === 0 || undefined}
      aria-current={isToday ? 'date' : undefined}
    >
      <time dateTime={date} className={styles.date}>
        <span className={styles.number} aria-hidden="true">
          {partsOf(date).day}
        </span>
        <span className={styles.spoken}>
          {formatDayMonth(date)}, {WEEKDAYS[weekday(date) - 1]}
        </span>
      </time>
      {shown.length > 0 ? (
        <ul className={styles.items}>
          {shown.map((row) => (
            <li key={row.id} data-tone={STANDING_TONES[row.standing]}>
              <Link to={`/occurrences/${row.id}`}>{measureName(row.measure, 60)}</Link>
              <span className={styles.standing}> {STANDING_NAMES[row.standing]}</span>
            </li>
          ))}
        </ul>
      ) : null}
      {left > 1 ? (
        <Link to={`${withParameters(here, { month: date.slice(0, 7), day: date })}#day`}>ещё {left}</Link>
      ) : null}
    </td>
  );
}
