/** Reasons to check of one year, in the order of places and names; a check is started here. */
import { Form } from 'react-router';
import { z } from 'zod';
import { count } from '#kernel/plural.ts';
import { formatPercent } from '#kernel/format.ts';
import { momentIn } from '#platform/clock.ts';
import { redirectWith } from '#web/flash.ts';
import { invalid, parseForm, refused } from '#web/forms.ts';
import { oneOf } from '#web/list-address.ts';
import { useReloadWhile } from '#web/reload-while.ts';
import type { ActionArgs, LoaderArgs, PageProps } from '#web/page-types.ts';
import { ctxOf } from '#web/request.ts';
import {
  Actions,
  Button,
  ButtonLink,
  type Column,
  EmptyState,
  ErrorSummary,
  Field,
  Fields,
  Filters,
  Link,
  Notice,
  Page,
  PostButton,
  Progress,
  Prose,
  Section,
  Select,
  Status,
  Table,
} from '#web/ui/index.ts';
import { requestCheck, stopCheck } from '../commands/request-check.ts';
import { isRepeated, REVIEW_STATES } from '../domain.ts';
import { reachOf, seesIntegrity } from '../policy.ts';
import { checksInForce, type ReasonRow, schoolsWithReasons } from '../queries/findings.ts';
import { type CheckRequest, lastRequest } from '../queries/requests.ts';
import { yearsToCheck } from '../queries/years.ts';
import { COUNTER_TEXTS, NOT_CHECKED, PERMITTED_USE, SIGNAL_SHORT, STATE_NAMES } from '../words.ts';

const STATES = ['none', ...REVIEW_STATES] as const;

export async function loader({ request, context }: LoaderArgs) {
  const ctx = ctxOf(context);
  const url = new URL(request.url);
  const reviewer = reachOf(ctx.actor).subtrees.length > 0;
  const [checks, known, asking] = await Promise.all([
    checksInForce(ctx.scope, ctx.db),
    reviewer ? yearsToCheck(ctx.scope, ctx.db) : [],
    reviewer ? lastRequest(ctx.scope, ctx.db) : null,
  ]);
  const asked = Number(url.searchParams.get('year'));
  const year = checks.find((check) => check.year === asked)?.year ?? checks[0]?.year ?? null;
  const state = oneOf(url, 'state', STATES);
  const repeated = url.searchParams.get('repeated') === 'yes';
  const sees = seesIntegrity(ctx.actor);
  const rows =
    year === null || !sees
      ? []
      : await schoolsWithReasons(ctx.actor, ctx.scope, ctx.db, { year, repeated, ...(state ? { state } : {}) });
  const check = checks.find((one) => one.year === year);
  return {
    sees,
    reviewer,
    year,
    state: state ?? '',
    repeated,
    rows: rows.map((row) => ({
      ...row,
      signals: row.signals.filter(({ kind }) => kind !== 'high-mean').map(({ kind }) => SIGNAL_SHORT[kind]),
      counter: row.counter.map(({ kind }) => COUNTER_TEXTS[kind]),
    })),
    check: check && { ...check, checkedAt: momentIn(ctx.config.timeZone, check.checkedAt) },
    checkedYears: checks.map((one) => one.year),
    known,
    asking,
  };
}

const schema = z.object({ year: z.coerce.number().int() });

export async function action({ request, context }: ActionArgs) {
  const ctx = ctxOf(context);
  const form = await request.formData();
  if (form.get('intent') === 'stop') {
    try {
      await stopCheck(ctx, Number(form.get('requestId')));
      return redirectWith('/integrity', 'Проверка остановлена.');
    } catch (error) {
      return refused(error, form);
    }
  }
  const parsed = parseForm(schema, form);
  if (!parsed.ok) return invalid(parsed);
  try {
    await requestCheck(ctx, { year: parsed.value.year });
    return redirectWith('/integrity', 'Проверка начата.');
  } catch (error) {
    return refused(error, form, 'year');
  }
}

export const meta = () => [{ title: 'Поводы проверить результаты — Опора' }];

type Shown = PageProps<typeof loader>['loaderData']['rows'][number];

