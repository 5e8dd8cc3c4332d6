/** «Токены API»: made here, shown once, revoked here. */
import { data, Form } from 'react-router';
import { z } from 'zod';
import { scopeOf } from '#kernel/actor.ts';
import { API_RIGHTS, RIGHT_NAMES } from '#kernel/api-rights.ts';
import { addDays } from '#kernel/dates.ts';
import { AppError } from '#kernel/errors.ts';
import { PERMITTED_USES, USE_NAMES } from '#kernel/permitted-use.ts';
import { chosenOrganisation } from '#modules/organisations/index.ts';
import { ROLE_NAMES } from '#modules/people/index.ts';
import { redirectWith } from '#web/flash.ts';
import { errorOf, invalid, parseForm, refused, valueOf, valuesOf, valuesOfGroup } from '#web/forms.ts';
import { OrganisationField, type OrganisationOption } from '#web/organisation-field.tsx';
import type { ActionArgs, LoaderArgs, PageProps } from '#web/page-types.ts';
import { ctxOf } from '#web/request.ts';
import {
  Actions,
  Button,
  Checkboxes,
  DateInput,
  ErrorSummary,
  Field,
  Fields,
  Link,
  Notice,
  Prose,
  Section,
  Select,
  TextArea,
  TextInput,
} from '#web/ui/index.ts';
import { createToken, revokeToken } from '../commands/tokens.ts';
import { LONGEST_DAYS, USUAL_DAYS } from '../domain.ts';
import { ownPlaces, tokensOf } from '../queries/tokens.ts';
import { shownToken } from './parts/shown-token.ts';
import { TokenTable } from './parts/token-table.tsx';

export async function loader({ context }: LoaderArgs) {
  const ctx = ctxOf(context);
  const today = ctx.clock.today();
  const [tokens, places] = await Promise.all([tokensOf(ctx.db, ctx.actor.userId, today), ownPlaces(ctx.db, ctx.actor)]);
  return {
    tokens: tokens.map((token) => shownToken(token, ctx.config.timeZone)),
    places: places.map(({ role, organisation }) => ({
      value: `${role}:${organisation.id}`,
      label: `${ROLE_NAMES[role]}, ${organisation.shortName}`,
    })),
    usualUntil: addDays(today, USUAL_DAYS),
    latest: addDays(today, LONGEST_DAYS),
  };
}

const creation = z.object({
  name: z.string({ error: 'Назовите токен.' }).max(100),
  purpose: z.string({ error: 'Напишите, зачем нужен токен.' }).max(500),
  place: z.string({ error: 'Выберите роль.' }),
  rights: z.array(z.enum(API_RIGHTS)),
  uses: z.array(z.enum(PERMITTED_USES)),
  validUntil: z.iso.date({ error: 'Укажите последний день.' }),
});
const revocation = z.object({ token: z.coerce.number().int().positive() });

export async function action({ request, context }: ActionArgs) {
  const ctx = ctxOf(context);
  const form = await request.formData();
  try {
    if (form.get('intent') === 'revoke') {
      const parsed = parseForm(revocation, form);
      if (!parsed.ok) throw new AppError('badRequest');
      await revokeToken(ctx, parsed.value.token);
      return redirectWith('/profile/tokens', 'Токен отозван: он больше ничего не открывает.');
    }
    const parsed = parseForm(creation, form);
    if (!parsed.ok) return withCandidates(invalid(parsed));
    const { place, ...told } = parsed.value;
    const held = (await ownPlaces(ctx.db, ctx.actor)).find(
      ({ role, organisation }) => `${role}:${organisation.id}` === place,
    );
    if (!held) return withCandidates(invalid({ errors: [NO_PLACE], values: valuesOf(form) }));
    let organisationId = held.organisation.id;
    if (String(form.get('within') ?? '').trim() !== '') {
      const scope = scopeOf({
        assignments: [{ role: held.role, organisationId, path: held.organisation.path }],
      });
      const narrower = await chosenOrganisation(scope, ctx.db, form, 'within');
      if (!narrower.chosen) {
        const field = narrower.candidates.length > 0 ? 'withinId' : 'within';
        return withCandidates(
          invalid({ errors: [{ field, text: narrower.error }], values: valuesOf(form) }),
          narrower.candidates,
        );
      }
      organisationId = narrower.chosen.id;
    }
    const { token } = await createToken(ctx, { ...told, role: held.role, organisationId });
    // No redirect: the token is shown in this answer and nowhere else.
    return data({ token, errors: undefined, values: undefined, candidates: undefined });
  } catch (error) {
    return withCandidates(refused(error, form));
  }
}

