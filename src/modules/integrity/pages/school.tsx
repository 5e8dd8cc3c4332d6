/** One school in one year: each sign in words with its numbers, what speaks otherwise, and the review step by step. */
import { z } from 'zod';
import { barsAgainstSvg } from '#charts/bars-against.ts';
import { momentIn } from '#platform/clock.ts';
import { formatNumber } from '#kernel/format.ts';
import { redirectWith } from '#web/flash.ts';
import { invalid, parseForm, refused } from '#web/forms.ts';
import type { ActionArgs, LoaderArgs, MetaArgs, PageProps } from '#web/page-types.ts';
import { ctxOf } from '#web/request.ts';
import { ErrorSummary, History, Link, Notice, Page, Section, Status, SummaryList } from '#web/ui/index.ts';
import { takeStep } from '../commands/review.ts';
import { storeStepFile } from '../commands/step-file.ts';
import { isRepeated, OUTCOMES, REVIEW_STEPS, stepsAfter } from '../domain.ts';
import { mayReview, mayTake } from '../policy.ts';
import { schoolFinding } from '../queries/findings.ts';
import { observers } from '../queries/observers.ts';
import { reviewOf } from '../queries/review.ts';
import {
  COUNTER_TEXTS,
  OTHER_REASONS,
  OUTCOME_NAMES,
  PERMITTED_USE,
  SIGNAL_NAMES,
  signalText,
  STATE_NAMES,
  STEP_DONE,
} from '../words.ts';
import { numberIn } from './parts/address.ts';
import { chartOf } from './parts/chart-of.ts';
import { ObserverList } from './parts/observer-list.tsx';
import { SignalFigure } from './parts/signal-figure.tsx';
import { StepForms } from './parts/step-form.tsx';

export async function loader({ params, context }: LoaderArgs) {
  const ctx = ctxOf(context);
  const key = { organisationId: numberIn(params['organisationId']), year: numberIn(params['year']) };
  const finding = await schoolFinding(ctx.actor, ctx.scope, ctx.db, key);
  const place = { id: finding.organisationId, path: finding.path };
  const [review, visits] = await Promise.all([
    reviewOf(ctx.actor, ctx.scope, ctx.db, key),
    observers(ctx.actor, ctx.scope, ctx.db, { schoolId: key.organisationId }),
  ]);
  const titles = new Map(finding.inputs.map(({ procedureId, title }) => [procedureId, title]));
  const steps = review === null && !finding.reason ? [] : stepsAfter(review?.state ?? null);
  return {
    year: key.year,
    place,
    school: finding.school,
    municipality: finding.municipality,
    schoolType: finding.schoolType,
    pupils: finding.pupils,
    reason: finding.reason,
    q: finding.q,
    years: finding.years.filter((one) => one.reason).map((one) => one.year),
    checkedAt: momentIn(ctx.config.timeZone, finding.checkedAt),
    signals: finding.signals.map((signal) => {
      const chart = chartOf(signal, key.organisationId);
      return {
        kind: signal.kind,
        name: SIGNAL_NAMES[signal.kind],
        text: signalText(signal),
        otherwise: OTHER_REASONS[signal.kind],
        official: signal.official,
        works: signal.works.map((id) => titles.get(id) ?? id),
        chart: chart && { ...chart, svg: barsAgainstSvg(chart) },
      };
    }),
    counter: finding.counter.map(({ kind }) => COUNTER_TEXTS[kind]),
    review: review && {
      version: review.version,
      state: review.state,
      outcome: review.outcome,
      steps: review.steps.map((step) => ({ ...step, at: momentIn(ctx.config.timeZone, step.at) })),
    },
    steps: steps.filter((step) => mayTake(ctx.actor, step, place)),
    visits,
    reviewer: mayReview(ctx.actor, place),
  };
}

const schema = z.object({
  step: z.enum(REVIEW_STEPS),
  version: z.coerce.number().int().min(0),
  comment: z.string().max(4000).optional(),
  outcome: z.enum(OUTCOMES).optional(),
});

export async function action({ request, params, context }: ActionArgs) {
  const ctx = ctxOf(context);
  const key = { organisationId: numberIn(params['organisationId']), year: numberIn(params['year']) };
  const form = await request.formData();
  const parsed = parseForm(schema, form);
  if (!parsed.ok) return invalid(parsed);
  const { step, version, comment, outcome } = parsed.value;
  try {
    await takeStep(ctx, {
      ...key,
      step,
      version,
      comment: comment ?? '',
      outcome: outcome ?? null,
      file: await storeStepFile(ctx, key.organisationId, form),
    });
  } catch (error) {
    return refused(error, form, 'comment');
  }
  return redirectWith(`/integrity/${key.organisationId}/${key.year}`, `${STEP_DONE[step]}.`);
}

