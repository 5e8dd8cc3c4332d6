/** One school of a list: reasons, what its municipality and it say, the answers, a decision by hand. */
import { Form } from 'react-router';
import { redirectWith } from '#web/flash.ts';
import { errorOf, refused, valueOf } from '#web/forms.ts';
import { AppError } from '#kernel/errors.ts';
import type { ActionArgs, LoaderArgs, MetaArgs, PageProps } from '#web/page-types.ts';
import { ctxOf } from '#web/request.ts';
import {
  Actions,
  Button,
  ErrorSummary,
  Field,
  Fields,
  Link,
  Page,
  Radios,
  Section,
  Status,
  SummaryList,
  TextArea,
} from '#web/ui/index.ts';
import { remark } from '../commands/agreement.ts';
import { decideSchool } from '../commands/lists.ts';
import { mayRemark } from '../policy.ts';
import { placedRegion, placedSchool } from '../queries/place.ts';
import { answerFrom, refusedRemark } from './parts/answer.ts';
import { idOf } from './parts/address.ts';
import { PermittedUse } from './parts/frame.tsx';
import { listAt, listCrumbs, remarksWritten } from './parts/list-address.ts';
import { STANDING_WORDS, standingOf } from './parts/list-filter.ts';
import { Reasons } from './parts/reasons.tsx';
import { RemarkList } from './parts/remark-list.tsx';
import { probabilityWords, STATUS_WORDS } from './parts/words.ts';

export async function loader({ params, context }: LoaderArgs) {
  const ctx = ctxOf(context);
  const { detail, frame } = await listAt(ctx, params);
  const id = idOf(params, 'listSchoolId');
  const school = detail.schools.find((one) => one.id === id);
  if (!school) throw new AppError('notFound', { text: 'Такой школы в списке нет, или она вам не видна.' });
  const place = school.organisationId === null ? null : await placedSchool(ctx.scope, ctx.db, school.organisationId);
  const region = await placedRegion(ctx.scope, ctx.db, detail.list.regionId);
  return {
    frame,
    school: { ...school, standing: standingOf(school) },
    remarks: remarksWritten(detail, ctx.config.timeZone).filter(({ listSchoolId }) => listSchoolId === id),
    mayRemark: frame.abilities.remark && place !== null && mayRemark(ctx.actor, place, region),
  };
}

export async function action({ params, request, context }: ActionArgs) {
  const ctx = ctxOf(context);
  const [listId, listSchoolId] = [idOf(params, 'listId'), idOf(params, 'listSchoolId')];
  const form = await request.formData();
  const here = `/identification/lists/${listId}/schools/${listSchoolId}`;
  const text = (name: string) => String(form.get(name) ?? '');
  switch (form.get('intent')) {
    case 'answer':
      try {
        await answerFrom(ctx, listId, form);
        return redirectWith(here, 'Ответ отправлен.');
      } catch (error) {
        return refused(error, form, 'answer');
      }
    case 'decide':
      try {
        const included = form.get('included') === 'yes';
        await decideSchool(ctx, { listId, listSchoolId, included, reason: text('reason') });
        return redirectWith(here, included ? 'Школа возвращена в список.' : 'Школа вычеркнута из списка.');
      } catch (error) {
        return refused(error, form, 'reason');
      }
    default:
      try {
        const kind = form.get('kind') === 'objection' ? 'objection' : 'comment';
        await remark(ctx, { listId, listSchoolId, kind, text: text('text') });
        return redirectWith(here, kind === 'objection' ? 'Возражение отправлено.' : 'Замечание отправлено.');
      } catch (error) {
        return refused(error, form, 'text');
      }
  }
}

type Loaded = PageProps<typeof loader>['loaderData'];
export const meta = ({ loaderData }: MetaArgs<typeof loader>) => [
  { title: `${loaderData?.school.name ?? 'Школа'} в списке — Опора` },
];
export const handle = { crumbs: (data: Loaded) => listCrumbs(data) };

