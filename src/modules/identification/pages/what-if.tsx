/** «Что если»: the same results under other settings. A form in the address: it answers live, and without JavaScript too. */
import { Form } from 'react-router';
import { isAppError } from '#kernel/errors.ts';
import { formatNumber } from '#kernel/format.ts';
import { redirectWith } from '#web/flash.ts';
import { refused } from '#web/forms.ts';
import type { ActionArgs, LoaderArgs, MetaArgs, PageProps } from '#web/page-types.ts';
import { ctxOf } from '#web/request.ts';
import {
  Actions,
  Button,
  ErrorSummary,
  Field,
  Link,
  Page,
  Prose,
  Section,
  Select,
  Stat,
  Stats,
  Table,
} from '#web/ui/index.ts';
import { requestRun } from '../commands/runs.ts';
import { parametersOf } from '../methodology/parameters.ts';
import { methodologyFromText } from '../methodology/text.ts';
import { mayKeepLists } from '../policy.ts';
import { whatIf } from '../queries/made-again.ts';
import { type RunHead, runHead } from '../queries/runs.ts';
import { idOf, LISTS_CRUMB, regionOf, RUNS_CRUMB } from './parts/address.ts';
import { PermittedUse } from './parts/frame.tsx';
import { SettingSliders } from './parts/setting-sliders.tsx';
import { parameterFields, settingsFrom, UNCERTAINTIES, withMoved, written } from './parts/settings.ts';
import { probabilityWords, runTitle, schoolsWords } from './parts/words.ts';

/** More do not help to choose a setting. */
const SHOWN = 100;

export async function loader({ params, request, context }: LoaderArgs) {
  const ctx = ctxOf(context);
  const region = await regionOf(ctx);
  const url = new URL(request.url);
  const run = await runHead(ctx.scope, ctx.db, idOf(params, 'runId'));
  const { source, methodology } = methodologyFromText(run.methodologyBody);
  const told = withMoved(url.searchParams);
  const typed = Object.fromEntries(told);
  const asked = settingsFrom(told, parametersOf(source));
  const { answer, error } = await answerOf(ctx, run, asked.parameters || asked.uncertainty ? asked : run.settings);
  const facts = new Map(answer?.body.schools.map((school) => [school.id, school]));
  const named = (ids: readonly string[]) =>
    ids.slice(0, SHOWN).map((id) => {
      const { name = id, municipality = null, probability = null } = facts.get(id) ?? {};
      return { id, name, municipality, probability };
    });
  return {
    run: { id: run.id, title: run.methodology.title, year: run.year, permittedUse: run.permittedUse },
    before: run.summary?.listed ?? 0,
    fields: parameterFields(methodology).map((field) => ({
      ...field,
      value: typed[field.name] ?? written(run.settings.parameters?.[field.name.slice(2)] ?? field.value),
    })),
    chance: typed['chance'] ?? '',
    query: told.size > 0 ? `?${told}` : '',
    error,
    keeps: mayKeepLists(ctx.actor, region),
    answer: answer && {
      listed: answer.body.summary.listed,
      risk: answer.body.summary.risk,
      expected: answer.body.summary.expected,
      notClassifiable: answer.body.summary.notClassifiable,
      entered: { total: answer.entered.length, shown: named(answer.entered) },
      left: { total: answer.left.length, shown: named(answer.left) },
    },
  };
}

/** A value out of its limits is told above the form; what was typed stays. */
async function answerOf(
  ctx: Parameters<typeof whatIf>[1] & { scope: RunScope },
  run: RunHead,
  settings: RunHead['settings'],
) {
  try {
    return { answer: await whatIf(ctx.scope, ctx, run.id, settings), error: null };
  } catch (error) {
    if (!isAppError(error) || error.status !== 422) throw error;
    return { answer: null, error: `${error.text} ${error.advice}` };
  }
}
type RunScope = Parameters<typeof whatIf>[0];

