import { Form, redirect } from 'react-router';
import { z } from 'zod';
import { errorOf, invalid, parseForm, refused } from '#web/forms.ts';
import type { ActionArgs, LoaderArgs, PageProps } from '#web/page-types.ts';
import { ctxOf } from '#web/request.ts';
import { Actions, Button, ErrorSummary, Field, Fields, FileInput, Link, Page, Prose, Steps } from '#web/ui/index.ts';
import { COLUMNS } from '../import/columns.ts';
import { previewImport } from '../commands/import.ts';
import { maySomewhere } from '../policy.ts';
import { insist } from './parts/address.ts';
import { IMPORT_STEPS, importAddress } from './parts/import-steps.ts';

const schema = z.object({ file: z.file({ error: 'Выберите файл XLSX или CSV.' }) });

export function loader({ context }: LoaderArgs) {
  const { actor, config } = ctxOf(context);
  insist(maySomewhere(actor));
  return { limitMegabytes: Math.floor(config.uploadLimitBytes / 1024 / 1024) };
}

/** The file is kept, so that the check that follows can be left, reloaded and shared. */
export async function action({ request, context }: ActionArgs) {
  const ctx = ctxOf(context);
  insist(maySomewhere(ctx.actor));
  const form = await request.formData();
  const parsed = parseForm(schema, form);
  if (!parsed.ok) return invalid(parsed);
  const { file } = parsed.value;
  const bytes = new Uint8Array(await file.arrayBuffer());
  try {
    await previewImport(ctx, { bytes, name: file.name });
  } catch (error) {
    return refused(error, form, 'file');
  }
  return redirect(importAddress(await ctx.files.put(bytes), file.name));
}

export const meta = () => [{ title: 'Загрузить список организаций — Опора' }];
export const handle = { crumbs: () => [{ label: 'Школы и организации', to: '/organisations' }] };

export default function ImportUpload({
  loaderData: { limitMegabytes },
  actionData,
}: PageProps<typeof loader, typeof action>) {
  const errors = actionData?.errors;
  return (
    <Page title="Загрузить список организаций" width="reading">
      <Steps steps={IMPORT_STEPS} current={0} />
      <Prose>
        <p>Сначала Опора покажет, что изменится, построчно. Пока вы не подтвердите, ничего не запишется.</p>
        <p>
          Проще всего{' '}
          <Link to="/organisations/export.xlsx" reloadDocument>
            скачать нынешний список
          </Link>
          , поправить его и загрузить обратно. Строки узнаются по кодам и по названию внутри муниципалитета; пустая
          ячейка ничего не меняет.
        </p>
      </Prose>
      <ErrorSummary errors={errors} />
      <Form method="post" encType="multipart/form-data" noValidate>
        <Fields>
          <Field
            label="Файл"
            name="file"
            hint={`XLSX или CSV, до ${limitMegabytes} МБ. Столбцы: ${COLUMNS.map(({ header }) => header.toLowerCase()).join(', ')}.`}
            error={errorOf(errors, 'file')}
          >
            <FileInput accept=".xlsx,.csv,.txt" required />
          </Field>
          <Actions>
            <Button>Проверить файл</Button>
            <Link to="/organisations">Не загружать</Link>
          </Actions>
        </Fields>
      </Form>
    </Page>
  );
}
