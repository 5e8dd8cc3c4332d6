/** What came down to an organisation, measure by measure: adopt, adapt, decline with a reason. */
import { Form } from 'react-router';
import { z } from 'zod';
import { count } from '#kernel/plural.ts';
import { redirectWith } from '#web/flash.ts';
import { errorOf, invalid, parseForm, refused, valueOf, valuesOfGroup } from '#web/forms.ts';
import type { ActionArgs, LoaderArgs, PageProps } from '#web/page-types.ts';
import { ctxOf } from '#web/request.ts';
import {
  Actions,
  Button,
  Checkbox,
  EmptyState,
  ErrorSummary,
  Field,
  Fields,
  Filters,
  Link,
  Notice,
  Page,
  PostButton,
  Section,
  Select,
  Status,
  Table,
  TextArea,
  VisuallyHidden,
} from '#web/ui/index.ts';
import { adoptMeasures, declineMeasures, withdrawDecision } from '../commands/adopt.ts';
import { insist, mayWriteFor, writableOrganisations } from '../policy.ts';
import { incomingMeasures, type IncomingMeasure, incomingPlans } from '../queries/incoming.ts';
import { plansMatching } from '../queries/list.ts';
import { placeOf, placesOf } from '../queries/organisations.ts';
import { href, whole } from './parts/address.ts';
import { DECISION_WORDS } from './parts/words.ts';

const schema = z.object({
  // A button of a row names its measure: «adopt:17».
  intent: z.templateLiteral([z.enum(['adopt', 'adapt', 'decline', 'withdraw']), z.string().regex(/^(:\d+)?$/)]),
  organisation: z.coerce.number().int(),
  parent: z.coerce.number().int(),
  target: z.coerce.number().int().optional(),
  measure: z.array(z.coerce.number().int()),
  reason: z.string().max(2000).optional(),
});

export async function loader({ request, context }: LoaderArgs) {
  const { scope, db, actor } = ctxOf(context);
  const asked = new URL(request.url).searchParams;
  const own = await placesOf(
    scope,
    db,
    writableOrganisations(actor).map(({ id }) => id),
  );
  const wanted = whole(asked.get('organisation'), 0);
  const recipient =
    own.find(({ id }) => id === wanted) ?? (wanted > 0 ? await placeOf(scope, db, wanted) : own[0]) ?? null;
  if (recipient === null) return { own, recipient, plans: [], plan: null, measures: [], targets: [], declining: [] };
  insist(mayWriteFor(actor, recipient));
  const plans = await incomingPlans(scope, db, recipient);
  const plan = plans.find(({ id }) => id === whole(asked.get('plan'), 0)) ?? plans[0] ?? null;
  const drafts = await plansMatching(
    scope,
    db,
    { organisationId: recipient.id },
    { sort: 'updated', direction: 'desc', limit: 50, offset: 0 },
  );
  return {
    own,
    recipient,
    plans,
    plan,
    declining: asked.getAll('decline').map(Number),
    measures: plan === null ? [] : await incomingMeasures(scope, db, recipient, plan.id),
    targets: drafts.rows.filter((row) => row.state === 'draft' || row.amending).map(({ id, title }) => ({ id, title })),
  };
}

export async function action({ request, context }: ActionArgs) {
  const form = await request.formData();
  const parsed = parseForm(schema, form);
  if (!parsed.ok) return invalid(parsed);
  const { organisation, parent, target, reason } = parsed.value;
  const [intent, one] = parsed.value.intent.split(':');
  const measure = one === undefined ? parsed.value.measure : [Number(one)];
  const ctx = ctxOf(context);
  const back = href('/plans/incoming', { organisation, plan: parent });
  const said = { parentPlanId: parent, organisationId: organisation, measureIds: measure };
  try {
    if (intent === 'withdraw') {
      await withdrawDecision(ctx, { parentPlanId: parent, organisationId: organisation, measureId: measure[0] ?? 0 });
      return redirectWith(back, 'Решение отозвано.');
    }
    if (intent === 'decline') {
      await declineMeasures(ctx, said, reason ?? '');
      return redirectWith(back, `Отклонено: ${count(measure.length, 'мероприятие', 'мероприятия', 'мероприятий')}.`);
    }
    const { planId, adopted, firstMeasureId } = await adoptMeasures(ctx, { ...said, planId: target ?? null });
    const text = `Принято: ${count(adopted, 'мероприятие', 'мероприятия', 'мероприятий')}.`;
    return intent === 'adapt'
      ? redirectWith(
          `/plans/${planId}?edit=${firstMeasureId}#measure-${firstMeasureId}`,
          `${text} Теперь измените текст, срок или ответственных.`,
        )
      : redirectWith(back, `${text} Они в вашем плане.`);
  } catch (error) {
    return refused(error, form, intent === 'decline' ? 'reason' : '');
  }
}

