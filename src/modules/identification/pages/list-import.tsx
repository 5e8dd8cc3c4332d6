/** A federal or another list from a file: laid beside our own. */
import { Form } from 'react-router';
import { z } from 'zod';
import { redirectWith } from '#web/flash.ts';
import { errorOf, invalid, parseForm, refused, valueOf } from '#web/forms.ts';
import type { ActionArgs, LoaderArgs, PageProps } from '#web/page-types.ts';
import { ctxOf } from '#web/request.ts';
import {
  Actions,
  Button,
  ButtonLink,
  ErrorSummary,
  Field,
  Fields,
  FileInput,
  Link,
  Notice,
  Page,
  Radios,
  Table,
  TextInput,
} from '#web/ui/index.ts';
import { importList } from '../commands/import-list.ts';
import { insist, mayKeepLists } from '../policy.ts';
import { LISTS_CRUMB, regionOf } from './parts/address.ts';
import { schoolsWords } from './parts/words.ts';

const schema = z.object({
  origin: z.enum(['federal', 'other']),
  title: z.string({ error: 'Назовите список.' }).max(500),
  year: z.coerce.number({ error: 'Укажите год.' }).int().min(2000).max(2100),
  source: z.string({ error: 'Укажите, откуда получен список.' }).max(1000),
  file: z.file({ error: 'Выберите файл XLSX или CSV.' }),
});

export async function loader({ context }: LoaderArgs) {
  const ctx = ctxOf(context);
  insist(mayKeepLists(ctx.actor, await regionOf(ctx)));
  return { year: Number(ctx.clock.today().slice(0, 4)) };
}

export async function action({ request, context }: ActionArgs) {
  const ctx = ctxOf(context);
  const region = await regionOf(ctx);
  const form = await request.formData();
  const parsed = parseForm(schema, form);
  if (!parsed.ok) return invalid(parsed);
  const { file, ...rest } = parsed.value;
  try {
    const brought = await importList(ctx, {
      regionId: region.id,
      ...rest,
      file: { bytes: new Uint8Array(await file.arrayBuffer()), name: file.name },
    });
    if (brought.listId !== null && brought.issues.length === 0)
      return redirectWith(
        `/identification/lists/${brought.listId}`,
        `Список загружен, узнаны все школы: ${schoolsWords(brought.recognised)}.`,
      );
    return { brought, errors: undefined, values: undefined };
  } catch (error) {
    return refused(error, form, 'file');
  }
}

export const meta = () => [{ title: 'Загрузить чужой список — Опора' }];
export const handle = { crumbs: () => [LISTS_CRUMB] };

export default function ImportList({ loaderData: { year }, actionData }: PageProps<typeof loader, typeof action>) {
  const { errors, values } = actionData ?? {};
  const brought = actionData && 'brought' in actionData ? actionData.brought : null;
  if (brought)
    return (
      <Page title="Загрузить чужой список">
        <Notice tone={brought.listId === null ? 'error' : 'warning'} title={broughtTitle(brought)}>
          {brought.listId === null ? null : (
            <ButtonLink to={`/identification/lists/${brought.listId}`}>Открыть список</ButtonLink>
          )}
        </Notice>
        <Table
          caption="Что проверить"
          rows={brought.issues}
          rowKey={(issue) => `${issue.where} ${issue.text}`}
          columns={[
            { key: 'where', header: 'Где', cell: ({ where }) => where },
            { key: 'text', header: 'Что не так', width: 'wide', cell: ({ text }) => text },
            { key: 'advice', header: 'Что сделать', width: 'wide', cell: ({ advice }) => advice },
          ]}
        />
        <Link to="/identification/lists/import">Загрузить другой файл</Link>
      </Page>
    );
  return (
    <Page
      title="Загрузить чужой список"
      width="reading"
      lead="Федеральный или другой список ляжет рядом с вашим; ваши списки он не меняет."
    >
      <ErrorSummary errors={errors} />
      <Form method="post" encType="multipart/form-data" noValidate>
        <Fields>
          <Field label="Чей список" name="origin">
            <Radios
              inline
              defaultValue={valueOf(values, 'origin', 'federal')}
              options={[
                { value: 'federal', label: 'федеральный' },
                { value: 'other', label: 'другой' },
              ]}
            />
          </Field>
          <Field label="Название" name="title" error={errorOf(errors, 'title')}>
            <TextInput defaultValue={valueOf(values, 'title')} />
          </Field>
          <Field label="Год" name="year" error={errorOf(errors, 'year')}>
            <TextInput size="short" inputMode="numeric" defaultValue={valueOf(values, 'year', year)} />
          </Field>
          <Field
            label="Откуда получен"
            name="source"
            hint="Например: письмо Рособрнадзора от 12.05.2026 № 02-20"
            error={errorOf(errors, 'source')}
          >
            <TextInput defaultValue={valueOf(values, 'source')} />
          </Field>
          <Field
            label="Файл"
            name="file"
            hint="XLSX или CSV со столбцами «Муниципалитет», «Школа», «Логин»; достаточно школы или логина."
            error={errorOf(errors, 'file')}
          >
            <FileInput accept=".xlsx,.csv,.txt" />
          </Field>
          <Actions>
            <Button>Загрузить список</Button>
            <Link to="/identification">Не загружать</Link>
          </Actions>
        </Fields>
      </Form>
    </Page>
  );
}

function broughtTitle({ listId, schools, recognised }: { listId: number | null; schools: number; recognised: number }) {
  if (listId === null) return 'Список не загружен: в файле не нашлось школ';
  return `Список загружен: узнаны ${schoolsWords(recognised)} из ${schools}`;
}
