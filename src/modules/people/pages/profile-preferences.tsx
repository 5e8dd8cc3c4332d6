import { Form } from 'react-router';
import { z } from 'zod';
import { appearanceCookie, TEXT_SIZES, type TextSize, type Theme, THEMES } from '#web/appearance.ts';
import { redirectWith } from '#web/flash.ts';
import { invalid, parseForm } from '#web/forms.ts';
import type { ActionArgs, LoaderArgs, PageProps } from '#web/page-types.ts';
import { ctxOf } from '#web/request.ts';
import { Button, ErrorSummary, Field, Fields, Radios, Section } from '#web/ui/index.ts';
import { DIGESTS, preferencesOf, savePreferences } from '../commands/profile.ts';

const schema = z.object({
  theme: z.enum(THEMES.map(({ value }) => value) as [Theme, ...Theme[]]),
  textSize: z.coerce.number().pipe(z.literal([...TEXT_SIZES])),
  digest: z.enum(DIGESTS),
});

const DIGEST_CHOICES = [
  { value: 'daily', label: 'Каждое утро', hint: 'Если за сутки ничего не случилось, письма не будет.' },
  { value: 'weekly', label: 'По понедельникам' },
  { value: 'off', label: 'Не присылать', hint: 'Уведомления останутся в Опоре.' },
];

export async function loader({ context }: LoaderArgs) {
  const { db, actor } = ctxOf(context);
  return { preferences: await preferencesOf(db, actor.userId) };
}

export async function action({ request, context }: ActionArgs) {
  const ctx = ctxOf(context);
  const parsed = parseForm(schema, await request.formData());
  if (!parsed.ok) return invalid(parsed);
  await savePreferences(ctx, parsed.value);
  const response = redirectWith('/profile/preferences', 'Настройки сохранены');
  response.headers.append(
    'Set-Cookie',
    appearanceCookie({ theme: parsed.value.theme, textSize: parsed.value.textSize as TextSize }),
  );
  return response;
}

export const meta = () => [{ title: 'Вид и письма — Опора' }];

export default function ProfilePreferences({
  loaderData: { preferences },
  actionData,
}: PageProps<typeof loader, typeof action>) {
  return (
    <Section title="Вид страниц и письма">
      <ErrorSummary errors={actionData?.errors} />
      {/* The same choices stand in the header: changed there, they show here anew. */}
      <Form method="post" key={`${preferences.theme} ${preferences.textSize} ${preferences.digest}`}>
        <Fields>
          <Field label="Цвета" name="theme">
            <Radios options={THEMES} defaultValue={preferences.theme} />
          </Field>
          <Field label="Размер текста" name="textSize">
            <Radios
              inline
              options={TEXT_SIZES.map((size) => ({ value: String(size), label: `${size} %` }))}
              defaultValue={String(preferences.textSize)}
            />
          </Field>
          <Field
            label="Сводка по почте"
            name="digest"
            hint="Приближающиеся и пропущенные сроки, решения по вашим отметкам"
          >
            <Radios options={DIGEST_CHOICES} defaultValue={preferences.digest} />
          </Field>
          <div>
            <Button>Сохранить</Button>
          </div>
        </Fields>
      </Form>
    </Section>
  );
}
