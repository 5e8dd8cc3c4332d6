/** A plan from scratch: whose, what it is called, for which period; measures come next. */
import { Form } from 'react-router';
import { z } from 'zod';
import { schoolYearOf, schoolYearPeriod } from '#kernel/school-year.ts';
import { redirectWith } from '#web/flash.ts';
import { errorOf, invalid, parseForm, refused, valueOf } from '#web/forms.ts';
import type { ActionArgs, LoaderArgs, PageProps } from '#web/page-types.ts';
import { ctxOf } from '#web/request.ts';
import {
  Actions,
  Button,
  Checkbox,
  DateInput,
  ErrorSummary,
  Field,
  FieldRow,
  Fields,
  Page,
  Select,
  TextArea,
} from '#web/ui/index.ts';
import { createPlan } from '../commands/create-plan.ts';
import { RHYTHMS } from '../domain/content.ts';
import { insist } from '../policy.ts';
import { headFields, headInputFrom } from './parts/head-input.ts';
import { organisationOptions } from './parts/organisation-options.ts';
import { RHYTHM_NAMES } from './parts/words.ts';

const place = z.object({
  organisation: z.coerce.number({ error: 'Выберите организацию.' }).int(),
  model: z.string().optional(),
});

export async function loader({ context }: LoaderArgs) {
  const ctx = ctxOf(context);
  const organisations = await organisationOptions(ctx);
  insist(organisations.length > 0);
  return { organisations, period: schoolYearPeriod(schoolYearOf(ctx.clock.today())) };
}

export async function action({ request, context }: ActionArgs) {
  const form = await request.formData();
  const where = parseForm(place, form);
  if (!where.ok) return invalid(where);
  const head = parseForm(headFields, form);
  if (!head.ok) return invalid(head);
  try {
    const { glossary: _glossary, ...input } = headInputFrom(head.value);
    const planId = await createPlan(ctxOf(context), {
      ...input,
      organisationId: where.value.organisation,
      isModel: where.value.model !== undefined,
    });
    return redirectWith(`/plans/${planId}?edit=new`, 'Проект плана создан. Добавьте мероприятия.', {
      undo: { action: `/plans/${planId}/deletion` },
    });
  } catch (error) {
    return refused(error, form);
  }
}

export const handle = { crumbs: () => [{ label: 'Планы', to: '/plans' }] };
export const meta = () => [{ title: 'Новый план — Опора' }];

export default function NewPlan({
  loaderData: { organisations, period },
  actionData,
}: PageProps<typeof loader, typeof action>) {
  const { errors, values } = actionData ?? {};
  return (
    <Page title="Составить план заново" width="reading">
      <ErrorSummary errors={errors} />
      <Form method="post" noValidate>
        <Fields>
          <Field label="Чей план" name="organisation" error={errorOf(errors, 'organisation')}>
            <Select options={organisations} defaultValue={valueOf(values, 'organisation')} />
          </Field>
          <Field label="Название" name="title" error={errorOf(errors, 'title')}>
            <TextArea rows={2} defaultValue={valueOf(values, 'title')} />
          </Field>
          <FieldRow>
            <Field label="Начало" name="from" error={errorOf(errors, 'from')}>
              <DateInput defaultValue={valueOf(values, 'from', period.from)} />
            </Field>
            <Field label="Окончание" name="to" error={errorOf(errors, 'to')}>
              <DateInput defaultValue={valueOf(values, 'to', period.to)} />
            </Field>
          </FieldRow>
          <Field label="Цель" name="goal">
            <TextArea rows={2} defaultValue={valueOf(values, 'goal')} />
          </Field>
          <Field label="Задачи" name="tasks" hint="Каждая с новой строки.">
            <TextArea rows={3} defaultValue={valueOf(values, 'tasks')} />
          </Field>
          <Field
            label="Отчётность по бессрочным мероприятиям"
            hint="Для сроков «постоянно», «в течение года»."
            name="rhythm"
          >
            <Select
              options={RHYTHMS.map((value) => ({ value, label: RHYTHM_NAMES[value] }))}
              defaultValue={valueOf(values, 'rhythm', 'half-yearly')}
            />
          </Field>
          <Checkbox name="model" label="Примерный план" hint="Для нижестоящих: его можно принять целиком." />
          <Actions>
            <Button>Создать проект</Button>
          </Actions>
        </Fields>
      </Form>
    </Page>
  );
}
