/** The next year's plan from this one: the same measures with their years moved. */
import { Form } from 'react-router';
import { z } from 'zod';
import { formatPeriod } from '#kernel/format.ts';
import { redirectWith } from '#web/flash.ts';
import { invalid, parseForm, refused } from '#web/forms.ts';
import type { ActionArgs, LoaderArgs, MetaArgs, PageProps } from '#web/page-types.ts';
import { ctxOf } from '#web/request.ts';
import { Actions, Button, ErrorSummary, Field, Fields, Prose, Section, Select, Table } from '#web/ui/index.ts';
import { copyPlan } from '../commands/create-plan.ts';
import { shiftPeriod, shiftYears } from '../domain/next-year.ts';
import { insist, mayWrite } from '../policy.ts';
import { planContent } from '../queries/content.ts';
import { idOf, whole } from './parts/address.ts';
import { PlanFrame, planCrumbs } from './parts/plan-frame.tsx';

const schema = z.object({ years: z.coerce.number().int().min(0).max(10) });
const CHOICES = ['те же годы', 'на год позже', 'на два года позже', 'на три года позже'];

export async function loader({ params, request, context }: LoaderArgs) {
  const { scope, db, actor } = ctxOf(context);
  const content = await planContent(scope, db, idOf(params, 'planId'));
  insist(mayWrite(actor, content.plan));
  const years = Math.min(whole(new URL(request.url).searchParams.get('years'), 1), CHOICES.length - 1);
  const changed = content.measures.map(({ id, number, deadline }) => ({
    id,
    number,
    before: deadline.text,
    after: shiftYears(deadline.text, years),
  }));
  return {
    plan: { ...content.plan, title: content.title },
    years,
    title: shiftYears(content.title, years),
    period: content.period === null ? null : shiftPeriod(content.period, years),
    measures: content.measures.length,
    deadlines: changed.filter(({ before, after }) => before !== after),
  };
}

export async function action({ params, request, context }: ActionArgs) {
  const form = await request.formData();
  const parsed = parseForm(schema, form);
  if (!parsed.ok) return invalid(parsed);
  try {
    const planId = await copyPlan(ctxOf(context), idOf(params, 'planId'), { years: parsed.value.years });
    return redirectWith(`/plans/${planId}?edit=on`, 'Проект плана составлен. Проверьте сроки.', {
      undo: { action: `/plans/${planId}/deletion` },
    });
  } catch (error) {
    return refused(error, form);
  }
}

export const handle = { crumbs: ({ plan }: { plan: { id: number; title: string } }) => planCrumbs(plan) };
export const meta = ({ loaderData }: MetaArgs<typeof loader>) => [
  { title: `План на другой год: ${loaderData?.plan.title ?? ''} — Опора` },
];

export default function Copy({
  loaderData: { plan, years, title, period, measures, deadlines },
  actionData,
}: PageProps<typeof loader, typeof action>) {
  return (
    <PlanFrame plan={plan}>
      <Section title="Составить план на другой год">
        <ErrorSummary errors={actionData?.errors} />
        <Prose>
          <p>
            Мероприятия, ответственные и результаты останутся, годы в сроках сдвинутся. Отметки об исполнении и связи с
            вышестоящим планом не переносятся.
          </p>
        </Prose>
        <Form method="get">
          <Fields>
            <Field label="Сдвинуть сроки" name="years">
              <Select
                options={CHOICES.map((label, value) => ({ value: String(value), label })).slice(1)}
                defaultValue={String(years)}
              />
            </Field>
            <Actions>
              <Button variant="secondary">Показать, что получится</Button>
            </Actions>
          </Fields>
        </Form>
        <p>Название: {title}</p>
        <p>
          Период: {period === null ? 'не указан' : formatPeriod(period)}. Изменятся сроки: {deadlines.length} из{' '}
          {measures}.
        </p>
        <Table
          caption="Сроки после сдвига"
          rows={deadlines}
          rowKey={(row) => row.id}
          empty={<p>В сроках нет годов: они останутся как есть.</p>}
          columns={[
            { key: 'number', header: '№', width: 'narrow', cell: (row) => row.number },
            { key: 'before', header: 'Было', cell: (row) => row.before },
            { key: 'after', header: 'Станет', cell: (row) => row.after },
          ]}
        />
        <Form method="post">
          <input type="hidden" name="years" value={years} />
          <Actions>
            <Button>Составить проект</Button>
          </Actions>
        </Form>
      </Section>
    </PlanFrame>
  );
}
