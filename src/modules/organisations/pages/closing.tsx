import { data, Form } from 'react-router';
import { z } from 'zod';
import { count } from '#kernel/plural.ts';
import { redirectWith } from '#web/flash.ts';
import { errorOf, invalid, parseForm, refused, valueOf, valuesOf } from '#web/forms.ts';
import { OrganisationField } from '#web/organisation-field.tsx';
import type { ActionArgs, LoaderArgs, MetaArgs, PageProps } from '#web/page-types.ts';
import { ctxOf } from '#web/request.ts';
import {
  Actions,
  Button,
  DateInput,
  ErrorSummary,
  Field,
  Fields,
  Link,
  Notice,
  Page,
  Radios,
  TextArea,
} from '#web/ui/index.ts';
import { closeOrganisation, mergeOrganisation } from '../commands/place.ts';
import { chosenOrganisation, type OrganisationOption } from '../queries/chosen.ts';
import { type Footprint, footprintOf } from '../queries/footprint.ts';
import { crumbsOf, insist, organisationAt } from './parts/address.ts';

const schema = z.object({
  way: z.enum(['close', 'merge'], { error: 'Выберите, закрыть или присоединить.' }),
  on: z.iso.date({ error: 'Укажите день, с которого организация не действует.' }),
  reason: z.string({ error: 'Укажите основание: вид, номер и дату документа.' }).max(1000),
});

export async function loader({ params, context }: LoaderArgs) {
  const ctx = ctxOf(context);
  const { organisation, can } = await organisationAt(ctx, params);
  insist(can.changeStatus && organisation.status === 'open');
  return { organisation, footprint: await footprintOf(ctx.db, organisation), today: ctx.clock.today() };
}

export async function action({ request, params, context }: ActionArgs) {
  const ctx = ctxOf(context);
  const { organisation } = await organisationAt(ctx, params);
  const form = await request.formData();
  const parsed = parseForm(schema, form);
  if (!parsed.ok) return withCandidates(invalid(parsed), []);
  const { way, on, reason } = parsed.value;
  const page = `/organisations/${organisation.id}`;
  const undo = { action: `${page}/reopening`, fields: { reason: 'Отмена ошибочного действия' } };
  try {
    if (way === 'close') {
      await closeOrganisation(ctx, organisation.id, { on, reason });
      return redirectWith(page, 'Организация закрыта', { undo });
    }
    const choice = await chosenOrganisation(ctx.scope, ctx.db, form, 'into', { kinds: [organisation.kind] });
    if (!choice.chosen) {
      const field = choice.candidates.length > 0 ? 'intoId' : 'into';
      return withCandidates(
        invalid({ errors: [{ field, text: choice.error }], values: valuesOf(form) }),
        choice.candidates,
      );
    }
    await mergeOrganisation(ctx, organisation.id, { into: choice.chosen.id, on, reason });
    return redirectWith(page, `Организация присоединена: ${choice.chosen.label}`, { undo });
  } catch (error) {
    return withCandidates(refused(error, form), []);
  }
}

function withCandidates(failure: ReturnType<typeof invalid>, candidates: OrganisationOption[]) {
  return data({ ...failure.data, candidates }, failure.init ?? undefined);
}

export const meta = ({ loaderData }: MetaArgs<typeof loader>) => [
  { title: `Закрыть или присоединить: ${loaderData?.organisation.shortName ?? 'организация'} — Опора` },
];
export const handle = {
  crumbs: ({ organisation }: PageProps<typeof loader>['loaderData']) => crumbsOf(organisation, true),
};

const WAYS = [
  { value: 'close', label: 'Закрыть', hint: 'Преемника нет.' },
  {
    value: 'merge',
    label: 'Присоединить к другой',
    hint: 'Преемник продолжает ряды данных; старые документы ведут к нему.',
  },
];

export default function CloseOrganisation({
  loaderData: { organisation, footprint, today },
  actionData,
}: PageProps<typeof loader, typeof action>) {
  const { errors, values, candidates } = actionData ?? {};
  const page = `/organisations/${organisation.id}`;
  return (
    <Page title="Закрыть или присоединить" caption={organisation.shortName} width="reading">
      <ErrorSummary errors={errors} />
      {footprint.below > 0 ? <Blocked below={footprint.below} page={page} /> : <Consequences {...footprint} />}
      {footprint.below > 0 ? null : (
        <Form method="post" noValidate>
          <Fields>
            <Field label="Что сделать" name="way" error={errorOf(errors, 'way')}>
              <Radios options={WAYS} defaultValue={valueOf(values, 'way')} />
            </Field>
            <OrganisationField
              name="into"
              label="К какой организации присоединить"
              hint="Только для присоединения"
              query={`kind=${organisation.kind}`}
              error={errorOf(errors, 'into') ?? errorOf(errors, 'intoId')}
              text={valueOf(values, 'into')}
              candidates={candidates}
            />
            <Field label="Не действует с" name="on" error={errorOf(errors, 'on')}>
              <DateInput defaultValue={valueOf(values, 'on', today)} />
            </Field>
            <Field label="Основание" name="reason" hint="Вид, номер и дата документа" error={errorOf(errors, 'reason')}>
              <TextArea rows={2} defaultValue={valueOf(values, 'reason')} />
            </Field>
            <Actions>
              <Button variant="warning">Закрыть или присоединить</Button>
              <Link to={page}>Оставить как есть</Link>
            </Actions>
          </Fields>
        </Form>
      )}
    </Page>
  );
}

function Blocked({ below, page }: { below: number; page: string }) {
  return (
    <Notice tone="warning" title={`Сначала решите, что будет с подведомственными: ${below}`}>
      <p>
        Под организацией {count(below, 'действующая организация', 'действующие организации', 'действующих организаций')}
        . Переподчините, закройте или присоедините их.
      </p>
      <p>
        <Link to={`${page}#below`}>Показать подведомственные</Link>
      </p>
    </Notice>
  );
}

function Consequences({ people, plans, openOccurrences }: Footprint) {
  return (
    <Notice tone="warning" title="Что произойдёт">
      <ul>
        <li>
          {plans > 0
            ? `${count(plans, 'план', 'плана', 'планов')} организации останутся доступны для чтения; отметок ждут ${count(openOccurrences, 'срок', 'срока', 'сроков')}.`
            : 'Действующих планов у организации нет.'}
        </li>
        <li>
          {people > 0
            ? `${count(people, 'человек имеет', 'человека имеют', 'человек имеют')} роли в организации; новых ролей выдать будет нельзя.`
            : 'Ролей в организации ни у кого нет.'}
        </li>
        <li>Все прежние данные сохранятся. Действие можно отменить.</li>
      </ul>
    </Notice>
  );
}
