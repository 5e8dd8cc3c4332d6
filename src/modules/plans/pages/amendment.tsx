/** A change of a plan in force: begin it, see what it changes, put it in force by an order or give it up. */
import { Form } from 'react-router';
import { z } from 'zod';
import { redirectWith } from '#web/flash.ts';
import { invalid, parseForm, refused } from '#web/forms.ts';
import type { ActionArgs, LoaderArgs, MetaArgs, PageProps } from '#web/page-types.ts';
import { ctxOf } from '#web/request.ts';
import {
  Actions,
  Button,
  ButtonLink,
  ErrorSummary,
  Fields,
  Link,
  Notice,
  PostButton,
  Prose,
  Section,
} from '#web/ui/index.ts';
import { amendPlan, discardAmendment, startAmendment } from '../commands/life.ts';
import { isEmptyRedline, redline } from '../domain/redline.ts';
import { planAbilities } from '../policy.ts';
import { planContent, planHead } from '../queries/content.ts';
import { idOf } from './parts/address.ts';
import { orderFields, orderFrom } from './parts/order-fields.ts';
import { OrderFormFields } from './parts/order-form.tsx';
import { PlanFrame, planCrumbs } from './parts/plan-frame.tsx';
import { RedlineView } from './parts/redline-view.tsx';

export async function loader({ params, context }: LoaderArgs) {
  const { scope, db, actor } = ctxOf(context);
  const planId = idOf(params, 'planId');
  const plan = await planHead(scope, db, planId);
  const can = planAbilities(actor, plan);
  const changes = can.edit
    ? redline(await planContent(scope, db, planId), await planContent(scope, db, planId, { revision: 'working' }))
    : null;
  return { plan, changes, can };
}

export async function action({ params, request, context }: ActionArgs) {
  const planId = idOf(params, 'planId');
  const ctx = ctxOf(context);
  const form = await request.formData();
  const intent = form.get('intent');
  try {
    if (intent === 'start') {
      await startAmendment(ctx, planId);
      return redirectWith(
        `/plans/${planId}?edit=on`,
        'Можно вносить изменения. Пока нет приказа, действует прежняя редакция.',
        {
          undo: { action: `/plans/${planId}/amendment`, fields: { intent: 'discard' } },
        },
      );
    }
    if (intent === 'discard') {
      await discardAmendment(ctx, planId);
      return redirectWith(`/plans/${planId}`, 'Изменение отменено, осталась действующая редакция.');
    }
    const parsed = parseForm(z.object(orderFields), form);
    if (!parsed.ok) return invalid(parsed);
    await amendPlan(ctx, planId, await orderFrom(ctx, parsed.value));
    return redirectWith(`/plans/${planId}`, 'Изменение введено в действие.');
  } catch (error) {
    return refused(error, form);
  }
}

export const handle = { crumbs: ({ plan }: { plan: { id: number; title: string } }) => planCrumbs(plan) };
export const meta = ({ loaderData }: MetaArgs<typeof loader>) => [
  { title: `Изменение: ${loaderData?.plan.title ?? 'план'} — Опора` },
];

export default function Amendment({
  loaderData: { plan, changes, can },
  actionData,
}: PageProps<typeof loader, typeof action>) {
  const { errors, values } = actionData ?? {};
  const empty = changes === null || isEmptyRedline(changes);
  return (
    <PlanFrame plan={plan}>
      <ErrorSummary errors={errors} />
      {plan.amending && can.edit ? (
        <>
          <Section
            title="Что изменится"
            actions={can.edit ? <ButtonLink to={`/plans/${plan.id}?edit=on`}>Продолжить правку</ButtonLink> : undefined}
          >
            {empty ? (
              <p>
                Пока ничего не изменено. <Link to={`/plans/${plan.id}?edit=on`}>Внесите правки</Link> в план.
              </p>
            ) : (
              <RedlineView changes={changes} />
            )}
          </Section>
          {can.amend && !empty ? (
            <Section title="Ввести в действие приказом">
              <Form method="post" encType="multipart/form-data" noValidate>
                <Fields>
                  <OrderFormFields errors={errors} values={values} />
                  <Actions>
                    <Button name="intent" value="amend">
                      Ввести изменение в действие
                    </Button>
                  </Actions>
                </Fields>
              </Form>
            </Section>
          ) : null}
          {can.discardAmendment ? (
            <PostButton variant="warning" fields={{ intent: 'discard' }}>
              Отменить изменение
            </PostButton>
          ) : null}
        </>
      ) : can.startAmendment ? (
        <Section title="Внести изменение">
          <Prose>
            <p>
              Изменение вносится в рабочую редакцию. Действующая остаётся в силе, пока изменение не введено приказом;
              после этого видно, что именно изменилось.
            </p>
          </Prose>
          <PostButton variant="primary" fields={{ intent: 'start' }}>
            Начать изменение
          </PostButton>
        </Section>
      ) : (
        <Notice title="Изменить план сейчас нельзя">
          Изменение вносят в действующий план те, кто ведёт планы этого уровня.
        </Notice>
      )}
    </PlanFrame>
  );
}
