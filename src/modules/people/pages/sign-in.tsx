import { Form, redirect } from 'react-router';
import { z } from 'zod';
import { count } from '#kernel/plural.ts';
import { appearanceCookie, appearanceOf, isAppearance, USUAL_APPEARANCE } from '#web/appearance.ts';
import { errorOf, invalid, parseForm, refused, valueOf } from '#web/forms.ts';
import type { ActionArgs, LoaderArgs, PageProps } from '#web/page-types.ts';
import { ownAddress } from '#web/own-address.ts';
import { beforeSignIn } from '#web/request.ts';
import { BareFrame } from '#web/shell/frame.tsx';
import { useMarksUnsent } from '#web/shell/unsent.tsx';
import { Button, ButtonLink, ErrorSummary, Field, Fields, Notice, Page, Section, TextInput } from '#web/ui/index.ts';
import { type DemoAccount, demoAccounts } from '../queries/demo-accounts.ts';
import { signIn } from '../commands/sign-in.ts';
import { savedPreferences } from '../commands/profile.ts';
import styles from './sign-in.module.css';

const schema = z.object({
  email: z.email(),
  password: z.string({ error: 'Введите пароль.' }),
  next: z.string().optional(),
});

export async function loader({ request, context }: LoaderArgs) {
  const { actor, auth, config, db } = beforeSignIn(context);
  const next = ownAddress(new URL(request.url).searchParams.get('next'));
  if (actor) throw redirect(next);
  const idle = (await auth.endedByIdleness(request)) ? timeInWords(config.sessionIdleMinutes) : null;
  return { next, idle, provider: auth.provider?.name ?? null, demo: await demoAccounts(db) };
}

export async function action({ request, context }: ActionArgs) {
  const visit = beforeSignIn(context);
  const form = await request.formData();
  const parsed = parseForm(schema, form);
  if (!parsed.ok) return invalid(parsed);
  try {
    const { outcome, headers } = await signIn(visit, request, parsed.value);
    const next = ownAddress(parsed.value.next);
    if (outcome === 'second-factor') return redirect(`/sign-in/code?${new URLSearchParams({ next })}`, { headers });
    const saved = await savedPreferences(visit.db, parsed.value);
    // The account's, or what was chosen here before; in any case a cookie, or every page would ask the account.
    const look = isAppearance(saved) ? saved : (appearanceOf(request) ?? USUAL_APPEARANCE);
    headers.append('Set-Cookie', appearanceCookie(look));
    return redirect(next, { headers });
  } catch (error) {
    return refused(error, form, 'password');
  }
}

export const meta = () => [{ title: 'Вход — Опора' }];

export default function SignIn({
  loaderData: { next, idle, provider, demo },
  actionData,
}: PageProps<typeof loader, typeof action>) {
  const { errors, values } = actionData ?? {};
  useMarksUnsent();
  return (
    <BareFrame>
      <div className={styles.columns}>
        <Page title="Вход" lead="Рабочая система поддержки школ: планы, исполнение, отчёты.">
          {idle && !errors ? (
            <Notice tone="info" title="Вы вышли автоматически">
              <p>Больше {idle} на этом устройстве ничего не происходило. Войдите снова: вы вернётесь туда же.</p>
            </Notice>
          ) : null}
          {provider ? (
            <p className={styles.provider}>
              <ButtonLink to={`/sign-in/provider?${new URLSearchParams({ next })}`} leaves>
                Войти через {provider}
              </ButtonLink>
            </p>
          ) : null}
          <ErrorSummary errors={errors} />
          <Form method="post" noValidate>
            <Fields>
              <input type="hidden" name="next" value={next} />
              <Field label="Электронная почта" name="email" error={errorOf(errors, 'email')}>
                <TextInput
                  type="email"
                  autoComplete="username"
                  size="medium"
                  defaultValue={valueOf(values, 'email')}
                  required
                />
              </Field>
              <Field label="Пароль" name="password" error={errorOf(errors, 'password')}>
                <TextInput type="password" autoComplete="current-password" size="medium" required />
              </Field>
              <div>
                <Button>Войти</Button>
              </div>
            </Fields>
          </Form>
          <p className={styles.help}>
            Забыли пароль или у вас ещё нет учётной записи? Обратитесь к администратору вашей организации: он создаст её
            или задаст новый пароль.
          </p>
        </Page>
        {demo.length > 0 ? <DemoAccounts accounts={demo} next={next} /> : null}
      </div>
    </BareFrame>
  );
}

/** «8 часов», after «больше». */
function timeInWords(minutes: number): string {
  return minutes % 60 === 0
    ? count(minutes / 60, 'часа', 'часов', 'часов')
    : count(minutes, 'минуты', 'минут', 'минут');
}

function DemoAccounts({ accounts, next }: { accounts: DemoAccount[]; next: string }) {
  return (
    <Section title="Демонстрационный регион">
      <p className={styles.help}>Все организации, люди и документы здесь вымышлены. Войдите в одной из ролей:</p>
      <ul className={styles.accounts}>
        {accounts.map(({ email, password, title }) => (
          <li key={email}>
            <Form method="post">
              <input type="hidden" name="next" value={next} />
              <input type="hidden" name="email" value={email} />
              <input type="hidden" name="password" value={password} />
              <Button variant="link">{title}</Button>
              <p className={styles.account}>
                {email} · {password}
              </p>
            </Form>
          </li>
        ))}
      </ul>
    </Section>
  );
}
