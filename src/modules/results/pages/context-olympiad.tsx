/** Participation of the own school in the Olympiad: a row a subject and stage. */
import { data, Form, Link } from 'react-router';
import { type SubjectCode, SUBJECTS } from '#modules/assessments/index.ts';
import { redirectWith } from '#web/flash.ts';
import { errorOf, refused, valueOf, valuesOf } from '#web/forms.ts';
import type { ActionArgs, LoaderArgs, PageProps } from '#web/page-types.ts';
import { ctxOf } from '#web/request.ts';
import {
  Actions,
  Button,
  ErrorSummary,
  Field,
  FieldRow,
  Fields,
  Page,
  Select,
  TextInput,
  VisuallyHidden,
} from '#web/ui/index.ts';
import { tellOlympiads } from '../commands/tell-of-school.ts';
import { olympiadsFrom, STAGES } from '../domain/told.ts';
import { insist, mayTellOfSchool } from '../policy.ts';
import { olympiadsOf } from '../queries/told.ts';
import { contextCrumbs, textsOf, YearChoice } from './parts/told-form.tsx';
import { schoolOf, toldYear, yearWords } from './parts/school-of.ts';

const SPARE_ROWS = 5;
const MOST_ROWS = 200;

export async function loader({ request, params, context }: LoaderArgs) {
  const ctx = ctxOf(context);
  const school = await schoolOf(ctx, params);
  insist(mayTellOfSchool(ctx.actor, school));
  const { year, options } = toldYear(ctx, new URL(request.url));
  const told = (await olympiadsOf(ctx.db, school.id)).filter((one) => one.year === year);
  return {
    id: school.id,
    shortName: school.shortName,
    year,
    options,
    rows: [
      ...told.map(({ stage, subject, participants, winners }) => ({ stage, subject, participants, winners })),
      ...Array.from({ length: SPARE_ROWS }, () => ({
        stage: 'school',
        subject: '',
        participants: null,
        winners: null,
      })),
    ],
  };
}

export async function action({ request, params, context }: ActionArgs) {
  const ctx = ctxOf(context);
  const school = await schoolOf(ctx, params);
  const { year } = toldYear(ctx, new URL(request.url));
  const form = await request.formData();
  const texts = textsOf(form);
  const rows = Array.from({ length: Math.min(MOST_ROWS, Number(texts['rows']) || 0) }, (_, k) => ({
    stage: texts[`row-${k}-stage`] ?? '',
    subject: texts[`row-${k}-subject`] ?? '',
    participants: texts[`row-${k}-participants`] ?? '',
    winners: texts[`row-${k}-winners`] ?? '',
  }));
  const { told, problems } = olympiadsFrom(rows);
  if (problems.length > 0) return data({ errors: problems, values: valuesOf(form) }, { status: 422 });
  try {
    await tellOlympiads(ctx, school, { year, rows: told });
    return redirectWith(`/organisations/${school.id}/context`, `Участие в олимпиаде записано: ${yearWords(year)}`);
  } catch (error) {
    return refused(error, form);
  }
}

export const meta = () => [{ title: 'Участие в олимпиаде — Опора' }];
export const handle = { crumbs: contextCrumbs };

/** A subject without assessments, e.g. технология, came from a file and stays to be chosen. */
function subjectsWith(stored: string) {
  const known = (Object.keys(SUBJECTS) as SubjectCode[]).map((value) => ({
    value: value as string,
    label: SUBJECTS[value] as string,
  }));
  const other = stored === '' || known.some(({ value }) => value === stored) ? [] : [{ value: stored, label: stored }];
  return [{ value: '', label: 'Выберите' }, ...known, ...other];
}

/** Rows are told apart by their number where the label is read aloud. */
function rowLabel(label: string, index: number) {
  return (
    <>
      {label}
      <VisuallyHidden>, строка {index + 1}</VisuallyHidden>
    </>
  );
}

export default function ContextOlympiad({ loaderData, actionData }: PageProps<typeof loader, typeof action>) {
  const { id, year, options, rows } = loaderData;
  const { errors, values } = actionData ?? {};
  return (
    <Page
      title="Участие в олимпиаде"
      caption={yearWords(year)}
      lead="Сколько обучающихся участвовали, сколько стали победителями и призёрами. Строка без чисел не записывается."
    >
      <YearChoice year={year} options={options} />
      <ErrorSummary errors={errors} />
      <Form method="post" noValidate key={year}>
        <input type="hidden" name="rows" value={rows.length} />
        <Fields>
          {rows.map(({ stage, subject, participants, winners }, k) => {
            const name = (field: string) => `row-${k}-${field}`;
            return (
              <FieldRow key={name(subject)}>
                <Field label={rowLabel('Этап', k)} name={name('stage')} error={errorOf(errors, name('stage'))}>
                  <Select size="short" defaultValue={valueOf(values, name('stage'), stage)} options={STAGES} />
                </Field>
                <Field label={rowLabel('Предмет', k)} name={name('subject')} error={errorOf(errors, name('subject'))}>
                  <Select defaultValue={valueOf(values, name('subject'), subject)} options={subjectsWith(subject)} />
                </Field>
                <Field
                  label={rowLabel('Участников', k)}
                  name={name('participants')}
                  error={errorOf(errors, name('participants'))}
                >
                  <TextInput
                    size="short"
                    inputMode="numeric"
                    defaultValue={valueOf(values, name('participants'), participants)}
                  />
                </Field>
                <Field
                  label={rowLabel('Победителей и призёров', k)}
                  name={name('winners')}
                  error={errorOf(errors, name('winners'))}
                >
                  <TextInput
                    size="short"
                    inputMode="numeric"
                    defaultValue={valueOf(values, name('winners'), winners)}
                  />
                </Field>
              </FieldRow>
            );
          })}
          <Actions>
            <Button>Записать участие</Button>
            <Link to={`/organisations/${id}/context`}>Не записывать</Link>
          </Actions>
        </Fields>
      </Form>
    </Page>
  );
}
