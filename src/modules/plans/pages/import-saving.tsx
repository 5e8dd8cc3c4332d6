/** Last step of an import: check your answers, then one transaction makes the plan. */
import { Form, redirect } from 'react-router';
import { z } from 'zod';
import { count } from '#kernel/plural.ts';
import { redirectWith } from '#web/flash.ts';
import { errorOf, invalid, parseForm, refused, valueOf, valuesOf } from '#web/forms.ts';
import type { ActionArgs, LoaderArgs, PageProps } from '#web/page-types.ts';
import { ctxOf } from '#web/request.ts';
import {
  Actions,
  Button,
  ButtonLink,
  Checkbox,
  ErrorSummary,
  Field,
  Fields,
  Link,
  Page,
  Radios,
  Section,
  Steps,
  SummaryList,
} from '#web/ui/index.ts';
import { saveReading } from '../commands/import-plan.ts';
import { mayApprove } from '../policy.ts';
import { levelOf } from '../domain/levels.ts';
import { unlinkedNames } from '../domain/draft.ts';
import { readingForReview } from '../queries/readings.ts';
import { idOf } from './parts/address.ts';
import { orderFields, orderFrom } from './parts/order-fields.ts';
import { OrderFormFields } from './parts/order-form.tsx';
import { IMPORT_STEPS, periodWords } from './parts/words.ts';

const base = z.object({
  version: z.coerce.number().int(),
  as: z.enum(['draft', 'approved']),
  model: z.string().optional(),
});

export async function loader({ params, context }: LoaderArgs) {
  const { scope, db, actor } = ctxOf(context);
  const reading = await readingForReview(scope, db, idOf(params, 'readingId'));
  if (reading.planId !== null) throw redirect(`/plans/${reading.planId}`);
  if (reading.draft === null) throw redirect(`/plans/import/${reading.id}`);
  const { body, stamp } = reading.draft;
  return {
    id: reading.id,
    version: reading.version,
    organisation: reading.organisation.shortName,
    stamp,
    title: body.title,
    period: body.period,
    measures: body.measures.length,
    sections: body.sections.length,
    undated: body.measures.filter((measure) => ['unspecified', 'unrecognised'].includes(measure.deadline.kind)).length,
    unassigned: body.measures.filter((measure) => measure.parties.length === 0).length,
    unlinked: unlinkedNames(body).length,
    can: {
      approve: mayApprove(actor, { level: levelOf(reading.organisation.kind), organisation: reading.organisation }),
    },
  };
}

export async function action({ params, request, context }: ActionArgs) {
  const readingId = idOf(params, 'readingId');
  const ctx = ctxOf(context);
  const form = await request.formData();
  const parsed = parseForm(base, form);
  if (!parsed.ok) return invalid(parsed);
  const approved = parsed.value.as === 'approved' ? parseForm(z.object(orderFields), form) : null;
  if (approved !== null && !approved.ok) return invalid({ errors: approved.errors, values: valuesOf(form) });
  try {
    const order = approved === null ? null : await orderFrom(ctx, approved.value);
    const planId = await saveReading(ctx, readingId, {
      version: parsed.value.version,
      isModel: parsed.value.model !== undefined,
      order,
    });
    return redirectWith(
      `/plans/${planId}`,
      order === null ? 'План сохранён как проект.' : 'План сохранён и действует.',
      {
        undo: { action: `/plans/import/${readingId}/undo`, label: 'Отменить импорт' },
      },
    );
  } catch (error) {
    return refused(error, form);
  }
}

export { shouldRevalidate } from './parts/revalidate.ts';
export const handle = {
  crumbs: (loaded: { id: number }) => [
    { label: 'Планы', to: '/plans' },
    { label: 'Загрузить план', to: '/plans/import' },
    { label: 'Проверка', to: `/plans/import/${loaded.id}` },
  ],
};
export const meta = () => [{ title: 'Сохранить план — Опора' }];

export default function ImportSaving({ loaderData, actionData }: PageProps<typeof loader, typeof action>) {
  const { id, version, organisation, stamp, can } = loaderData;
  const { errors, values } = actionData ?? {};
  const review = `/plans/import/${id}`;
  const how = [
    { value: 'draft', label: 'Как проект', hint: 'План можно править, затем отправить на утверждение.' },
    ...(can.approve
      ? [{ value: 'approved', label: 'Как действующий', hint: 'Документ уже утверждён: укажите чем.' }]
      : []),
  ];
  return (
    <Page title="Сохранить план" caption={organisation} width="reading">
      <Steps
        steps={[
          { label: IMPORT_STEPS[0], to: '/plans/import' },
          { label: IMPORT_STEPS[1], to: review },
          IMPORT_STEPS[2],
        ]}
        current={2}
      />
      <ErrorSummary errors={errors} />
      <Section title="Проверьте">
        <SummaryList rows={factsOf(loaderData, <Link to={review}>Изменить</Link>)} />
      </Section>
      <Form method="post" encType="multipart/form-data" noValidate>
        <Fields>
          <input type="hidden" name="version" value={version} />
          <Field label="Как сохранить" name="as" error={errorOf(errors, 'as')}>
            <Radios
              options={how}
              defaultValue={valueOf(values, 'as', can.approve && stamp?.number && stamp.date ? 'approved' : 'draft')}
            />
          </Field>
          {can.approve ? (
            <Section title="Чем утверждён">
              <Fields>
                <OrderFormFields given={stamp ?? {}} errors={errors} values={values} />
              </Fields>
            </Section>
          ) : null}
          <Checkbox
            name="model"
            label="Это примерный план"
            hint="Его можно будет предложить нижестоящим, чтобы они приняли его целиком."
          />
          <Actions>
            <Button>Сохранить план</Button>
            <ButtonLink to={review}>Вернуться к проверке</ButtonLink>
          </Actions>
        </Fields>
      </Form>
    </Page>
  );
}

function factsOf(
  { title, period, measures, sections, undated, unassigned, unlinked }: PageProps<typeof loader>['loaderData'],
  action: React.ReactNode,
) {
  const number = (value: number) => (value === 0 ? 'нет' : count(value, 'мероприятие', 'мероприятия', 'мероприятий'));
  return [
    { term: 'Название', value: title || 'не указано', action },
    { term: 'Период', value: periodWords(period), action },
    {
      term: 'Содержание',
      value: `${count(measures, 'мероприятие', 'мероприятия', 'мероприятий')}, ${count(sections, 'раздел', 'раздела', 'разделов')}`,
    },
    { term: 'Без понятного срока', value: number(undated) },
    { term: 'Без ответственных', value: number(unassigned) },
    { term: 'Исполнителей без связи со справочником', value: unlinked === 0 ? 'нет' : String(unlinked) },
  ];
}
