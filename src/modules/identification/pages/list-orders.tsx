/** Orders of a list: the one that approves it, those that let schools go; drafts of them for signature. */
import { Form } from 'react-router';
import { z } from 'zod';
import { formatDate } from '#kernel/format.ts';
import { redirectWith } from '#web/flash.ts';
import { errorOf, invalid, parseForm, refused, valueOf, valuesOfGroup } from '#web/forms.ts';
import type { ActionArgs, LoaderArgs, MetaArgs, PageProps } from '#web/page-types.ts';
import { ctxOf } from '#web/request.ts';
import {
  Actions,
  Button,
  ButtonLink,
  Checkboxes,
  EmptyState,
  ErrorSummary,
  Field,
  Fields,
  Link,
  Section,
  Table,
  TextArea,
} from '#web/ui/index.ts';
import { approveList, releaseSchools } from '../commands/lists.ts';
import { insist, mayReadLists } from '../policy.ts';
import { placedRegion } from '../queries/place.ts';
import { idOf } from './parts/address.ts';
import { listAt, listCrumbs } from './parts/list-address.ts';
import { ListFrame } from './parts/list-frame.tsx';
import { OrderFields } from './parts/order.tsx';
import { orderFields, orderOf } from './parts/order-fields.ts';
import { schoolsWords } from './parts/words.ts';

const releaseSchema = z.object({
  ...orderFields,
  schools: z.array(z.coerce.number()).min(1, { error: 'Отметьте хотя бы одну школу.' }),
  reason: z.string({ error: 'Напишите основание.' }).max(2000),
});

export async function loader({ params, context }: LoaderArgs) {
  const ctx = ctxOf(context);
  insist(mayReadLists(ctx.actor));
  const { detail, frame } = await listAt(ctx, params);
  const region = await placedRegion(ctx.scope, ctx.db, detail.list.regionId);
  return {
    frame,
    region: region.name,
    orders: detail.orders,
    mayLoad: !ctx.scope.ancestors.includes(region.id),
    within: detail.schools
      .filter(({ enteredOn, leftOn }) => enteredOn !== null && leftOn === null)
      .map(({ id, name, municipality, mayLeave }) => ({ id, name, municipality, mayLeave })),
  };
}

export async function action({ params, request, context }: ActionArgs) {
  const ctx = ctxOf(context);
  const listId = idOf(params, 'listId');
  const form = await request.formData();
  const here = `/identification/lists/${listId}/orders`;
  try {
    if (form.get('intent') === 'release') {
      const parsed = parseForm(releaseSchema, form);
      if (!parsed.ok) return invalid(parsed);
      const { schools, reason, ...order } = parsed.value;
      await releaseSchools(ctx, { listId, listSchoolIds: schools, reason, order: orderOf(order) });
      return redirectWith(here, `Вышли из списка: ${schoolsWords(schools.length)}. За ними продолжается наблюдение.`);
    }
    const parsed = parseForm(z.object(orderFields), form);
    if (!parsed.ok) return invalid(parsed);
    await approveList(ctx, listId, orderOf(parsed.value));
    return redirectWith(here, 'Список утверждён. Теперь можно начать поддержку школ.');
  } catch (error) {
    return refused(error, form);
  }
}

type Loaded = PageProps<typeof loader>['loaderData'];
export const meta = ({ loaderData }: MetaArgs<typeof loader>) => [
  { title: `Приказы: ${loaderData?.frame.title ?? 'список'} — Опора` },
];
export const handle = { crumbs: (data: Loaded) => listCrumbs(data) };

export default function ListOrders({ loaderData, actionData }: PageProps<typeof loader, typeof action>) {
  const { frame, orders, within, region, mayLoad } = loaderData;
  const { errors, values } = actionData ?? {};
  const base = `/identification/lists/${frame.id}`;
  return (
    <ListFrame frame={frame}>
      <ErrorSummary errors={errors} />
      <Table
        caption="Приказы"
        rows={orders}
        rowKey={({ id }) => id}
        columns={[
          {
            key: 'purpose',
            header: 'О чём',
            cell: ({ purpose }) => (purpose === 'approval' ? 'об утверждении списка' : 'о выходе школ'),
          },
          { key: 'number', header: 'Номер и дата', cell: (one) => `№ ${one.number} от ${formatDate(one.datedOn)}` },
          { key: 'schools', header: 'Школ', numeric: true, cell: ({ schools }) => schools },
          {
            key: 'file',
            header: 'Документ',
            cell: ({ id }) =>
              mayLoad ? (
                <Link to={`${base}/orders/${id}/order.docx`} reloadDocument>
                  Скачать DOCX с приложением
                </Link>
              ) : (
                '—'
              ),
          },
        ]}
        empty={
          <EmptyState
            title="Приказов пока нет"
            action={
              frame.state === 'draft' ? <ButtonLink to={`${base}/agreement`}>К согласованию</ButtonLink> : undefined
            }
          >
            {frame.state === 'draft'
              ? 'Сначала отправьте список муниципалитетам.'
              : 'Список утверждают приказом, когда ответили все муниципалитеты и есть ответ на каждое возражение.'}
          </EmptyState>
        }
      />
      {frame.abilities.approve ? (
        <Section title="Утвердить приказом">
          <Form method="post" noValidate reloadDocument>
            <Fields>
              <OrderFields errors={errors} values={values} body={region} />
              <Actions>
                <Button name="intent" value="approve">
                  Утвердить список
                </Button>
                <DraftButton base={base} purpose="approval" />
              </Actions>
            </Fields>
          </Form>
        </Section>
      ) : null}
      {frame.abilities.release && within.length > 0 ? (
        <Section title="Вывести школы приказом">
          <Form method="post" noValidate reloadDocument>
            <Fields>
              <Field
                label="Школы"
                name="schools"
                hint="Отмечены те, кто выполнил правило выхода."
                error={errorOf(errors, 'schools')}
              >
                <Checkboxes
                  options={within.map(({ id, name, municipality, mayLeave }) => ({
                    value: String(id),
                    label: municipality === null ? name : `${name}, ${municipality}`,
                    hint: mayLeave ? 'правило выхода выполнено' : undefined,
                  }))}
                  defaultValue={valuesOfGroup(
                    values,
                    'schools',
                    within.filter(({ mayLeave }) => mayLeave).map(({ id }) => String(id)),
                  )}
                />
              </Field>
              <Field label="Основание" name="reason" error={errorOf(errors, 'reason')}>
                <TextArea rows={2} defaultValue={valueOf(values, 'reason', 'Выполнено правило выхода')} />
              </Field>
              <OrderFields errors={errors} values={values} body={region} />
              <Actions>
                <Button name="intent" value="release">
                  Вывести школы
                </Button>
                <DraftButton base={base} purpose="exit" />
              </Actions>
            </Fields>
          </Form>
        </Section>
      ) : null}
    </ListFrame>
  );
}

/** The same fields go to another address and come back as a document to sign; works without JavaScript. */
function DraftButton({ base, purpose }: { base: string; purpose: 'approval' | 'exit' }) {
  return (
    <Button
      variant="secondary"
      formMethod="get"
      formAction={`${base}/orders/draft.docx`}
      name="purpose"
      value={purpose}
    >
      Скачать проект приказа
    </Button>
  );
}
