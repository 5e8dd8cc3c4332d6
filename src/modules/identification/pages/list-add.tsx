/** A school that the methodology does not list is put in by a person, who says why. */
import { Form } from 'react-router';
import { chosenOrganisation } from '#modules/organisations/index.ts';
import { redirectWith } from '#web/flash.ts';
import { errorOf, invalid, refused, valueOf, valuesOf } from '#web/forms.ts';
import { OrganisationField, type OrganisationOption } from '#web/organisation-field.tsx';
import type { ActionArgs, LoaderArgs, PageProps } from '#web/page-types.ts';
import { ctxOf } from '#web/request.ts';
import { Actions, Button, ErrorSummary, Field, Fields, Link, Page, TextArea } from '#web/ui/index.ts';
import { addSchoolByHand } from '../commands/lists.ts';
import { insist } from '../policy.ts';
import { idOf } from './parts/address.ts';
import { listAt, listCrumbs } from './parts/list-address.ts';

export async function loader({ params, context }: LoaderArgs) {
  const { frame } = await listAt(ctxOf(context), params);
  insist(frame.abilities.edit);
  return { frame };
}

export async function action({ params, request, context }: ActionArgs) {
  const ctx = ctxOf(context);
  const listId = idOf(params, 'listId');
  const form = await request.formData();
  const choice = await chosenOrganisation(ctx.scope, ctx.db, form, 'school', { kinds: ['school'] });
  if (choice.chosen === null) {
    const candidates: readonly OrganisationOption[] = choice.candidates;
    const failure = invalid({
      errors: [{ field: candidates.length > 0 ? 'schoolId' : 'school', text: choice.error }],
      values: valuesOf(form),
    });
    return { ...failure, data: { ...failure.data, candidates } };
  }
  try {
    const organisationId = choice.chosen.id;
    const id = await addSchoolByHand(ctx, { listId, organisationId, reason: String(form.get('reason') ?? '') });
    return redirectWith(`/identification/lists/${listId}/schools/${id}`, 'Школа добавлена в список.');
  } catch (error) {
    return refused(error, form, 'reason');
  }
}

type Loaded = PageProps<typeof loader>['loaderData'];
export const meta = () => [{ title: 'Добавить школу в список — Опора' }];
export const handle = { crumbs: (data: Loaded) => listCrumbs(data) };

export default function AddSchool({ loaderData: { frame }, actionData }: PageProps<typeof loader, typeof action>) {
  const { errors, values } = actionData ?? {};
  const candidates = actionData && 'candidates' in actionData ? actionData.candidates : undefined;
  return (
    <Page title="Добавить школу в список" caption={frame.title} width="reading">
      <ErrorSummary errors={errors} />
      <Form method="post" noValidate>
        <Fields>
          <OrganisationField
            name="school"
            label="Школа"
            hint="Начните вводить название или номер"
            query="kind=school"
            text={valueOf(values, 'school')}
            candidates={candidates}
            error={errorOf(errors, 'school') ?? errorOf(errors, 'schoolId')}
          />
          <Field
            label="Почему"
            name="reason"
            hint="Причину увидят муниципалитет и школа."
            error={errorOf(errors, 'reason')}
          >
            <TextArea rows={3} defaultValue={valueOf(values, 'reason')} />
          </Field>
          <Actions>
            <Button>Добавить школу</Button>
            <Link to={`/identification/lists/${frame.id}`}>Не добавлять</Link>
          </Actions>
        </Fields>
      </Form>
    </Page>
  );
}
