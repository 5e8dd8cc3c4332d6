/** First step of an import: the document as a file or pasted from Word. */
import { type ClipboardEvent, useState } from 'react';
import { Form, redirect } from 'react-router';
import { z } from 'zod';
import { errorOf, invalid, parseForm, refused, valueOf, valuesOf } from '#web/forms.ts';
import type { ActionArgs, LoaderArgs, PageProps } from '#web/page-types.ts';
import { ctxOf } from '#web/request.ts';
import {
  Actions,
  Button,
  ErrorSummary,
  Field,
  Fields,
  FileInput,
  Link,
  Page,
  Prose,
  Section,
  Select,
  Steps,
  Table,
  TextArea,
} from '#web/ui/index.ts';
import { uploadDocument } from '../commands/import-plan.ts';
import { type ReadingRow, recentReadings } from '../queries/readings.ts';
import { insist } from '../policy.ts';
import { organisationOptions } from './parts/organisation-options.ts';
import { IMPORT_STEPS, instantWords } from './parts/words.ts';

const schema = z.object({
  organisation: z.coerce.number({ error: 'Выберите организацию.' }).int(),
  file: z.file().optional(),
  pasted: z.string().max(5_000_000).optional(),
  pastedHtml: z.string().max(20_000_000).optional(),
});

export async function loader({ context }: LoaderArgs) {
  const ctx = ctxOf(context);
  const organisations = await organisationOptions(ctx);
  insist(organisations.length > 0);
  const recent = await recentReadings(ctx.scope, ctx.db, ctx.actor.userId);
  return {
    organisations,
    limitMb: Math.round(ctx.config.uploadLimitBytes / 1024 / 1024),
    recent: recent.map((row) => ({ ...row, at: instantWords(row.at, ctx.config.timeZone) })),
  };
}

export async function action({ request, context }: ActionArgs) {
  const form = await request.formData();
  const parsed = parseForm(schema, form);
  if (!parsed.ok) return invalid(parsed);
  const { organisation, file, pasted, pastedHtml } = parsed.value;
  const document = file !== undefined ? await fileOf(file) : pastedOf(pasted, pastedHtml);
  if (document === null)
    return invalid({
      errors: [{ field: 'file', text: 'Выберите файл или вставьте таблицу из Word.' }],
      values: valuesOf(form),
    });
  try {
    const id = await uploadDocument(ctxOf(context), { organisationId: organisation, ...document });
    // The review page itself says whether the document could be read.
    return redirect(`/plans/import/${id}`);
  } catch (error) {
    return refused(error, form, 'file');
  }
}

async function fileOf(file: File) {
  return { fileName: file.name, bytes: new Uint8Array(await file.arrayBuffer()), contentType: file.type };
}

/** With JavaScript the paste brings its table along; without it, the text with tabs between cells. */
function pastedOf(text: string | undefined, html: string | undefined) {
  if (html !== undefined)
    return { fileName: 'вставлено из Word.html', bytes: new TextEncoder().encode(html), contentType: 'text/html' };
  if (text !== undefined)
    return { fileName: 'вставленный текст.txt', bytes: new TextEncoder().encode(text), contentType: 'text/plain' };
  return null;
}

export const handle = { crumbs: () => [{ label: 'Планы', to: '/plans' }] };
export const meta = () => [{ title: 'Загрузить план — Опора' }];

export default function ImportUpload({
  loaderData: { organisations, limitMb, recent },
  actionData,
}: PageProps<typeof loader, typeof action>) {
  const { errors, values } = actionData ?? {};
  const [html, setHtml] = useState('');
  return (
    <Page title="Загрузить план из документа">
      <Steps steps={IMPORT_STEPS} current={0} />
      <ErrorSummary errors={errors} />
      <Form method="post" encType="multipart/form-data" noValidate>
        <Fields>
          <Field label="Чей план" name="organisation" error={errorOf(errors, 'organisation')}>
            <Select options={organisations} defaultValue={valueOf(values, 'organisation', organisations[0]?.value)} />
          </Field>
          <Field
            label="Файл плана"
            name="file"
            error={errorOf(errors, 'file')}
            hint={`Word (DOCX, DOC, RTF), ODT, PDF с текстом, Excel, HTML или текст; до ${limitMb} МБ.`}
          >
            <FileInput accept=".docx,.doc,.rtf,.odt,.pdf,.xlsx,.ods,.html,.htm,.txt" />
          </Field>
          <Field
            label="Или вставьте таблицу из Word"
            name="pasted"
            hint={
              <span aria-live="polite">
                {html === ''
                  ? 'Выделите план в Word, скопируйте и вставьте сюда.'
                  : 'Таблица вставлена со строками и столбцами.'}
              </span>
            }
          >
            <TextArea
              rows={5}
              defaultValue={valueOf(values, 'pasted')}
              onPaste={(event) => setHtml(tableIn(event))}
              onChange={(event) => {
                if (event.target.value === '') setHtml('');
              }}
            />
          </Field>
          <input type="hidden" name="pastedHtml" value={html} />
          <Actions>
            <Button>Прочитать документ</Button>
          </Actions>
        </Fields>
      </Form>
      <Prose>
        <p>
          Опора разберёт документ на мероприятия, сроки, ответственных и результаты и покажет, что поняла. План появится
          только после вашей проверки.
        </p>
      </Prose>
      {recent.length === 0 ? null : (
        <Section title="Ваши последние загрузки">
          <Table caption="Последние загрузки" hideCaption rows={recent} rowKey={(row) => row.id} columns={RECENT} />
        </Section>
      )}
    </Page>
  );
}

function tableIn(event: ClipboardEvent): string {
  const html = event.clipboardData.getData('text/html');
  return /<table[\s>]/i.test(html) ? html : '';
}

const STATES = { recognised: 'ждёт проверки', failed: 'не прочитан', saved: 'сохранён', discarded: 'удалён' } as const;

const RECENT = [
  {
    key: 'file',
    header: 'Файл',
    width: 'wide' as const,
    cell: (row: ReadingRow) => (
      <Link to={row.planId === null ? `/plans/import/${row.id}` : `/plans/${row.planId}`}>{row.fileName}</Link>
    ),
  },
  { key: 'organisation', header: 'Организация', cell: (row: ReadingRow) => row.organisation },
  { key: 'at', header: 'Когда', cell: (row: ReadingRow) => row.at },
  { key: 'measures', header: 'Мероприятий', numeric: true, cell: (row: ReadingRow) => row.measures ?? '—' },
  { key: 'state', header: 'Состояние', cell: (row: ReadingRow) => STATES[row.state] },
];
