import { Form } from 'react-router';
import { renderSVG } from 'uqr';
import { z } from 'zod';
import { redirectWith } from '#web/flash.ts';
import { errorOf, invalid, parseForm, refused, valuesOf } from '#web/forms.ts';
import type { ActionArgs, LoaderArgs, PageProps } from '#web/page-types.ts';
import { visitOf } from '#web/request.ts';
import { Button, ErrorSummary, Field, Fields, Notice, Section, TextInput } from '#web/ui/index.ts';
import { hasPassword } from '../commands/profile.ts';
import { recordAccess } from '../commands/sign-in.ts';

const PAGE = '/profile/second-factor';
/** Who comes through the provider alone has no password to show. */
const withPassword = z.object({ password: z.string().optional() });
const withCode = z.object({ code: z.string({ error: 'Введите код из приложения.' }) });
const SHOWN = z.object({ uri: z.string().startsWith('otpauth://'), codes: z.string() });

export async function loader({ context }: LoaderArgs) {
  const { actor, db, mustEnrol } = visitOf(context);
  const vouched = actor.provider?.secondFactor ?? false;
  return {
    on: actor.hasSecondFactor && !vouched,
    vouched,
    mustEnrol,
    asksPassword: await hasPassword(db, actor.userId),
  };
}

export async function action({ request, context }: ActionArgs) {
  const visit = visitOf(context);
  const form = await request.formData();
  const intent = form.get('intent');
  // What was shown once comes back with the form, so that a mistyped code does not begin everything anew.
  const shown = SHOWN.safeParse(valuesOf(form)).data ?? null;
  try {
    if (intent === 'confirm') {
      const parsed = parseForm(withCode, form);
      if (!parsed.ok) return { ...invalid(parsed).data, shown };
      const headers = await visit.auth.confirmSecondFactor(request, parsed.value.code);
      await recordAccess(visit, visit.actor.userId, 'user.second-factor-set');
      return withCookies(redirectWith(PAGE, 'Второй фактор включён'), headers);
    }
    const parsed = parseForm(withPassword, form);
    if (!parsed.ok) return { ...invalid(parsed).data, shown: null };
    if (parsed.value.password === undefined && (await hasPassword(visit.db, visit.actor.userId)))
      return { errors: [{ field: 'password', text: 'Введите пароль.' }], values: undefined, shown: null };
    if (intent === 'remove') {
      const headers = await visit.auth.removeSecondFactor(request, parsed.value.password);
      await recordAccess(visit, visit.actor.userId, 'user.second-factor-removed');
      return withCookies(redirectWith(PAGE, 'Второй фактор отключён'), headers);
    }
    const { uri, recoveryCodes } = await visit.auth.prepareSecondFactor(request, parsed.value.password);
    return { errors: undefined, values: undefined, shown: { uri, codes: recoveryCodes.join(' ') } };
  } catch (error) {
    return { ...refused(error, form, intent === 'confirm' ? 'code' : 'password').data, shown };
  }
}

function withCookies(response: Response, headers: Headers): Response {
  for (const cookie of headers.getSetCookie()) response.headers.append('Set-Cookie', cookie);
  return response;
}

export const meta = () => [{ title: 'Второй фактор — Опора' }];

export default function SecondFactor({ loaderData, actionData }: PageProps<typeof loader, typeof action>) {
  const { on, vouched, mustEnrol, asksPassword } = loaderData;
  const errors = actionData?.errors;
  const shown = actionData?.shown;
  return (
    <Section title="Второй фактор входа">
      {mustEnrol ? (
        <Notice tone="warning" title="Администратору нужен второй фактор">
          Пока он не включён, остальные страницы закрыты. Понадобится телефон с приложением для кодов.
        </Notice>
      ) : null}
      <p>
        Кроме пароля Опора спросит код из приложения на телефоне (Яндекс Ключ, Aegis, любое приложение TOTP).
        Украденного пароля тогда мало.
      </p>
      {vouched ? <p>При этом входе второй фактор уже проверила система входа: свой здесь не обязателен.</p> : null}
      <ErrorSummary errors={errors} />
      {shown && !on ? <Enrolment shown={shown} error={errorOf(errors, 'code')} /> : null}
      {on ? (
        <PasswordForm
          intent="remove"
          button="Отключить второй фактор"
          asks={asksPassword}
          error={errorOf(errors, 'password')}
        />
      ) : shown ? null : (
        <PasswordForm intent="begin" button="Настроить" asks={asksPassword} error={errorOf(errors, 'password')} />
      )}
    </Section>
  );
}

type PasswordFormProps = { intent: string; button: string; asks: boolean; error: string | undefined };

function PasswordForm({ intent, button, asks, error }: PasswordFormProps) {
  return (
    <Form method="post" noValidate>
      <Fields>
        <input type="hidden" name="intent" value={intent} />
        {asks ? (
          <Field label="Ваш пароль" name="password" error={error}>
            <TextInput type="password" autoComplete="current-password" size="medium" />
          </Field>
        ) : null}
        <div>
          <Button>{button}</Button>
        </div>
      </Fields>
    </Form>
  );
}

function Enrolment({ shown, error }: { shown: { uri: string; codes: string }; error: string | undefined }) {
  const secret = new URL(shown.uri).searchParams.get('secret') ?? '';
  const picture = `data:image/svg+xml,${encodeURIComponent(renderSVG(shown.uri))}`;
  return (
    <>
      <ol>
        <li>
          Снимите этот рисунок приложением или введите в него ключ вручную: <code>{secret}</code>
          <div>
            <img src={picture} width={200} height={200} alt="QR-код для приложения; то же самое написано ключом выше" />
          </div>
        </li>
        <li>
          Запишите запасные коды и храните отдельно от телефона. Каждый действует один раз, больше их не покажут:
          <ul>
            {shown.codes.split(' ').map((code) => (
              <li key={code}>
                <code>{code}</code>
              </li>
            ))}
          </ul>
        </li>
        <li>Введите код, который показывает приложение.</li>
      </ol>
      <Form method="post" noValidate>
        <Fields>
          <input type="hidden" name="intent" value="confirm" />
          <input type="hidden" name="uri" value={shown.uri} />
          <input type="hidden" name="codes" value={shown.codes} />
          <Field label="Код из приложения" name="code" hint="Шесть цифр" error={error}>
            <TextInput inputMode="numeric" autoComplete="one-time-code" size="medium" />
          </Field>
          <div>
            <Button>Включить</Button>
          </div>
        </Fields>
      </Form>
    </>
  );
}
