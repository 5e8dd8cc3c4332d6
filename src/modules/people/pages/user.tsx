import { data, Form } from 'react-router';
import { z } from 'zod';
import { ROLES } from '#kernel/actor.ts';
import { AppError } from '#kernel/errors.ts';
import { formatDate } from '#kernel/format.ts';
import { chosenOrganisation, type OrganisationOption } from '#modules/organisations/index.ts';
import { recordReading } from '#platform/audit.ts';
import type { Ctx } from '#platform/context.ts';
import { redirectWith } from '#web/flash.ts';
import { errorOf, invalid, parseForm, refused, valueOf, valuesOf } from '#web/forms.ts';
import { OrganisationField } from '#web/organisation-field.tsx';
import type { ActionArgs, LoaderArgs, MetaArgs, PageProps } from '#web/page-types.ts';
import { ctxOf } from '#web/request.ts';
import {
  Button,
  type Column,
  DateInput,
  ErrorSummary,
  Field,
  Fields,
  Link,
  Page,
  PostButton,
  Section,
  Select,
  Status,
  Table,
  TextInput,
} from '#web/ui/index.ts';
import { grantRole, revokeRole } from '../commands/roles.ts';
import { ROLE_NAMES } from '../domain.ts';
import { administeredScope } from '../policy.ts';
import { type UserRole, type UserRow, userById } from '../queries/people.ts';
import { AccountSection } from './parts/account-section.tsx';

export async function loader({ params, context }: LoaderArgs) {
  const ctx = ctxOf(context);
  const user = await userAt(ctx, params);
  await recordReading(ctx, { action: 'user.viewed', objectType: 'user', objectId: user.id });
  return { user, isSelf: params['userId'] === ctx.actor.userId };
}

async function userAt(ctx: Ctx, params: Record<string, string | undefined>): Promise<UserRow> {
  const user = await userById(administeredScope(ctx.actor), ctx.db, params['userId'] ?? '');
  if (!user) throw new AppError('notFound', { text: 'Такого пользователя нет, или он не из ваших организаций.' });
  return user;
}

const grant = z.object({
  role: z.enum(ROLES),
  validUntil: z.iso.date().optional(),
  reason: z.string().max(500).optional(),
});
const revocation = z.object({ assignment: z.coerce.number().int() });

/** Roles: given with a place and a term, taken away with one press. */
export async function action({ request, params, context }: ActionArgs) {
  const ctx = ctxOf(context);
  const user = await userAt(ctx, params);
  const page = `/admin/users/${user.id}`;
  const form = await request.formData();
  try {
    if (form.get('intent') === 'revoke') {
      const parsed = parseForm(revocation, form);
      if (!parsed.ok) throw new AppError('badRequest');
      const held = user.roles.find(({ id }) => id === parsed.value.assignment);
      await revokeRole(ctx, parsed.value.assignment);
      return redirectWith(page, 'Роль отозвана', held ? { undo: undoOf(page, held) } : {});
    }
    const parsed = parseForm(grant, form);
    if (!parsed.ok) return withCandidates(invalid(parsed), []);
    const place = await chosenOrganisation(administeredScope(ctx.actor), ctx.db, form, 'organisation');
    if (!place.chosen) {
      const field = place.candidates.length > 0 ? 'organisationId' : 'organisation';
      return withCandidates(
        invalid({ errors: [{ field, text: place.error }], values: valuesOf(form) }),
        place.candidates,
      );
    }
    const { role, validUntil, reason } = parsed.value;
    if (validUntil !== undefined && reason === undefined)
      return withCandidates(invalid({ errors: [NO_REASON], values: valuesOf(form) }), []);
    await grantRole(ctx, user.id, {
      role,
      organisationId: place.chosen.id,
      validUntil: validUntil ?? null,
      reason: reason ?? null,
    });
    return redirectWith(page, `Роль дана: ${ROLE_NAMES[role]}, ${place.chosen.label}`);
  } catch (error) {
    return withCandidates(refused(error, form), []);
  }
}

