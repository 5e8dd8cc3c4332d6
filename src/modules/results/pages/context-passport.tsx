/** The social passport of the own school, one school year at a time. */
import { data, Form, Link } from 'react-router';
import { formatNumber } from '#kernel/format.ts';
import { redirectWith } from '#web/flash.ts';
import { errorOf, refused, valueOf, valuesOf } from '#web/forms.ts';
import type { ActionArgs, LoaderArgs, PageProps } from '#web/page-types.ts';
import { ctxOf } from '#web/request.ts';
import { Actions, Button, ErrorSummary, Field, Fields, Page, TextInput } from '#web/ui/index.ts';
import { tellContext } from '../commands/tell-of-school.ts';
import { PASSPORT_COUNTS, passportFrom } from '../domain/told.ts';
import { insist, mayTellOfSchool } from '../policy.ts';
import { contextsOf } from '../queries/told.ts';
import { contextCrumbs, textsOf, YearChoice } from './parts/told-form.tsx';
import { schoolOf, toldYear, yearWords } from './parts/school-of.ts';

export async function loader({ request, params, context }: LoaderArgs) {
  const ctx = ctxOf(context);
  const school = await schoolOf(ctx, params);
  insist(mayTellOfSchool(ctx.actor, school));
  const { year, options } = toldYear(ctx, new URL(request.url));
  const passports = (await contextsOf(ctx.db, school.id)).filter(({ source, holds }) => source === 'passport' && holds);
  const of = (one: number) => passports.find((passport) => passport.year === one)?.facts ?? {};
  const number = (value: unknown) => (typeof value === 'number' ? value : null);
  return {
    id: school.id,
    shortName: school.shortName,
    year,
    options,
    rows: PASSPORT_COUNTS.map(({ key, header }) => ({
      key,
      header,
      stored: number(of(year)[key]),
      before: number(of(year - 1)[key]),
    })),
  };
}

export async function action({ request, params, context }: ActionArgs) {
  const ctx = ctxOf(context);
  const school = await schoolOf(ctx, params);
  const { year } = toldYear(ctx, new URL(request.url));
  const form = await request.formData();
  const { counts, problems } = passportFrom(textsOf(form));
  if (problems.length > 0) return data({ errors: problems, values: valuesOf(form) }, { status: 422 });
  try {
    await tellContext(ctx, school, { source: 'passport', year, facts: { ...counts, schoolYear: year - 1 } });
    return redirectWith(`/organisations/${school.id}/context`, `Социальный паспорт записан: ${yearWords(year)}`);
  } catch (error) {
    return refused(error, form);
  }
}

export const meta = () => [{ title: 'Социальный паспорт — Опора' }];
export const handle = { crumbs: contextCrumbs };

export default function ContextPassport({ loaderData, actionData }: PageProps<typeof loader, typeof action>) {
  const { id, year, options, rows } = loaderData;
  const { errors, values } = actionData ?? {};
  return (
    <Page
      title="Социальный паспорт"
      caption={yearWords(year)}
      width="reading"
      lead="Только количества обучающихся. Чего не знаете, оставьте пустым: пусто — это не ноль."
    >
      <YearChoice year={year} options={options} />
      <ErrorSummary errors={errors} />
      <Form method="post" noValidate key={year}>
        <Fields>
          {rows.map(({ key, header, stored, before }) => (
            <Field
              key={key}
              label={header}
              name={key}
              hint={before === null ? undefined : `В прошлом году ${formatNumber(before)}`}
              error={errorOf(errors, key)}
            >
              <TextInput size="short" inputMode="numeric" defaultValue={valueOf(values, key, stored)} />
            </Field>
          ))}
          <Actions>
            <Button>Записать паспорт</Button>
            <Link to={`/organisations/${id}/context`}>Не записывать</Link>
          </Actions>
        </Fields>
      </Form>
    </Page>
  );
}
