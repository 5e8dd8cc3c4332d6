/** The decision about a plan under approval: an order that puts it in force, or a return with a comment. */
import { Form } from 'react-router';
import { z } from 'zod';
import { count } from '#kernel/plural.ts';
import { redirectWith } from '#web/flash.ts';
import { errorOf, invalid, parseForm, refused, valueOf } from '#web/forms.ts';
import type { ActionArgs, LoaderArgs, MetaArgs, PageProps } from '#web/page-types.ts';
import { ctxOf } from '#web/request.ts';
import {
  Actions,
  Button,
  ErrorSummary,
  Field,
  Fields,
  Link,
  Notice,
  Section,
  SummaryList,
  TextArea,
} from '#web/ui/index.ts';
import { approvePlan, returnPlan } from '../commands/life.ts';
import { planAbilities } from '../policy.ts';
import { planContent } from '../queries/content.ts';
import { idOf } from './parts/address.ts';
import { orderFields, orderFrom } from './parts/order-fields.ts';
import { OrderFormFields } from './parts/order-form.tsx';
import { PlanFrame, planCrumbs } from './parts/plan-frame.tsx';
import { periodWords } from './parts/words.ts';

export async function loader({ params, context }: LoaderArgs) {
  const { scope, db, actor } = ctxOf(context);
  const content = await planContent(scope, db, idOf(params, 'planId'), { revision: 'working' });
  return {
    plan: { ...content.plan, title: content.title },
    period: content.period,
    measures: content.measures.length,
    undated: content.measures.filter((measure) => ['unspecified', 'unrecognised'].includes(measure.deadline.kind))
      .length,
    unassigned: content.measures.filter((measure) => measure.parties.length === 0).length,
    can: planAbilities(actor, content.plan),
  };
}

export async function action({ params, request, context }: ActionArgs) {
  const planId = idOf(params, 'planId');
  const ctx = ctxOf(context);
  const form = await request.formData();
  try {
    if (form.get('intent') === 'return') {
      await returnPlan(ctx, planId, String(form.get('comment') ?? ''));
      return redirectWith(`/plans/${planId}`, 'План возвращён на доработку.');
    }
    const parsed = parseForm(z.object(orderFields), form);
    if (!parsed.ok) return invalid(parsed);
    await approvePlan(ctx, planId, await orderFrom(ctx, parsed.value));
    return redirectWith(`/plans/${planId}`, 'План утверждён и действует.');
  } catch (error) {
    return refused(error, form, form.get('intent') === 'return' ? 'comment' : '');
  }
}

export const handle = { crumbs: ({ plan }: { plan: { id: number; title: string } }) => planCrumbs(plan) };
export const meta = ({ loaderData }: MetaArgs<typeof loader>) => [
  { title: `Утверждение: ${loaderData?.plan.title ?? 'план'} — Опора` },
];

export default function Approval({ loaderData, actionData }: PageProps<typeof loader, typeof action>) {
  const { plan, period, measures, undated, unassigned, can } = loaderData;
  const { errors, values } = actionData ?? {};
  if (!can.approve) {
    return (
      <PlanFrame plan={plan}>
        <Notice title={plan.state === 'under-approval' ? 'План ждёт утверждения' : 'План не на утверждении'}>
          {plan.state === 'under-approval' ? (
            'Утвердить его может специалист этого уровня, уровня выше или руководитель школы.'
          ) : (
            <Link to={`/plans/${plan.id}`}>Открыть план</Link>
          )}
        </Notice>
      </PlanFrame>
    );
  }
  return (
    <PlanFrame plan={plan}>
      <ErrorSummary errors={errors} />
      <Section title="Проверьте перед утверждением">
        <SummaryList
          rows={[
            { term: 'Период', value: periodWords(period) },
            {
              term: 'Мероприятий',
              value: (
                <Link to={`/plans/${plan.id}`}>{count(measures, 'мероприятие', 'мероприятия', 'мероприятий')}</Link>
              ),
            },
            {
              term: 'Без понятного срока',
              value: undated === 0 ? 'нет' : count(undated, 'мероприятие', 'мероприятия', 'мероприятий'),
            },
            {
              term: 'Без ответственных',
              value: unassigned === 0 ? 'нет' : count(unassigned, 'мероприятие', 'мероприятия', 'мероприятий'),
            },
          ]}
        />
      </Section>
      <Section title="Утвердить приказом">
        <Form method="post" encType="multipart/form-data" noValidate>
          <Fields>
            <OrderFormFields given={plan.stamp ?? {}} errors={errors} values={values} />
            <Actions>
              <Button name="intent" value="approve">
                Утвердить план
              </Button>
            </Actions>
          </Fields>
        </Form>
      </Section>
      <Section title="Вернуть на доработку">
        <Form method="post" noValidate>
          <Fields>
            <Field label="Что исправить" name="comment" error={errorOf(errors, 'comment')}>
              <TextArea rows={3} defaultValue={valueOf(values, 'comment')} />
            </Field>
            <Actions>
              <Button variant="secondary" name="intent" value="return">
                Вернуть на доработку
              </Button>
            </Actions>
          </Fields>
        </Form>
      </Section>
    </PlanFrame>
  );
}
