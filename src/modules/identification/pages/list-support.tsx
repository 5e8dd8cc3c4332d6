/** From the list to support in one step: the diagnosis task, and a plan from a model plan if wanted. */
import { Form } from 'react-router';
import { z } from 'zod';
import { formatDate } from '#kernel/format.ts';
import { plansMatching } from '#modules/plans/index.ts';
import { redirectWith } from '#web/flash.ts';
import { errorOf, invalid, parseForm, refused, valueOf, valuesOfGroup } from '#web/forms.ts';
import type { ActionArgs, LoaderArgs, MetaArgs, PageProps } from '#web/page-types.ts';
import { ctxOf } from '#web/request.ts';
import {
  Actions,
  Button,
  Checkboxes,
  DateInput,
  EmptyState,
  ErrorSummary,
  Field,
  Fields,
  Link,
  Section,
  Select,
  Status,
  Table,
} from '#web/ui/index.ts';
import { startSupport } from '../commands/support.ts';
import { insist, mayReadLists, mayStartSupport } from '../policy.ts';
import { idOf } from './parts/address.ts';
import { listAt, listCrumbs } from './parts/list-address.ts';
import { ListFrame } from './parts/list-frame.tsx';
import { schoolsWords } from './parts/words.ts';

const schema = z.object({
  schools: z.array(z.coerce.number()).min(1, { error: 'Отметьте хотя бы одну школу.' }),
  dueOn: z.iso.date({ error: 'Укажите срок, например 20.12.2026.' }),
  model: z.coerce.number().int().positive().optional(),
});
const MODELS_AT_MOST = 100;

export async function loader({ params, context }: LoaderArgs) {
  const ctx = ctxOf(context);
  insist(mayReadLists(ctx.actor));
  const { detail, frame } = await listAt(ctx, params);
  const { rows: models } = await plansMatching(
    ctx.scope,
    ctx.db,
    { models: true },
    { sort: 'title', limit: MODELS_AT_MOST, offset: 0 },
  );
  const supported = detail.schools.filter(
    ({ included, leftOn, organisationId }) => included && leftOn === null && organisationId !== null,
  );
  const supporter = ctx.actor.assignments.some(({ path }) => mayStartSupport(ctx.actor, { path }));
  return {
    frame,
    may: detail.list.state === 'approved' && supporter,
    models: models.map(({ id, title, organisation }) => ({
      value: String(id),
      label: `${title} (${organisation.shortName})`,
    })),
    waiting: supported
      .filter(({ task }) => task === null)
      .map(({ id, name, municipality }) => ({
        value: String(id),
        label: municipality === null ? name : `${name}, ${municipality}`,
      })),
    started: supported.flatMap(({ id, name, municipality, organisationId, task }) =>
      task === null ? [] : [{ id, name, municipality, organisationId, task }],
    ),
  };
}

export async function action({ params, request, context }: ActionArgs) {
  const listId = idOf(params, 'listId');
  const form = await request.formData();
  const parsed = parseForm(schema, form);
  if (!parsed.ok) return invalid(parsed);
  const { schools, dueOn, model } = parsed.value;
  try {
    const { tasks, plans } = await startSupport(ctxOf(context), {
      listId,
      listSchoolIds: schools,
      diagnosisDueOn: dueOn,
      modelPlanId: model ?? null,
    });
    return redirectWith(
      `/identification/lists/${listId}/support`,
      `Поддержка начата: ${schoolsWords(tasks)}${plans > 0 ? `, черновиков плана ${plans}` : ''}. Директора получили уведомления.`,
    );
  } catch (error) {
    return refused(error, form, 'schools');
  }
}

type Loaded = PageProps<typeof loader>['loaderData'];
export const meta = ({ loaderData }: MetaArgs<typeof loader>) => [
  { title: `Поддержка: ${loaderData?.frame.title ?? 'список'} — Опора` },
];
export const handle = { crumbs: (data: Loaded) => listCrumbs(data) };

export default function ListSupport({ loaderData, actionData }: PageProps<typeof loader, typeof action>) {
  const { frame, may, models, waiting, started } = loaderData;
  const { errors, values } = actionData ?? {};
  return (
    <ListFrame frame={frame}>
      <ErrorSummary errors={errors} />
      <Table
        caption={`Поддержка начата: ${schoolsWords(started.length)}`}
        rows={started}
        rowKey={({ id }) => id}
        columns={[
          {
            key: 'name',
            header: 'Школа',
            width: 'wide',
            cell: ({ name, organisationId }) => <Link to={`/organisations/${organisationId}/support`}>{name}</Link>,
          },
          { key: 'municipality', header: 'Муниципалитет', cell: ({ municipality }) => municipality ?? '—' },
          {
            key: 'task',
            header: 'Поиск причин',
            cell: ({ task }) => (
              <Link to={`/identification/tasks/${task.id}`}>
                <Status tone={task.state === 'done' ? 'done' : 'due'}>
                  {task.state === 'done' ? 'причины записаны' : `до ${formatDate(task.dueOn)}`}
                </Status>
              </Link>
            ),
          },
          {
            key: 'plan',
            header: 'План',
            cell: ({ task }) => (task.planId === null ? '—' : <Link to={`/plans/${task.planId}`}>Открыть план</Link>),
          },
        ]}
        empty={
          <EmptyState title="Поддержка ещё не начата">
            {frame.state === 'approved'
              ? 'Выберите школы ниже: каждая получит задание найти причины, а если нужно — и черновик плана.'
              : 'Она начинается после утверждения списка приказом.'}
          </EmptyState>
        }
      />
      {may && waiting.length > 0 ? (
        <Section title="Начать поддержку">
          <Form method="post" noValidate>
            <Fields>
              <Field label="Школы" name="schools" error={errorOf(errors, 'schools')}>
                <Checkboxes
                  options={waiting}
                  defaultValue={valuesOfGroup(
                    values,
                    'schools',
                    waiting.map(({ value }) => value),
                  )}
                />
              </Field>
              <Field label="Найти причины до" name="dueOn" error={errorOf(errors, 'dueOn')}>
                <DateInput defaultValue={valueOf(values, 'dueOn')} />
              </Field>
              <Field
                label="План из типового"
                name="model"
                hint="Каждая школа получит свой черновик. Можно составить план позже, когда причины будут найдены."
                error={errorOf(errors, 'model')}
              >
                <Select
                  size="full"
                  options={[{ value: '', label: 'пока без плана' }, ...models]}
                  defaultValue={valueOf(values, 'model')}
                />
              </Field>
              <Actions>
                <Button>Начать поддержку</Button>
              </Actions>
            </Fields>
          </Form>
        </Section>
      ) : null}
    </ListFrame>
  );
}
