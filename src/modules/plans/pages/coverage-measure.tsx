/** Who took up one measure and who has not, with a reminder for those. */
import { count } from '#kernel/plural.ts';
import { redirectWith } from '#web/flash.ts';
import type { ActionArgs, LoaderArgs, MetaArgs, PageProps } from '#web/page-types.ts';
import { ctxOf } from '#web/request.ts';
import {
  type Column,
  EmptyState,
  Field,
  Filters,
  Link,
  Pagination,
  PostButton,
  Section,
  Select,
  Status,
  Table,
} from '#web/ui/index.ts';
import { remindAbout } from '../commands/offer-plan.ts';
import { DECISIONS } from '../domain/decisions.ts';
import { measureOf } from '../domain/edits.ts';
import { PLAN_LEVELS, type PlanLevel } from '../domain/levels.ts';
import { planAbilities } from '../policy.ts';
import { planContent } from '../queries/content.ts';
import { type Answer, answersAbout, coverageLevels } from '../queries/coverage.ts';
import { href, idOf, oneOf, whole } from './parts/address.ts';
import { PlanFrame, planCrumbs } from './parts/plan-frame.tsx';
import { DECISION_WORDS } from './parts/words.ts';

const PAGE_SIZE = 50;

export async function loader({ params, request, context }: LoaderArgs) {
  const { scope, db, actor } = ctxOf(context);
  const planId = idOf(params, 'planId');
  const asked = new URL(request.url).searchParams;
  const content = await planContent(scope, db, planId);
  const measure = measureOf(content, idOf(params, 'measureId'));
  const levels = await coverageLevels(scope, db, planId);
  const level: PlanLevel = oneOf(PLAN_LEVELS, asked.get('level')) ?? levels[0]?.level ?? 'school';
  const decision = oneOf(DECISIONS, asked.get('decision'));
  const page = whole(asked.get('page'), 1);
  const answers = await answersAbout(scope, db, measure.id, { planId, level }, decision, {
    limit: PAGE_SIZE,
    offset: (page - 1) * PAGE_SIZE,
  });
  const can = planAbilities(actor, content.plan);
  return {
    plan: { ...content.plan, title: content.title },
    measure: { id: measure.id, number: measure.number, text: measure.text },
    level,
    decision: decision ?? null,
    page,
    answers,
    can: { remind: can.offer && content.plan.offered },
  };
}

export async function action({ params, request, context }: ActionArgs) {
  const planId = idOf(params, 'planId');
  const measureId = idOf(params, 'measureId');
  const level = oneOf(PLAN_LEVELS, (await request.formData()).get('level') as string | null) ?? 'school';
  const { organisations, people } = await remindAbout(ctxOf(context), planId, measureId, level);
  const text =
    people === 0
      ? `Напомнить некому: у ${count(organisations, 'организации', 'организаций', 'организаций')} нет пользователей в Опоре.`
      : `Напоминание получат ${count(people, 'человек', 'человека', 'человек')} в ${count(organisations, 'организации', 'организациях', 'организациях')}.`;
  return redirectWith(
    `/plans/${planId}/coverage/${measureId}?level=${level}&decision=none`,
    text,
    people === 0 ? { tone: 'warning' } : {},
  );
}

export const handle = {
  crumbs: ({ plan }: { plan: { id: number; title: string } }) => [
    ...planCrumbs(plan),
    { label: 'Охват', to: `/plans/${plan.id}/coverage` },
  ],
};
export const meta = ({ loaderData }: MetaArgs<typeof loader>) => [
  { title: `Охват мероприятия ${loaderData?.measure.number ?? ''} — Опора` },
];

export default function CoverageOfMeasure({
  loaderData: { plan, measure, level, decision, page, answers, can },
}: PageProps<typeof loader>) {
  const path = `/plans/${plan.id}/coverage/${measure.id}`;
  const { counts } = answers;
  return (
    <PlanFrame plan={plan}>
      <Section
        title={`${measure.number === null ? '' : `${measure.number}. `}${measure.text}`}
        actions={
          can.remind && counts.none > 0 ? (
            <PostButton fields={{ level }}>Напомнить тем, кто не ответил ({counts.none})</PostButton>
          ) : undefined
        }
      >
        <Filters resetHref={href(path, { level })}>
          <input type="hidden" name="level" value={level} />
          <Field label="Решение" name="decision">
            <Select
              defaultValue={decision ?? ''}
              options={[
                { value: '', label: 'любое' },
                ...DECISIONS.map((value) => ({ value, label: `${DECISION_WORDS[value].text} (${counts[value]})` })),
              ]}
            />
          </Field>
        </Filters>
        <Table
          caption="Ответы организаций"
          hideCaption
          rows={answers.rows}
          rowKey={(row) => row.id}
          columns={COLUMNS}
          empty={<EmptyState title="Таких ответов нет">Выберите другое решение.</EmptyState>}
        />
        <Pagination
          page={page}
          pageSize={PAGE_SIZE}
          total={answers.total}
          href={(number) => href(path, { level, decision: decision ?? undefined, page: number })}
        />
      </Section>
    </PlanFrame>
  );
}

const COLUMNS: Column<Answer>[] = [
  { key: 'organisation', header: 'Организация', cell: (row) => row.shortName },
  { key: 'parent', header: 'Входит в', cell: (row) => row.parent },
  {
    key: 'decision',
    header: 'Решение',
    cell: (row) => <Status tone={DECISION_WORDS[row.decision].tone}>{DECISION_WORDS[row.decision].text}</Status>,
  },
  { key: 'reason', header: 'Причина', width: 'wide', cell: (row) => row.reason },
  {
    key: 'own',
    header: 'Своё мероприятие',
    cell: (row) =>
      row.childPlanId === null ? null : (
        <Link to={`/plans/${row.childPlanId}#measure-${row.childMeasureId}`}>открыть в плане</Link>
      ),
  },
];
