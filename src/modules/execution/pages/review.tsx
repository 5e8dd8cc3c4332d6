/** The reviewer's queue: what was handed in, accepted many at once or opened one by one. */
import { Form } from 'react-router';
import { z } from 'zod';
import { formatDate } from '#kernel/format.ts';
import { count } from '#kernel/plural.ts';
import { momentIn } from '#platform/clock.ts';
import { redirectWith } from '#web/flash.ts';
import { invalid, parseForm, refused } from '#web/forms.ts';
import { oneOf, pageOf, withParameters } from '#web/list-address.ts';
import type { ActionArgs, LoaderArgs, PageProps } from '#web/page-types.ts';
import { ctxOf } from '#web/request.ts';
import {
  Actions,
  Button,
  Checkbox,
  type Column,
  EmptyState,
  ErrorSummary,
  Field,
  Fields,
  Filters,
  FilterTags,
  Link,
  Page,
  Pagination,
  Select,
  Table,
  VisuallyHidden,
} from '#web/ui/index.ts';
import { acceptExecutions } from '../commands/review.ts';
import { isLate } from '../domain.ts';
import { reviewingOf, reviews } from '../policy.ts';
import { reviewQueue, type ReviewRow } from '../queries/review.ts';
import { placeOf } from '../queries/totals.ts';
import { acceptedMarks, measureName, windowName } from '../words.ts';
import { hereOf, numberOf } from './parts/address.ts';
import { ExecutionTabs } from './parts/execution-tabs.tsx';
import { DocumentList } from './parts/documents.tsx';

const PAGE_SIZE = 30;

const LEVELS = { direct: 'Уровня ниже', all: 'Всех уровней' } as const;
const PROOFS = { any: 'Все', unproved: 'Без документа ожидаемого вида', late: 'Исполненные с опозданием' } as const;

export async function loader({ request, context }: LoaderArgs) {
  const ctx = ctxOf(context);
  const url = new URL(request.url);
  const page = pageOf(url);
  const level = oneOf(url, 'level', ['direct', 'all']) ?? 'direct';
  const proof = oneOf(url, 'proof', ['any', 'unproved', 'late']) ?? 'any';
  const organisationId = numberOf(url, 'organisation');
  const organisation = organisationId === null ? null : await placeOf(ctx.scope, ctx.db, organisationId);
  const filter = {
    today: ctx.clock.today(),
    // An organisation that is named is shown with all its levels.
    reviewable: {
      ...reviewingOf(ctx.actor),
      userId: ctx.actor.userId,
      direct: level === 'direct' && organisation === null,
    },
    ...(organisation ? { within: organisation.path } : {}),
    ...(proof === 'unproved' ? { proved: false } : {}),
    ...(proof === 'late' ? { late: true } : {}),
  };
  const { rows, total } = await reviewQueue(ctx.scope, ctx.db, filter, {
    limit: PAGE_SIZE,
    offset: (page - 1) * PAGE_SIZE,
  });
  return {
    rows: rows.map((row) => ({ ...row, submittedAt: momentIn(ctx.config.timeZone, row.submittedAt) })),
    total,
    page,
    level,
    proof,
    here: hereOf(url),
    reviews: reviews(ctx.actor),
    planner: reviewingOf(ctx.actor).below.length > 0,
    organisation: organisation && { id: organisation.id, shortName: organisation.shortName },
  };
}

const acceptSchema = z.object({ accept: z.array(z.string().regex(/^\d+:\d+$/)).max(200) });

export async function action({ request, context }: ActionArgs) {
  const ctx = ctxOf(context);
  const form = await request.formData();
  const parsed = parseForm(acceptSchema, form);
  if (!parsed.ok) return invalid(parsed);
  const items = parsed.value.accept
    .map((item) => item.split(':').map(Number))
    .map(([occurrenceId = 0, version = 0]) => ({ occurrenceId, version }));
  if (items.length === 0) return invalid({ errors: [{ field: '', text: 'Отметьте, что принять.' }], values: {} });
  try {
    const { accepted, changed } = await acceptExecutions(ctx, items);
    const left = changed === 0 ? '' : ` Изменились, пока вы смотрели, и остались в очереди: ${changed}.`;
    return redirectWith(hereOf(new URL(request.url)), `${acceptedMarks(accepted)}.${left}`, {
      tone: changed === 0 ? 'success' : 'warning',
    });
  } catch (error) {
    return refused(error, form);
  }
}

