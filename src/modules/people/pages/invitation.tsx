import { Form, redirect } from 'react-router';
import { z } from 'zod';
import { AppError } from '#kernel/errors.ts';
import { errorOf, invalid, parseForm, refused } from '#web/forms.ts';
import type { ActionArgs, LoaderArgs, PageProps } from '#web/page-types.ts';
import { beforeSignIn } from '#web/request.ts';
import { BareFrame } from '#web/shell/frame.tsx';
import { Button, ErrorSummary, Field, Fields, Page, TextInput } from '#web/ui/index.ts';
import { acceptInvitation, invitedBy } from '../commands/passwords.ts';
import { signIn } from '../commands/sign-in.ts';

const schema = z.object({ password: z.string({ error: 'Придумайте пароль.' }) });

export async function loader({ params, context }: LoaderArgs) {
  const invited = await invitedBy(beforeSignIn(context), params['token'] ?? '');
  if (!invited) throw new AppError('invitationExpired');
  return { name: invited.name, email: invited.email };
}

/** The new password signs its owner in at once. */
export async function action({ request, params, context }: ActionArgs) {
  const services = beforeSignIn(context);
  const form = await request.formData();
  const parsed = parseForm(schema, form);
  if (!parsed.ok) return invalid(parsed);
  try {
    const { password } = parsed.value;
    const { email } = await acceptInvitation(services, params['token'] ?? '', password);
    const { outcome, headers } = await signIn(services, request, { email, password });
    return redirect(outcome === 'signed-in' ? '/' : '/sign-in/code', { headers });
  } catch (error) {
    return refused(error, form, 'password');
  }
}

export const meta = () => [{ title: 'Новый пароль — Опора' }];

export default function Invitation({
  loaderData: { name, email },
  actionData,
}: PageProps<typeof loader, typeof action>) {
  const errors = actionData?.errors;
  return (
    <BareFrame>
      <Page title="Придумайте пароль" width="reading" lead={`Учётная запись: ${name}, ${email}`}>
        <ErrorSummary errors={errors} />
        <Form method="post" noValidate>
          <Fields>
            {/* Tells a password manager whose password this is. */}
            <input type="hidden" name="username" autoComplete="username" value={email} />
            <Field
              label="Новый пароль"
              name="password"
              hint="Не короче 15 знаков: например, три-четыре слова подряд."
              error={errorOf(errors, 'password')}
            >
              <TextInput type="password" autoComplete="new-password" size="medium" required />
            </Field>
            <div>
              <Button>Сохранить пароль и войти</Button>
            </div>
          </Fields>
        </Form>
      </Page>
    </BareFrame>
  );
}
