import { Form } from 'react-router';
import { z } from 'zod';
import { momentIn } from '#platform/clock.ts';
import { redirectWith } from '#web/flash.ts';
import { errorOf, type FieldError, invalid, parseForm, refused } from '#web/forms.ts';
import type { ActionArgs, LoaderArgs, PageProps } from '#web/page-types.ts';
import { beforeSignIn, ctxOf, requestOf } from '#web/request.ts';
import {
  Button,
  type Column,
  ErrorSummary,
  Field,
  Fields,
  PostButton,
  Section,
  Status,
  Table,
  TextInput,
} from '#web/ui/index.ts';
import { deviceName } from '../device-name.ts';
import { changeOwnPassword } from '../commands/passwords.ts';
import { signIn } from '../commands/sign-in.ts';
import { endOwnSession, hasPassword, ownSessions } from '../commands/profile.ts';

const passwords = z.object({
  current: z.string({ error: 'Введите нынешний пароль.' }),
  next: z.string({ error: 'Придумайте новый пароль.' }),
});
const ending = z.object({ session: z.string() });

type SessionView = { id: string; device: string; startedAt: string; endsAt: string; isCurrent: boolean };

export async function loader({ request, context }: LoaderArgs) {
  const ctx = ctxOf(context);
  const current = requestOf(context).auth.tokenOf(request);
  const moment = (instant: Date) => momentIn(ctx.config.timeZone, instant);
  const sessions = (await ownSessions(ctx)).map(
    ({ id, token, startedAt, expiresAt, userAgent }): SessionView => ({
      id,
      device: deviceName(userAgent),
      startedAt: moment(startedAt),
      endsAt: moment(expiresAt),
      isCurrent: token === current,
    }),
  );
  return { sessions, hasPassword: await hasPassword(ctx.db, ctx.actor.userId) };
}

export async function action({ request, context }: ActionArgs) {
  const ctx = ctxOf(context);
  const form = await request.formData();
  if (form.get('intent') === 'end-session') {
    const parsed = parseForm(ending, form);
    if (!parsed.ok) return invalid(parsed);
    await endOwnSession(ctx, parsed.value.session);
    return redirectWith('/profile/security', 'Сеанс завершён: на том устройстве нужно будет войти заново');
  }
  const parsed = parseForm(passwords, form);
  if (!parsed.ok) return invalid(parsed);
  try {
    await changeOwnPassword(ctx, parsed.value);
  } catch (error) {
    return refused(error, form, 'next');
  }
  // All sessions have ended with the old password; this one goes on with the new.
  const credentials = { email: ctx.actor.email, password: parsed.value.next };
  const { outcome, headers } = await signIn(beforeSignIn(context), request, credentials);
  const page = outcome === 'signed-in' ? '/profile/security' : '/sign-in/code?next=/profile/security';
  const response = redirectWith(page, 'Пароль изменён. На других устройствах нужно будет войти заново');
  for (const cookie of headers.getSetCookie()) response.headers.append('Set-Cookie', cookie);
  return response;
}

const COLUMNS: Column<SessionView>[] = [
  { key: 'device', header: 'Устройство', cell: (session) => session.device },
  { key: 'startedAt', header: 'Вход', cell: (session) => session.startedAt },
  { key: 'endsAt', header: 'Действует до', cell: (session) => session.endsAt },
  {
    key: 'end',
    header: 'Действие',
    cell: (session) =>
      session.isCurrent ? (
        <Status tone="done">Этот сеанс</Status>
      ) : (
        <PostButton variant="link" fields={{ intent: 'end-session', session: session.id }}>
          Завершить
        </PostButton>
      ),
  },
];

export default function ProfileSecurity({
  loaderData: { sessions, hasPassword: hasOne },
  actionData,
}: PageProps<typeof loader, typeof action>) {
  const errors = actionData?.errors;
  return (
    <>
      {hasOne ? <PasswordSection errors={errors} /> : <NoPassword />}
      <Section title="Где вы вошли">
        <Table
          caption="Устройства, на которых открыт вход"
          hideCaption
          columns={COLUMNS}
          rows={sessions}
          rowKey={(session) => session.id}
        />
      </Section>
    </>
  );
}

function PasswordSection({ errors }: { errors: readonly FieldError[] | undefined }) {
  return (
    <Section title="Пароль">
      <ErrorSummary errors={errors} />
      <Form method="post" noValidate>
        <Fields>
          <Field label="Нынешний пароль" name="current" error={errorOf(errors, 'current')}>
            <TextInput type="password" autoComplete="current-password" size="medium" />
          </Field>
          <Field
            label="Новый пароль"
            name="next"
            hint="Не короче 15 знаков: например, три-четыре слова подряд"
            error={errorOf(errors, 'next')}
          >
            <TextInput type="password" autoComplete="new-password" size="medium" />
          </Field>
          <div>
            <Button>Сменить пароль</Button>
          </div>
        </Fields>
      </Form>
    </Section>
  );
}

function NoPassword() {
  return (
    <Section title="Пароль">
      <p>Пароля в Опоре у вас нет: вы входите через систему входа и меняете пароль там.</p>
    </Section>
  );
}
