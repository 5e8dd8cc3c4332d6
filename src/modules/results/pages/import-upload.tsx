import { Form, redirect } from 'react-router';
import { z } from 'zod';
import { formatNumber } from '#kernel/format.ts';
import { count } from '#kernel/plural.ts';
import { momentIn } from '#platform/clock.ts';
import { errorOf, invalid, parseForm, refused, valueOf } from '#web/forms.ts';
import type { ActionArgs, LoaderArgs, PageProps } from '#web/page-types.ts';
import { ctxOf } from '#web/request.ts';
import {
  Actions,
  Button,
  type Column,
  EmptyState,
  ErrorSummary,
  Field,
  Fields,
  Link,
  Notice,
  Page,
  Progress,
  Prose,
  Section,
  Steps,
  Table,
  TextInput,
} from '#web/ui/index.ts';
import { openImport, receiveFile, startReading } from '../commands/receive.ts';
import { recentImports } from '../queries/imports.ts';
import { regionToKeep } from '../queries/regions.ts';
import { DropZone } from './parts/drop-zone.tsx';
import { useUpload } from './parts/use-upload.ts';
import { CRUMBS, StateMark, STEPS } from './parts/words.tsx';

const YEAR = { error: 'Год — число от 2000 до 2100.' };
const schema = z.object({
  year: z.coerce.number(YEAR).int(YEAR).min(2000, YEAR).max(2100, YEAR).optional(),
  files: z.array(z.file()).min(1, { error: 'Выберите хотя бы один файл XLSX или CSV.' }),
});

export async function loader({ context }: LoaderArgs) {
  const { scope, db, actor, config } = ctxOf(context);
  await regionToKeep(scope, db, actor);
  const imports = await recentImports(scope, db);
  return {
    fileMegabytes: Math.floor(config.uploadLimitBytes / 1024 / 1024),
    batchMegabytes: Math.floor(config.batchLimitBytes / 1024 / 1024),
    imports: imports.map(({ id, state, progress, createdAt, by }) => ({
      id,
      state,
      files: progress.files,
      by,
      at: momentIn(config.timeZone, createdAt),
    })),
  };
}

/** All files in one form: what a browser without JavaScript sends. With it, several come one by one to `import-files.ts`. */
export async function action({ request, context }: ActionArgs) {
  const ctx = ctxOf(context);
  await regionToKeep(ctx.scope, ctx.db, ctx.actor);
  const form = await request.formData();
  const parsed = parseForm(schema, form);
  if (!parsed.ok) return invalid(parsed);
  try {
    const { year, files } = parsed.value;
    const importId = await openImport(ctx, year === undefined ? {} : { year });
    for (const file of files)
      await receiveFile(ctx, importId, {
        name: file.name,
        bytes: new Uint8Array(await file.arrayBuffer()),
        contentType: file.type,
      });
    await startReading(ctx, importId);
    return redirect(`/results/import/${importId}`);
  } catch (error) {
    return refused(error, form, 'files');
  }
}

export const meta = () => [{ title: 'Загрузить результаты — Опора' }];
export const handle = { crumbs: () => [CRUMBS] };

type Loaded = PageProps<typeof loader>['loaderData'];

export default function ImportUpload({ loaderData, actionData }: PageProps<typeof loader, typeof action>) {
  const { fileMegabytes, batchMegabytes, imports } = loaderData;
  const { sending, failure, send, ...zone } = useUpload();
  const errors = failure ? [{ field: 'files', text: failure }] : actionData?.errors;
  return (
    <Page title="Загрузить результаты" width="reading">
      <Steps steps={[...STEPS]} current={0} />
      <Prose>
        <p>
          Загружайте файлы такими, какими их выдала ФИС ОКО или РЦОИ: все сразу, за все предметы и классы. Опора
          прочитает каждый, покажет замечания и что изменится. Пока вы не подтвердите, ничего не запишется.
        </p>
      </Prose>
      <ErrorSummary errors={errors} />
      <Form method="post" encType="multipart/form-data" noValidate onSubmit={send}>
        <Fields>
          <DropZone
            {...zone}
            hint={`XLSX или CSV, каждый до ${fileMegabytes} МБ, вместе до ${batchMegabytes} МБ; можно перетащить сюда.`}
            error={errorOf(errors, 'files')}
          />
          <Field
            label="Год работ"
            name="year"
            hint="Нужен, только если года нет ни в файлах, ни в их названиях"
            error={errorOf(errors, 'year')}
          >
            <TextInput size="short" inputMode="numeric" defaultValue={valueOf(actionData?.values, 'year')} />
          </Field>
          {sending ? (
            <div aria-live="polite">
              <Progress label="Передано файлов" value={sending.done} max={sending.total} />
            </div>
          ) : null}
          <Actions>
            <Button disabled={sending !== null}>Передать и прочитать</Button>
            <Link to="/results">Не загружать</Link>
          </Actions>
        </Fields>
      </Form>
      <Notice title="Что распознаётся">
        <p>
          ВПР в формах 2020, 2021 и 2022 годов. Предмет, класс и год берутся из названий файла и папки: «Математика, 5
          класс. ВПР 2021.xlsx». Чего нет в названии, Опора спросит.
        </p>
      </Notice>
      <Section title="Прежние загрузки" id="recent">
        <Table
          caption={count(imports.length, 'загрузка', 'загрузки', 'загрузок')}
          columns={COLUMNS}
          rows={imports}
          rowKey={({ id }) => id}
          empty={<EmptyState title="Загрузок ещё не было">Здесь будут видны все загрузки региона.</EmptyState>}
        />
      </Section>
    </Page>
  );
}

const COLUMNS: Column<Loaded['imports'][number]>[] = [
  {
    key: 'at',
    header: 'Загрузка',
    cell: ({ id, at }) => (
      <Link to={`/results/import/${id}`}>
        № {id}, {at}
      </Link>
    ),
  },
  { key: 'by', header: 'Кто', cell: ({ by }) => by ?? 'оператор' },
  { key: 'files', header: 'Файлов', numeric: true, cell: ({ files }) => formatNumber(files) },
  { key: 'state', header: 'Состояние', cell: ({ state }) => <StateMark state={state} /> },
];
