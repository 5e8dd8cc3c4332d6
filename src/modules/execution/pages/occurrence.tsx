/** One due window of a measure: what is expected, what was done, what proves it; marking and review in place. */
import { Form } from 'react-router';
import { z } from 'zod';
import { AppError } from '#kernel/errors.ts';
import { momentIn } from '#platform/clock.ts';
import type { Ctx } from '#platform/context.ts';
import { redirectWith } from '#web/flash.ts';
import { type FormFailure, invalid, parseForm, refused } from '#web/forms.ts';
import type { ActionArgs, LoaderArgs, MetaArgs, PageProps } from '#web/page-types.ts';
import { ctxOf } from '#web/request.ts';
import { Actions, Button, Details, History, Link, Notice, Page, Section, SummaryList } from '#web/ui/index.ts';
import { acceptExecution, returnExecution } from '../commands/review.ts';
import { submitExecution, withdrawExecution } from '../commands/submit.ts';
import { allows } from '../domain.ts';
import { readMark, refusedMark } from '../mark-data.ts';
import { canMark, canOpenEvidence, canReview } from '../policy.ts';
import { documentsOf, type OccurrenceDetail, occurrenceDetail, occurrenceHistory } from '../queries/occurrence.ts';
import { ACTION_NAMES, measureName, remaining, shortened, windowName } from '../words.ts';
import { idIn } from './parts/address.ts';
import { MarkFields } from './parts/mark-form.tsx';
import { RecordSummary, type ShownRecord } from './parts/record.tsx';
import { ReviewForm } from './parts/review-form.tsx';
import { StandingStatus } from './parts/standing.tsx';

export async function loader({ params, context }: LoaderArgs) {
  const ctx = ctxOf(context);
  const today = ctx.clock.today();
  const occurrence = await occurrenceDetail(ctx.scope, ctx.db, idIn(params['occurrenceId']), today);
  const can = abilities(ctx, occurrence);
  const [history, documents] = await Promise.all([
    occurrenceHistory(ctx.scope, ctx.db, occurrence.id),
    can.mark ? documentsOf(ctx.scope, ctx.db, occurrence.organisation.id) : [],
  ]);
  const moment = (instant: string | Date) => momentIn(ctx.config.timeZone, new Date(instant));
  const attached = occurrence.record?.documents ?? [];
  return {
    occurrence: { ...occurrence, record: shownRecord(occurrence, moment) },
    version: occurrence.record?.version ?? 0,
    history: history.map((event) => ({
      id: event.id,
      at: moment(event.at),
      actor: event.actor,
      text: ACTION_NAMES[event.action] ?? event.action,
      detail: event.reason ?? (event.after as { markText?: string } | null)?.markText ?? null,
    })),
    documents: [...new Map([...attached, ...documents].map((one) => [one.id, one])).values()],
    can,
    today,
    limitMegabytes: Math.floor(ctx.config.uploadLimitBytes / 1024 / 1024),
  };
}

export async function action({ request, params, context }: ActionArgs) {
  const ctx = ctxOf(context);
  const occurrenceId = idIn(params['occurrenceId']);
  const form = await request.formData();
  const intent = form.get('intent');
  const here = `/occurrences/${occurrenceId}`;
  if (intent === 'submit') {
    const { version } = await recordVersion(form);
    const read = await readMark(ctx, form);
    if (!read.ok) return invalid(read);
    try {
      await submitExecution(ctx, { ...read.mark, occurrenceId, version });
    } catch (error) {
      const failure = refusedMark(error, read.values);
      return invalid(failure, failure.status);
    }
    return redirectWith(here, 'Исполнение отмечено и отправлено на проверку.', {
      undo: { action: here, fields: { intent: 'withdraw', version: version + 1 }, label: 'Отозвать отметку' },
    });
  }
  if (intent !== 'withdraw' && intent !== 'accept' && intent !== 'return') throw new AppError('badRequest');
  const parsed = parseForm(
    z.object({ version: z.coerce.number().int(), comment: z.string().max(2000).optional() }),
    form,
  );
  if (!parsed.ok) return invalid(parsed);
  const { version, comment } = parsed.value;
  try {
    if (intent === 'withdraw') await withdrawExecution(ctx, { occurrenceId, version });
    if (intent === 'accept') await acceptExecution(ctx, { occurrenceId, version, comment: comment ?? null });
    if (intent === 'return') await returnExecution(ctx, { occurrenceId, version, comment: comment ?? '' });
  } catch (error) {
    return refused(error, form, 'comment');
  }
  return redirectWith(
    here,
    { withdraw: 'Отметка отозвана.', accept: 'Исполнение принято.', return: 'Отметка возвращена на доработку.' }[
      intent
    ],
  );
}

type PageData = PageProps<typeof loader>['loaderData'];

export const handle = {
  crumbs: ({ occurrence }: PageData) => [
    { label: 'Планы', to: '/plans' },
    { label: shortened(occurrence.plan.title, 60), to: `/plans/${occurrence.plan.id}` },
  ],
};

export const meta = ({ loaderData }: MetaArgs<typeof loader>) => [
  { title: `${loaderData ? shortened(measureName(loaderData.occurrence.measure), 70) : 'Мероприятие'} — Опора` },
];