export default function SchoolInList({ loaderData, actionData }: PageProps<typeof loader, typeof action>) {
  const { frame, school, remarks, mayRemark: speaks } = loaderData;
  const { errors, values } = actionData ?? {};
  const words = STANDING_WORDS[school.standing];
  return (
    <Page title={school.name} caption={frame.title}>
      <ErrorSummary errors={errors} />
      <SummaryList
        rows={[
          { term: 'Муниципалитет', value: school.municipality },
          { term: 'Положение в списке', value: <Status tone={words.tone}>{words.text}</Status> },
          { term: 'Решение', value: school.decisionReason },
          {
            term: 'По методике',
            value:
              school.runStatus === null
                ? 'в список не входила, добавлена вручную'
                : STATUS_WORDS[school.runStatus as keyof typeof STATUS_WORDS].text,
          },
          {
            term: 'Насколько это точно',
            value: school.probability === null ? null : probabilityWords(school.probability),
          },
          {
            term: 'Подробно',
            value:
              school.organisationId === null ? null : (
                <Link to={`/organisations/${school.organisationId}/support`}>Почему школа в списке</Link>
              ),
          },
        ]}
      />
      {school.reasons.length > 0 ? (
        <Section title="Почему">
          <Reasons reasons={school.reasons} />
        </Section>
      ) : null}
      <PermittedUse use={frame.permittedUse} />
      <Section title="Замечания и возражения" id="remarks">
        {remarks.length > 0 ? (
          <RemarkList
            remarks={remarks}
            listId={frame.id}
            mayAnswer={frame.abilities.answer}
            errors={errors}
            refusedId={refusedRemark(values)}
          />
        ) : (
          <p>{frame.state === 'agreeing' ? 'Пока никто не написал.' : 'Их нет.'}</p>
        )}
      </Section>
      {speaks ? <RemarkForm error={errorOf(errors, 'text')} values={values} /> : null}
      {frame.abilities.edit ? (
        <DecisionForm included={school.included} error={errorOf(errors, 'reason')} values={values} />
      ) : null}
    </Page>
  );
}

type FormProps = { error: string | undefined; values: Record<string, string | string[]> | undefined };

function RemarkForm({ error, values }: FormProps) {
  return (
    <Section title="Написать">
      <Form method="post" noValidate>
        <Fields>
          <Field label="Что это" name="kind">
            <Radios
              defaultValue={valueOf(values, 'kind', 'comment')}
              options={[
                { value: 'comment', label: 'замечание', hint: 'Школа остаётся в проекте; регион ответит.' },
                {
                  value: 'objection',
                  label: 'возражение',
                  hint: 'Вы считаете, что школы в списке быть не должно. Напишите почему.',
                },
              ]}
            />
          </Field>
          <Field label="Текст" name="text" error={error}>
            <TextArea rows={4} defaultValue={valueOf(values, 'text')} />
          </Field>
          <Actions>
            <Button name="intent" value="remark">
              Отправить
            </Button>
          </Actions>
        </Fields>
      </Form>
    </Section>
  );
}

function DecisionForm({ included, error, values }: FormProps & { included: boolean }) {
  return (
    <Section title={included ? 'Вычеркнуть вручную' : 'Вернуть в список'}>
      <Form method="post" noValidate>
        <input type="hidden" name="included" value={included ? 'no' : 'yes'} />
        <Fields>
          <Field label="Почему" name="reason" hint="Причина останется рядом с тем, что говорит методика." error={error}>
            <TextArea rows={3} defaultValue={valueOf(values, 'reason')} />
          </Field>
          <Actions>
            <Button variant={included ? 'warning' : 'secondary'} name="intent" value="decide">
              {included ? 'Вычеркнуть школу' : 'Вернуть школу'}
            </Button>
          </Actions>
        </Fields>
      </Form>
    </Section>
  );
}
