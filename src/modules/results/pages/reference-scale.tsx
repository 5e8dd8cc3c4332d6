/** One scale: its bounds and conditions, where they are from, every version of it; a change makes the next one. */
import { data, Link } from 'react-router';
import { z } from 'zod';
import { formatNumber } from '#kernel/format.ts';
import { ASSESSMENT_KINDS, type SubjectCode, SUBJECTS } from '#modules/assessments/index.ts';
import { momentIn } from '#platform/clock.ts';
import { redirectWith } from '#web/flash.ts';
import { invalid, parseForm, refused, valuesOf } from '#web/forms.ts';
import { oneOf } from '#web/list-address.ts';
import type { ActionArgs, LoaderArgs, PageProps } from '#web/page-types.ts';
import { ctxOf } from '#web/request.ts';
import { type Column, ErrorSummary, Notice, Page, PostButton, Section, Status, Table } from '#web/ui/index.ts';
import { changeScale } from '../commands/change-reference.ts';
import { type ConditionInWords, conditionSentence, conditionsFrom } from '../domain/conditions.ts';
import { outdatedSets } from '../queries/outdated.ts';
import { referenceHistory } from '../queries/reference-history.ts';
import { effectiveReferences, type ScaleContent } from '../queries/references.ts';
import { regionToKeep } from '../queries/regions.ts';
import { ScaleForm } from './parts/scale-form.tsx';
import { certaintyWords, REFERENCE_CRUMB, scaleAddress } from './parts/scale-words.ts';
import { CRUMBS } from './parts/words.tsx';

const CODES = Object.keys(SUBJECTS) as SubjectCode[];
const points = z.coerce.number({ error: 'Балл — целое число.' }).int({ error: 'Балл — целое число.' }).min(0).max(1000);
const schema = z.object({
  kind: z.enum(ASSESSMENT_KINDS),
  subject: z.enum(CODES, { error: 'Выберите предмет.' }),
  grade: z.coerce.number({ error: 'Укажите класс.' }).int().min(1).max(12, { error: 'Класс — от 1 до 12.' }),
  year: z.coerce.number({ error: 'Укажите год.' }).int().min(2000).max(2100, { error: 'Год — от 2000 до 2100.' }),
  three: points,
  four: points.optional(),
  five: points.optional(),
  maximum: points.optional(),
  source: z.string({ error: 'Укажите источник: документ, его дату и номер.' }).max(1000),
  reason: z.string({ error: 'Напишите, почему шкала меняется.' }).max(1000),
});

export async function loader({ request, context }: LoaderArgs) {
  const { scope, db, actor, config } = ctxOf(context);
  const region = await regionToKeep(scope, db, actor);
  const url = new URL(request.url);
  const of = {
    kind: oneOf(url, 'kind', ASSESSMENT_KINDS) ?? ('ВПР' as const),
    subject: oneOf(url, 'subject', CODES),
    paperGrade: Number(url.searchParams.get('grade')) || null,
    year: Number(url.searchParams.get('year')) || null,
  };
  const { kind, subject, paperGrade, year } = of;
  if (!subject || paperGrade === null || year === null)
    return { of, current: null, versions: [], outdated: [], address: url.search };
  const key = { kind, subject, paperGrade, year };
  const { scales } = await effectiveReferences(db, region.id);
  const same = scales.filter(
    ({ scale }) =>
      scale.kind === kind && scale.subject === subject && scale.paperGrade === paperGrade && scale.year === year,
  );
  const current = same.find(({ scale }) => scale.region !== null) ?? same[0];
  const versions = await referenceHistory(db, 'scale', region.id, key);
  return {
    of,
    current: current?.scale ?? null,
    outdated: await outdatedSets(db, region.id, key),
    address: url.search,
    versions: versions.map(({ at, content, ...version }) => ({
      ...version,
      at: momentIn(config.timeZone, at),
      holds: version.id === current?.id,
      least: (content as ScaleContent).least,
      conditions: (content as ScaleContent).conditions.map(conditionSentence),
    })),
  };
}

export async function action({ request, context }: ActionArgs) {
  const form = await request.formData();
  const parsed = parseForm(schema, form);
  if (!parsed.ok) return invalid(parsed);
  const { kind, subject, grade, year, three, four, five, maximum, source, reason } = parsed.value;
  const { conditions, problems } = conditionsFrom(typedConditions(form));
  if (problems.length > 0) {
    const errors = problems.map(({ index, field, text }) => ({ field: `condition-${index}-${field}`, text }));
    return data({ errors, values: valuesOf(form) }, { status: 422 });
  }
  const of = { kind, subject, paperGrade: grade, year };
  try {
    await changeScale(ctxOf(context), {
      of,
      content: {
        unit: kind === 'ЕГЭ' && subject !== 'МАБ' ? 'score' : 'points',
        maximum: maximum ?? null,
        least: { three, four: four ?? null, five: five ?? null },
        conditions,
        certainty: 'official',
      },
      source,
      reason,
    });
    return redirectWith(scaleAddress(of), 'Шкала записана. Она действует для следующих загрузок');
  } catch (error) {
    return refused(error, form);
  }
}

