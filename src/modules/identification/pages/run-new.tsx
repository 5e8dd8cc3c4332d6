/** A run is asked for: which methodology, which year; parameters are changed on the page «Что если». */
import { Form } from 'react-router';
import { z } from 'zod';
import { count } from '#kernel/plural.ts';
import { redirectWith } from '#web/flash.ts';
import { errorOf, invalid, parseForm, refused, valueOf } from '#web/forms.ts';
import type { ActionArgs, LoaderArgs, PageProps } from '#web/page-types.ts';
import { ctxOf } from '#web/request.ts';
import {
  Actions,
  Button,
  ButtonLink,
  EmptyState,
  ErrorSummary,
  Field,
  Fields,
  Link,
  Page,
  Radios,
  Select,
  TextInput,
} from '#web/ui/index.ts';
import { requestRun } from '../commands/runs.ts';
import { CERTAINTY_NAMES } from '../methodology/describe.ts';
import { insist, mayKeepLists } from '../policy.ts';
import { methodologiesOf } from '../queries/methodologies.ts';
import { yearsWithResults } from '../queries/runs.ts';
import { LISTS_CRUMB, regionOf, RUNS_CRUMB } from './parts/address.ts';
import { chosenMethodology, methodologyKey } from './parts/methodology-address.ts';

const schema = z.object({
  methodology: z.string({ error: 'Выберите методику.' }),
  year: z.coerce.number({ error: 'Выберите год.' }).int().min(2000).max(2100),
  note: z.string().max(1000).optional(),
});

export async function loader({ request, context }: LoaderArgs) {
  const ctx = ctxOf(context);
  const region = await regionOf(ctx);
  insist(mayKeepLists(ctx.actor, region));
  const [methodologies, years] = await Promise.all([
    methodologiesOf(ctx.scope, ctx.db, region.id),
    yearsWithResults(ctx.scope, ctx.db, region.id),
  ]);
  return {
    years,
    chosen: new URL(request.url).searchParams.get('methodology') ?? 'shipped:federal-2025',
    methodologies: methodologies
      .filter(({ state }) => state === 'shipped' || state === 'published')
      .map((row) => ({
        value: methodologyKey(row),
        label: `${row.title}, версия ${row.version}`,
        hint: CERTAINTY_NAMES[row.certainty as keyof typeof CERTAINTY_NAMES] ?? '',
      })),
  };
}

export async function action({ request, context }: ActionArgs) {
  const ctx = ctxOf(context);
  const region = await regionOf(ctx);
  const form = await request.formData();
  const parsed = parseForm(schema, form);
  if (!parsed.ok) return invalid(parsed);
  const { methodology, year, note } = parsed.value;
  try {
    const runId = await requestRun(ctx, {
      regionId: region.id,
      methodology: chosenMethodology(methodology),
      year,
      ...(note === undefined ? {} : { note }),
    });
    return redirectWith(`/identification/runs/${runId}`, 'Расчёт начат. Страницу можно закрыть: придёт уведомление.');
  } catch (error) {
    return refused(error, form, 'methodology');
  }
}

export const meta = () => [{ title: 'Новый расчёт — Опора' }];
export const handle = { crumbs: () => [LISTS_CRUMB, RUNS_CRUMB] };

export default function NewRun({
  loaderData: { methodologies, years, chosen },
  actionData,
}: PageProps<typeof loader, typeof action>) {
  const { errors, values } = actionData ?? {};
  if (years.length === 0)
    return (
      <Page title="Новый расчёт" width="reading">
        <EmptyState
          title="Считать пока не по чему"
          action={<ButtonLink to="/results/import">Загрузить результаты</ButtonLink>}
        >
          В регионе нет результатов оценочных процедур. Сначала загрузите файлы результатов.
        </EmptyState>
      </Page>
    );
  return (
    <Page
      title="Новый расчёт"
      width="reading"
      lead="Опора запомнит версию методики и отпечатки всех файлов, чтобы расчёт можно было повторить."
    >
      <ErrorSummary errors={errors} />
      <Form method="post" noValidate>
        <Fields>
          <Field label="Методика" name="methodology" error={errorOf(errors, 'methodology')}>
            <Radios options={methodologies} defaultValue={valueOf(values, 'methodology', chosen)} />
          </Field>
          <Field
            label="Год"
            name="year"
            hint="Методика сама берёт результаты прежних лет, если они ей нужны."
            error={errorOf(errors, 'year')}
          >
            <Select
              options={years.map(({ year, procedures }) => ({
                value: String(year),
                label: `${year} год: ${count(procedures, 'процедура', 'процедуры', 'процедур')}`,
              }))}
              defaultValue={valueOf(values, 'year', years[0]?.year)}
            />
          </Field>
          <Field label="Заметка" name="note" hint="Если нужно: зачем этот расчёт." error={errorOf(errors, 'note')}>
            <TextInput defaultValue={valueOf(values, 'note')} />
          </Field>
          <Actions>
            <Button>Сделать расчёт</Button>
            <Link to="/identification/runs">Не делать</Link>
          </Actions>
        </Fields>
      </Form>
    </Page>
  );
}
