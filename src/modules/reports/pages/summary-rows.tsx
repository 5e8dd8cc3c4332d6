/** The due windows behind a number of the summary, a page at a time. */
import { formatDate } from '#kernel/format.ts';
import { count } from '#kernel/plural.ts';
import type { LoaderArgs, MetaArgs, PageProps } from '#web/page-types.ts';
import { ctxOf } from '#web/request.ts';
import { ButtonLink, EmptyState, Link, Page, Pagination } from '#web/ui/index.ts';
import { numberAsked, summaryHref, type SummaryRowsChoice, summaryRowsHref } from '../addresses.ts';
import { CLASS_NAMES, isReportClass } from '../domain.ts';
import { windowsBehind } from '../queries.ts';
import { choiceOf, filterOf, summaryAsked } from '../summary-choice.ts';
import { capitalised } from '../wording.ts';
import { DONE_COLUMN, WindowTable } from './window-table.tsx';

const PAGE_SIZE = 50;

export async function loader({ request, context }: LoaderArgs) {
  const ctx = ctxOf(context);
  const url = new URL(request.url);
  const asked = await summaryAsked(ctx, url);
  if (asked === null) return { rows: [], total: 0, page: 1, choice: null, place: '', asOf: ctx.clock.today() };
  const reportClass = url.searchParams.get('class');
  const ownOnly = url.searchParams.get('own') === 'yes';
  // What carries a measure out below may lie in any part of the scope, not under one organisation.
  const underMeasure = numberAsked(url, 'under');
  const page = Math.max(1, numberAsked(url, 'page') ?? 1);
  const filter = {
    ...filterOf(asked),
    within: underMeasure === null ? asked.organisation : null,
    ownOnly,
    underMeasure,
    class: isReportClass(reportClass) ? reportClass : null,
  };
  const found = await windowsBehind(ctx.scope, ctx.db, filter, { limit: PAGE_SIZE, offset: (page - 1) * PAGE_SIZE });
  const choice: SummaryRowsChoice = {
    ...(underMeasure === null ? choiceOf(asked) : { on: asked.asOf, under: underMeasure }),
    class: filter.class ?? undefined,
    own: ownOnly ? 'yes' : undefined,
  };
  return {
    ...found,
    page,
    choice,
    place: underMeasure === null ? asked.organisation.name : 'На уровнях ниже',
    asOf: asked.asOf,
  };
}

export const handle = {
  crumbs: ({ choice }: PageProps<typeof loader>['loaderData']) => [
    { label: 'Отчёты', to: choice ? summaryHref({ ...choice, on: choice.on }) : '/reports' },
  ],
};

export const meta = ({ loaderData: data }: MetaArgs<typeof loader>) => [
  { title: `${[titleOf(data?.choice ?? null), data?.place].filter(Boolean).join(': ')} — Опора` },
];

function titleOf(choice: SummaryRowsChoice | null): string {
  return choice?.class ? capitalised(CLASS_NAMES[choice.class]) : 'Все сроки исполнения';
}

export default function SummaryRows({
  loaderData: { rows, total, page, choice, place, asOf },
}: PageProps<typeof loader>) {
  return (
    <Page
      title={titleOf(choice)}
      caption={`${place}, по состоянию на ${formatDate(asOf)}`}
      lead={count(total, 'срок', 'срока', 'сроков')}
    >
      <WindowTable
        caption={titleOf(choice)}
        rows={rows}
        empty={
          <EmptyState title="Таких сроков на эту дату нет." action={<ButtonLink to="/reports">К отчётам</ButtonLink>} />
        }
        more={[
          DONE_COLUMN,
          {
            key: 'mark',
            header: 'Отметка',
            width: 'medium',
            cell: (row) => row.mark ?? row.withoutDocumentReason ?? '',
          },
          {
            key: 'plan',
            header: 'План',
            width: 'medium',
            cell: (row) => <Link to={`/plans/${row.plan.id}`}>{row.plan.title}</Link>,
          },
        ]}
      />
      <Pagination
        page={page}
        pageSize={PAGE_SIZE}
        total={total}
        href={(to) => summaryRowsHref({ ...choice!, page: to })}
      />
    </Page>
  );
}
