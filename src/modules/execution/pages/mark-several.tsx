/** One mark and one set of documents for several measures. */
import { Form } from 'react-router';
import { z } from 'zod';
import { AppError } from '#kernel/errors.ts';
import { count } from '#kernel/plural.ts';
import { redirectWith } from '#web/flash.ts';
import { invalid, parseForm } from '#web/forms.ts';
import type { ActionArgs, LoaderArgs, PageProps } from '#web/page-types.ts';
import { ctxOf } from '#web/request.ts';
import { Actions, Button, ButtonLink, EmptyState, Link, Page, Section } from '#web/ui/index.ts';
import { submitExecutions } from '../commands/submit.ts';
import { readMark, refusedMark } from '../mark-data.ts';
import { ownOrganisations } from '../policy.ts';
import { documentsOf, expectedKinds } from '../queries/occurrence.ts';
import { occurrences } from '../queries/occurrences.ts';
import { measureName } from '../words.ts';
import { MarkFields } from './parts/mark-form.tsx';

const AT_MOST = 100;

const idsSchema = z.object({ id: z.array(z.coerce.number().int().positive()).max(AT_MOST) });

export async function loader({ request, context }: LoaderArgs) {
  const ctx = ctxOf(context);
  const today = ctx.clock.today();
  const parsed = parseForm(idsSchema, new URL(request.url).searchParams);
  if (!parsed.ok) throw new AppError('badRequest');
  const filter = {
    today,
    ids: parsed.value.id,
    organisations: ownOrganisations(ctx.actor),
    states: ['planned', 'returned'] as const,
  };
  const { rows } = await occurrences(ctx.scope, ctx.db, filter, { limit: AT_MOST, offset: 0 });
  const organisation = rows[0]?.organisation;
  const [documents, expected] = await Promise.all([
    organisation ? documentsOf(ctx.scope, ctx.db, organisation.id) : [],
    expectedKinds(
      ctx.scope,
      ctx.db,
      rows.map((row) => row.id),
    ),
  ]);
  return {
    rows,
    today,
    documents,
    expected: Object.fromEntries(expected.map(({ id, kinds }) => [id, kinds])),
    limitMegabytes: Math.floor(ctx.config.uploadLimitBytes / 1024 / 1024),
  };
}

export async function action({ request, context }: ActionArgs) {
  const ctx = ctxOf(context);
  const form = await request.formData();
  const ids = parseForm(idsSchema, form);
  if (!ids.ok) return invalid(ids);
  const read = await readMark(ctx, form);
  if (!read.ok) return invalid(read);
  try {
    await submitExecutions(ctx, { ...read.mark, occurrenceIds: ids.value.id });
  } catch (error) {
    const failure = refusedMark(error, read.values);
    return invalid(failure, failure.status);
  }
  return redirectWith(
    '/tasks',
    `Исполнение отмечено: ${count(ids.value.id.length, 'мероприятие', 'мероприятия', 'мероприятий')}. Отметки отправлены на проверку.`,
  );
}

export const handle = { crumbs: () => [{ label: 'Мои задачи', to: '/tasks' }] };

export const meta = () => [{ title: 'Отметить несколько мероприятий — Опора' }];

export default function MarkSeveral({ loaderData, actionData }: PageProps<typeof loader, typeof action>) {
  const { rows, today, documents, expected, limitMegabytes } = loaderData;
  if (rows.length === 0) {
    return (
      <Page title="Отметить несколько мероприятий">
        <EmptyState title="Мероприятия не выбраны" action={<ButtonLink to="/tasks">Мои задачи</ButtonLink>}>
          Поставьте отметки в списке и нажмите «Отметить выбранные одним документом».
        </EmptyState>
      </Page>
    );
  }
  return (
    <Page
      title="Отметить несколько мероприятий"
      lead={`${count(rows.length, 'мероприятие', 'мероприятия', 'мероприятий')} с одной отметкой и общими документами.`}
    >
      <Section title="Выбраны" id="chosen">
        <ul>
          {rows.map((row) => (
            <li key={row.id}>
              <Link to={`/occurrences/${row.id}`}>{measureName(row.measure)}</Link>, {row.label}
              {expected[row.id]?.length ? <>; ожидается: {expected[row.id]?.join(', ')}</> : null}
            </li>
          ))}
        </ul>
      </Section>
      <Section title="Отметить исполнение" id="mark">
        <Form method="post" encType="multipart/form-data">
          {rows.map((row) => (
            <input key={row.id} type="hidden" name="id" value={row.id} />
          ))}
          <MarkFields
            expectedKinds={[...new Set(Object.values(expected).flat())]}
            documents={documents}
            attached={[]}
            today={today}
            limitMegabytes={limitMegabytes}
            errors={actionData?.errors}
            values={actionData?.values}
          >
            <Actions>
              <Button>Отметить исполнение</Button>
              <ButtonLink to="/tasks" variant="link">
                Вернуться к списку
              </ButtonLink>
            </Actions>
          </MarkFields>
        </Form>
      </Section>
    </Page>
  );
}
