/** Revisions of a plan: which order put which in force, and what each changed. */
import { Form } from 'react-router';
import { formatDate } from '#kernel/format.ts';
import type { LoaderArgs, MetaArgs, PageProps } from '#web/page-types.ts';
import { ctxOf } from '#web/request.ts';
import {
  Actions,
  Button,
  DateInput,
  Field,
  FieldRow,
  Fields,
  Link,
  Notice,
  Section,
  Select,
  Table,
} from '#web/ui/index.ts';
import { isEmptyRedline, redline } from '../domain/redline.ts';
import { planAbilities } from '../policy.ts';
import { planContent, planHead } from '../queries/content.ts';
import { type RevisionRow, revisionsOf } from '../queries/revisions.ts';
import { idOf, whole } from './parts/address.ts';
import { PlanFrame, planCrumbs } from './parts/plan-frame.tsx';
import { RedlineView } from './parts/redline-view.tsx';
import { orderWords } from './parts/words.ts';

const WORKING = 'working';

export async function loader({ params, request, context }: LoaderArgs) {
  const { scope, db, actor } = ctxOf(context);
  const planId = idOf(params, 'planId');
  const asked = new URL(request.url).searchParams;
  const plan = await planHead(scope, db, planId);
  const revisions = await revisionsOf(scope, db, planId);
  const last = revisions.at(-1)?.revision ?? 0;
  const can = planAbilities(actor, plan);
  const to = asked.get('to') === WORKING && plan.amending && can.edit ? WORKING : whole(asked.get('to'), last);
  const from = whole(asked.get('from'), to === WORKING ? last : Math.max(1, to - 1));
  const changes =
    revisions.length === 0 || from === to
      ? null
      : redline(
          await planContent(scope, db, planId, { revision: from }),
          await planContent(scope, db, planId, { revision: to }),
        );
  return { plan, revisions, from, to, changes, can };
}

export const handle = { crumbs: ({ plan }: { plan: { id: number; title: string } }) => planCrumbs(plan) };
export const meta = ({ loaderData }: MetaArgs<typeof loader>) => [
  { title: `Редакции: ${loaderData?.plan.title ?? 'план'} — Опора` },
];

export default function Changes({ loaderData: { plan, revisions, from, to, changes, can } }: PageProps<typeof loader>) {
  const options = revisions.map(({ revision, effectiveOn }) => ({
    value: String(revision),
    label: `редакция ${revision}, с ${formatDate(effectiveOn)}`,
  }));
  const targets =
    plan.amending && can.edit ? [...options, { value: WORKING, label: 'готовящееся изменение' }] : options;
  return (
    <PlanFrame plan={plan}>
      <Section title="Редакции">
        <Table
          caption="Редакции плана"
          hideCaption
          rows={revisions}
          rowKey={(row) => row.revision}
          columns={columns(plan.id)}
          empty={<p>План ещё не утверждён: редакции появляются с приказами.</p>}
        />
        {revisions.length === 0 ? null : (
          <Form method="get" action={`/plans/${plan.id}`}>
            <Fields>
              <Field label="План на дату" name="on">
                <DateInput defaultValue={revisions.at(-1)?.effectiveOn} />
              </Field>
              <Actions>
                <Button variant="secondary">Показать план на эту дату</Button>
              </Actions>
            </Fields>
          </Form>
        )}
      </Section>
      {options.length + (plan.amending && can.edit ? 1 : 0) < 2 ? null : (
        <Section title="Что изменилось" id="redline">
          <Form method="get">
            <Fields>
              <FieldRow>
                <Field label="Было" name="from">
                  <Select options={options} defaultValue={String(from)} />
                </Field>
                <Field label="Стало" name="to">
                  <Select options={targets} defaultValue={String(to)} />
                </Field>
              </FieldRow>
              <Actions>
                <Button variant="secondary">Сравнить</Button>
              </Actions>
            </Fields>
          </Form>
          {changes === null ? (
            <p>Выберите две разные редакции.</p>
          ) : isEmptyRedline(changes) ? (
            <Notice>Эти редакции не отличаются.</Notice>
          ) : (
            <RedlineView changes={changes} />
          )}
        </Section>
      )}
    </PlanFrame>
  );
}

function columns(planId: number) {
  return [
    {
      key: 'revision',
      header: 'Редакция',
      cell: (row: RevisionRow) => <Link to={`/plans/${planId}?revision=${row.revision}`}>{row.revision}</Link>,
    },
    { key: 'on', header: 'Действует с', cell: (row: RevisionRow) => formatDate(row.effectiveOn) },
    {
      key: 'order',
      header: 'Чем введена',
      cell: (row: RevisionRow) => (row.order === null ? '—' : orderWords(row.order)),
    },
    {
      key: 'measures',
      header: 'Мероприятий',
      numeric: true,
      cell: (row: RevisionRow) => row.measures,
    },
    {
      key: 'changes',
      header: 'Сравнение',
      cell: (row: RevisionRow) =>
        row.revision === 1 ? (
          '—'
        ) : (
          <Link to={`/plans/${planId}/changes?from=${row.revision - 1}&to=${row.revision}#redline`}>
            что изменилось
          </Link>
        ),
    },
  ];
}
