/** One scale: its bounds, where they are from, and every version of it; a change makes the next one. */
import { Form } from 'react-router';
import { z } from 'zod';
import { ASSESSMENT_KINDS, type Scale, type SubjectCode, SUBJECTS } from '#modules/assessments/index.ts';
import { momentIn } from '#platform/clock.ts';
import { redirectWith } from '#web/flash.ts';
import { errorOf, type FormValues, invalid, parseForm, refused, valueOf } from '#web/forms.ts';
import { oneOf } from '#web/list-address.ts';
import type { ActionArgs, LoaderArgs, PageProps } from '#web/page-types.ts';
import { ctxOf } from '#web/request.ts';
import {
  Actions,
  Button,
  type Column,
  ErrorSummary,
  Field,
  FieldRow,
  Fields,
  Link,
  Notice,
  Page,
  Section,
  Select,
  Table,
  TextInput,
} from '#web/ui/index.ts';
import { changeScale } from '../commands/change-reference.ts';
import { referenceHistory } from '../queries/reference-history.ts';
import { effectiveReferences, type ScaleContent } from '../queries/references.ts';
import { regionToKeep } from '../queries/regions.ts';
import { certaintyWords, scaleAddress } from './parts/scale-words.ts';
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
  if (!subject || paperGrade === null || year === null) return { of, current: null, versions: [] };
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
    versions: versions.map(({ at, content, ...version }) => ({
      ...version,
      at: momentIn(config.timeZone, at),
      least: (content as ScaleContent).least,
    })),
  };
}

export async function action({ request, context }: ActionArgs) {
  const form = await request.formData();
  const parsed = parseForm(schema, form);
  if (!parsed.ok) return invalid(parsed);
  const { kind, subject, grade, year, three, four, five, maximum, source, reason } = parsed.value;
  const of = { kind, subject, paperGrade: grade, year };
  try {
    await changeScale(ctxOf(context), {
      of,
      content: {
        unit: kind === 'ЕГЭ' && subject !== 'МАБ' ? 'score' : 'points',
        maximum: maximum ?? null,
        least: { three, four: four ?? null, five: five ?? null },
        conditions: [],
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

export const meta = () => [{ title: 'Шкала отметок — Опора' }];
export const handle = { crumbs: () => [CRUMBS, { label: 'Шкалы и описания работ', to: '/results/reference' }] };

type Loaded = PageProps<typeof loader>['loaderData'];

export default function ReferenceScale({ loaderData, actionData }: PageProps<typeof loader, typeof action>) {
  const { of, current, versions } = loaderData;
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
      {current && current.conditions.length > 0 ? (
        <Notice tone="warning" title="У шкалы есть условия по частям работы">
          <p>
            {current.conditions.map(({ name, least }) => `${name}: не меньше ${least}`).join('; ')}. Внесённая здесь
            шкала будет без условий.
          </p>
        </Notice>
      ) : null}
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

const COLUMNS: Column<Loaded['versions'][number]>[] = [
  { key: 'version', header: 'Редакция', numeric: true, width: 'narrow', cell: ({ version }) => version },
  { key: 'at', header: 'Когда и кем', cell: ({ at, by }) => `${at}, ${by ?? 'оператор'}` },
  {
    key: 'least',
    header: '«3», «4», «5» от',
    cell: ({ least }) => [least.three, least.four, least.five].map((value) => value ?? '—').join(' / '),
  },
  { key: 'source', header: 'Источник', cell: ({ source }) => source },
  { key: 'reason', header: 'Почему', cell: ({ reason }) => reason },
];

type ScaleFormProps = {
  of: Loaded['of'];
  current: Scale | null;
  errors: readonly { field: string; text: string }[] | undefined;
  values: FormValues | undefined;
};

function ScaleForm({ of, current, errors, values }: ScaleFormProps) {
  const number = (name: string, label: string, stored: number | null | undefined, hint?: string) => (
    <Field label={label} name={name} hint={hint} error={errorOf(errors, name)}>
      <TextInput size="short" inputMode="numeric" defaultValue={valueOf(values, name, stored)} />
    </Field>
  );
  return (
    <Form method="post" noValidate>
      <Fields>
        <FieldRow>
          <Field label="Вид" name="kind">
            <Select
              size="short"
              defaultValue={valueOf(values, 'kind', of.kind)}
              options={ASSESSMENT_KINDS.map((value) => ({ value, label: value }))}
            />
          </Field>
          <Field label="Предмет" name="subject" error={errorOf(errors, 'subject')}>
            <Select
              defaultValue={valueOf(values, 'subject', of.subject)}
              options={[{ value: '', label: 'Выберите' }, ...CODES.map((value) => ({ value, label: SUBJECTS[value] }))]}
            />
          </Field>
          {number('grade', 'Класс', of.paperGrade)}
          {number('year', 'Год', of.year)}
        </FieldRow>
        <FieldRow>
          {number('three', 'Отметка «3» от', current?.least.three, 'Ниже — ниже порога')}
          {number('four', 'Отметка «4» от', current?.least.four)}
          {number('five', 'Отметка «5» от', current?.least.five)}
          {number('maximum', 'Наибольший балл', current?.maximum)}
        </FieldRow>
        <Field
          label="Источник"
          name="source"
          hint="Документ, дата, номер: по нему шкалу можно проверить"
          error={errorOf(errors, 'source')}
        >
          <TextInput defaultValue={valueOf(values, 'source', current?.source)} />
        </Field>
        <Field label="Почему меняется" name="reason" error={errorOf(errors, 'reason')}>
          <TextInput defaultValue={valueOf(values, 'reason')} />
        </Field>
        <Actions>
          <Button>Записать шкалу</Button>
          <Link to="/results/reference">Не менять</Link>
        </Actions>
      </Fields>
    </Form>
  );
}
