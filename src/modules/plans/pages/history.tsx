/** Who did what to a plan, with what each edit changed. */
import { count } from '#kernel/plural.ts';
import type { LoaderArgs, MetaArgs, PageProps } from '#web/page-types.ts';
import { ctxOf } from '#web/request.ts';
import { Details, History, Pagination, Section } from '#web/ui/index.ts';
import { eventRedline, eventWords } from '../domain/history.ts';
import { isEmptyRedline } from '../domain/redline.ts';
import { planHead } from '../queries/content.ts';
import { planHistory } from '../queries/history.ts';
import { href, idOf, whole } from './parts/address.ts';
import { PlanFrame, planCrumbs } from './parts/plan-frame.tsx';
import { RedlineView } from './parts/redline-view.tsx';
import { instantWords } from './parts/words.ts';

const PAGE_SIZE = 50;

export async function loader({ params, request, context }: LoaderArgs) {
  const { scope, db, config } = ctxOf(context);
  const planId = idOf(params, 'planId');
  const page = whole(new URL(request.url).searchParams.get('page'), 1);
  const plan = await planHead(scope, db, planId);
  const { rows, total } = await planHistory(scope, db, planId, { limit: PAGE_SIZE, offset: (page - 1) * PAGE_SIZE });
  const events = rows.map((row) => {
    const changes = eventRedline(row);
    return {
      id: row.id,
      at: instantWords(row.at, config.timeZone),
      actor: row.actor,
      text: eventWords(row),
      reason: row.reason,
      changes: changes === null || isEmptyRedline(changes) ? null : changes,
    };
  });
  return { plan, events, total, page };
}

export const handle = { crumbs: ({ plan }: { plan: { id: number; title: string } }) => planCrumbs(plan) };
export const meta = ({ loaderData }: MetaArgs<typeof loader>) => [
  { title: `История: ${loaderData?.plan.title ?? 'план'} — Опора` },
];

export default function PlanHistory({ loaderData: { plan, events, total, page } }: PageProps<typeof loader>) {
  return (
    <PlanFrame plan={plan}>
      <Section title={`История: ${count(total, 'запись', 'записи', 'записей')}`}>
        <History
          events={events.map(({ changes, reason, ...event }) => ({
            ...event,
            detail:
              changes === null && reason === null ? undefined : (
                <>
                  {reason === null ? null : <p>{reason}</p>}
                  {changes === null ? null : (
                    <Details summary="Что изменилось">
                      <RedlineView changes={changes} />
                    </Details>
                  )}
                </>
              ),
          }))}
        />
        <Pagination
          page={page}
          pageSize={PAGE_SIZE}
          total={total}
          href={(number) => href(`/plans/${plan.id}/history`, { page: number })}
        />
      </Section>
    </PlanFrame>
  );
}