export const handle = { crumbs: () => [{ label: 'Планы', to: '/plans' }] };
export const meta = () => [{ title: 'Что пришло сверху — Опора' }];

export default function Incoming({ loaderData, actionData }: PageProps<typeof loader, typeof action>) {
  const { own, recipient, plans, plan, measures } = loaderData;
  if (recipient === null || plan === null) {
    return (
      <Page title="Что пришло сверху" caption={recipient?.shortName}>
        <EmptyState title="Ничего не пришло">
          Здесь появятся мероприятия, которые вышестоящая организация направит на ваше решение.
        </EmptyState>
      </Page>
    );
  }
  const open = measures.filter((row) => row.decision === 'none').map(({ id }) => id);
  // Declined without a reason yet: those that were ticked are asked about.
  const ticked =
    errorOf(actionData?.errors, 'reason') === undefined ? [] : valuesOfGroup(actionData?.values, 'measure').map(Number);
  const declining = [...loaderData.declining, ...ticked].filter((id) => open.includes(id));
  const pending = plans.reduce((sum, row) => sum + row.pending, 0);
  return (
    <Page
      title="Что пришло сверху"
      caption={recipient.shortName}
      lead={
        pending === 0
          ? 'Решения приняты по всем мероприятиям.'
          : `${count(pending, 'мероприятие ждёт', 'мероприятия ждут', 'мероприятий ждут')} вашего решения.`
      }
    >
      <Filters resetHref="/plans/incoming">
        {own.length < 2 ? (
          <input type="hidden" name="organisation" value={recipient.id} />
        ) : (
          <Field label="Организация" name="organisation">
            <Select
              defaultValue={String(recipient.id)}
              options={own.map(({ id, shortName }) => ({ value: String(id), label: shortName }))}
            />
          </Field>
        )}
        <Field label="План" name="plan">
          <Select
            size="full"
            defaultValue={String(plan.id)}
            options={plans.map((row) => ({
              value: String(row.id),
              label: `${row.title} (${row.organisation}, ждут решения: ${row.pending})`,
            }))}
          />
        </Field>
      </Filters>
      <Section title={plan.title} actions={<Link to={`/plans/${plan.id}`}>открыть план целиком</Link>}>
        <ErrorSummary errors={actionData?.errors} />
        {plan.isModel && plan.pending > 0 ? (
          <Notice title="Это примерный план">
            <p>
              Его можно <Link to={`/plans/${plan.id}/adoption?organisation=${recipient.id}`}>принять целиком</Link>:
              Опора составит из него проект вашего плана.
            </p>
          </Notice>
        ) : null}
        {declining.length > 0 ? (
          <DeclineForm
            measures={measures.filter(({ id }) => declining.includes(id))}
            recipient={recipient}
            plan={plan}
            failure={actionData}
          />
        ) : (
          <DecisionForm {...loaderData} recipient={recipient} plan={plan} failure={actionData} />
        )}
        <Decided
          measures={measures.filter((row) => row.decision !== 'none')}
          organisationId={recipient.id}
          planId={plan.id}
        />
      </Section>
    </Page>
  );
}

type Loaded = PageProps<typeof loader>['loaderData'];
type Failure = PageProps<typeof loader, typeof action>['actionData'];
type Place = { recipient: NonNullable<Loaded['recipient']>; plan: NonNullable<Loaded['plan']>; failure: Failure };

