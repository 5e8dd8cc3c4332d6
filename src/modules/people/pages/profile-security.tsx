import { Form } from 'react-router';
import { z } from 'zod';
import { count } from '#kernel/plural.ts';
import { momentIn } from '#platform/clock.ts';
import { redirectWith } from '#web/flash.ts';
import { errorOf, type FieldError, invalid, parseForm, refused, valuesOfGroup } from '#web/forms.ts';
import type { ActionArgs, LoaderArgs, PageProps } from '#web/page-types.ts';
import { beforeSignIn, ctxOf, requestOf } from '#web/request.ts';
import {
  Button,
  Checkbox,
  type Column,
  ErrorSummary,
  Field,
  Fields,
  Section,
  Status,
  Table,
  TextInput,
  VisuallyHidden,
} from '#web/ui/index.ts';
import { deviceName } from '../device-name.ts';
import { changeOwnPassword } from '../commands/passwords.ts';
import { signIn } from '../commands/sign-in.ts';
import { endOwnSessions, hasPassword, ownSessions } from '../commands/profile.ts';

const passwords = z.object({
  currentPassword: z.string({ error: 'Введите нынешний пароль.' }),
  newPassword: z.string({ error: 'Придумайте новый пароль.' }),
});
const ending = z.object({
  session: z.array(z.string()).max(200),
  password: z.string().optional(),
});

export const meta = () => [{ title: 'Пароль и входы — Опора' }];

type SessionView = {
  id: string;
  number: number;
  device: string;
  startedAt: string;
  endsAt: string;
  isCurrent: boolean;
};

export async function loader({ request, context }: LoaderArgs) {
  const ctx = ctxOf(context);
  const current = requestOf(context).auth.tokenOf(request);
  const moment = (instant: Date) => momentIn(ctx.config.timeZone, instant);
  const sessions = (await ownSessions(ctx)).map(
    ({ id, token, startedAt, expiresAt, userAgent }, index): SessionView => ({
      id,
      number: index + 1,
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
    if (parsed.value.session.length === 0)
      return invalid({ errors: [{ field: '', text: 'Отметьте сеансы, которые нужно завершить.' }], values: {} });
    try {
      const ended = await endOwnSessions(ctx, parsed.value.session, parsed.value.password ?? '');
      return redirectWith(
        '/profile/security',
        `Завершено: ${count(ended, 'сеанс', 'сеанса', 'сеансов')}. На тех устройствах нужно будет войти заново`,
      );
    } catch (error) {
      return refused(error, form);
    }
  }
  const parsed = parseForm(passwords, form);
  if (!parsed.ok) return invalid(parsed);
  const { currentPassword, newPassword } = parsed.value;
  try {
    await changeOwnPassword(ctx, { current: currentPassword, next: newPassword });
  } catch (error) {
    return refused(error, form, 'newPassword');
  }
  // All sessions have ended with the old password; this one goes on with the new.
  const credentials = { email: ctx.actor.email, password: newPassword };
  const { outcome, headers } = await signIn(beforeSignIn(context), request, credentials);
  const page = outcome === 'signed-in' ? '/profile/security' : '/sign-in/code?next=/profile/security';
  const response = redirectWith(page, 'Пароль изменён. На других устройствах нужно будет войти заново');
  for (const cookie of headers.getSetCookie()) response.headers.append('Set-Cookie', cookie);
  return response;
}

const columnsOf = (ticked: readonly string[]): Column<SessionView>[] => [
  {
    key: 'end',
    header: 'Завершить',
    cell: ({ id, number, device, startedAt, isCurrent }) =>
      isCurrent ? (
        <Status tone="done">Этот сеанс</Status>
      ) : (
        <Checkbox
          name="session"
          value={id}
          defaultChecked={ticked.includes(id)}
          label={
            <VisuallyHidden>
              Завершить сеанс {number}: {device}, вход {startedAt}
            </VisuallyHidden>
          }
        />
      ),
  },
  { key: 'device', header: 'Устройство', cell: (session) => session.device },
  { key: 'startedAt', header: 'Вход', cell: (session) => session.startedAt },
  { key: 'endsAt', header: 'Действует до', cell: (session) => session.endsAt },
];

export default function ProfileSecurity({
  loaderData: { sessions, hasPassword: hasOne },
  actionData,
}: PageProps<typeof loader, typeof action>) {
  const errors = actionData?.errors;
  return (
    <>
      <ErrorSummary errors={errors} />
      {hasOne ? <PasswordSection errors={errors} /> : <NoPassword />}
      <Section title="Где вы вошли">
        <Form method="post" noValidate>
          <Fields>
            <input type="hidden" name="intent" value="end-session" />
            <Table
              caption="Устройства, на которых открыт вход"
              hideCaption
              columns={columnsOf(valuesOfGroup(actionData?.values, 'session'))}
              rows={sessions}
              rowKey={(session) => session.id}
            />
            {sessions.length > 1 ? <EndSessions hasPassword={hasOne} errors={errors} /> : null}
          </Fields>
        </Form>
      </Section>
    </>
  );
}

type SectionProps = { errors: readonly FieldError[] | undefined };

function EndSessions({ errors, hasPassword: hasOne }: SectionProps & { hasPassword: boolean }) {
  return (
    <>
      {hasOne ? (
        <Field
          label="Ваш пароль"
          name="password"
          hint="Чтобы никто другой не завершил ваши сеансы за вас"
          error={errorOf(errors, 'password')}
        >
          <TextInput type="password" autoComplete="current-password" size="medium" />
        </Field>
      ) : null}
      <div>
        <Button variant="secondary">Завершить отмеченные сеансы</Button>
      </div>
    </>
  );
}

function PasswordSection({ errors }: SectionProps) {
  return (
    <Section title="Пароль">
      <Form method="post" noValidate>
        <Fields>
          <Field label="Нынешний пароль" name="currentPassword" error={errorOf(errors, 'currentPassword')}>
            <TextInput type="password" autoComplete="current-password" size="medium" />
          </Field>
          <Field
            label="Новый пароль"
            name="newPassword"
            hint="Не короче 15 знаков: например, три-четыре слова подряд"
            error={errorOf(errors, 'newPassword')}
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