const NO_PLACE = { field: 'place', text: 'Выберите свою роль.' };

function withCandidates(failure: ReturnType<typeof invalid>, candidates: OrganisationOption[] = []) {
  return data({ ...failure.data, token: undefined, candidates }, failure.init ?? undefined);
}

export const meta = () => [{ title: 'Мои токены API — Опора' }];

export default function Tokens({ loaderData, actionData }: PageProps<typeof loader, typeof action>) {
  const { errors, values, candidates, token } = actionData ?? {};
  const { tokens, places, usualUntil, latest } = loaderData;
  return (
    <>
      {token ? (
        <Notice tone="success" title="Токен выпущен">
          <p>Скопируйте его сейчас: больше он не показывается. Храните как пароль и не пересылайте.</p>
          <Field label="Токен" name="token">
            <TextArea readOnly autoFocus rows={2} defaultValue={token} spellCheck={false} />
          </Field>
          <p>Программа передаёт его в заголовке: Authorization: Bearer, пробел, токен.</p>
        </Notice>
      ) : null}
      <Section title="Действующие и прежние токены" id="tokens">
        <Prose>
          <p>
            Токен открывает другой программе ваши данные в Опоре: не больше, чем видите вы, и только то, что отмечено.
            Если вы потеряете роль, токен перестанет действовать. Что отдаёт API и как к нему обращаться, сказано в{' '}
            <Link to="/api/v1/openapi.json" reloadDocument>
              описании OpenAPI
            </Link>
            .
          </p>
        </Prose>
        <TokenTable tokens={tokens} />
      </Section>
      <Section title="Новый токен" id="create">
        <Form method="post" noValidate key={token}>
          <Fields>
            <ErrorSummary errors={errors} />
            <Field label="Название" name="name" hint="Например: витрина данных ИРО" error={errorOf(errors, 'name')}>
              <TextInput defaultValue={valueOf(values, 'name')} />
            </Field>
            <Field
              label="Зачем"
              name="purpose"
              hint="Какая программа и что с данными делает. Это увидит администратор и запишет журнал."
              error={errorOf(errors, 'purpose')}
            >
              <TextInput defaultValue={valueOf(values, 'purpose')} />
            </Field>
            <Field label="От чьего имени" name="place" error={errorOf(errors, 'place')}>
              <Select
                options={places.length > 1 ? [{ value: '', label: 'Выберите роль' }, ...places] : places}
                defaultValue={valueOf(values, 'place')}
                size="full"
              />
            </Field>
            <OrganisationField
              name="within"
              label="Только организация и всё ниже неё"
              hint="Оставьте пустым, если токену нужно всё, что видит роль"
              error={errorOf(errors, 'within') ?? errorOf(errors, 'withinId')}
              text={valueOf(values, 'within')}
              candidates={candidates}
            />
            <Field label="Что разрешить" name="rights" error={errorOf(errors, 'rights')}>
              <Checkboxes
                options={API_RIGHTS.map((value) => ({ value, label: RIGHT_NAMES[value], hint: value }))}
                defaultValue={valuesOfGroup(values, 'rights')}
              />
            </Field>
            <Field
              label="Для каких целей"
              name="uses"
              hint="Результаты и списки выдаются только для названной цели, если она разрешена для этих данных"
              error={errorOf(errors, 'uses')}
            >
              <Checkboxes
                options={PERMITTED_USES.map((value) => ({ value, label: USE_NAMES[value] }))}
                defaultValue={valuesOfGroup(values, 'uses')}
              />
            </Field>
            <Field
              label="Последний день"
              name="validUntil"
              hint="Не дальше года. Потом токен выпускают заново"
              error={errorOf(errors, 'validUntil')}
            >
              <DateInput defaultValue={valueOf(values, 'validUntil', usualUntil)} max={latest} />
            </Field>
            <Actions>
              <Button>Выпустить токен</Button>
            </Actions>
          </Fields>
        </Form>
      </Section>
    </>
  );
}
