/** Sending a plan down: which measures go to which levels. */
import { Form } from 'react-router';
import { count } from '#kernel/plural.ts';
import { redirectWith } from '#web/flash.ts';
import { refused } from '#web/forms.ts';
import type { ActionArgs, LoaderArgs, MetaArgs, PageProps } from '#web/page-types.ts';
import { ctxOf } from '#web/request.ts';
import {
  Actions,
  Button,
  Checkbox,
  ErrorSummary,
  Fields,
  Notice,
  PostButton,
  Prose,
  Section,
  Table,
} from '#web/ui/index.ts';
import { offerPlan, withdrawOffer } from '../commands/offer-plan.ts';
import { audienceBySections, LEVEL_RECIPIENTS, levelsBelow, type PlanLevel } from '../domain/levels.ts';
import { insist, planAbilities } from '../policy.ts';
import { planContent } from '../queries/content.ts';
import { audiencesOf } from '../queries/coverage.ts';
import { idOf } from './parts/address.ts';
import { PlanFrame, planCrumbs } from './parts/plan-frame.tsx';

export async function loader({ params, context }: LoaderArgs) {
  const { scope, db, actor } = ctxOf(context);
  const content = await planContent(scope, db, idOf(params, 'planId'));
  insist(planAbilities(actor, content.plan).offer);
  const sent = await audiencesOf(scope, db, content.plan.id);
  return {
    plan: { ...content.plan, title: content.title },
    levels: levelsBelow(content.plan.level),
    measures: content.measures.map(({ id, number, text }) => ({ id, number, text })),
    proposed: content.plan.offered ? sent : proposedFor(content),
  };
}

/** Where sections stand for levels, each measure goes to its own; otherwise everything goes to the level next below. */
function proposedFor({
  plan,
  sections,
  measures,
}: Awaited<ReturnType<typeof planContent>>): Record<number, PlanLevel[]> {
  const bySection = audienceBySections(plan.level, sections);
  const [next] = levelsBelow(plan.level);
  const byLevels = bySection.some((levels) => levels.length > 0);
  return Object.fromEntries(
    measures.map((measure) => {
      const section = sections.findIndex(({ id }) => id === measure.sectionId);
      return [measure.id, byLevels ? (bySection[section] ?? []) : next === undefined ? [] : [next]];
    }),
  );
}

export async function action({ params, request, context }: ActionArgs) {
  const planId = idOf(params, 'planId');
  const form = await request.formData();
  try {
    if (form.get('intent') === 'withdraw') {
      await withdrawOffer(ctxOf(context), planId);
      return redirectWith(`/plans/${planId}`, 'План больше не ждёт решений нижестоящих. Принятые решения остались.');
    }
    const measures = Map.groupBy(
      form.getAll('send').map((value) => String(value).split(':')),
      ([id]) => Number(id),
    );
    await offerPlan(ctxOf(context), planId, {
      isModel: form.get('model') !== null,
      measures: [...measures].map(([id, pairs]) => ({ id, levels: pairs.map(([, level]) => level as PlanLevel) })),
    });
    return redirectWith(
      `/plans/${planId}/coverage`,
      `Нижестоящим направлено ${count(measures.size, 'мероприятие', 'мероприятия', 'мероприятий')}.`,
    );
  } catch (error) {
    return refused(error, form);
  }
}

export const handle = { crumbs: ({ plan }: { plan: { id: number; title: string } }) => planCrumbs(plan) };
export const meta = ({ loaderData }: MetaArgs<typeof loader>) => [
  { title: `Направить нижестоящим: ${loaderData?.plan.title ?? 'план'} — Опора` },
];

export default function Offer({
  loaderData: { plan, levels, measures, proposed },
  actionData,
}: PageProps<typeof loader, typeof action>) {
  return (
    <PlanFrame plan={plan}>
      <Section title={plan.offered ? 'Кому направлен план' : 'Направить план нижестоящим'}>
        <ErrorSummary errors={actionData?.errors} />
        <Prose>
          <p>
            Отметьте, каким уровням направляется каждое мероприятие. Организации этих уровней получат уведомление и
            примут, изменят или отклонят его с указанием причины.
          </p>
        </Prose>
        {plan.offered ? <Notice>План уже направлен. Принятые решения сохранятся и после изменений.</Notice> : null}
        <Form method="post">
          <Fields>
            <Table
              caption="Мероприятия и уровни"
              hideCaption
              rows={measures}
              rowKey={(row) => row.id}
              columns={[
                { key: 'number', header: '№', width: 'narrow', cell: (row) => row.number },
                { key: 'text', header: 'Мероприятие', width: 'wide', cell: (row) => row.text },
                ...levels.map((level) => ({
                  key: level,
                  header: capitalised(LEVEL_RECIPIENTS[level]),
                  cell: (row: (typeof measures)[number]) => (
                    <Checkbox
                      name="send"
                      value={`${row.id}:${level}`}
                      defaultChecked={proposed[row.id]?.includes(level)}
                      aria-label={`Мероприятие ${row.number ?? ''}: ${LEVEL_RECIPIENTS[level]}`}
                      label="направить"
                    />
                  ),
                })),
              ]}
            />
            <Checkbox
              name="model"
              defaultChecked={plan.isModel}
              label="Примерный план"
              hint="Его можно принять целиком: из него составят собственный план."
            />
            <Actions>
              <Button>{plan.offered ? 'Сохранить' : 'Направить'}</Button>
            </Actions>
          </Fields>
        </Form>
        {plan.offered ? (
          <PostButton variant="warning" fields={{ intent: 'withdraw' }}>
            Отозвать план
          </PostButton>
        ) : null}
      </Section>
    </PlanFrame>
  );
}

function capitalised(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
