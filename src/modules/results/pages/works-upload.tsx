/** The first step of bringing descriptions of works: the file, and what its name does not say. */
import { Form, Link, redirect } from 'react-router';
import { z } from 'zod';
import { AppError } from '#kernel/errors.ts';
import { ASSESSMENT_KINDS } from '#modules/assessments/index.ts';
import { errorOf, invalid, parseForm, refused, valueOf } from '#web/forms.ts';
import type { ActionArgs, LoaderArgs, PageProps } from '#web/page-types.ts';
import { ctxOf } from '#web/request.ts';
import {
  Actions,
  Button,
  ErrorSummary,
  Field,
  FieldRow,
  Fields,
  FileInput,
  Page,
  Prose,
  Select,
  Steps,
  TextInput,
} from '#web/ui/index.ts';
import { previewWorks } from '../commands/enter-works.ts';
import { regionToKeep } from '../queries/regions.ts';
import { REFERENCE_CRUMB, WORK_STEPS, WORKS_CRUMB } from './parts/scale-words.ts';
import { CRUMBS } from './parts/words.tsx';

const schema = z.object({
  file: z.file({ error: 'Выберите файл с описанием работ.' }),
  kind: z.enum(ASSESSMENT_KINDS).optional(),
  year: z.coerce
    .number({ error: 'Год — число.' })
    .int()
    .min(2000)
    .max(2100, { error: 'Год — от 2000 до 2100.' })
    .optional(),
});

export async function loader({ context }: LoaderArgs) {
  const { scope, db, actor } = ctxOf(context);
  await regionToKeep(scope, db, actor);
  return null;
}

/** The file is kept, so that the check that follows can be left, reloaded and shared. */
export async function action({ request, context }: ActionArgs) {
  const ctx = ctxOf(context);
  const form = await request.formData();
  const parsed = parseForm(schema, form);
  if (!parsed.ok) return invalid(parsed);
  const { file, kind, year } = parsed.value;
  const bytes = new Uint8Array(await file.arrayBuffer());
  try {
    if (bytes.byteLength > ctx.config.uploadLimitBytes) throw new AppError('fileTooLarge');
    await previewWorks(ctx, { bytes, name: file.name }, { kind, year });
  } catch (error) {
    return refused(error, form, 'file');
  }
  const address = new URLSearchParams({
    name: file.name,
    ...(kind ? { kind } : {}),
    ...(year ? { year: String(year) } : {}),
  });
  return redirect(`/results/reference/works/check/${await ctx.files.put(bytes)}?${address}`);
}

export const meta = () => [{ title: 'Загрузить описания работ — Опора' }];
export const handle = { crumbs: () => [CRUMBS, REFERENCE_CRUMB, WORKS_CRUMB] };

export default function WorksUpload({ actionData }: PageProps<typeof loader, typeof action>) {
  const { errors, values } = actionData ?? {};
  return (
    <Page title="Загрузить описания работ" width="reading">
      <Steps steps={WORK_STEPS} current={0} />
      <Prose>
        <p>
          Таблица заданий: «№», «Уровень сложности», «Код КЭС», «Код КТ», «Макс. балл». Столбцы «Класс» и «Предмет»
          позволяют держать в одном файле много работ. Лист «Кодификатор» («Вид», «Код», «Название») даёт темам имена.
        </p>
        <p>
          <Link to="/results/reference/works/export/xlsx" reloadDocument>
            Скачать шаблон
          </Link>
          . Сначала Опора покажет, что не так и что изменится; до подтверждения ничего не запишется.
        </p>
      </Prose>
      <ErrorSummary errors={errors} />
      <Form method="post" encType="multipart/form-data" noValidate>
        <Fields>
          <Field label="Файл" name="file" hint="XLSX, CSV, DOCX или JSON" error={errorOf(errors, 'file')}>
            <FileInput accept=".xlsx,.xlsm,.csv,.txt,.docx,.json" required />
          </Field>
          <FieldRow>
            <Field
              label="Вид процедуры"
              name="kind"
              hint="Если не сказан в имени файла"
              error={errorOf(errors, 'kind')}
            >
              <Select
                size="short"
                defaultValue={valueOf(values, 'kind')}
                options={[
                  { value: '', label: 'по имени файла' },
                  ...ASSESSMENT_KINDS.map((value) => ({ value, label: value })),
                ]}
              />
            </Field>
            <Field label="Год работы" name="year" hint="Если не сказан в имени файла" error={errorOf(errors, 'year')}>
              <TextInput size="short" inputMode="numeric" defaultValue={valueOf(values, 'year')} />
            </Field>
          </FieldRow>
          <Actions>
            <Button>Проверить файл</Button>
            <Link to="/results/reference/works">Не загружать</Link>
          </Actions>
        </Fields>
      </Form>
    </Page>
  );
}