type PageData = PageProps<typeof loader>['loaderData'];

export const handle = {
  crumbs: ({ year }: PageData) => [{ label: 'Поводы проверить результаты', to: `/integrity?year=${year}` }],
};

export const meta = ({ loaderData }: MetaArgs<typeof loader>) => [
  { title: `${loaderData?.school ?? 'Школа'}, ${loaderData?.year ?? ''}: поводы проверить результаты — Опора` },
];

export default function SchoolReasons({ loaderData, actionData }: PageProps<typeof loader, typeof action>) {
  const { school, year, reason, signals, counter, review, steps, visits, reviewer, years } = loaderData;
  return (
    <Page
      caption={`${loaderData.municipality ?? ''} · результаты ${year} года`}
      title={school}
      lead={
        reason
          ? 'Есть повод проверить результаты. Это не вывод: ниже — что видно, чем ещё это объясняется и что говорит иначе.'
          : 'Повода проверить результаты нет: то, что видно, бывает и случайно.'
      }
    >
      <Notice title="Для чего можно использовать">
        <p>{PERMITTED_USE}</p>
      </Notice>
      <ErrorSummary errors={actionData?.errors} />
      <SummaryList rows={facts(loaderData)} />
      <Section title="Что видно" id="signals">
        {signals.length === 0 ? <p>Ни один признак не выходит за пределы обычного.</p> : null}
        {signals.map((signal) => (
          <SignalFigure key={signal.kind} signal={signal} />
        ))}
      </Section>
      <Section title="Что говорит иначе" id="counter">
        {counter.length === 0 ? (
          <p>Среди имеющихся данных такого нет. Что объясняет картину, лучше всего знает школа.</p>
        ) : (
          <ul>
            {counter.map((text) => (
              <li key={text}>{text}</li>
            ))}
          </ul>
        )}
        {isRepeated(years) ? <p>Повод есть в нескольких годах: {years.join(', ')}. Это весомее одного года.</p> : null}
      </Section>
      {steps.length > 0 ? (
        <Section title="Следующий шаг" id="step">
          {/* A new form for each state: what was written for the step before is not offered for the next. */}
          <StepForms key={review?.version ?? 0} steps={steps} version={review?.version ?? 0} failure={actionData} />
        </Section>
      ) : null}
      <Section title="Независимые наблюдатели" id="observers">
        <ObserverList rows={visits} />
        {reviewer ? (
          <p>
            <Link to={`/integrity/observers?school=${loaderData.place.id}`}>Назначить наблюдателя</Link>
          </p>
        ) : null}
      </Section>
      <Section title="Ход разбора" id="history">
        <History
          events={(review?.steps ?? []).map((step) => ({
            id: step.id,
            at: step.at,
            actor: step.by,
            text: STEP_DONE[step.kind],
            detail: (
              <>
                <p>{step.comment}</p>
                {step.fileName ? (
                  <p>
                    <a href={`/integrity/files/${step.id}`}>{step.fileName}</a>
                  </p>
                ) : null}
              </>
            ),
          }))}
        />
      </Section>
    </Page>
  );
}

function facts({ review, pupils, years, q, checkedAt, schoolType }: PageData) {
  return [
    {
      term: 'Разбор',
      value: (
        <Status tone={review === null ? 'neutral' : review.state === 'closed' ? 'done' : 'review'}>
          {review === null ? 'Не начат' : STATE_NAMES[review.state]}
        </Status>
      ),
    },
    { term: 'Чем закончился', value: review?.outcome ? OUTCOME_NAMES[review.outcome] : null },
    { term: 'Тип школы', value: schoolType },
    { term: 'Результатов', value: formatNumber(pupils) },
    { term: 'Годы с поводом', value: years.join(', ') || 'нет' },
    {
      term: 'Доля случайных',
      value:
        q === null
          ? null
          : `среди школ с такими же или более заметными признаками случайных в среднем не больше ${q < 0.001 ? '0,1' : formatNumber(100 * q, { atMost: 1 })} %`,
    },
    { term: 'Проверка', value: checkedAt },
  ];
}
