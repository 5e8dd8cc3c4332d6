/** A new version by form: its words and the values of its parameters; the rule itself is changed as text. */
import { Form } from 'react-router';
import { z } from 'zod';
import { USE_NAMES } from '#kernel/permitted-use.ts';
import { redirectWith } from '#web/flash.ts';
import { errorOf, invalid, parseForm, refused, valueOf, valuesOf, valuesOfGroup } from '#web/forms.ts';
import type { ActionArgs, LoaderArgs, PageProps } from '#web/page-types.ts';
import { ctxOf } from '#web/request.ts';
import {
  Actions,
  Button,
  Checkboxes,
  ErrorSummary,
  Field,
  FieldRow,
  Fields,
  Link,
  Page,
  Section,
  Select,
  TextArea,
  TextInput,
} from '#web/ui/index.ts';
import { saveMethodologyDraft } from '../commands/methodologies.ts';
import { CERTAINTY_NAMES } from '../methodology/describe.ts';
import { withEdits } from '../methodology/edited.ts';
import { methodologyFromText, readMethodology } from '../methodology/text.ts';
import { insist, mayKeepLists } from '../policy.ts';
import { LISTS_CRUMB, METHODOLOGIES_CRUMB, regionOf } from './parts/address.ts';
import { startingText } from './parts/methodology-address.ts';
import { parameterFields, UNCERTAINTIES, written } from './parts/settings.ts';

const certainty = z.enum(['confirmed', 'partly-confirmed', 'assumed']);
const schema = z.object({
  id: z
    .string({ error: 'Укажите код.' })
    .regex(/^[a-z0-9]+(-[a-z0-9]+)*$/, { error: 'Код пишется латинскими буквами, цифрами и дефисами.' }),
  title: z.string({ error: 'Укажите название.' }).max(300),
  description: z.string({ error: 'Опишите методику.' }).max(3000),
  source: z.string({ error: 'Укажите источник: документ, сайт, чьё решение.' }).max(3000),
  certainty,
  permittedUses: z.array(z.string()).min(1, { error: 'Отметьте хотя бы одно использование.' }),
  chance: z.string().optional(),
});

export async function loader({ request, context }: LoaderArgs) {
  const ctx = ctxOf(context);
  insist(mayKeepLists(ctx.actor, await regionOf(ctx)));
  const from = new URL(request.url).searchParams.get('from') ?? 'shipped:federal-2025';
  const { text, edits } = await startingText(ctx, from);
  const { methodology } = methodologyFromText(text);
  return {
    from,
    edits,
    head: {
      id: methodology.id,
      title: methodology.title,
      description: methodology.description,
      source: methodology.source,
      certainty: methodology.certainty,
      permittedUses: methodology.permittedUses,
    },
    parameters: parameterFields(methodology).map((field, index) => ({
      ...field,
      certainty: Object.values(methodology.parameters)[index]?.certainty ?? 'assumed',
    })),
  };
}

export async function action({ request, context }: ActionArgs) {
  const ctx = ctxOf(context);
  const region = await regionOf(ctx);
  const form = await request.formData();
  const from = new URL(request.url).searchParams.get('from') ?? 'shipped:federal-2025';
  const parsed = parseForm(schema, form);
  if (!parsed.ok) return invalid(parsed);
  try {
    const { text, edits } = await startingText(ctx, from);
    const names = Object.keys(methodologyFromText(text).methodology.parameters);
    const { chance, ...head } = parsed.value;
    const values = names.map((name) => [name, Number(String(form.get(`p.${name}`)).replace(',', '.'))] as const);
    const wrong = values.filter(([name, value]) => !String(form.get(`p.${name}`) ?? '').trim() || Number.isNaN(value));
    if (wrong.length > 0)
      return invalid({
        errors: wrong.map(([name]) => ({ field: `p.${name}`, text: 'Укажите число.' })),
        values: valuesOf(form),
      });
    const edited = withEdits(text, {
      ...head,
      parameters: Object.fromEntries(values),
      certainties: Object.fromEntries(
        names.map((name) => [name, certainty.catch('assumed').parse(form.get(`c.${name}`))]),
      ),
      uncertainty: UNCERTAINTIES.find(({ value }) => value === chance)?.uncertainty,
    });
    const { issues } = readMethodology(edited);
    if (issues.length > 0)
      return invalid({
        errors: issues.map((issue) => ({ field: fieldOf(issue.where), text: `${issue.text} ${issue.advice}` })),
        values: valuesOf(form),
      });
    const id = await saveMethodologyDraft(ctx, { regionId: region.id, text: edited, ...(edits ? { edits } : {}) });
    return redirectWith(
      `/identification/methodologies/${id}`,
      'Черновик сохранён. Проверьте описание и опубликуйте версию.',
    );
  } catch (error) {
    return refused(error, form);
  }
}

