/** The plan as the official table: reading first, editing in place on demand. */
import type { ActionArgs, LoaderArgs, MetaArgs, PageProps } from '#web/page-types.ts';
import { ctxOf } from '#web/request.ts';
import { changePlan } from './parts/change-plan.ts';
import { idOf } from './parts/address.ts';
import { PlanActions } from './parts/plan-actions.tsx';
import { PlanFrame, planCrumbs } from './parts/plan-frame.tsx';
import { PlanNotices } from './parts/plan-notices.tsx';
import { EditingTable } from './parts/editing-table.tsx';
import { HeadSection } from './parts/head-section.tsx';
import { ReadingTable } from './parts/reading-table.tsx';
import { Supplements } from './parts/supplements.tsx';
import { planPage } from './parts/plan-page.ts';

export function loader({ params, request, context }: LoaderArgs) {
  return planPage(ctxOf(context), idOf(params, 'planId'), new URL(request.url).searchParams);
}

export function action({ params, request, context }: ActionArgs) {
  return changePlan(ctxOf(context), idOf(params, 'planId'), request);
}

export { shouldRevalidate } from './parts/revalidate.ts';
export const handle = {
  crumbs: ({ content }: Pick<Awaited<ReturnType<typeof loader>>, 'content'>) =>
    planCrumbs({ ...content.plan, title: content.title }),
};
export const meta = ({ loaderData }: MetaArgs<typeof loader>) => [
  { title: `${loaderData?.content.title ?? 'План'} — Опора` },
];

export default function Plan({ loaderData, actionData }: PageProps<typeof loader, typeof action>) {
  const { content, editing } = loaderData;
  const here = `/plans/${content.plan.id}`;
  return (
    <PlanFrame plan={{ ...content.plan, title: content.title }} actions={<PlanActions {...loaderData} />}>
      <PlanNotices {...loaderData} />
      <HeadSection {...loaderData} failure={actionData} />
      {editing === null ? (
        <ReadingTable {...loaderData} />
      ) : (
        <EditingTable content={content} editing={editing} here={here} closed={`${here}?edit=on`} failure={actionData} />
      )}
      <Supplements content={content} />
    </PlanFrame>
  );
}
