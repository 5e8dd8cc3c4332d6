/** Finds the school that a login or code of result files means. */
import { data, Form } from 'react-router';
import { chosenOrganisation, type OrganisationOption } from '#modules/organisations/index.ts';
import { redirectWith } from '#web/flash.ts';
import { errorOf, refused, valueOf, valuesOf } from '#web/forms.ts';
import { OrganisationField } from '#web/organisation-field.tsx';
import type { ActionArgs, LoaderArgs, PageProps } from '#web/page-types.ts';
import { ctxOf } from '#web/request.ts';
import { Actions, Button, ErrorSummary, Fields, Link, Page } from '#web/ui/index.ts';
import { matchSchool } from '../commands/match-school.ts';
import { keyInWords } from '../domain/school-key.ts';
import { regionToKeep } from '../queries/regions.ts';
import { CRUMBS } from './parts/words.tsx';

export async function loader({ request, context }: LoaderArgs) {
  const { scope, db, actor } = ctxOf(context);
  await regionToKeep(scope, db, actor);
  return { key: new URL(request.url).searchParams.get('key') ?? '' };
}

export async function action({ request, context }: ActionArgs) {
  const ctx = ctxOf(context);
  const form = await request.formData();
  const key = String(form.get('key') ?? '');
  const choice = await chosenOrganisation(ctx.scope, ctx.db, form, 'school', { kinds: ['school'], open: false });
  if (!choice.chosen) {
    const errors = [{ field: choice.candidates.length > 0 ? 'schoolId' : 'school', text: choice.error }];
    return data({ errors, values: valuesOf(form), candidates: choice.candidates }, { status: 422 });
  }
  try {
    const followed = await matchSchool(ctx, { key, organisationId: choice.chosen.id });
    return redirectWith(
      '/results/schools',
      `Сопоставлено: ${keyInWords(key)} — ${choice.chosen.label}. Результатов перешло к школе: ${followed}`,
    );
  } catch (error) {
    return refused(error, form, 'school');
  }
}

export const meta = () => [{ title: 'Какая это школа — Опора' }];
export const handle = { crumbs: () => [CRUMBS, { label: 'Неопознанные школы', to: '/results/schools' }] };

export default function MatchSchool({ loaderData: { key }, actionData }: PageProps<typeof loader, typeof action>) {
  const errors = actionData?.errors;
  const candidates =
    actionData && 'candidates' in actionData ? (actionData.candidates as OrganisationOption[]) : undefined;
  return (
    <Page title="Какая это школа" caption={keyInWords(key)} width="reading">
      <ErrorSummary errors={errors} />
      <Form method="post" noValidate>
        <input type="hidden" name="key" value={key} />
        <Fields>
          <OrganisationField
            name="school"
            label="Школа в справочнике"
            hint="Начните вводить название или номер"
            query="kind=school"
            text={valueOf(actionData?.values, 'school')}
            candidates={candidates}
            error={errorOf(errors, 'school') ?? errorOf(errors, 'schoolId')}
          />
          <Actions>
            <Button>Сопоставить</Button>
            <Link to="/results/schools">Вернуться к списку</Link>
          </Actions>
        </Fields>
      </Form>
    </Page>
  );
}
