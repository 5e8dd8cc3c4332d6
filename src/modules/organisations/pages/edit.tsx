import { Form } from 'react-router';
import { z } from 'zod';
import { redirectWith } from '#web/flash.ts';
import { invalid, parseForm, refused } from '#web/forms.ts';
import type { ActionArgs, LoaderArgs, MetaArgs, PageProps } from '#web/page-types.ts';
import { ctxOf } from '#web/request.ts';
import { Actions, Button, ErrorSummary, Fields, Link, Page } from '#web/ui/index.ts';
import { updateOrganisation } from '../commands/keep.ts';
import { crumbsOf, insist, organisationAt } from './parts/address.ts';
import { FactFields } from './parts/fact-fields.tsx';
import { factFields, factsFrom, formValues } from './parts/input.ts';

const schema = z.object({ ...factFields, version: z.coerce.number().int() });

export async function loader({ params, context }: LoaderArgs) {
  const { organisation, can } = await organisationAt(ctxOf(context), params);
  insist(can.edit);
  return { organisation };
}

export async function action({ request, params, context }: ActionArgs) {
  const ctx = ctxOf(context);
  const { organisation } = await organisationAt(ctx, params);
  const form = await request.formData();
  const parsed = parseForm(schema, form);
  if (!parsed.ok) return invalid(parsed);
  const { version, ...facts } = parsed.value;
  try {
    await updateOrganisation(ctx, organisation.id, { ...factsFrom(facts), version });
  } catch (error) {
    return refused(error, form);
  }
  return redirectWith(`/organisations/${organisation.id}`, 'Сведения об организации сохранены');
}

export const meta = ({ loaderData }: MetaArgs<typeof loader>) => [
  { title: `Изменить: ${loaderData?.organisation.shortName ?? 'организация'} — Опора` },
];
export const handle = {
  crumbs: ({ organisation }: PageProps<typeof loader>['loaderData']) => crumbsOf(organisation, true),
};

export default function EditOrganisation({
  loaderData: { organisation },
  actionData,
}: PageProps<typeof loader, typeof action>) {
  const { errors, values } = actionData ?? {};
  return (
    <Page title="Изменить сведения" caption={organisation.shortName} width="reading">
      <ErrorSummary errors={errors} />
      <Form method="post" noValidate>
        <Fields>
          <input type="hidden" name="version" value={organisation.version} />
          <FactFields
            isSchool={organisation.kind === 'school'}
            errors={errors}
            values={values}
            stored={formValues(organisation)}
          />
          <Actions>
            <Button>Сохранить</Button>
            <Link to={`/organisations/${organisation.id}`}>Не сохранять</Link>
          </Actions>
        </Fields>
      </Form>
    </Page>
  );
}
