/** A methodology written as text (YAML); what is wrong is told with its line. */
import { data, Form } from 'react-router';
import { isAppError } from '#kernel/errors.ts';
import { redirectWith } from '#web/flash.ts';
import { refused } from '#web/forms.ts';
import type { ActionArgs, LoaderArgs, PageProps } from '#web/page-types.ts';
import { ctxOf } from '#web/request.ts';
import { Actions, Button, ErrorSummary, Field, Fields, Link, Page, Prose, Table, TextArea } from '#web/ui/index.ts';
import { saveMethodologyDraft } from '../commands/methodologies.ts';
import { shippedMethodology } from '../methodology/shipped.ts';
import { readMethodology } from '../methodology/text.ts';
import { insist, mayKeepLists } from '../policy.ts';
import { LISTS_CRUMB, METHODOLOGIES_CRUMB, regionOf } from './parts/address.ts';
import { startingText } from './parts/methodology-address.ts';

/** A new methodology starts from one that is whole, with a code of its own. */
const EXAMPLE = 'federal-2025';

export async function loader({ request, context }: LoaderArgs) {
  const ctx = ctxOf(context);
  insist(mayKeepLists(ctx.actor, await regionOf(ctx)));
  const from = new URL(request.url).searchParams.get('from');
  const start = await startingText(ctx, from);
  const text =
    start.code === null
      ? (await shippedMethodology(EXAMPLE)).text
          .replace(/^id: .*$/m, 'id: own-methodology')
          .replace(/^title: .*$/m, 'title: Своя методика')
      : start.text;
  return { from, text, edits: start.edits, isNew: start.code === null };
}

export async function action({ request, context }: ActionArgs) {
  const ctx = ctxOf(context);
  const region = await regionOf(ctx);
  const form = await request.formData();
  // Browsers send the ends of lines as two characters.
  const text = String(form.get('text') ?? '').replaceAll('\r\n', '\n');
  const { issues } = readMethodology(text);
  if (issues.length > 0)
    return data(
      {
        issues: issues.map((issue) => ({ ...issue, line: lineAt(text, issue.where) })),
        errors: [{ field: 'text', text: 'В тексте есть ошибки: они перечислены ниже с номерами строк.' }],
        values: { text },
      },
      { status: 422 },
    );
  try {
    const edits = Number(form.get('edits'));
    const id = await saveMethodologyDraft(ctx, {
      regionId: region.id,
      text,
      ...(edits > 0 ? { edits } : {}),
    });
    return redirectWith(
      `/identification/methodologies/${id}`,
      'Черновик сохранён. Проверьте описание и опубликуйте версию.',
    );
  } catch (error) {
    if (!isAppError(error)) throw error;
    return refused(error, form, 'text');
  }
}

/** What stands in the line that an issue names. */
function lineAt(text: string, where: string): string {
  const number = Number(/строка (\d+)/.exec(where)?.[1]);
  return text.split('\n')[number - 1]?.trim() ?? '';
}

export const meta = () => [{ title: 'Методика текстом — Опора' }];
export const handle = { crumbs: () => [LISTS_CRUMB, METHODOLOGIES_CRUMB] };

export default function MethodologyAsText({
  loaderData: { text, edits, isNew, from },
  actionData,
}: PageProps<typeof loader, typeof action>) {
  const issues = actionData && 'issues' in actionData ? actionData.issues : [];
  const typed = actionData?.values?.['text'];
  return (
    <Page title={isNew ? 'Новая методика' : 'Методика текстом'}>
      <Prose>
        <p>
          Методика записана на YAML. Поле id — её код: с прежним кодом получится новая версия, с другим — новая
          методика. Номер версии Опора ставит сама.
        </p>
        {from === null ? null : (
          <p>
            <Link to={`/identification/methodologies/form?from=${encodeURIComponent(from)}`}>
              Изменить значения формой
            </Link>
          </p>
        )}
      </Prose>
      <ErrorSummary errors={actionData?.errors} />
      {issues.length > 0 ? (
        <Table
          caption="Что исправить"
          rows={issues}
          rowKey={(issue) => `${issue.where} ${issue.text}`}
          columns={[
            { key: 'where', header: 'Где', cell: ({ where }) => where },
            { key: 'line', header: 'Что там написано', cell: ({ line }) => <code>{line}</code> },
            { key: 'text', header: 'Что не так', width: 'wide', cell: (issue) => issue.text },
            { key: 'advice', header: 'Что сделать', width: 'wide', cell: ({ advice }) => advice },
          ]}
        />
      ) : null}
      <Form method="post" noValidate>
        <Fields>
          <input type="hidden" name="edits" value={edits ?? ''} />
          <Field label="Текст методики" name="text">
            <TextArea rows={32} spellCheck={false} defaultValue={typeof typed === 'string' ? typed : text} />
          </Field>
          <Actions>
            <Button>Сохранить черновик</Button>
            <Link to="/identification/methodologies">Не сохранять</Link>
          </Actions>
        </Fields>
      </Form>
    </Page>
  );
}
