import { Form, redirect } from 'react-router';
import { z } from 'zod';
import { isAppError } from '#kernel/errors.ts';
import { errorOf, invalid, parseForm, refused } from '#web/forms.ts';
import { ownAddress } from '#web/own-address.ts';
import type { ActionArgs, LoaderArgs, PageProps } from '#web/page-types.ts';
import { beforeSignIn } from '#web/request.ts';
import { BareFrame } from '#web/shell/frame.tsx';
import { Button, ButtonLink, ErrorSummary, Field, Fields, Page, TextInput } from '#web/ui/index.ts';
import { recordAccess, UNKNOWN } from '../commands/sign-in.ts';

const schema = z.object({ code: z.string({ error: 'Введите код.' }), next: z.string().optional() });

export async function loader({ request, context }: LoaderArgs) {
  const next = ownAddress(new URL(request.url).searchParams.get('next'));
  if (beforeSignIn(context).actor) throw redirect(next);
  return { next };
}

export async function action({ request, context }: ActionArgs) {
  const visit = beforeSignIn(context);
  const form = await request.formData();
  const parsed = parseForm(schema, form);
  if (!parsed.ok) return invalid(parsed);
  try {
    const headers = await visit.auth.bringCode(request, parsed.value.code);
    const signedIn = await visit.auth.ownerOf(headers);
    if (signedIn) await recordAccess(visit, signedIn, 'user.signed-in');
    return redirect(ownAddress(parsed.value.next), { headers });
  } catch (error) {
    if (isAppError(error)) await recordAccess(visit, UNKNOWN, 'user.second-factor-refused');
    return refused(error, form, 'code');
  }
}

export const meta = () => [{ title: 'Код для входа — Опора' }];

/** Second step of signing in. */
export default function SignInCode({ loaderData: { next }, actionData }: PageProps<typeof loader, typeof action>) {
  const errors = actionData?.errors;
  return (
    <BareFrame>
      <Page title="Код для входа" lead="Пароль верный. Введите код из приложения на телефоне.">
        <ErrorSummary errors={errors} />
        <Form method="post" noValidate>
          <Fields>
            <input type="hidden" name="next" value={next} />
            <Field
              label="Код"
              name="code"
              hint="Шесть цифр из приложения или один из запасных кодов"
              error={errorOf(errors, 'code')}
            >
              <TextInput autoComplete="one-time-code" size="medium" required />
            </Field>
            <div>
              <Button>Войти</Button> <ButtonLink to="/sign-in">Начать заново</ButtonLink>
            </div>
          </Fields>
        </Form>
      </Page>
    </BareFrame>
  );
}