export const meta = () => [{ title: 'Проверка исполнения — Опора' }];

type ShownRow = Omit<ReviewRow, 'submittedAt'> & { submittedAt: string };

export default function Review({ loaderData, actionData }: PageProps<typeof loader, typeof action>) {
  const { rows, total, page, level, proof, here, organisation, planner } = loaderData;
  if (!loaderData.reviews) {
    return (
      <Page title="Проверка исполнения">
        <EmptyState title="Проверка вам не поручена">
          Отметки об исполнении проверяют кураторы, администраторы и специалисты уровня выше.
        </EmptyState>
      </Page>
    );
  }
  return (
    <Page
      title="Проверка исполнения"
      lead={`${count(total, 'отметка ждёт', 'отметки ждут', 'отметок ждут')} вашей проверки.`}
    >
      <ExecutionTabs reviews />
      <Filters resetHref="/review">
        {planner ? (
          <Field label="Чьи отметки" name="level">
            <Select
              options={Object.entries(LEVELS).map(([value, label]) => ({ value, label }))}
              defaultValue={level}
              key={level}
            />
          </Field>
        ) : null}
        <Field label="Какие" name="proof">
          <Select
            options={Object.entries(PROOFS).map(([value, label]) => ({ value, label }))}
            defaultValue={proof}
            key={proof}
          />
        </Field>
        {organisation ? <input type="hidden" name="organisation" value={organisation.id} /> : null}
      </Filters>
      <FilterTags
        tags={
          organisation
            ? [{ label: organisation.shortName, removeHref: withParameters(here, { organisation: null }) }]
            : []
        }
      />
      <ErrorSummary errors={actionData?.errors} />
      <Form method="post">
        <Fields>
          <Table
            caption="Отметки, которые ждут проверки"
            hideCaption
            columns={COLUMNS}
            rows={rows}
            rowKey={(row) => `${row.id}:${row.version}`}
            empty={
              <EmptyState title="Всё проверено">Новые отметки появятся здесь, и вы получите уведомление.</EmptyState>
            }
          />
          {rows.length > 0 ? (
            <Actions>
              <Button>Принять отмеченные</Button>
            </Actions>
          ) : null}
        </Fields>
      </Form>
      <Pagination
        page={page}
        pageSize={PAGE_SIZE}
        total={total}
        href={(number) => withParameters(here, { page: number })}
      />
    </Page>
  );
}

function schoolOf({ organisation, plan }: ShownRow): string {
  return [organisation.shortName, plan.level === 'school' ? organisation.within : null].filter(Boolean).join(', ');
}

const COLUMNS: Column<ShownRow>[] = [
  {
    key: 'accept',
    header: 'Принять',
    width: 'narrow',
    cell: (row) => (
      <Checkbox
        name="accept"
        value={`${row.id}:${row.version}`}
        label={
          <VisuallyHidden>
            Принять: {measureName(row.measure, 80)}, {schoolOf(row)}, {row.label}, отмечено {row.submittedAt}
          </VisuallyHidden>
        }
      />
    ),
  },
  {
    key: 'measure',
    header: 'Мероприятие',
    width: 'medium',
    cell: (row) => (
      <div>
        <Link to={`/occurrences/${row.id}`}>{measureName(row.measure)}</Link>
        <div>{schoolOf(row)}</div>
      </div>
    ),
  },
  {
    key: 'mark',
    header: 'Что сделано',
    width: 'medium',
    cell: (row) => (
      <div>
        <div>{row.markText}</div>
        <div>
          {row.submittedBy ?? 'загружено с данными'}, {row.submittedAt}
        </div>
      </div>
    ),
  },
  {
    key: 'done',
    header: 'Исполнено',
    width: 'medium',
    cell: (row) => (
      <div>
        {row.doneOn === null ? null : formatDate(row.doneOn)}
        {isLate(row.dueOn, row.doneOn) ? <div>с опозданием; срок: {windowName(row)}</div> : null}
      </div>
    ),
  },
  {
    key: 'documents',
    header: 'Документы',
    width: 'wide',
    cell: (row) => (
      <div>
        <DocumentList documents={row.documents} open />
        {row.proved ? null : (
          <div>
            <strong>Без документа ожидаемого вида.</strong> {row.withoutDocumentReason}
          </div>
        )}
        {row.expected.length > 0 ? <div>Ожидалось: {[...new Set(row.expected)].join(', ')}</div> : null}
      </div>
    ),
  },
];
