import { Form } from 'react-router';
import { z } from 'zod';
import { AppError, isAppError } from '#kernel/errors.ts';
import { count } from '#kernel/plural.ts';
import type { Ctx } from '#platform/context.ts';
import { redirectWith } from '#web/flash.ts';
import { errorOf, invalid, parseForm, refused, valueOf } from '#web/forms.ts';
import type { ActionArgs, LoaderArgs, PageProps } from '#web/page-types.ts';
import { ctxOf } from '#web/request.ts';
import { Actions, Button, ErrorSummary, Field, Fields, Link, Page, TextInput } from '#web/ui/index.ts';
import { disableUser, enableUser, endSessions, updateUser } from '../commands/accounts.ts';
import { inviteAgain } from '../commands/passwords.ts';
import { administeredScope } from '../policy.ts';
import { userById } from '../queries/people.ts';

const schema = z.object({ name: z.string(), email: z.email(), post: z.string().max(300).optional() });

export async function loader({ params, context }: LoaderArgs) {
  const { actor, db } = ctxOf(context);
  const user = await userById(administeredScope(actor), db, params['userId'] ?? '');
  if (!user) throw new AppError('notFound', { text: 'Такого пользователя нет, или он не из ваших организаций.' });
  return { user };
}

export async function action({ request, params, context }: ActionArgs) {
  const ctx = ctxOf(context);
  const id = params['userId'] ?? '';
  const form = await request.formData();
  const intent = form.get('intent');
  if (intent !== null) return changeAccess(ctx, id, String(intent)).catch((error: unknown) => sayWhy(error, id));
  const parsed = parseForm(schema, form);
  if (!parsed.ok) return invalid(parsed);
  try {
    await updateUser(ctx, id, { ...parsed.value, post: parsed.value.post ?? null });
  } catch (error) {
    return refused(error, form);
  }
  return redirectWith(`/admin/users/${id}`, 'Сведения о пользователе сохранены');
}

/** Buttons of the user's page. */
async function changeAccess(ctx: Ctx, id: string, intent: string) {
  const page = `/admin/users/${id}`;
  const action = `${page}/account`;
  switch (intent) {
    case 'invite':
      await inviteAgain(ctx, id);
      return redirectWith(page, 'Ссылка для нового пароля отправлена. Прежние ссылки больше не действуют');
    case 'disable':
      await disableUser(ctx, id);
      return redirectWith(page, 'Учётная запись отключена, все сеансы завершены', {
        undo: { action, fields: { intent: 'enable' }, label: 'Включить снова' },
      });
    case 'enable':
      await enableUser(ctx, id);
      return redirectWith(page, 'Учётная запись включена');
    case 'end-sessions': {
      const ended = await endSessions(ctx, id);
      return redirectWith(
        page,
        ended === 0
          ? 'Открытых сеансов не было'
          : `Завершено: ${count(ended, 'сеанс', 'сеанса', 'сеансов')}. Нужно будет войти заново`,
      );
    }
    default:
      throw new AppError('badRequest');
  }
}

/** A button has no form to show a refusal at: the page says why. */
function sayWhy(error: unknown, id: string) {
  if (!isAppError(error) || error.status !== 409) throw error;
  return redirectWith(`/admin/users/${id}`, `${error.text} ${error.advice}`, { tone: 'warning' });
}

export const meta = () => [{ title: 'Изменить учётную запись — Опора' }];
export const handle = {
  crumbs: ({ user }: PageProps<typeof loader>['loaderData']) => [
    { label: 'Администрирование', to: '/admin' },
    { label: 'Пользователи', to: '/admin/users' },
    { label: user.name, to: `/admin/users/${user.id}` },
  ],
};

export default function UserAccountPage({ loaderData: { user }, actionData }: PageProps<typeof loader, typeof action>) {
  const { errors, values } = actionData ?? {};
  return (
    <Page title="Изменить учётную запись" caption={user.name} width="reading">
      <ErrorSummary errors={errors} />
      <Form method="post" noValidate>
        <Fields>
          <Field label="Имя" name="name" error={errorOf(errors, 'name')}>
            <TextInput defaultValue={valueOf(values, 'name', user.name)} />
          </Field>
          <Field label="Электронная почта" name="email" hint="Она же имя для входа" error={errorOf(errors, 'email')}>
            <TextInput type="email" size="medium" defaultValue={valueOf(values, 'email', user.email)} />
          </Field>
          <Field label="Должность" name="post" error={errorOf(errors, 'post')}>
            <TextInput defaultValue={valueOf(values, 'post', user.post)} />
          </Field>
          <Actions>
            <Button>Сохранить</Button>
            <Link to={`/admin/users/${user.id}`}>Не сохранять</Link>
          </Actions>
        </Fields>
      </Form>
    </Page>
  );
}
