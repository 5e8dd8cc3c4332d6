/** The end of a plan, with the reason; and its reopening. */
import { Form } from 'react-router';
import { z } from 'zod';
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
  Notice,
  PostButton,
  Prose,
  Section,
  TextArea,
} from '#web/ui/index.ts';
import { closePlan, reopenPlan } from '../commands/life.ts';
import { planAbilities } from '../policy.ts';
import { planHead } from '../queries/content.ts';
import { idOf } from './parts/address.ts';
import { isOrderComplete, optionalOrderFields, optionalOrderFrom } from './parts/order-fields.ts';
import { OrderFormFields } from './parts/order-form.tsx';
import { PlanFrame, planCrumbs } from './parts/plan-frame.tsx';

const schema = z.object({ reason: z.string().max(2000).optional(), ...optionalOrderFields }).refine(isOrderComplete, {
  path: ['orderNumber'],
  error: 'Укажите номер и дату приказа или оставьте всё о нём пустым.',
});

export async function loader({ params, context }: LoaderArgs) {
  const { scope, db, actor } = ctxOf(context);
  const plan = await planHead(scope, db, idOf(params, 'planId'));
  return { plan, can: planAbilities(actor, plan) };
}

export async function action({ params, request, context }: ActionArgs) {
  const planId = idOf(params, 'planId');
  const form = await request.formData();
  try {
    if (form.get('intent') === 'reopen') {
      await reopenPlan(ctxOf(context), planId);
      return redirectWith(`/plans/${planId}`, 'План снова действует.');
    }
    const parsed = parseForm(schema, form);
    if (!parsed.ok) return invalid(parsed);
    const ctx = ctxOf(context);
    await closePlan(ctx, planId, parsed.value.reason ?? '', await optionalOrderFrom(ctx, parsed.value));
    return redirectWith(`/plans/${planId}`, 'План закрыт.', {
      undo: { action: `/plans/${planId}/closing`, fields: { intent: 'reopen' } },
    });
  } catch (error) {
    return refused(error, form, 'reason');
  }
}

export const handle = { crumbs: ({ plan }: { plan: { id: number; title: string } }) => planCrumbs(plan) };
export const meta = ({ loaderData }: MetaArgs<typeof loader>) => [
  { title: `Закрытие: ${loaderData?.plan.title ?? 'план'} — Опора` },
];

export default function Closing({ loaderData: { plan, can }, actionData }: PageProps<typeof loader, typeof action>) {
  const { errors, values } = actionData ?? {};
  return (
    <PlanFrame plan={plan}>
      <ErrorSummary errors={errors} />
      {can.close ? (
        <Section title="Закрыть план">
          <Prose>
            <p>
              По закрытому плану больше не отмечают исполнение и не напоминают о сроках. Всё, что отмечено, сохранится;
              план можно открыть снова.
            </p>
          </Prose>
          <Form method="post" encType="multipart/form-data" noValidate>
            <Fields>
              <Field
                label="Причина"
                name="reason"
                hint="Например: период закончился, принят новый план."
                error={errorOf(errors, 'reason')}
              >
                <TextArea rows={3} defaultValue={valueOf(values, 'reason')} />
              </Field>
              <Prose>
                <p>Если план закрывают приказом, внесите его сведения. Без приказа оставьте эти поля пустыми.</p>
              </Prose>
              <OrderFormFields errors={errors} values={values} />
              <Actions>
                <Button variant="warning">Закрыть план</Button>
              </Actions>
            </Fields>
          </Form>
        </Section>
      ) : can.reopen ? (
        <Section title="План закрыт">
          <PostButton fields={{ intent: 'reopen' }}>Открыть снова</PostButton>
        </Section>
      ) : (
        <Notice title="Закрыть план сейчас нельзя">
          Закрывают действующий план; если готовится изменение, сначала введите его в действие или отмените.
        </Notice>
      )}
    </PlanFrame>
  );
}
