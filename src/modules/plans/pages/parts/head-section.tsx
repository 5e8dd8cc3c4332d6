/** What stands before the table of measures: period, goal, tasks, orders; as facts or as a form. */
import { Form } from 'react-router';
import { formatDate } from '#kernel/format.ts';
import { errorOf, type FormFailure, valueOf } from '#web/forms.ts';
import {
  Actions,
  Button,
  DateInput,
  ErrorSummary,
  Field,
  FieldRow,
  Fields,
  Link,
  Section,
  Select,
  SummaryList,
  TextArea,
} from '#web/ui/index.ts';
import { approvalOf, type OrderPurpose, type PlanBody, RHYTHMS } from '../../domain/content.ts';
import type { PlanPageData } from './plan-notices.tsx';
import { orderWords, periodWords, RHYTHM_NAMES } from './words.ts';

type Failure = Partial<FormFailure> | undefined;

export function HeadSection({ content, editing, failure }: PlanPageData & { failure: Failure }) {
  const here = `/plans/${content.plan.id}`;
  if (editing?.target.kind === 'head') {
    return (
      <Section title="Сведения о плане">
        <HeadForm
          head={content}
          hidden={{ intent: 'head', print: editing.print }}
          cancel={`${here}?edit=on`}
          failure={failure}
        />
      </Section>
    );
  }
  const { plan } = content;
  const approval = approvalOf(plan);
  return (
    <SummaryList
      rows={[
        {
          term: 'Период',
          value: periodWords(content.period),
          action: editing === null ? undefined : <Link to={`${here}?edit=head`}>Изменить сведения</Link>,
        },
        { term: 'Цель', value: content.goal },
        {
          term: 'Задачи',
          value:
            content.tasks.length === 0 ? null : (
              <ol>
                {content.tasks.map((task, index) => (
                  <li key={index}>{task}</li>
                ))}
              </ol>
            ),
        },
        ...plan.orders.map((order) => ({
          term: ORDER_TERMS[order.purpose],
          value: (
            <>
              {orderWords(order)}
              {order.body === null ? '' : `, ${order.body}`}
              {order.file === null ? null : (
                <>
                  {' '}
                  ·{' '}
                  <Link reloadDocument to={`${here}/orders/${order.id}/file`}>
                    {order.file.name}
                  </Link>
                </>
              )}
            </>
          ),
        })),
        {
          term: 'В документе утверждён',
          value:
            plan.orders.length > 0 || approval === null
              ? null
              : [
                  approval.kind,
                  approval.body,
                  approval.number && `№ ${approval.number}`,
                  approval.date && `от ${formatDate(approval.date)}`,
                ]
                  .filter(Boolean)
                  .join(', '),
        },
        {
          term: 'Составлен по плану',
          value:
            plan.parentPlan === null ? null : <Link to={`/plans/${plan.parentPlan.id}`}>{plan.parentPlan.title}</Link>,
        },
        { term: 'Отчётность по бессрочным мероприятиям', value: RHYTHM_NAMES[content.rhythm] },
      ]}
    />
  );
}

const ORDER_TERMS: Record<OrderPurpose, string> = { approval: 'Утверждён', amendment: 'Изменён', closing: 'Закрыт' };

type HeadFormProps = {
  head: Pick<PlanBody, 'title' | 'period' | 'goal' | 'tasks' | 'rhythm' | 'glossary'>;
  hidden: Record<string, string | number>;
  cancel: string;
  failure: Failure;
};

export function HeadForm({ head, hidden, cancel, failure }: HeadFormProps) {
  const { errors, values } = failure ?? {};
  return (
    <Form method="post" noValidate>
      <ErrorSummary errors={errors} />
      {Object.entries(hidden).map(([name, value]) => (
        <input key={name} type="hidden" name={name} value={value} />
      ))}
      <Fields>
        <Field label="Название" name="title" error={errorOf(errors, 'title')}>
          <TextArea rows={2} defaultValue={valueOf(values, 'title', head.title)} />
        </Field>
        <FieldRow>
          <Field label="Начало" name="from" error={errorOf(errors, 'from')}>
            <DateInput defaultValue={valueOf(values, 'from', head.period?.from)} />
          </Field>
          <Field label="Окончание" name="to" error={errorOf(errors, 'to')}>
            <DateInput defaultValue={valueOf(values, 'to', head.period?.to)} />
          </Field>
          <Field
            label="Отчётность по бессрочным мероприятиям"
            hint="Для сроков «постоянно», «в течение года»."
            name="rhythm"
          >
            <Select
              defaultValue={valueOf(values, 'rhythm', head.rhythm)}
              options={RHYTHMS.map((value) => ({ value, label: RHYTHM_NAMES[value] }))}
            />
          </Field>
        </FieldRow>
        <Field label="Цель" name="goal" error={errorOf(errors, 'goal')}>
          <TextArea rows={2} defaultValue={valueOf(values, 'goal', head.goal)} />
        </Field>
        <Field label="Задачи" name="tasks" hint="Каждая с новой строки.">
          <TextArea rows={4} defaultValue={valueOf(values, 'tasks', head.tasks.join('\n'))} />
        </Field>
        <Field label="Сокращения" name="glossary" hint="Каждое с новой строки: «ОО – образовательная организация».">
          <TextArea
            rows={3}
            defaultValue={valueOf(
              values,
              'glossary',
              head.glossary.map(({ term, meaning }) => (meaning === '' ? term : `${term} – ${meaning}`)).join('\n'),
            )}
          />
        </Field>
        <Actions>
          <Button>Сохранить</Button>
          <Link to={cancel} preventScrollReset>
            Не сохранять
          </Link>
        </Actions>
      </Fields>
    </Form>
  );
}