const NO_REASON = { field: 'reason', text: 'Напишите, зачем роль даётся на время.' };

function untilWords({ basis, validUntil }: UserRole): string {
  if (basis === 'provider') return 'пока её подтверждает система входа';
  return validUntil ? formatDate(validUntil) : 'без срока';
}

/** Gives the same role again. */
function undoOf(action: string, { role, organisation, validUntil, reason }: UserRole) {
  const fields = {
    role,
    organisation: organisation.shortName,
    organisationId: organisation.id,
    organisationAmong: 'yes',
  };
  return {
    action,
    fields: { ...fields, ...(validUntil && { validUntil, reason: reason ?? 'возвращена' }) },
    label: 'Вернуть роль',
  };
}

function withCandidates(failure: ReturnType<typeof invalid>, candidates: OrganisationOption[]) {
  return data({ ...failure.data, candidates }, failure.init ?? undefined);
}

export const meta = ({ loaderData }: MetaArgs<typeof loader>) => [
  { title: `${loaderData?.user.name ?? 'Пользователь'} — Опора` },
];
export const handle = {
  crumbs: () => [
    { label: 'Администрирование', to: '/admin' },
    { label: 'Пользователи', to: '/admin/users' },
  ],
};

const COLUMNS: Column<UserRole>[] = [
  { key: 'role', header: 'Роль', cell: (held) => ROLE_NAMES[held.role] },
  {
    key: 'place',
    header: 'Где',
    width: 'wide',
    cell: (held) => <Link to={`/organisations/${held.organisation.id}`}>{held.organisation.shortName}</Link>,
  },
  { key: 'until', header: 'До', cell: (held) => untilWords(held) },
  {
    key: 'revoke',
    header: 'Действие',
    cell: (held) => (
      <PostButton variant="link" fields={{ intent: 'revoke', assignment: held.id }}>
        Отозвать
      </PostButton>
    ),
  },
];

export default function User({ loaderData: { user, isSelf }, actionData }: PageProps<typeof loader, typeof action>) {
  const { errors, values, candidates } = actionData ?? {};
  return (
    <Page
      title={user.name}
      caption={user.post ?? 'Пользователь'}
      lead={user.disabledAt ? <Status tone="neutral">Отключён</Status> : <Status tone="done">Действует</Status>}
    >
      <ErrorSummary errors={errors} />
      <Section title="Роли">
        <Table
          caption="Роли в ваших организациях"
          hideCaption
          columns={COLUMNS}
          rows={user.roles}
          rowKey={(held) => held.id}
        />
      </Section>
      {user.disabledAt ? null : (
        <Section title="Дать роль">
          <Form method="post" noValidate>
            <Fields>
              <OrganisationField
                name="organisation"
                label="Организация"
                hint="Роль будет действовать в ней и во всех подведомственных ей"
                error={errorOf(errors, 'organisation') ?? errorOf(errors, 'organisationId')}
                text={valueOf(values, 'organisation')}
                candidates={candidates}
              />
              <Field label="Роль" name="role" error={errorOf(errors, 'role')}>
                <Select
                  defaultValue={valueOf(values, 'role')}
                  options={[
                    { value: '', label: 'Выберите роль' },
                    ...ROLES.map((role) => ({ value: role, label: ROLE_NAMES[role] })),
                  ]}
                />
              </Field>
              <Field
                label="Действует до"
                name="validUntil"
                hint="Оставьте пустым, если срока нет"
                error={errorOf(errors, 'validUntil')}
              >
                <DateInput defaultValue={valueOf(values, 'validUntil')} />
              </Field>
              <Field
                label="Зачем на время"
                name="reason"
                hint="Например: замещает на время отпуска. Нужно, если указан последний день"
                error={errorOf(errors, 'reason')}
              >
                <TextInput defaultValue={valueOf(values, 'reason')} />
              </Field>
              <div>
                <Button>Дать роль</Button>
              </div>
            </Fields>
          </Form>
        </Section>
      )}
      <AccountSection user={user} isSelf={isSelf} />
    </Page>
  );
}
