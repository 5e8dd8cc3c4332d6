import { Form } from 'react-router';
import { z } from 'zod';
import { AppError } from '#kernel/errors.ts';
import { redirectWith } from '#web/flash.ts';
import { errorOf, invalid, parseForm, refused } from '#web/forms.ts';
import type { ActionArgs, LoaderArgs, PageProps } from '#web/page-types.ts';
import { ctxOf } from '#web/request.ts';
import { Actions, Button, ErrorSummary, Field, Fields, Link, Page, TextInput } from '#web/ui/index.ts';
import { setPassword } from '../commands/accounts.ts';
import { administeredScope } from '../policy.ts';
import { userById } from '../queries/people.ts';

const schema = z.object({ password: z.string({ error: 'Придумайте пароль.' }) });

export async function loader({ params, context }: LoaderArgs) {
  const { actor, db } = ctxOf(context);
  const user = await userById(administeredScope(actor), db, params['userId'] ?? '');
  if (!user) throw new AppError('notFound', { text: 'Такого пользователя нет, или он не из ваших организаций.' });
  return { user };
}

export async function action({ request, params, context }: ActionArgs) {
  const id = params['userId'] ?? '';
  const form = await request.formData();
  const parsed = parseForm(schema, form);
  if (!parsed.ok) return invalid(parsed);
  try {
    await setPassword(ctxOf(context), id, parsed.value.password);
  } catch (error) {
    return refused(error, form, 'password');
  }
  return redirectWith(`/admin/users/${id}`, 'Пароль задан. Передайте его владельцу: прежний больше не действует');
}

export const meta = () => [{ title: 'Задать пароль — Опора' }];
export const handle = {
  crumbs: ({ user }: PageProps<typeof loader>['loaderData']) => [
    { label: 'Администрирование', to: '/admin' },
    { label: 'Пользователи', to: '/admin/users' },
    { label: user.name, to: `/admin/users/${user.id}` },
  ],
};

export default function UserPassword({ loaderData: { user }, actionData }: PageProps<typeof loader, typeof action>) {
  const errors = actionData?.errors;
  return (
    <Page
      title="Задать пароль"
      caption={user.name}
      lead="Все сеансы этого человека завершатся. Если у него есть почта, лучше отправить ссылку: тогда пароль будет знать только он."
      width="reading"
    >
      <ErrorSummary errors={errors} />
      <Form method="post" noValidate>
        <Fields>
          <Field
            label="Новый пароль"
            name="password"
            hint="Не короче 15 знаков: например, три-четыре слова подряд"
            error={errorOf(errors, 'password')}
          >
            <TextInput type="password" size="medium" autoComplete="new-password" />
          </Field>
          <Actions>
            <Button>Задать пароль</Button>
            <Link to={`/admin/users/${user.id}`}>Не менять</Link>
          </Actions>
        </Fields>
      </Form>
    </Page>
  );
}
