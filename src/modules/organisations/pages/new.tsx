import { Form } from 'react-router';
import { z } from 'zod';
import { AppError } from '#kernel/errors.ts';
import { redirectWith } from '#web/flash.ts';
import { invalid, parseForm, refused } from '#web/forms.ts';
import { oneOf } from '#web/list-address.ts';
import type { ActionArgs, LoaderArgs, PageProps } from '#web/page-types.ts';
import { ctxOf } from '#web/request.ts';
import { Actions, Button, ErrorSummary, Field, Fields, Link, Page, Radios } from '#web/ui/index.ts';
import { createOrganisation } from '../commands/keep.ts';
import { fitsUnder, KIND_NAMES, KINDS } from '../domain/tree.ts';
import { crumbsOf, insist, organisationAt } from './parts/address.ts';
import { FactFields } from './parts/fact-fields.tsx';
import { factFields, factsFrom } from './parts/input.ts';

const schema = z.object({ ...factFields, kind: z.enum(KINDS) });

export async function loader({ request, context }: LoaderArgs) {
  const url = new URL(request.url);
  const { organisation: parent, can } = await organisationAt(ctxOf(context), {
    organisationId: url.searchParams.get('parent') ?? '',
  });
  insist(can.addBelow);
  const kinds = KINDS.filter((kind) => fitsUnder(kind, parent.kind));
  const kind = oneOf(url, 'kind', kinds) ?? (kinds.length === 1 ? kinds[0] : undefined);
  return { parent, kinds, kind };
}

export async function action({ request, context }: ActionArgs) {
  const form = await request.formData();
  const parsed = parseForm(schema, form);
  if (!parsed.ok) return invalid(parsed);
  const parentId = Number(new URL(request.url).searchParams.get('parent'));
  if (!Number.isSafeInteger(parentId)) throw new AppError('badRequest');
  const { kind, ...facts } = parsed.value;
  let id: number;
  try {
    id = await createOrganisation(ctxOf(context), { ...factsFrom(facts), kind, parentId });
  } catch (error) {
    return refused(error, form);
  }
  return redirectWith(`/organisations/${id}`, 'Организация добавлена');
}

export const meta = () => [{ title: 'Новая организация — Опора' }];
export const handle = { crumbs: ({ parent }: PageProps<typeof loader>['loaderData']) => crumbsOf(parent, true) };

/** First the kind, since the facts depend on it; then the facts. */
export default function NewOrganisation({
  loaderData: { parent, kinds, kind },
  actionData,
}: PageProps<typeof loader, typeof action>) {
  const { errors, values } = actionData ?? {};
  const caption = `Подчинение: ${parent.shortName}`;
  if (!kind) {
    return (
      <Page title="Какую организацию добавить?" caption={caption} width="reading">
        <Form method="get">
          <Fields>
            <input type="hidden" name="parent" value={parent.id} />
            <Field label="Вид организации" name="kind">
              <Radios
                options={kinds.map((value) => ({ value, label: KIND_NAMES[value] }))}
                defaultValue={kinds.at(-1)}
              />
            </Field>
            <div>
              <Button>Продолжить</Button>
            </div>
          </Fields>
        </Form>
      </Page>
    );
  }
  return (
    <Page title={`${KIND_NAMES[kind]}: новая запись`} caption={caption} width="reading">
      <ErrorSummary errors={errors} />
      <Form method="post" noValidate>
        <Fields>
          <input type="hidden" name="kind" value={kind} />
          <FactFields isSchool={kind === 'school'} errors={errors} values={values} />
          <Actions>
            <Button>Добавить</Button>
            <Link to={`/organisations/${parent.id}`}>Не добавлять</Link>
          </Actions>
        </Fields>
      </Form>
    </Page>
  );
}
