/** Assigns a curator to a school: who, where, from when to when, by which order. */
import { data, Form, Link } from 'react-router';
import { z } from 'zod';
import { chosenOrganisation, organisationById, type OrganisationOption } from '#modules/organisations/index.ts';
import { redirectWith } from '#web/flash.ts';
import { errorOf, invalid, parseForm, refused, valueOf, valuesOf } from '#web/forms.ts';
import { OrganisationField } from '#web/organisation-field.tsx';
import type { ActionArgs, LoaderArgs, PageProps } from '#web/page-types.ts';
import { ctxOf } from '#web/request.ts';
import { Actions, Button, DateInput, ErrorSummary, Field, Fields, Page, Radios, TextInput } from '#web/ui/index.ts';
import { assignCurator } from '../commands/roles.ts';
import { assigningScope } from '../policy.ts';
import { type NamedPerson, peopleNamed } from '../queries/people.ts';

const schema = z.object({
  person: z.string({ error: 'Укажите имя или почту куратора.' }),
  personId: z.string().optional(),
  from: z.iso.date({ error: 'Укажите первый день.' }),
  until: z.iso.date().optional(),
  orderNumber: z.string().max(100).optional(),
  orderDatedOn: z.iso.date().optional(),
});

export async function loader({ request, context }: LoaderArgs) {
  const { actor, clock, db } = ctxOf(context);
  const scope = assigningScope(actor);
  const asked = Number(new URL(request.url).searchParams.get('school'));
  const school = Number.isSafeInteger(asked) && asked > 0 ? await organisationById(scope, db, asked) : undefined;
  return { today: clock.today(), school: school ? { id: school.id, label: school.shortName } : null };
}

export async function action({ request, context }: ActionArgs) {
  const ctx = ctxOf(context);
  const scope = assigningScope(ctx.actor);
  const form = await request.formData();
  const parsed = parseForm(schema, form);
  if (!parsed.ok) return withCandidates(invalid(parsed), {});
  const { person, personId, from, until, orderNumber, orderDatedOn } = parsed.value;
  const school = await chosenOrganisation(scope, ctx.db, form, 'school', { kinds: ['school'] });
  const found = await peopleNamed(ctx.scope, ctx.db, person);
  const curator = found.find(({ id }) => id === personId) ?? (found.length === 1 ? found[0] : undefined);
  const errors = [
    ...(school.chosen ? [] : [{ field: school.candidates.length > 0 ? 'schoolId' : 'school', text: school.error }]),
    ...(curator ? [] : [{ field: found.length > 0 ? 'personId' : 'person', text: personError(found) }]),
    ...((orderNumber === undefined) !== (orderDatedOn === undefined)
      ? [
          {
            field: orderNumber === undefined ? 'orderNumber' : 'orderDatedOn',
            text: 'Укажите и номер приказа, и его дату.',
          },
        ]
      : []),
  ];
  if (errors.length > 0 || !school.chosen || !curator) {
    const candidates = { school: school.chosen ? [] : school.candidates, people: curator ? [] : found };
    return withCandidates(invalid({ errors, values: valuesOf(form) }), candidates);
  }
  const order = orderNumber && orderDatedOn ? { number: orderNumber, datedOn: orderDatedOn } : null;
  try {
    await assignCurator(ctx, { userId: curator.id, schoolId: school.chosen.id, from, until: until ?? null, order });
  } catch (error) {
    return withCandidates(refused(error, form), {});
  }
  return redirectWith('/curators', `Куратор назначен: ${curator.name}, ${school.chosen.label}`);
}

function personError(found: readonly NamedPerson[]): string {
  return found.length > 0
    ? 'Выберите человека из найденных.'
    : 'Такого человека среди видимых вам учётных записей нет. Проверьте почту или попросите администратора завести запись.';
}

type Candidates = { school?: OrganisationOption[]; people?: NamedPerson[] };

function withCandidates(failure: ReturnType<typeof invalid>, candidates: Candidates) {
  return data({ ...failure.data, candidates }, failure.init ?? undefined);
}

export const meta = () => [{ title: 'Назначить куратора — Опора' }];
export const handle = { crumbs: () => [{ label: 'Кураторы школ', to: '/curators' }] };

export default function CuratorNew({
  loaderData: { today, school },
  actionData,
}: PageProps<typeof loader, typeof action>) {
  const { errors, values } = actionData ?? {};
  const candidates: Candidates = actionData?.candidates ?? {};
  const of = (name: string, otherwise = '') => valueOf(values, name, otherwise);
  return (
    <Page title="Назначить куратора" width="reading">
      <ErrorSummary errors={errors} />
      <Form method="post" noValidate>
        <Fields>
          {candidates.people?.length ? (
            <>
              <input type="hidden" name="person" value={of('person')} />
              <Field
                label="Куратор"
                name="personId"
                hint={`По запросу «${of('person')}» нашлось несколько. Выберите одного.`}
                error={errorOf(errors, 'personId')}
              >
                <Radios
                  options={candidates.people.map(({ id, name, email }) => ({ value: id, label: name, hint: email }))}
                />
              </Field>
            </>
          ) : (
            <Field
              label="Куратор"
              name="person"
              hint="Имя или электронная почта: у человека уже должна быть учётная запись"
              error={errorOf(errors, 'person')}
            >
              <TextInput defaultValue={of('person')} autoComplete="off" />
            </Field>
          )}
          <OrganisationField
            name="school"
            label="Школа"
            query="kind=school"
            error={errorOf(errors, 'school') ?? errorOf(errors, 'schoolId')}
            text={of('school', school?.label)}
            chosen={school}
            candidates={candidates.school}
          />
          <Field label="Первый день" name="from" error={errorOf(errors, 'from')}>
            <DateInput defaultValue={of('from', today)} />
          </Field>
          <Field
            label="Последний день"
            name="until"
            hint="После него школа перестаёт быть видна куратору. Пусто — пока вы не завершите назначение"
            error={errorOf(errors, 'until')}
          >
            <DateInput defaultValue={of('until')} />
          </Field>
          <Field
            label="Номер приказа"
            name="orderNumber"
            hint="Если назначение оформлено приказом"
            error={errorOf(errors, 'orderNumber')}
          >
            <TextInput size="medium" defaultValue={of('orderNumber')} />
          </Field>
          <Field label="Дата приказа" name="orderDatedOn" error={errorOf(errors, 'orderDatedOn')}>
            <DateInput defaultValue={of('orderDatedOn')} />
          </Field>
          <Actions>
            <Button>Назначить</Button>
            <Link to="/curators">Не назначать</Link>
          </Actions>
        </Fields>
      </Form>
    </Page>
  );
}