function DecisionForm({ recipient, plan, measures, targets, failure }: Loaded & Place) {
  const open = measures.filter((row) => row.decision === 'none');
  if (open.length === 0) return null;
  const chosen = valuesOfGroup(failure?.values, 'measure');
  const here = (measureId: number) =>
    href('/plans/incoming', { organisation: recipient.id, plan: plan.id, decline: measureId });
  return (
    <Form method="post">
      <Fields>
        <input type="hidden" name="organisation" value={recipient.id} />
        <input type="hidden" name="parent" value={plan.id} />
        <Field label="В какой план принимать" name="target" hint="Проект или план, изменение которого готовится.">
          <Select
            size="full"
            defaultValue={valueOf(failure?.values, 'target', targets[0]?.id)}
            options={[
              ...targets.map(({ id, title }) => ({ value: String(id), label: title })),
              { value: '', label: 'новый план' },
            ]}
          />
        </Field>
        <Table
          caption="Ждут решения"
          rows={open}
          rowKey={(row) => row.id}
          columns={[
            {
              key: 'choose',
              header: '№',
              cell: (row) => (
                <Checkbox
                  name="measure"
                  value={row.id}
                  defaultChecked={chosen.includes(String(row.id))}
                  label={
                    <>
                      {row.number ?? 'без номера'}
                      <VisuallyHidden> {row.text}</VisuallyHidden>
                    </>
                  }
                />
              ),
            },
            ...FACTS,
            {
              key: 'decide',
              header: 'Решение',
              cell: (row) => (
                <Actions>
                  <Button name="intent" value={`adopt:${row.id}`} variant="link">
                    Принять<VisuallyHidden> {named(row)}</VisuallyHidden>
                  </Button>
                  <Button name="intent" value={`adapt:${row.id}`} variant="link">
                    Принять и изменить<VisuallyHidden> {named(row)}</VisuallyHidden>
                  </Button>
                  <Link to={`${here(row.id)}#decline`}>
                    Отклонить<VisuallyHidden> {named(row)}</VisuallyHidden>
                  </Link>
                </Actions>
              ),
            },
          ]}
        />
        <Actions>
          <Button name="intent" value="adopt">
            Принять отмеченные
          </Button>
          <Button name="intent" value="decline" variant="warning">
            Отклонить отмеченные
          </Button>
        </Actions>
      </Fields>
    </Form>
  );
}

function DeclineForm({ measures, recipient, plan, failure }: Place & { measures: IncomingMeasure[] }) {
  return (
    <Form method="post" id="decline" noValidate>
      <Fields>
        <input type="hidden" name="organisation" value={recipient.id} />
        <input type="hidden" name="parent" value={plan.id} />
        <p>Будут отклонены {count(measures.length, 'мероприятие', 'мероприятия', 'мероприятий')}:</p>
        <ul>
          {measures.map((row) => (
            <li key={row.id}>
              <input type="hidden" name="measure" value={row.id} />
              {named(row)}
            </li>
          ))}
        </ul>
        <Field
          label="Причина отказа"
          name="reason"
          hint="Её увидит организация, направившая план."
          error={errorOf(failure?.errors, 'reason')}
        >
          <TextArea rows={3} defaultValue={valueOf(failure?.values, 'reason')} />
        </Field>
        <Actions>
          <Button name="intent" value="decline" variant="warning">
            Отклонить
          </Button>
          <Link to={href('/plans/incoming', { organisation: recipient.id, plan: plan.id })}>Не отклонять</Link>
        </Actions>
      </Fields>
    </Form>
  );
}

function Decided({
  measures,
  organisationId,
  planId,
}: {
  measures: IncomingMeasure[];
  organisationId: number;
  planId: number;
}) {
  if (measures.length === 0) return null;
  return (
    <Table
      caption="Решение принято"
      rows={measures}
      rowKey={(row) => row.id}
      columns={[
        { key: 'number', header: '№', width: 'narrow', cell: (row) => row.number },
        { key: 'text', header: 'Мероприятие', width: 'wide', cell: (row) => row.text },
        {
          key: 'decision',
          header: 'Решение',
          cell: (row) => (
            <>
              <Status tone={DECISION_WORDS[row.decision].tone}>{DECISION_WORDS[row.decision].text}</Status>
              {row.reason === null ? null : <p>{row.reason}</p>}
              {row.childPlanId === null ? null : (
                <p>
                  <Link to={`/plans/${row.childPlanId}#measure-${row.childMeasureId}`}>
                    в вашем плане<VisuallyHidden>: {named(row)}</VisuallyHidden>
                  </Link>
                </p>
              )}
            </>
          ),
        },
        {
          key: 'withdraw',
          header: 'Действие',
          cell: (row) => (
            <PostButton
              variant="link"
              fields={{ intent: 'withdraw', organisation: organisationId, parent: planId, measure: row.id }}
              aria-label={`Отозвать решение: ${named(row)}`}
            >
              Отозвать решение
            </PostButton>
          ),
        },
      ]}
    />
  );
}

/** Sections of a plan may each begin at one: the number alone does not tell a measure from another. */
function named({ number, text }: IncomingMeasure): string {
  return [number, text].filter(Boolean).join('. ');
}

const FACTS = [
  {
    key: 'text',
    header: 'Мероприятие',
    width: 'wide' as const,
    cell: (row: IncomingMeasure) => <div id={`measure-${row.id}`}>{row.text}</div>,
  },
  { key: 'deadline', header: 'Срок', cell: (row: IncomingMeasure) => row.deadline.text },
  { key: 'parties', header: 'Ответственные', cell: (row: IncomingMeasure) => row.parties.join('; ') },
  { key: 'results', header: 'Результат', cell: (row: IncomingMeasure) => row.results.join('; ') },
];
