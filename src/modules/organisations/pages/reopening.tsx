import { Form } from 'react-router';
import { z } from 'zod';
import { redirectWith } from '#web/flash.ts';
import { errorOf, invalid, parseForm, refused, valueOf } from '#web/forms.ts';
import type { ActionArgs, LoaderArgs, MetaArgs, PageProps } from '#web/page-types.ts';
import { ctxOf } from '#web/request.ts';
import { Actions, Button, ErrorSummary, Field, Fields, Link, Page, TextArea } from '#web/ui/index.ts';
import { reopenOrganisation } from '../commands/place.ts';
import { crumbsOf, insist, organisationAt } from './parts/address.ts';

const schema = z.object({ reason: z.string({ error: 'Укажите, почему организация действует снова.' }).max(1000) });

export async function loader({ params, context }: LoaderArgs) {
  const { organisation, can } = await organisationAt(ctxOf(context), params);
  insist(can.changeStatus && organisation.status !== 'open');
  return { organisation };
}

export async function action({ request, params, context }: ActionArgs) {
  const ctx = ctxOf(context);
  const { organisation } = await organisationAt(ctx, params);
  const form = await request.formData();
  const parsed = parseForm(schema, form);
  if (!parsed.ok) return invalid(parsed);
  try {
    await reopenOrganisation(ctx, organisation.id, parsed.value.reason);
  } catch (error) {
    return refused(error, form);
  }
  return redirectWith(`/organisations/${organisation.id}`, 'Организация снова действует');
}

export const meta = ({ loaderData }: MetaArgs<typeof loader>) => [
  { title: `Открыть снова: ${loaderData?.organisation.shortName ?? 'организация'} — Опора` },
];
export const handle = {
  crumbs: ({ organisation }: PageProps<typeof loader>['loaderData']) => crumbsOf(organisation, true),
};

export default function ReopenOrganisation({
  loaderData: { organisation },
  actionData,
}: PageProps<typeof loader, typeof action>) {
  const { errors, values } = actionData ?? {};
  const lead =
    organisation.status === 'merged'
      ? 'Связь с преемником будет снята; данные преемника не изменятся.'
      : 'Организация вернётся в списки; прежние планы и роли снова действуют.';
  return (
    <Page title="Открыть снова" caption={organisation.shortName} lead={lead} width="reading">
      <ErrorSummary errors={errors} />
      <Form method="post" noValidate>
        <Fields>
          <Field label="Причина" name="reason" error={errorOf(errors, 'reason')}>
            <TextArea rows={2} defaultValue={valueOf(values, 'reason')} />
          </Field>
          <Actions>
            <Button>Открыть снова</Button>
            <Link to={`/organisations/${organisation.id}`}>Оставить как есть</Link>
          </Actions>
        </Fields>
      </Form>
    </Page>
  );
}