/** «строка 12, «parameters.threshold.value»» → 'p.threshold' */
function fieldOf(where: string): string {
  const path = /«([^»]+)»/.exec(where)?.[1] ?? '';
  const parameter = /^parameters\.(\w+)/.exec(path)?.[1];
  return parameter ? `p.${parameter}` : path;
}

export const meta = () => [{ title: 'Новая версия методики — Опора' }];
export const handle = { crumbs: () => [LISTS_CRUMB, METHODOLOGIES_CRUMB] };

export default function MethodologyForm({
  loaderData: { head, parameters, edits, from },
  actionData,
}: PageProps<typeof loader, typeof action>) {
  const { errors, values } = actionData ?? {};
  const certainties = Object.entries(CERTAINTY_NAMES).map(([value, label]) => ({ value, label }));
  return (
    <Page
      title={edits === null ? 'Новая версия методики' : 'Черновик методики'}
      caption={head.title}
      width="reading"
      lead="Само правило меняют текстом; здесь — слова и значения параметров."
    >
      <ErrorSummary errors={errors} />
      <Form method="post" noValidate>
        <Fields>
          <Field
            label="Код"
            name="id"
            hint="С прежним кодом получится новая версия, с другим — новая методика."
            error={errorOf(errors, 'id')}
          >
            <TextInput size="medium" defaultValue={valueOf(values, 'id', head.id)} />
          </Field>
          <Field label="Название" name="title" error={errorOf(errors, 'title')}>
            <TextInput defaultValue={valueOf(values, 'title', head.title)} />
          </Field>
          <Field label="Описание" name="description" error={errorOf(errors, 'description')}>
            <TextArea rows={4} defaultValue={valueOf(values, 'description', head.description)} />
          </Field>
          <Field label="Источник" name="source" error={errorOf(errors, 'source')}>
            <TextArea rows={3} defaultValue={valueOf(values, 'source', head.source)} />
          </Field>
          <Field label="Достоверность" name="certainty" error={errorOf(errors, 'certainty')}>
            <Select options={certainties} defaultValue={valueOf(values, 'certainty', head.certainty)} />
          </Field>
          <Field label="Разрешённое использование" name="permittedUses" error={errorOf(errors, 'permittedUses')}>
            <Checkboxes
              options={Object.entries(USE_NAMES).map(([value, label]) => ({ value, label }))}
              defaultValue={valuesOfGroup(values, 'permittedUses', head.permittedUses)}
            />
          </Field>
        </Fields>
        <Section title="Параметры">
          <Fields>
            {parameters.map(({ name, title, hint, value, certainty: own }) => (
              <FieldRow key={name}>
                <Field label={title} name={name} hint={hint} error={errorOf(errors, name)}>
                  <TextInput size="short" inputMode="decimal" defaultValue={valueOf(values, name, written(value))} />
                </Field>
                <Field label={`Откуда: ${title.toLowerCase()}`} name={name.replace('p.', 'c.')}>
                  <Select options={certainties} defaultValue={valueOf(values, name.replace('p.', 'c.'), own)} />
                </Field>
              </FieldRow>
            ))}
            <Field label="Как учитывать случайность" name="chance">
              <Select
                options={[{ value: '', label: 'как в методике' }, ...UNCERTAINTIES]}
                defaultValue={valueOf(values, 'chance')}
              />
            </Field>
            <Actions>
              <Button>Сохранить черновик</Button>
              <Link to={`/identification/methodologies/text?from=${encodeURIComponent(from)}`}>Изменить текстом</Link>
              <Link to="/identification/methodologies">Не сохранять</Link>
            </Actions>
          </Fields>
        </Section>
      </Form>
    </Page>
  );
}