export default function Reasons({ loaderData, actionData }: PageProps<typeof loader, typeof action>) {
  const { sees, reviewer, year, state, repeated, rows, check, checkedYears, known, asking } = loaderData;
  const waits = asking?.state === 'queued' || asking?.state === 'running';
  useReloadWhile(waits);
  if (!sees) {
    return (
      <Page title="Поводы проверить результаты">
        <EmptyState title="Раздел вам не открыт">
          Признаки видят аналитики и специалисты региона и сама школа. Так решено, чтобы предположение не становилось
          оценкой.
        </EmptyState>
      </Page>
    );
  }
  return (
    <Page
      title="Поводы проверить результаты"
      lead={
        check
          ? `${count(rows.length, 'школа', 'школы', 'школ')} за ${year} год. Проверено ${count(check.tested, 'школа', 'школы', 'школ')}, ${check.checkedAt}.`
          : undefined
      }
      actions={reviewer ? <ButtonLink to="/integrity/observers">Наблюдатели</ButtonLink> : undefined}
    >
      <Notice title="Как читать">
        <p>{PERMITTED_USE}</p>
        {check ? (
          <p>
            Порог выбран так, что случайных среди этих школ в среднем не больше {formatPercent(check.level)}. Школы
            стоят по муниципалитетам и названиям: это не рейтинг.
          </p>
        ) : null}
      </Notice>
      <ErrorSummary errors={actionData?.errors} />
      {asking ? <Asked asking={asking} /> : null}
      {checkedYears.length > 0 ? (
        <Filters resetHref="/integrity">
          <Field label="Год" name="year">
            <Select
              size="short"
              options={checkedYears.map((one) => ({ value: String(one), label: String(one) }))}
              defaultValue={String(year)}
              key={year}
            />
          </Field>
          <Field label="Разбор" name="state">
            <Select
              options={[
                { value: '', label: 'Любой' },
                { value: 'none', label: 'Не начат' },
                ...REVIEW_STATES.map((value) => ({ value, label: STATE_NAMES[value] })),
              ]}
              defaultValue={state}
              key={state}
            />
          </Field>
          <Field label="Повторяемость" name="repeated">
            <Select
              options={[
                { value: '', label: 'Все' },
                { value: 'yes', label: 'Повод есть в нескольких годах' },
              ]}
              defaultValue={repeated ? 'yes' : ''}
              key={String(repeated)}
            />
          </Field>
        </Filters>
      ) : null}
      <Table
        caption="Школы, у которых есть повод проверить результаты"
        hideCaption
        columns={columns(year)}
        rows={rows}
        rowKey={(row) => row.organisationId}
        empty={
          <EmptyState title={check ? 'Поводов проверить нет' : 'Проверок ещё не было'}>
            {check
              ? 'При этих условиях ни у одной школы признаки не выходят за пределы случайного.'
              : 'Загрузите результаты и запустите проверку за год.'}
          </EmptyState>
        }
      />
      {reviewer && known.length > 0 && !waits ? (
        <Section title="Проверить ещё раз" id="check">
          <Prose>
            <p>{NOT_CHECKED}</p>
          </Prose>
          <Form method="post">
            <Fields>
              <Field
                label="Год результатов"
                name="year"
                id="check-year"
                hint="Проверка берёт действующие результаты; прежняя проверка за год останется в журнале."
              >
                <Select
                  size="short"
                  options={known.map((one) => ({ value: String(one), label: String(one) }))}
                  defaultValue={String(known[0])}
                />
              </Field>
              <Actions>
                <Button>Проверить</Button>
              </Actions>
            </Fields>
          </Form>
        </Section>
      ) : null}
    </Page>
  );
}

/** The check under way; a failure stays to be read, a finished check speaks for itself. */
function Asked({ asking: { id, year, state, progress, error } }: { asking: CheckRequest }) {
  if (state === 'failed')
    return (
      <Notice tone="error" title={`Проверка за ${year} год не выполнена: ${error?.text ?? ''}`}>
        {error?.advice}
      </Notice>
    );
  if (state !== 'queued' && state !== 'running') return null;
  return (
    <Notice title={`Идёт проверка за ${year} год`}>
      <div aria-live="polite">
        <Progress label="Готово процентов" value={progress} max={100} />
      </div>
      <p>
        Страницу можно закрыть: когда проверка закончится, придёт уведомление. <Link to="/integrity">Обновить</Link>
      </p>
      <PostButton fields={{ intent: 'stop', requestId: String(id) }}>Остановить проверку</PostButton>
    </Notice>
  );
}

const columns = (year: number | null): Column<Shown>[] => [
  {
    key: 'school',
    header: 'Школа',
    width: 'medium',
    cell: (row) => (
      <div>
        <Link to={`/integrity/${row.organisationId}/${year}`}>{row.school}</Link>
        <div>{row.municipality}</div>
      </div>
    ),
  },
  { key: 'signals', header: 'На чём основан', width: 'wide', cell: (row) => row.signals.join(', ') },
  { key: 'counter', header: 'Что говорит иначе', width: 'wide', cell: (row) => row.counter.join(' ') || '—' },
  {
    key: 'years',
    header: 'Годы',
    cell: (row) => (isRepeated(row.years) ? `${row.years.join(', ')} — повторяется` : row.years.join(', ')),
  },
  {
    key: 'state',
    header: 'Разбор',
    width: 'medium',
    cell: (row) => <ReviewStatus state={row.state} />,
  },
];

function ReviewStatus({ state }: { state: ReasonRow['state'] }) {
  if (state === null) return <Status tone="neutral">Не начат</Status>;
  if (state === 'closed') return <Status tone="done">{STATE_NAMES.closed}</Status>;
  return <Status tone={state === 'asked' ? 'due' : 'review'}>{STATE_NAMES[state]}</Status>;
}
