import { Form } from 'react-router';
import { z } from 'zod';
import { formatDate } from '#kernel/format.ts';
import { redirectWith } from '#web/flash.ts';
import { errorOf, invalid, parseForm, refused, valueOf } from '#web/forms.ts';
import type { ActionArgs, LoaderArgs, PageProps } from '#web/page-types.ts';
import { ctxOf } from '#web/request.ts';
import { Button, ErrorSummary, Field, Fields, Section, SummaryList, TextInput } from '#web/ui/index.ts';
import { ROLE_NAMES } from '../domain.ts';
import { changeOwnProfile, profileOf } from '../commands/profile.ts';
import { userById } from '../queries/people.ts';

const schema = z.object({ name: z.string(), post: z.string().max(300).optional() });

export async function loader({ context }: LoaderArgs) {
  const { db, actor, scope } = ctxOf(context);
  const [profile, user] = await Promise.all([profileOf(db, actor.userId), userById(scope, db, actor.userId)]);
  return { profile, roles: user?.roles ?? [] };
}

export async function action({ request, context }: ActionArgs) {
  const ctx = ctxOf(context);
  const form = await request.formData();
  const parsed = parseForm(schema, form);
  if (!parsed.ok) return invalid(parsed);
  try {
    await changeOwnProfile(ctx, { name: parsed.value.name, post: parsed.value.post ?? null });
  } catch (error) {
    return refused(error, form);
  }
  return redirectWith('/profile', 'Сведения о вас сохранены');
}

export default function ProfilePerson({
  loaderData: { profile, roles },
  actionData,
}: PageProps<typeof loader, typeof action>) {
  const { errors, values } = actionData ?? {};
  return (
    <>
      <Section title="Имя и должность">
        <ErrorSummary errors={errors} />
        <Form method="post" noValidate>
          <Fields>
            <Field
              label="Имя"
              name="name"
              hint="Так вас видят коллеги и так вы подписаны в истории изменений"
              error={errorOf(errors, 'name')}
            >
              <TextInput autoComplete="name" defaultValue={valueOf(values, 'name', profile.name)} />
            </Field>
            <Field label="Должность" name="post" error={errorOf(errors, 'post')}>
              <TextInput autoComplete="organization-title" defaultValue={valueOf(values, 'post', profile.post)} />
            </Field>
            <div>
              <Button>Сохранить</Button>
            </div>
          </Fields>
        </Form>
      </Section>
      <Section title="Роли">
        <p>Роли даёт администратор вашей организации; роль действует в организации и во всех подведомственных ей.</p>
        <SummaryList
          rows={roles.map((held) => ({
            term: ROLE_NAMES[held.role],
            value: held.validUntil
              ? `${held.organisation.shortName}, до ${formatDate(held.validUntil)}`
              : held.organisation.shortName,
          }))}
        />
      </Section>
    </>
  );
}
