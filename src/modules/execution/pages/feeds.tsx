/** «Подписки на календарь»: addresses that a phone or Outlook reads; made here, shown once, revoked here. */
import { data, Form } from 'react-router';
import { z } from 'zod';
import { AppError } from '#kernel/errors.ts';
import { momentIn } from '#platform/clock.ts';
import { redirectWith } from '#web/flash.ts';
import { invalid, parseForm, refused } from '#web/forms.ts';
import type { ActionArgs, LoaderArgs, PageProps } from '#web/page-types.ts';
import { ctxOf } from '#web/request.ts';
import {
  Actions,
  Button,
  type Column,
  EmptyState,
  ErrorSummary,
  Field,
  Fields,
  Notice,
  PostButton,
  Prose,
  Section,
  Select,
  Table,
  TextInput,
  VisuallyHidden,
} from '#web/ui/index.ts';
import { createFeed, revokeFeed } from '../commands/feeds.ts';
import { ownOrganisations } from '../policy.ts';
import { planChoices, planTitle } from '../queries/choices.ts';
import { feedsOf } from '../queries/feeds.ts';
import { shortened } from '../words.ts';
import { numberOf } from './parts/address.ts';

export async function loader({ request, context }: LoaderArgs) {
  const ctx = ctxOf(context);
  const asked = numberOf(new URL(request.url), 'plan');
  const [feeds, own, title] = await Promise.all([
    feedsOf(ctx.actor, ctx.db),
    planChoices(ctx.scope, ctx.db, ownOrganisations(ctx.actor)),
    asked === null ? null : planTitle(ctx.scope, ctx.db, asked),
  ]);
  const moment = (instant: Date) => momentIn(ctx.config.timeZone, instant);
  return {
    feeds: feeds.map(({ id, plan, createdAt, lastReadAt }) => ({
      id,
      name: plan?.title ?? 'Мои мероприятия',
      createdAt: moment(createdAt),
      lastReadAt: lastReadAt && moment(lastReadAt),
    })),
    // The plan from which one came here is offered also when it belongs to another organisation.
    plans:
      asked !== null && title !== null && !own.some((plan) => plan.id === asked) ? [{ id: asked, title }, ...own] : own,
    asked: title === null ? null : asked,
  };
}

const actionSchema = z.object({
  intent: z.enum(['create', 'revoke']),
  plan: z.coerce.number().int().positive().optional(),
  feed: z.coerce.number().int().positive().optional(),
});

export async function action({ request, context }: ActionArgs) {
  const ctx = ctxOf(context);
  const form = await request.formData();
  const parsed = parseForm(actionSchema, form);
  if (!parsed.ok) return invalid(parsed);
  const { intent, plan, feed } = parsed.value;
  try {
    // No redirect: the address is shown in this answer and nowhere else.
    if (intent === 'create') return data({ address: await createFeed(ctx, plan ?? null), errors: undefined });
    if (feed === undefined) throw new AppError('badRequest');
    await revokeFeed(ctx, feed);
  } catch (error) {
    return refused(error, form);
  }
  return redirectWith('/profile/feeds', 'Подписка отозвана: её адрес больше не отвечает.');
}

export const meta = () => [{ title: 'Подписки на календарь — Опора' }];

export default function Feeds({ loaderData, actionData }: PageProps<typeof loader, typeof action>) {
  const address = actionData && 'address' in actionData ? actionData.address : null;
  return (
    <>
      {address ? (
        <Notice tone="success" title="Подписка создана">
          <p>
            Скопируйте адрес сейчас: больше он не показывается. Кто знает адрес, видит сроки, поэтому не пересылайте
            его.
          </p>
          <Field label="Адрес подписки" name="address">
            <TextInput readOnly defaultValue={address} />
          </Field>
          <p>В программе календаря выберите «Добавить календарь по адресу» и вставьте его.</p>
        </Notice>
      ) : null}
      <Section title="Подписка на календарь" id="create">
        <Prose>
          <p>Сроки мероприятий появятся в календаре телефона, Outlook, «Яндекс Календаре» и других программ.</p>
        </Prose>
        <Form method="post">
          <input type="hidden" name="intent" value="create" />
          <Fields>
            <ErrorSummary errors={actionData?.errors} />
            <Field
              label="Что показывать"
              name="plan"
              hint="Ваши мероприятия — это планы организаций, где вы работаете."
            >
              <Select
                options={[
                  { value: '', label: 'Мои мероприятия' },
                  ...loaderData.plans.map((plan) => ({
                    value: String(plan.id),
                    label: `План: ${shortened(plan.title, 80)}`,
                  })),
                ]}
                defaultValue={loaderData.asked ?? ''}
                size="full"
              />
            </Field>
            <Actions>
              <Button>Создать адрес подписки</Button>
            </Actions>
          </Fields>
        </Form>
      </Section>
      <Section title="Действующие подписки" id="feeds">
        <Table
          caption="Действующие подписки"
          hideCaption
          columns={COLUMNS}
          rows={loaderData.feeds}
          rowKey={(feed) => feed.id}
          empty={<EmptyState title="Подписок нет">Создайте подписку, и сроки появятся в вашем календаре.</EmptyState>}
        />
      </Section>
      <Prose>
        <p>
          Если адрес стал известен посторонним, отзовите подписку и создайте новую. Календарь обновляется раз в
          несколько часов: так решает программа.
        </p>
      </Prose>
    </>
  );
}

type FeedRow = PageProps<typeof loader>['loaderData']['feeds'][number];

const COLUMNS: Column<FeedRow>[] = [
  { key: 'name', header: 'Календарь', width: 'wide', cell: (feed) => feed.name },
  { key: 'created', header: 'Создана', cell: (feed) => feed.createdAt },
  { key: 'read', header: 'Последнее чтение', cell: (feed) => feed.lastReadAt ?? 'ещё не читалась' },
  {
    key: 'revoke',
    header: 'Действие',
    cell: (feed) => (
      <PostButton fields={{ intent: 'revoke', feed: feed.id }} variant="link">
        Отозвать
        <VisuallyHidden>
          : {feed.name}, создана {feed.createdAt}
        </VisuallyHidden>
      </PostButton>
    ),
  },
];
