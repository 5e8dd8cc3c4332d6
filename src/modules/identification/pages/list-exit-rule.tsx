/** When a school leaves the list: agreed before the order that puts it in. */
import { Form } from 'react-router';
import { z } from 'zod';
import { redirectWith } from '#web/flash.ts';
import { errorOf, invalid, parseForm, refused, valueOf } from '#web/forms.ts';
import type { ActionArgs, LoaderArgs, PageProps } from '#web/page-types.ts';
import { ctxOf } from '#web/request.ts';
import { Actions, Button, ErrorSummary, Field, Fields, Link, Page, TextArea, TextInput } from '#web/ui/index.ts';
import { setExitRule } from '../commands/lists.ts';
import { USUAL_EXIT } from '../domain/list-life.ts';
import { insist } from '../policy.ts';
import { idOf } from './parts/address.ts';
import { listAt, listCrumbs } from './parts/list-address.ts';

const years = { error: 'Укажите целое число лет.' };
const schema = z.object({
  notListedYears: z.coerce.number(years).int(years),
  watchYears: z.coerce.number(years).int(years),
  text: z.string({ error: 'Напишите правило словами.' }).max(2000),
});

export async function loader({ params, context }: LoaderArgs) {
  const { detail, frame } = await listAt(ctxOf(context), params);
  insist(frame.abilities.edit);
  return { frame, rule: detail.list.exitRule ?? USUAL_EXIT };
}

export async function action({ params, request, context }: ActionArgs) {
  const listId = idOf(params, 'listId');
  const form = await request.formData();
  const parsed = parseForm(schema, form);
  if (!parsed.ok) return invalid(parsed);
  try {
    await setExitRule(ctxOf(context), listId, parsed.value);
  } catch (error) {
    return refused(error, form);
  }
  return redirectWith(`/identification/lists/${listId}`, 'Правило выхода записано.');
}

type Loaded = PageProps<typeof loader>['loaderData'];
export const meta = () => [{ title: 'Правило выхода — Опора' }];
export const handle = { crumbs: (data: Loaded) => listCrumbs(data) };

export default function ExitRulePage({
  loaderData: { frame, rule },
  actionData,
}: PageProps<typeof loader, typeof action>) {
  const { errors, values } = actionData ?? {};
  return (
    <Page
      title="Правило выхода"
      caption={frame.title}
      width="reading"
      lead="Школа должна заранее знать, когда она выйдет из списка. Правило согласуют вместе со списком."
    >
      <ErrorSummary errors={errors} />
      <Form method="post" noValidate>
        <Fields>
          <Field
            label="Сколько лет подряд школа не должна входить в список"
            name="notListedYears"
            hint="от 1 до 5, по той же методике"
            error={errorOf(errors, 'notListedYears')}
          >
            <TextInput
              size="short"
              inputMode="numeric"
              defaultValue={valueOf(values, 'notListedYears', rule.notListedYears)}
            />
          </Field>
          <Field
            label="Сколько лет потом наблюдать за результатами"
            name="watchYears"
            hint="от 0 до 5"
            error={errorOf(errors, 'watchYears')}
          >
            <TextInput size="short" inputMode="numeric" defaultValue={valueOf(values, 'watchYears', rule.watchYears)} />
          </Field>
          <Field label="Правило словами" name="text" hint="Войдёт в приказ." error={errorOf(errors, 'text')}>
            <TextArea rows={4} defaultValue={valueOf(values, 'text', rule.text)} />
          </Field>
          <Actions>
            <Button>Записать правило</Button>
            <Link to={`/identification/lists/${frame.id}`}>Не менять</Link>
          </Actions>
        </Fields>
      </Form>
    </Page>
  );
}
