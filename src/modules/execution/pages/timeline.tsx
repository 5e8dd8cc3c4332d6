/** A plan on the line of time: the conclusion, the drawing, the same as a table. */
import { ganttSvg } from '#charts/gantt.ts';
import { formatDate } from '#kernel/format.ts';
import { planTabs } from '#modules/plans/index.ts';
import type { LoaderArgs, MetaArgs, PageProps } from '#web/page-types.ts';
import { ctxOf } from '#web/request.ts';
import { ButtonLink, type Column, EmptyState, Link, Page, Section, Table, Tabs } from '#web/ui/index.ts';
import { type Standing, totalsOf } from '../domain.ts';
import { planWithMarks } from '../queries/report.ts';
import { measureName, remaining, shortened, windowName } from '../words.ts';
import { idIn } from './parts/address.ts';
import { planGantt } from './parts/plan-gantt.ts';
import { StandingStatus } from './parts/standing.tsx';
import { conclusion } from './parts/totals.tsx';
import styles from './timeline.module.css';

export async function loader({ params, context }: LoaderArgs) {
  const ctx = ctxOf(context);
  const today = ctx.clock.today();
  const planId = idIn(params['planId']);
  const { content, measures } = await planWithMarks(ctx.scope, ctx.db, planId, today);
  const marks = measures.flatMap((one) => one.marks);
  const next = marks
    .filter((mark) => ['dueSoon', 'notDue', 'returned'].includes(mark.standing) && mark.dueOn !== null)
    .map((mark) => mark.dueOn!)
    .sort()[0];
  const description = `${conclusion(totalsOf(marks.map((mark) => mark.standing)))}${next ? ` Ближайший срок: ${formatDate(next)}` : ''}`;
  const drawing = {
    id: `plan-${planId}`,
    title: `${content.title}: сроки`,
    description,
    today,
    period: content.period,
    sections: content.sections,
    measures,
  };
  return {
    tabs: planTabs(content.plan),
    plan: { id: planId, title: content.title, organisation: content.plan.organisation.shortName },
    today,
    description,
    svg: marks.length === 0 ? null : ganttSvg(planGantt(drawing)),
    rows: measures.flatMap(({ measure, marks: own }) =>
      own.map((mark) => ({
        id: mark.occurrenceId,
        name: measureName(measure),
        from: mark.from,
        dueOn: mark.dueOn,
        standing: mark.standing,
      })),
    ),
  };
}

type PageData = PageProps<typeof loader>['loaderData'];

export const handle = {
  crumbs: ({ plan }: PageData) => [
    { label: 'Планы', to: '/plans' },
    { label: shortened(plan.title, 60), to: `/plans/${plan.id}` },
  ],
};

export const meta = ({ loaderData }: MetaArgs<typeof loader>) => [
  { title: `Сроки: ${shortened(loaderData?.plan.title ?? 'план', 60)} — Опора` },
];

export default function Timeline({
  loaderData: { tabs, plan, today, description, svg, rows },
}: PageProps<typeof loader>) {
  return (
    <Page
      caption={`${plan.organisation} · сроки на линии времени`}
      title={plan.title}
      lead={svg === null ? undefined : description}
      actions={<ButtonLink to={`/profile/feeds?plan=${plan.id}`}>Подписаться на календарь</ButtonLink>}
    >
      <Tabs items={tabs} label="Части плана" />
      {svg === null ? (
        <EmptyState title="Сроков пока нет" action={<ButtonLink to={`/plans/${plan.id}`}>Открыть план</ButtonLink>}>
          Сроки появляются, когда план утверждён приказом.
        </EmptyState>
      ) : (
        <>
          <figure className={styles.figure}>
            {/* A drawing made by us from escaped text. */}
            <div
              className={styles.chart}
              tabIndex={0}
              role="region"
              aria-label="Линия времени"
              dangerouslySetInnerHTML={{ __html: svg }}
            />
            <figcaption className={styles.caption}>
              Сплошная полоса — исполнено, штриховка — просрочено или нет документа, контур — срок впереди, пунктир — на
              проверке или возвращено.
            </figcaption>
          </figure>
          <Section title="То же таблицей" id="table">
            <Table
              caption="Сроки мероприятий плана"
              hideCaption
              columns={columnsFor(today)}
              rows={rows}
              rowKey={(row) => row.id}
            />
          </Section>
        </>
      )}
    </Page>
  );
}

type TimelineRow = { id: number; name: string; from: string | null; dueOn: string | null; standing: Standing };

function columnsFor(today: string): Column<TimelineRow>[] {
  return [
    {
      key: 'measure',
      header: 'Мероприятие',
      width: 'wide',
      cell: (row) => <Link to={`/occurrences/${row.id}`}>{row.name}</Link>,
    },
    { key: 'window', header: 'Срок', cell: windowName },
    { key: 'standing', header: 'Состояние', cell: (row) => <StandingStatus standing={row.standing} /> },
    {
      key: 'left',
      header: 'До срока',
      cell: (row) =>
        ['overdue', 'dueSoon', 'notDue', 'returned'].includes(row.standing) ? remaining(row.dueOn, today) : '',
    },
  ];
}
