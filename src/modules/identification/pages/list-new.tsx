/** A run becomes the draft of a list. */
import { Form } from 'react-router';
import { z } from 'zod';
import { redirectWith } from '#web/flash.ts';
import { errorOf, invalid, parseForm, refused, valueOf } from '#web/forms.ts';
import type { ActionArgs, LoaderArgs, PageProps } from '#web/page-types.ts';
import { ctxOf } from '#web/request.ts';
import {
  Actions,
  Button,
  Checkbox,
  ErrorSummary,
  Field,
  Fields,
  Link,
  Page,
  SummaryList,
  TextInput,
} from '#web/ui/index.ts';
import { createListFromRun } from '../commands/lists.ts';
import { insist, mayKeepLists } from '../policy.ts';
import { runHead } from '../queries/runs.ts';
import { LISTS_CRUMB, regionOf, RUNS_CRUMB } from './parts/address.ts';
import { PermittedUse } from './parts/frame.tsx';
import { schoolsWords } from './parts/words.ts';

const schema = z.object({
  run: z.coerce.number().int().positive(),
  title: z.string({ error: 'Назовите список.' }).max(500),
  withRisk: z.string().optional(),
});

export async function loader({ request, context }: LoaderArgs) {
  const ctx = ctxOf(context);
  insist(mayKeepLists(ctx.actor, await regionOf(ctx)));
  const run = await runHead(ctx.scope, ctx.db, Number(new URL(request.url).searchParams.get('run')) || 0);
  const { id, year, methodology, summary, permittedUse } = run;
  return {
    run: { id, year, title: methodology.title, permittedUse },
    listed: summary?.listed ?? 0,
    risk: summary?.risk ?? 0,
  };
}

export async function action({ request, context }: ActionArgs) {
  const ctx = ctxOf(context);
  const form = await request.formData();
  const parsed = parseForm(schema, form);
  if (!parsed.ok) return invalid(parsed);
  const { run, title, withRisk } = parsed.value;
  try {
    const listId = await createListFromRun(ctx, { runId: run, title, withRisk: withRisk !== undefined });
    return redirectWith(
      `/identification/lists/${listId}`,
      'Проект списка составлен. Его пока видите только вы и регион.',
    );
  } catch (error) {
    return refused(error, form, 'title');
  }
}

export const meta = () => [{ title: 'Составить список — Опора' }];
export const handle = {
  crumbs: ({ run }: { run: { id: number } }) => [
    LISTS_CRUMB,
    RUNS_CRUMB,
    { label: `Расчёт № ${run.id}`, to: `/identification/runs/${run.id}` },
  ],
};

export default function NewList({
  loaderData: { run, listed, risk },
  actionData,
}: PageProps<typeof loader, typeof action>) {
  const { errors, values } = actionData ?? {};
  return (
    <Page title="Составить список" caption={`Расчёт № ${run.id}`} width="reading">
      <ErrorSummary errors={errors} />
      <SummaryList
        rows={[
          { term: 'Методика', value: run.title },
          { term: 'Год', value: run.year },
          { term: 'Войдут в проект', value: schoolsWords(listed) },
        ]}
      />
      <PermittedUse use={run.permittedUse} />
      <Form method="post" noValidate>
        <Fields>
          <input type="hidden" name="run" value={run.id} />
          <Field label="Название списка" name="title" error={errorOf(errors, 'title')}>
            <TextInput
              defaultValue={valueOf(values, 'title', `Школы с низкими образовательными результатами, ${run.year} год`)}
            />
          </Field>
          {risk > 0 ? <Checkbox name="withRisk" label={`Включить и группу риска: ещё ${schoolsWords(risk)}`} /> : null}
          <Actions>
            <Button>Составить проект</Button>
            <Link to={`/identification/runs/${run.id}`}>Не составлять</Link>
          </Actions>
        </Fields>
      </Form>
    </Page>
  );
}
