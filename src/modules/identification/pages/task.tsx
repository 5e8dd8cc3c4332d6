/** The first thing that is asked of a school in a list: to find the causes. */
import { Form } from 'react-router';
import { formatDate } from '#kernel/format.ts';
import { redirectWith } from '#web/flash.ts';
import { errorOf, refused, valueOf } from '#web/forms.ts';
import type { ActionArgs, LoaderArgs, MetaArgs, PageProps } from '#web/page-types.ts';
import { ctxOf } from '#web/request.ts';
import {
  Actions,
  Button,
  ErrorSummary,
  Field,
  Fields,
  Link,
  Page,
  Section,
  Status,
  SummaryList,
  TextArea,
} from '#web/ui/index.ts';
import { finishDiagnosis } from '../commands/support.ts';
import { supportTask } from '../queries/school.ts';
import { idOf, instantWords } from './parts/address.ts';

export async function loader({ params, context }: LoaderArgs) {
  const ctx = ctxOf(context);
  const { doneAt, ...task } = await supportTask(ctx.actor, ctx.db, idOf(params, 'taskId'));
  return {
    task,
    done: doneAt === null ? null : instantWords(doneAt, ctx.config.timeZone),
    late: task.state === 'open' && task.dueOn < ctx.clock.today(),
  };
}

export async function action({ params, request, context }: ActionArgs) {
  const taskId = idOf(params, 'taskId');
  const form = await request.formData();
  try {
    await finishDiagnosis(ctxOf(context), taskId, String(form.get('result') ?? ''));
  } catch (error) {
    return refused(error, form, 'result');
  }
  return redirectWith(`/identification/tasks/${taskId}`, 'Причины записаны.');
}

type Loaded = PageProps<typeof loader>['loaderData'];
export const meta = ({ loaderData }: MetaArgs<typeof loader>) => [
  { title: `${loaderData?.task.title ?? 'Задание'} — Опора` },
];
export const handle = {
  crumbs: ({ task }: Loaded) => [
    { label: task.school, to: `/organisations/${task.organisationId}` },
    { label: 'Поддержка', to: `/organisations/${task.organisationId}/support` },
  ],
};

export default function Task({
  loaderData: { task, done, late },
  actionData,
}: PageProps<typeof loader, typeof action>) {
  const { errors, values } = actionData ?? {};
  return (
    <Page title={task.title} caption={task.school} width="reading">
      <ErrorSummary errors={errors} />
      <SummaryList
        rows={[
          { term: 'Состояние', value: <TaskStatus state={task.state} late={late} /> },
          { term: 'Срок', value: formatDate(task.dueOn) },
          { term: 'Список', value: task.listTitle },
          {
            term: 'Почему школа в списке',
            value: <Link to={`/organisations/${task.organisationId}/support`}>Причины и числа</Link>,
          },
          {
            term: 'План поддержки',
            value: task.planId === null ? null : <Link to={`/plans/${task.planId}`}>Открыть план</Link>,
          },
          { term: 'Найденные причины', value: task.result },
          { term: 'Записано', value: done },
        ]}
      />
      {task.mayFinish ? (
        <Section title="Записать причины">
          <Form method="post" noValidate>
            <Fields>
              <Field
                label="Какие причины нашли"
                name="result"
                hint="Например: вакансия учителя математики два года; половина пятиклассников пришла из другой школы."
                error={errorOf(errors, 'result')}
              >
                <TextArea rows={6} defaultValue={valueOf(values, 'result')} />
              </Field>
              <Actions>
                <Button>Записать причины</Button>
              </Actions>
            </Fields>
          </Form>
        </Section>
      ) : null}
    </Page>
  );
}

function TaskStatus({ state, late }: { state: string; late: boolean }) {
  if (state === 'done') return <Status tone="done">сделано</Status>;
  if (state === 'cancelled') return <Status tone="neutral">отменено</Status>;
  return late ? <Status tone="overdue">просрочено</Status> : <Status tone="due">предстоит</Status>;
}
