/** Observers at works of the region: who goes where and when, and what they saw. */
import { data, Form } from 'react-router';
import { z } from 'zod';
import { isValid } from '#kernel/dates.ts';
import { chosenOrganisation, type OrganisationOption } from '#modules/organisations/index.ts';
import { redirectWith } from '#web/flash.ts';
import { errorOf, invalid, parseForm, refused, valueOf, valuesOf } from '#web/forms.ts';
import { OrganisationField } from '#web/organisation-field.tsx';
import type { ActionArgs, LoaderArgs, PageProps } from '#web/page-types.ts';
import { ctxOf } from '#web/request.ts';
import {
  Actions,
  Button,
  DateInput,
  EmptyState,
  ErrorSummary,
  Field,
  Fields,
  Page,
  Section,
  TextInput,
} from '#web/ui/index.ts';
import { assignObserver, endObservation } from '../commands/observers.ts';
import { reachOf } from '../policy.ts';
import { type ObserverRow, observers } from '../queries/observers.ts';
import { placeForReview } from '../queries/place.ts';
import { ObserverList } from './parts/observer-list.tsx';

export async function loader({ request, context }: LoaderArgs) {
  const ctx = ctxOf(context);
  const reviewer = reachOf(ctx.actor).subtrees.length > 0;
  const asked = Number(new URL(request.url).searchParams.get('school'));
  const school = reviewer && asked > 0 ? await placeForReview(ctx.scope, ctx.db, asked).catch(() => null) : null;
  return {
    reviewer,
    rows: await observers(ctx.actor, ctx.scope, ctx.db),
    school: school && { id: school.id, label: school.shortName, hint: school.within ?? '' },
  };
}

const assignment = z.object({
  work: z.string().min(1).max(200),
  on: z.string().refine(isValid, 'Укажите день.'),
  name: z.string().max(200).optional(),
});
const ending = z.object({
  id: z.coerce.number().int(),
  version: z.coerce.number().int(),
  state: z.enum(['done', 'cancelled']),
  report: z.string().max(2000).optional(),
});

export async function action({ request, context }: ActionArgs) {
  const ctx = ctxOf(context);
  const form = await request.formData();
  if (form.get('intent') === 'end') {
    const parsed = parseForm(ending, form);
    if (!parsed.ok) return withCandidates(invalid(parsed), {});
    try {
      await endObservation(ctx, { ...parsed.value, report: parsed.value.report ?? '' });
    } catch (error) {
      return withCandidates(refused(error, form, 'report'), {});
    }
    return redirectWith('/integrity/observers', 'Запись о наблюдении сохранена.');
  }
  const parsed = parseForm(assignment, form);
  if (!parsed.ok) return withCandidates(invalid(parsed), {});
  const school = await chosenOrganisation(ctx.scope, ctx.db, form, 'school', { kinds: ['school'] });
  const named = String(form.get('organisation') ?? '').trim() !== '' || form.get('organisationAmong') !== null;
  const organisation = named ? await chosenOrganisation(ctx.scope, ctx.db, form, 'organisation') : null;
  const open = [
    ...(school.chosen ? [] : [{ name: 'school', choice: school }]),
    ...(organisation && !organisation.chosen ? [{ name: 'organisation', choice: organisation }] : []),
  ];
  if (open.length > 0 || !school.chosen) {
    return withCandidates(
      invalid({
        errors: open.map(({ name, choice }) => ({
          field: choice.candidates.length > 0 ? `${name}Id` : name,
          text: choice.error,
        })),
        values: valuesOf(form),
      }),
      Object.fromEntries(open.map(({ name, choice }) => [name, choice.candidates])),
    );
  }
  try {
    await assignObserver(ctx, {
      schoolId: school.chosen.id,
      work: parsed.value.work,
      on: parsed.value.on,
      organisationId: organisation?.chosen?.id ?? null,
      name: parsed.value.name ?? null,
    });
  } catch (error) {
    return withCandidates(refused(error, form), {});
  }
  return redirectWith('/integrity/observers', 'Наблюдатель назначен.');
}

type Candidates = Record<string, OrganisationOption[]>;

function withCandidates(failure: ReturnType<typeof invalid>, candidates: Candidates) {
  return data({ ...failure.data, candidates }, failure.init ?? undefined);
}

export const handle = { crumbs: () => [{ label: 'Поводы проверить результаты', to: '/integrity' }] };

export const meta = () => [{ title: 'Независимые наблюдатели — Опора' }];

export default function Observers({ loaderData, actionData }: PageProps<typeof loader, typeof action>) {
  const { reviewer, rows, school } = loaderData;
  const { errors, values } = actionData ?? {};
  const candidates: Candidates = actionData?.candidates ?? {};
  if (!reviewer) {
    return (
      <Page title="Независимые наблюдатели">
        {rows.length > 0 ? (
          <ObserverList rows={rows} withSchool />
        ) : (
          <EmptyState title="Наблюдателей нет">Их назначают аналитики и специалисты региона.</EmptyState>
        )}
      </Page>
    );
  }
  return (
    <Page
      title="Независимые наблюдатели"
      lead="Наблюдатель из другой организации присутствует на работе и при её проверке. Это защищает и школу: её результату верят."
    >
      <ErrorSummary errors={errors} />
      <ObserverList rows={rows} withSchool last={{ key: 'end', header: 'Итог', cell: (row) => <Ending row={row} /> }} />
      <Section title="Назначить наблюдателя" id="assign">
        <Form method="post">
          <Fields>
            <OrganisationField
              name="school"
              label="Школа, где пройдёт работа"
              query="kind=school"
              error={errorOf(errors, 'school') ?? errorOf(errors, 'schoolId')}
              text={valueOf(values, 'school', school?.label)}
              chosen={school}
              candidates={candidates['school']}
            />
            <Field label="Работа" name="work" hint="Например: ВПР 5 математика 2026." error={errorOf(errors, 'work')}>
              <TextInput defaultValue={valueOf(values, 'work')} />
            </Field>
            <Field label="День" name="on" error={errorOf(errors, 'on')}>
              <DateInput defaultValue={valueOf(values, 'on')} />
            </Field>
            <OrganisationField
              name="organisation"
              label="Организация, которая наблюдает"
              hint="Не та же школа. Можно назвать и только человека."
              error={errorOf(errors, 'organisation') ?? errorOf(errors, 'organisationId')}
              text={valueOf(values, 'organisation')}
              candidates={candidates['organisation']}
            />
            <Field
              label="Человек"
              name="name"
              hint="Фамилия и должность; «по согласованию», если ещё не решено."
              error={errorOf(errors, 'name')}
            >
              <TextInput defaultValue={valueOf(values, 'name')} />
            </Field>
            <Actions>
              <Button>Назначить</Button>
            </Actions>
          </Fields>
        </Form>
      </Section>
    </Page>
  );
}

function Ending({ row }: { row: ObserverRow }) {
  if (row.state !== 'assigned') return null;
  return (
    <Form method="post">
      <input type="hidden" name="intent" value="end" />
      <input type="hidden" name="id" value={row.id} />
      <input type="hidden" name="version" value={row.version} />
      <Fields>
        <Field label="Что увидел наблюдатель или почему отменено" name="report" id={`report-${row.id}`}>
          <TextInput />
        </Field>
        <Actions>
          <Button name="state" value="done" variant="secondary">
            Записать
          </Button>
          <Button name="state" value="cancelled" variant="secondary">
            Отменить
          </Button>
        </Actions>
      </Fields>
    </Form>
  );
}
