/** One assignment of a curator: what it is, who made it, how it ends; and who looked after the school before. */
import { Form, Link } from 'react-router';
import { z } from 'zod';
import { AppError } from '#kernel/errors.ts';
import { formatDateShort } from '#kernel/format.ts';
import { dayIn } from '#platform/clock.ts';
import { recordReading } from '#platform/audit.ts';
import type { Ctx } from '#platform/context.ts';
import { redirectWith } from '#web/flash.ts';
import { errorOf, invalid, parseForm, refused, valueOf } from '#web/forms.ts';
import type { ActionArgs, LoaderArgs, MetaArgs, PageProps } from '#web/page-types.ts';
import { ctxOf } from '#web/request.ts';
import {
  Button,
  type Column,
  ErrorSummary,
  Field,
  Fields,
  Page,
  Section,
  SummaryList,
  Table,
  TextInput,
} from '#web/ui/index.ts';
import { revokeRole } from '../commands/roles.ts';
import { assigningScope } from '../policy.ts';
import { rolesForTerm } from '../queries/terms.ts';
import { endInWords, termInWords, TermStatus } from './parts/term.tsx';

const LONGEST_HISTORY = 50;

export async function loader({ params, context }: LoaderArgs) {
  const ctx = ctxOf(context);
  const term = await assignmentAt(ctx, params);
  const { rows } = await termsAt(ctx, { organisationId: term.organisation.id });
  await recordReading(ctx, { action: 'user.viewed', objectType: 'user', objectId: term.user.id });
  return {
    term: withDays(ctx, term),
    others: rows.filter(({ id }) => id !== term.id).map((row) => withDays(ctx, row)),
  };
}

const ending = z.object({ reason: z.string({ error: 'Напишите, почему назначение завершается.' }).max(500) });

export async function action({ request, params, context }: ActionArgs) {
  const ctx = ctxOf(context);
  const { id, user, organisation } = await assignmentAt(ctx, params);
  const form = await request.formData();
  const parsed = parseForm(ending, form);
  if (!parsed.ok) return invalid(parsed);
  try {
    await revokeRole(ctx, id, parsed.value.reason);
  } catch (error) {
    return refused(error, form);
  }
  return redirectWith(
    `/curators/${id}`,
    `Назначение завершено: ${user.name} больше не видит «${organisation.shortName}»`,
  );
}

async function assignmentAt(ctx: Ctx, params: Record<string, string | undefined>) {
  const id = Number(params['assignmentId']);
  const [term] = Number.isSafeInteger(id) ? (await termsAt(ctx, { id })).rows : [];
  if (!term) throw new AppError('notFound', { text: 'Такого назначения нет, или школа вам не видна.' });
  return term;
}

function termsAt(ctx: Ctx, filter: { id: number } | { organisationId: number }) {
  const page = { limit: LONGEST_HISTORY, offset: 0 };
  return rolesForTerm(assigningScope(ctx.actor), ctx.db, 'assignment', ctx.clock.today(), filter, page);
}

function withDays<Term extends { grantedAt: Date; endedAt: Date | null }>({ config }: Ctx, term: Term) {
  return {
    ...term,
    grantedOn: dayIn(config.timeZone, term.grantedAt),
    endedOn: term.endedAt && dayIn(config.timeZone, term.endedAt),
  };
}

export const meta = ({ loaderData }: MetaArgs<typeof loader>) => [
  { title: `Куратор ${loaderData?.term.user.name ?? ''} — Опора` },
];
export const handle = { crumbs: () => [{ label: 'Кураторы школ', to: '/curators' }] };

type Row = Awaited<ReturnType<typeof loader>>['others'][number];

const COLUMNS: Column<Row>[] = [
  { key: 'curator', header: 'Куратор', cell: ({ id, user }) => <Link to={`/curators/${id}`}>{user.name}</Link> },
  { key: 'term', header: 'Срок', cell: termInWords },
  { key: 'state', header: 'Состояние', cell: ({ state }) => <TermStatus state={state} /> },
  { key: 'end', header: 'Как завершилось', width: 'wide', cell: endInWords },
];

export default function Curator({ loaderData: { term, others }, actionData }: PageProps<typeof loader, typeof action>) {
  const { errors, values } = actionData ?? {};
  const { user, organisation, orderNumber, orderDatedOn } = term;
  const end = endInWords(term);
  return (
    <Page title={user.name} caption="Куратор школы" lead={<TermStatus state={term.state} />} width="reading">
      <SummaryList
        rows={[
          { term: 'Школа', value: <Link to={`/organisations/${organisation.id}`}>{organisation.shortName}</Link> },
          { term: 'Почта', value: user.email },
          { term: 'Срок', value: termInWords(term) },
          {
            term: 'Приказ',
            value: orderNumber && orderDatedOn ? `№ ${orderNumber} от ${formatDateShort(orderDatedOn)}` : 'не указан',
          },
          { term: 'Назначение', value: [formatDateShort(term.grantedOn), term.grantedBy].filter(Boolean).join(', ') },
          ...(end ? [{ term: 'Завершение', value: end }] : []),
        ]}
      />
      {term.endedOn ? null : (
        <Section title="Завершить назначение">
          <ErrorSummary errors={errors} />
          <Form method="post" noValidate>
            <Fields>
              <Field
                label="Почему"
                name="reason"
                hint="Школа перестанет быть видна куратору сразу; запись останется в истории"
                error={errorOf(errors, 'reason')}
              >
                <TextInput defaultValue={valueOf(values, 'reason')} />
              </Field>
              <div>
                <Button variant="secondary">Завершить</Button>
              </div>
            </Fields>
          </Form>
        </Section>
      )}
      {others.length > 0 ? (
        <Section title="Другие назначения в эту школу">
          <Table
            caption="Другие кураторы этой школы"
            hideCaption
            columns={COLUMNS}
            rows={others}
            rowKey={({ id }) => id}
          />
        </Section>
      ) : null}
    </Page>
  );
}
