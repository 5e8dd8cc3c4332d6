/** A model plan taken over whole, or the chosen measures of it, as the draft of an own plan. */
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
  ButtonLink,
  Checkbox,
  EmptyState,
  ErrorSummary,
  Field,
  Fields,
  Page,
  Table,
  TextInput,
} from '#web/ui/index.ts';
import { adoptMeasures } from '../commands/adopt.ts';
import { insist, mayWriteFor, writableOrganisations } from '../policy.ts';
import { planHead } from '../queries/content.ts';
import { incomingMeasures } from '../queries/incoming.ts';
import { placeOf } from '../queries/organisations.ts';
import { href, idOf, whole } from './parts/address.ts';
import { planCrumbs } from './parts/plan-frame.tsx';

const schema = z.object({
  organisation: z.coerce.number().int(),
  title: z.string().max(2000),
  measure: z.array(z.coerce.number().int()),
});

export async function loader({ params, request, context }: LoaderArgs) {
  const { scope, db, actor } = ctxOf(context);
  const asked = whole(new URL(request.url).searchParams.get('organisation'), writableOrganisations(actor)[0]?.id ?? 0);
  const [plan, recipient] = await Promise.all([planHead(scope, db, idOf(params, 'planId')), placeOf(scope, db, asked)]);
  insist(mayWriteFor(actor, recipient));
  const measures = await incomingMeasures(scope, db, recipient, plan.id);
  return { plan, recipient, measures: measures.filter((row) => row.decision === 'none') };
}

export async function action({ params, request, context }: ActionArgs) {
  const form = await request.formData();
  const parsed = parseForm(schema, form);
  if (!parsed.ok) return invalid(parsed);
  const { organisation, title, measure } = parsed.value;
  try {
    const { planId, adopted } = await adoptMeasures(ctxOf(context), {
      parentPlanId: idOf(params, 'planId'),
      organisationId: organisation,
      measureIds: measure,
      planId: null,
      title,
    });
    return redirectWith(
      `/plans/${planId}?edit=on`,
      `Составлен проект плана: ${count(adopted, 'мероприятие', 'мероприятия', 'мероприятий')}. Проверьте сроки и ответственных.`,
    );
  } catch (error) {
    return refused(error, form);
  }
}

export const handle = { crumbs: ({ plan }: { plan: { id: number; title: string } }) => planCrumbs(plan) };
export const meta = () => [{ title: 'Принять план — Опора' }];

export default function Adoption({
  loaderData: { plan, recipient, measures },
  actionData,
}: PageProps<typeof loader, typeof action>) {
  const { errors, values } = actionData ?? {};
  if (measures.length === 0) {
    return (
      <Page title="Принять план" caption={recipient.shortName}>
        <EmptyState
          title="Принимать нечего"
          action={
            <ButtonLink to={href('/plans/incoming', { organisation: recipient.id, plan: plan.id })}>
              Что решено
            </ButtonLink>
          }
        >
          По всем мероприятиям этого плана, направленным вашему уровню, решения уже приняты.
        </EmptyState>
      </Page>
    );
  }
  const chosen = valuesOfGroup(
    values,
    'measure',
    measures.map(({ id }) => String(id)),
  );
  return (
    <Page
      title="Принять план"
      caption={recipient.shortName}
      lead={`Из плана «${plan.title}» будет составлен проект вашего плана. Снимите отметки с того, что решите отдельно.`}
    >
      <ErrorSummary errors={errors} />
      <Form method="post">
        <Fields>
          <input type="hidden" name="organisation" value={recipient.id} />
          <Field label="Название вашего плана" name="title" error={errorOf(errors, 'title')}>
            <TextInput defaultValue={valueOf(values, 'title', plan.title)} />
          </Field>
          <Table
            caption="Мероприятия"
            rows={measures}
            rowKey={(row) => row.id}
            columns={[
              {
                key: 'choose',
                header: 'Принять',
                cell: (row) => (
                  <Checkbox
                    name="measure"
                    value={row.id}
                    defaultChecked={chosen.includes(String(row.id))}
                    label={row.number ?? 'без номера'}
                  />
                ),
              },
              { key: 'section', header: 'Раздел', cell: (row) => row.section },
              { key: 'text', header: 'Мероприятие', width: 'wide', cell: (row) => row.text },
              { key: 'deadline', header: 'Срок', cell: (row) => row.deadline.text },
              { key: 'parties', header: 'Ответственные', cell: (row) => row.parties.join('; ') },
            ]}
          />
          <Actions>
            <Button>Составить проект плана</Button>
          </Actions>
        </Fields>
      </Form>
    </Page>
  );
}
