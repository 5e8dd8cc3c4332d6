/** «Напоминания»: when word of what is overdue goes to the level above. */
import { Form } from 'react-router';
import { z } from 'zod';
import { AppError } from '#kernel/errors.ts';
import { redirectWith } from '#web/flash.ts';
import { errorOf, invalid, parseForm, refused, valueOf } from '#web/forms.ts';
import type { ActionArgs, LoaderArgs, PageProps } from '#web/page-types.ts';
import { ctxOf } from '#web/request.ts';
import { Actions, Button, ErrorSummary, Field, Fields, Link, Page, TextInput } from '#web/ui/index.ts';
import { setEscalationDays } from '../commands/settings.ts';
import { ESCALATION_DAYS } from '../domain.ts';
import { maySetExecution } from '../policy.ts';
import { escalationDays } from '../queries/settings.ts';

const schema = z.object({ escalationDays: z.coerce.number({ error: 'Укажите число дней, например 14.' }) });

export async function loader({ context }: LoaderArgs) {
  const { actor, db } = ctxOf(context);
  if (!maySetExecution(actor)) throw new AppError('notAllowed');
  return { days: await escalationDays(db) };
}

export async function action({ request, context }: ActionArgs) {
  const form = await request.formData();
  const parsed = parseForm(schema, form);
  if (!parsed.ok) return invalid(parsed);
  try {
    await setEscalationDays(ctxOf(context), parsed.value.escalationDays);
  } catch (error) {
    return refused(error, form, 'escalationDays');
  }
  return redirectWith('/admin/settings', 'Настройки сохранены.');
}

export const meta = () => [{ title: 'Напоминания — Опора' }];
export const handle = { crumbs: () => [{ label: 'Администрирование', to: '/admin' }] };

export default function Settings({ loaderData: { days }, actionData }: PageProps<typeof loader, typeof action>) {
  const { errors, values } = actionData ?? {};
  return (
    <Page
      title="Напоминания"
      lead="Исполнителям Опора напоминает за неделю, накануне и когда срок прошёл. Если это не помогло, узнаёт уровень выше."
      width="reading"
    >
      <ErrorSummary errors={errors} />
      <Form method="post" noValidate>
        <Fields>
          <Field
            label="Через сколько дней просрочки сообщать на уровень выше"
            name="escalationDays"
            hint={`От ${ESCALATION_DAYS.least} до ${ESCALATION_DAYS.most}. Сообщение приходит раз в неделю, пока есть просроченное.`}
            error={errorOf(errors, 'escalationDays')}
          >
            <TextInput
              size="short"
              inputMode="numeric"
              defaultValue={valueOf(values, 'escalationDays', String(days))}
            />
          </Field>
          <Actions>
            <Button>Сохранить</Button>
            <Link to="/admin">Не менять</Link>
          </Actions>
        </Fields>
      </Form>
    </Page>
  );
}
