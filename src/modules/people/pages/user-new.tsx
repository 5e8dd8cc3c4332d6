import { data, Form } from 'react-router';
import { z } from 'zod';
import { ROLES } from '#kernel/actor.ts';
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
  ErrorSummary,
  Field,
  Fields,
  Link,
  Notice,
  Page,
  Radios,
  Select,
  TextInput,
} from '#web/ui/index.ts';
import { createUser } from '../commands/accounts.ts';
import { ROLE_NAMES } from '../domain.ts';
import { inviteUser } from '../commands/passwords.ts';
import { administeredScope } from '../policy.ts';

const schema = z.object({
  name: z.string(),
  email: z.email(),
  post: z.string().max(300).optional(),
  role: z.enum(ROLES),
  validUntil: z.iso.date().optional(),
  way: z.enum(['invite', 'password']),
  password: z.string().optional(),
});

export function loader({ context }: LoaderArgs) {
  const { actor, config } = ctxOf(context);
  administeredScope(actor);
  return { mailIsSent: config.smtpUrl !== undefined };
}

export async function action({ request, context }: ActionArgs) {
  const ctx = ctxOf(context);
  const form = await request.formData();
  const parsed = parseForm(schema, form);
  if (!parsed.ok) return withCandidates(invalid(parsed), []);
  const place = await chosenOrganisation(administeredScope(ctx.actor), ctx.db, form, 'organisation');
  if (!place.chosen) {
    const field = place.candidates.length > 0 ? 'organisationId' : 'organisation';
    return withCandidates(
      invalid({ errors: [{ field, text: place.error }], values: valuesOf(form) }),
      place.candidates,
    );
  }
  const { way, password, role, validUntil, post, ...person } = parsed.value;
  const input = {
    ...person,
    post: post ?? null,
    roles: [{ role, organisationId: place.chosen.id, validUntil: validUntil ?? null }],
  };
  try {
    if (way === 'invite')
      return redirectWith(`/admin/users/${await inviteUser(ctx, input)}`, `Приглашение для ${person.email} отправлено`);
    return redirectWith(
      `/admin/users/${await createUser(ctx, { ...input, password: password ?? '' })}`,
      'Учётная запись создана. Передайте пароль её владельцу',
    );
  } catch (error) {
    return withCandidates(refused(error, form), []);
  }
}

function withCandidates(failure: ReturnType<typeof invalid>, candidates: OrganisationOption[]) {
  return data({ ...failure.data, candidates }, failure.init ?? undefined);
}

export const meta = () => [{ title: 'Новый пользователь — Опора' }];
export const handle = {
  crumbs: () => [
    { label: 'Администрирование', to: '/admin' },
    { label: 'Пользователи', to: '/admin/users' },
  ],
};

const WAYS = [
  { value: 'invite', label: 'Отправить приглашение', hint: 'В письме будет ссылка: по ней человек сам задаст пароль.' },
  { value: 'password', label: 'Задать пароль сейчас', hint: 'Если почты нет под рукой: передайте пароль лично.' },
];

export default function NewUser({ loaderData: { mailIsSent }, actionData }: PageProps<typeof loader, typeof action>) {
  const { errors, values, candidates } = actionData ?? {};
  const of = (name: string, otherwise = '') => valueOf(values, name, otherwise);
  return (
    <Page title="Новый пользователь" width="reading">
      <ErrorSummary errors={errors} />
      {mailIsSent ? null : (
        <Notice title="Письма сейчас не отправляются">
          <p>
            Почтовый сервер не настроен. Приглашение можно прочитать на странице «
            <Link to="/admin/outbox">Исходящие письма</Link>» и передать ссылку самому.
          </p>
        </Notice>
      )}
      <Form method="post" noValidate>
        <Fields>
          <Field label="Имя" name="name" hint="Фамилия, имя и отчество" error={errorOf(errors, 'name')}>
            <TextInput defaultValue={of('name')} autoComplete="off" />
          </Field>
          <Field label="Электронная почта" name="email" hint="Она же имя для входа" error={errorOf(errors, 'email')}>
            <TextInput type="email" size="medium" defaultValue={of('email')} autoComplete="off" />
          </Field>
          <Field label="Должность" name="post" error={errorOf(errors, 'post')}>
            <TextInput defaultValue={of('post')} />
          </Field>
          <OrganisationField
            name="organisation"
            label="Организация"
            hint="Роль будет действовать в ней и во всех подведомственных ей"
            error={errorOf(errors, 'organisation') ?? errorOf(errors, 'organisationId')}
            text={of('organisation')}
            candidates={candidates}
          />
          <RoleField error={errorOf(errors, 'role')} chosen={of('role')} />
          <Field
            label="Роль действует до"
            name="validUntil"
            hint="Оставьте пустым, если срока нет"
            error={errorOf(errors, 'validUntil')}
          >
            <DateInput defaultValue={of('validUntil')} />
          </Field>
          <Field label="Пароль" name="way" error={errorOf(errors, 'way')}>
            <Radios options={WAYS} defaultValue={of('way', 'invite')} />
          </Field>
          <Field
            label="Пароль, если вы задаёте его сейчас"
            name="password"
            hint="Не короче 15 знаков"
            error={errorOf(errors, 'password')}
          >
            <TextInput type="password" size="medium" autoComplete="new-password" />
          </Field>
          <Actions>
            <Button>Создать учётную запись</Button>
            <Link to="/admin/users">Не создавать</Link>
          </Actions>
        </Fields>
      </Form>
    </Page>
  );
}

function RoleField({ error, chosen }: { error: string | undefined; chosen: string }) {
  return (
    <Field label="Роль" name="role" error={error}>
      <Select
        defaultValue={chosen}
        options={[
          { value: '', label: 'Выберите роль' },
          ...ROLES.map((role) => ({ value: role, label: ROLE_NAMES[role] })),
        ]}
      />
    </Field>
  );
}
