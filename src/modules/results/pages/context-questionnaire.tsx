/** Answers about the own school: where it is, how many pupils and teachers it has. */
import { data, Form, Link } from 'react-router';
import { redirectWith } from '#web/flash.ts';
import { errorOf, refused, valueOf, valuesOf } from '#web/forms.ts';
import type { ActionArgs, LoaderArgs, PageProps } from '#web/page-types.ts';
import { ctxOf } from '#web/request.ts';
import { Actions, Button, ErrorSummary, Field, Fields, Page, Radios, Select, TextInput } from '#web/ui/index.ts';
import { tellContext } from '../commands/tell-of-school.ts';
import { COUNTS_OF_SCHOOL, POPULATIONS, questionnaireFrom, SETTLEMENTS, YES_NO_QUESTIONS } from '../domain/told.ts';
import { insist, mayTellOfSchool } from '../policy.ts';
import { contextsOf } from '../queries/told.ts';
import { contextCrumbs, textsOf, YearChoice } from './parts/told-form.tsx';
import { schoolOf, toldYear, yearWords } from './parts/school-of.ts';

export async function loader({ request, params, context }: LoaderArgs) {
  const ctx = ctxOf(context);
  const school = await schoolOf(ctx, params);
  insist(mayTellOfSchool(ctx.actor, school));
  const { year, options } = toldYear(ctx, new URL(request.url));
  const told = (await contextsOf(ctx.db, school.id)).filter(({ source, holds }) => source === 'questionnaire' && holds);
  // What hardly changes is offered from the newest year before.
  const facts = told.find((one) => one.year === year)?.facts ?? {};
  const earlier = [...told].filter((one) => one.year < year).sort((a, b) => b.year - a.year)[0]?.facts ?? {};
  const text = (key: string, from: Record<string, unknown>) => {
    const value = from[key];
    if (typeof value === 'boolean') return value ? 'yes' : 'no';
    return typeof value === 'number' || typeof value === 'string' ? String(value) : '';
  };
  return {
    id: school.id,
    shortName: school.shortName,
    year,
    options,
    stored: {
      ...Object.fromEntries(COUNTS_OF_SCHOOL.map(({ key }) => [key, text(key, facts)])),
      ...Object.fromEntries(
        ['settlement', 'populationBand', ...YES_NO_QUESTIONS.map(({ key }) => key)].map((key) => [
          key,
          text(key, facts) || text(key, earlier),
        ]),
      ),
    } as Record<string, string>,
  };
}

export async function action({ request, params, context }: ActionArgs) {
  const ctx = ctxOf(context);
  const school = await schoolOf(ctx, params);
  const { year } = toldYear(ctx, new URL(request.url));
  const form = await request.formData();
  const { facts, problems } = questionnaireFrom(textsOf(form));
  if (problems.length > 0) return data({ errors: problems, values: valuesOf(form) }, { status: 422 });
  try {
    await tellContext(ctx, school, { source: 'questionnaire', year, facts: { ...facts, year } });
    return redirectWith(`/organisations/${school.id}/context`, `Контекстные данные записаны: ${yearWords(year)}`);
  } catch (error) {
    return refused(error, form);
  }
}

export const meta = () => [{ title: 'Контекстные данные — Опора' }];
export const handle = { crumbs: contextCrumbs };

export default function ContextQuestionnaire({ loaderData, actionData }: PageProps<typeof loader, typeof action>) {
  const { id, year, options, stored } = loaderData;
  const { errors, values } = actionData ?? {};
  const unknown = { value: '', label: 'не указано' };
  return (
    <Page title="Контекстные данные" caption={yearWords(year)} width="reading">
      <YearChoice year={year} options={options} />
      <ErrorSummary errors={errors} />
      <Form method="post" noValidate key={year}>
        <Fields>
          <Field label="Где находится школа" name="settlement">
            <Select
              defaultValue={valueOf(values, 'settlement', stored['settlement'])}
              options={[unknown, ...SETTLEMENTS]}
            />
          </Field>
          <Field label="Население, тыс. человек" name="populationBand">
            <Select
              size="short"
              defaultValue={valueOf(values, 'populationBand', stored['populationBand'])}
              options={[unknown, ...POPULATIONS.map((label, k) => ({ value: String(k + 1), label }))]}
            />
          </Field>
          {COUNTS_OF_SCHOOL.map(({ key, label }) => (
            <Field key={key} label={label} name={key} error={errorOf(errors, key)}>
              <TextInput size="short" inputMode="numeric" defaultValue={valueOf(values, key, stored[key])} />
            </Field>
          ))}
          {YES_NO_QUESTIONS.map(({ key, label }) => (
            <Field key={key} label={label} name={key}>
              <Radios
                inline
                defaultValue={valueOf(values, key, stored[key])}
                options={[{ value: 'yes', label: 'да' }, { value: 'no', label: 'нет' }, unknown]}
              />
            </Field>
          ))}
          <Actions>
            <Button>Записать ответы</Button>
            <Link to={`/organisations/${id}/context`}>Не записывать</Link>
          </Actions>
        </Fields>
      </Form>
    </Page>
  );
}