export default function OccurrencePage({ loaderData, actionData }: PageProps<typeof loader, typeof action>) {
  const { occurrence, version, can, today } = loaderData;
  const isReview = actionData !== undefined && 'comment' in actionData.values && !('markText' in actionData.values);
  const forMark = isReview ? undefined : actionData;
  return (
    <Page
      caption={`${occurrence.organisation.shortName} · ${occurrence.label}`}
      title={measureName(occurrence.measure, 300)}
      lead={
        <>
          <StandingStatus standing={occurrence.standing} />
          {['overdue', 'dueSoon', 'notDue', 'returned'].includes(occurrence.standing)
            ? ` · ${remaining(occurrence.dueOn, today)}`
            : null}
        </>
      }
    >
      <SummaryList rows={facts(occurrence)} />
      {occurrence.state === 'returned' && occurrence.record?.reviewComment ? (
        <Notice tone="warning" title="Возвращено на доработку">
          <p>{occurrence.record.reviewComment}</p>
        </Notice>
      ) : null}
      {occurrence.record ? (
        <Section title="Отметка об исполнении" id="record">
          <RecordSummary record={occurrence.record} open={can.open} />
          {can.withdraw ? (
            <Form method="post">
              <input type="hidden" name="version" value={version} />
              <Actions>
                <Button name="intent" value="withdraw" variant="secondary">
                  Отозвать отметку
                </Button>
              </Actions>
            </Form>
          ) : null}
        </Section>
      ) : null}
      {can.accept || can.return ? (
        <Section title={can.accept ? 'Проверка' : 'Отозвать принятие'} id="review">
          <ReviewForm
            version={version}
            canAccept={can.accept}
            errors={isReview ? actionData.errors : undefined}
            values={isReview ? actionData.values : undefined}
          />
        </Section>
      ) : null}
      {can.mark && occurrence.state === 'submitted' ? (
        <Details summary="Исправить отметку" open={forMark !== undefined}>
          <MarkForm loaderData={loaderData} failure={forMark} />
        </Details>
      ) : null}
      {can.mark && occurrence.state !== 'submitted' ? (
        <Section title={occurrence.record ? 'Исправить отметку' : 'Отметить исполнение'} id="mark">
          <MarkForm loaderData={loaderData} failure={forMark} />
        </Section>
      ) : null}
      {can.open ? (
        <Section title="История" id="history">
          <History events={loaderData.history} />
        </Section>
      ) : null}
    </Page>
  );
}

function MarkForm({
  loaderData: { occurrence, version, documents, today, limitMegabytes },
  failure,
}: {
  loaderData: PageData;
  failure: FormFailure | undefined;
}) {
  return (
    <Form method="post" encType="multipart/form-data">
      <input type="hidden" name="version" value={version} />
      <MarkFields
        expectedKinds={occurrence.results.map((result) => result.kind)}
        documents={documents}
        attached={occurrence.record?.documents.map((document) => document.id) ?? []}
        given={occurrence.record}
        today={today}
        limitMegabytes={limitMegabytes}
        {...failure}
      >
        <Actions>
          <Button name="intent" value="submit">
            {occurrence.record ? 'Отправить исправленное' : 'Отметить исполнение'}
          </Button>
        </Actions>
      </MarkFields>
    </Form>
  );
}

function facts(occurrence: PageData['occurrence']) {
  const others = occurrence.siblings.filter((sibling) => sibling.id !== occurrence.id);
  return [
    { term: 'План', value: <Link to={`/plans/${occurrence.plan.id}`}>{occurrence.plan.title}</Link> },
    { term: 'Раздел', value: occurrence.section },
    { term: 'Срок по плану', value: occurrence.deadline },
    { term: 'Исполнить', value: windowName(occurrence) },
    {
      term: 'Ожидаемый результат',
      value: lines(
        occurrence.results.map((result) => (result.kind === 'иное' ? result.text : `${result.text} (${result.kind})`)),
      ),
    },
    { term: 'Ответственные', value: lines(occurrence.parties.map((party) => party.text)) },
    { term: 'Школы', value: occurrence.schools.join(', ') },
    { term: 'Примечание', value: occurrence.note },
    {
      term: 'Другие сроки',
      value:
        others.length === 0 ? null : (
          <>
            {others.map((sibling, index) => (
              <span key={sibling.id}>
                {index > 0 ? ', ' : ''}
                <Link to={`/occurrences/${sibling.id}`}>{sibling.label}</Link>
              </span>
            ))}
          </>
        ),
    },
  ];
}

function lines(texts: readonly string[]) {
  if (texts.length < 2) return texts[0] ?? null;
  return (
    <ul>
      {texts.map((text) => (
        <li key={text}>{text}</li>
      ))}
    </ul>
  );
}

function abilities(ctx: Ctx, { path, organisation, state, planState, record }: OccurrenceDetail) {
  const place = { id: organisation.id, path };
  const mark = canMark(ctx.actor, place) && planState === 'approved';
  const review = canReview(ctx.actor, place, record?.submittedBy?.id ?? null);
  return {
    mark: mark && (allows(state, 'submit') || allows(state, 'edit')),
    withdraw: mark && allows(state, 'withdraw'),
    accept: review && allows(state, 'accept'),
    return: review && allows(state, 'return'),
    open: canOpenEvidence(ctx.scope, place),
  };
}

function shownRecord({ record }: OccurrenceDetail, moment: (instant: string) => string): ShownRecord | null {
  if (record === null) return null;
  return {
    ...record,
    submittedBy: record.submittedBy?.name ?? 'Загружено с данными',
    submittedAt: moment(record.submittedAt),
    reviewedBy: record.reviewedBy?.name ?? null,
    reviewedAt: record.reviewedAt === null ? null : moment(record.reviewedAt),
  };
}

async function recordVersion(form: FormData): Promise<{ version: number }> {
  const parsed = parseForm(z.object({ version: z.coerce.number().int() }), form);
  if (!parsed.ok) throw new AppError('badRequest');
  return parsed.value;
}