/** The settings that were tried become a run. */
export async function action({ params, request, context }: ActionArgs) {
  const ctx = ctxOf(context);
  const run = await runHead(ctx.scope, ctx.db, idOf(params, 'runId'));
  const form = await request.formData();
  const { source } = methodologyFromText(run.methodologyBody);
  const settings = settingsFrom(new URLSearchParams(String(form.get('query') ?? '')), parametersOf(source));
  try {
    const runId = await requestRun(ctx, {
      regionId: run.regionId,
      methodology:
        run.methodologyVersionId === null ? { shipped: run.methodology.code } : { versionId: run.methodologyVersionId },
      year: run.year,
      settings,
      note: `По странице «Что если» расчёта № ${run.id}`,
    });
    return redirectWith(`/identification/runs/${runId}`, 'Расчёт с этими параметрами начат.');
  } catch (error) {
    return refused(error, form);
  }
}

export const meta = ({ loaderData }: MetaArgs<typeof loader>) => [
  { title: `Что если: расчёт № ${loaderData?.run.id ?? ''} — Опора` },
];
export const handle = {
  crumbs: ({ run }: { run: { id: number } }) => [
    LISTS_CRUMB,
    RUNS_CRUMB,
    { label: `Расчёт № ${run.id}`, to: `/identification/runs/${run.id}` },
  ],
};

export default function WhatIf({ loaderData, actionData }: PageProps<typeof loader, typeof action>) {
  const { run, before, fields, chance, error, answer, query, keeps } = loaderData;
  const errors = error === null ? actionData?.errors : [{ field: '', text: error }];
  return (
    <Page
      title="Что если"
      caption={runTitle(run.title, run.year)}
      lead="Измените параметры и посмотрите, кто вошёл бы в список и кто вышел бы. Сам список при этом не меняется."
    >
      <ErrorSummary errors={errors} />
      <SettingSliders fields={fields} resetHref={`/identification/runs/${run.id}/what-if`}>
        <Field label="Как учитывать случайность" name="chance">
          <Select
            options={[
              { value: '', label: 'как в методике' },
              ...UNCERTAINTIES.map(({ value, label }) => ({ value, label })),
            ]}
            defaultValue={chance}
          />
        </Field>
      </SettingSliders>
      {answer ? (
        <div role="status">
          <Stats>
            <Stat label="В списке" value={formatNumber(answer.listed)} hint={`сейчас ${formatNumber(before)}`} />
            <Stat label="Вошли бы" value={formatNumber(answer.entered.total)} />
            <Stat label="Вышли бы" value={formatNumber(answer.left.total)} />
            <Stat label="Мало данных" value={formatNumber(answer.notClassifiable)} />
            <Stat
              label="Ожидаемое число"
              value={formatNumber(answer.expected, { atMost: 0 })}
              hint="сумма вероятностей: столько школ было бы без случайности"
            />
          </Stats>
        </div>
      ) : null}
      {answer ? (
        <>
          <Changes title="Вошли бы в список" {...answer.entered} />
          <Changes title="Вышли бы из списка" {...answer.left} />
        </>
      ) : null}
      <PermittedUse use={run.permittedUse} />
      {keeps && answer ? (
        <Section title="Сохранить как расчёт">
          <Prose>
            <p>Расчёт запомнит эти параметры вместе с отпечатками данных; из него можно составить список.</p>
          </Prose>
          <Form method="post">
            <input type="hidden" name="query" value={query} />
            <Actions>
              <Button>Сделать расчёт с этими параметрами</Button>
              <Link to={`/identification/runs/${run.id}`}>Вернуться к расчёту</Link>
            </Actions>
          </Form>
        </Section>
      ) : null}
    </Page>
  );
}

type Told = { id: string; name: string; municipality: string | null; probability: number | null };

function Changes({ title, total, shown }: { title: string; total: number; shown: Told[] }) {
  return (
    <Section title={`${title}: ${total}`}>
      <Table
        caption={total > shown.length ? `Первые ${shown.length} из ${schoolsWords(total)}` : title}
        hideCaption={total === shown.length}
        rows={shown}
        rowKey={({ id }) => id}
        columns={[
          { key: 'name', header: 'Школа', width: 'wide', cell: ({ name }) => name },
          { key: 'municipality', header: 'Муниципалитет', cell: ({ municipality }) => municipality ?? '—' },
          {
            key: 'probability',
            header: 'Насколько это точно',
            cell: ({ probability }) => probabilityWords(probability),
          },
        ]}
        empty={<p>Никто.</p>}
      />
    </Section>
  );
}