const MOST_CONDITIONS = 20;

function typedConditions(form: FormData): ConditionInWords[] {
  const rows = Math.min(MOST_CONDITIONS, Number(form.get('conditions')) || 0);
  const text = (name: string) => {
    const value = form.get(name);
    return typeof value === 'string' ? value.trim() : '';
  };
  return Array.from({ length: rows }, (_, k) => ({
    name: text(`condition-${k}-name`),
    items: text(`condition-${k}-items`),
    marks: form.getAll(`condition-${k}-marks`).map(String),
    least: text(`condition-${k}-least`),
    otherwise: text(`condition-${k}-otherwise`),
  }));
}

export const meta = () => [{ title: 'Шкала отметок — Опора' }];
export const handle = { crumbs: () => [CRUMBS, REFERENCE_CRUMB] };

type Loaded = PageProps<typeof loader>['loaderData'];

export default function ReferenceScale({ loaderData, actionData }: PageProps<typeof loader, typeof action>) {
  const { of, current, versions, outdated, address } = loaderData;
  const title =
    of.subject && of.paperGrade
      ? `Шкала: ${of.kind} ${of.paperGrade}, ${SUBJECTS[of.subject]}, ${of.year ?? ''}`
      : 'Внести шкалу';
  return (
    <Page title={title} width="reading">
      {current ? (
        <Notice title="Действует сейчас">
          <p>
            {current.source}; {certaintyWords(current.certainty)}.
          </p>
        </Notice>
      ) : null}
      {outdated.length > 0 ? <Outdated sets={outdated} address={address} /> : null}
      <ErrorSummary errors={actionData?.errors} />
      <ScaleForm of={of} current={current} errors={actionData?.errors} values={actionData?.values} />
      {versions.length > 0 ? (
        <Section title="История" id="history">
          <Table
            caption="Редакции, внесённые регионом"
            hideCaption
            columns={COLUMNS}
            rows={versions}
            rowKey={({ id }) => id}
          />
        </Section>
      ) : null}
    </Page>
  );
}

/** Loaded by another scale than the one that holds: they can be counted anew. */
function Outdated({ sets, address }: { sets: Loaded['outdated']; address: string }) {
  return (
    <Notice tone="warning" title="Загруженные результаты посчитаны по другой шкале">
      <ul>
        {sets.map(({ procedureId, title, version, pupils }) => (
          <li key={procedureId}>
            <Link to={`/results/sets/${procedureId}`}>{title}</Link>: версия {version}, учеников {formatNumber(pupils)}
          </li>
        ))}
      </ul>
      <p>
        Пересчёт даст новые версии: сначала Опора покажет, что изменится. Прежние версии и расчёты по ним останутся как
        есть.
      </p>
      <PostButton action={`/results/reference/recount${address}`}>Пересчитать ({sets.length})</PostButton>
    </Notice>
  );
}

const COLUMNS: Column<Loaded['versions'][number]>[] = [
  { key: 'version', header: 'Редакция', numeric: true, width: 'narrow', cell: ({ version }) => version },
  { key: 'at', header: 'Когда и кем', cell: ({ at, by }) => `${at}, ${by ?? 'оператор'}` },
  {
    key: 'least',
    header: '«3», «4», «5» от',
    cell: ({ least }) => [least.three, least.four, least.five].map((value) => value ?? '—').join(' / '),
  },
  {
    key: 'conditions',
    header: 'Условия',
    cell: ({ conditions }) => (conditions.length === 0 ? '—' : conditions.map((text) => <div key={text}>{text}</div>)),
  },
  { key: 'source', header: 'Источник', cell: ({ source }) => source },
  { key: 'reason', header: 'Почему', cell: ({ reason }) => reason },
  {
    key: 'state',
    header: 'Состояние',
    cell: ({ id, undone, holds }) =>
      undone ? (
        <Status tone="returned">отменена</Status>
      ) : holds ? (
        <PostButton action={`/results/reference/scale/${id}/undo`}>Отменить</PostButton>
      ) : (
        <Status tone="neutral">заменена</Status>
      ),
  },
];
