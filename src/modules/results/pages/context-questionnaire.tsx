/** Answers about the own school: where it is, how many pupils and teachers it has. */
import { data, Form, Link } from 'react-router';
import { redirectWith } from '#web/flash.ts';
import { errorOf, refused, valueOf, valuesOf } from '#web/forms.ts';
import type { ActionArgs, LoaderArgs, PageProps } from '#web/page-types.ts';
import { ctxOf } from '#web/request.ts';
import { Actions, Button, ErrorSummary, Field, Fields, Page, Radios, Select, TextInput } from '#web/ui/index.ts';
import { tellContext } from '../commands/tell-of-school.ts';
import { fieldText, LONGEST_ANSWER, type Question, QUESTIONS, questionnaireFrom } from '../domain/questionnaire.ts';
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
  return {
    id: school.id,
    shortName: school.shortName,
    year,
    options,
    stored: Object.fromEntries(
      QUESTIONS.map(({ key, lasting }) => [key, fieldText(facts[key]) || (lasting ? fieldText(earlier[key]) : '')]),
    ),
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
  return (
    <Page title="Контекстные данные" caption={yearWords(year)} width="reading">
      <YearChoice year={year} options={options} />
      <ErrorSummary errors={errors} />
      <Form method="post" noValidate key={year}>
        <Fields>
          {QUESTIONS.map((question) => (
            <Field
              key={question.key}
              label={question.number ? `${question.number}. ${question.label}` : question.label}
              name={question.key}
              hint={question.hint}
              error={errorOf(errors, question.key)}
            >
              {controlOf(question, valueOf(values, question.key, stored[question.key]))}
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

const UNKNOWN = { value: '', label: 'не указано' };

/** No component of its own: a field makes a named group of choices that stand in it directly. */
function controlOf(question: Question, value: string | undefined) {
  switch (question.kind) {
    case 'choice':
      return <Select defaultValue={value} options={[UNKNOWN, ...question.options]} />;
    case 'count':
      return <TextInput size="short" inputMode="numeric" defaultValue={value} />;
    case 'yes-no':
      return (
        <Radios
          inline
          defaultValue={value}
          options={[{ value: 'yes', label: 'да' }, { value: 'no', label: 'нет' }, UNKNOWN]}
        />
      );
    case 'text':
      return <TextInput maxLength={LONGEST_ANSWER} defaultValue={value} />;
  }
}
