/** Whom a step of a plan concerns, and what they are told. */
import { sql } from 'kysely';
import { pathIds, type Role } from '#kernel/actor.ts';
import { count } from '#kernel/plural.ts';
import { notify } from '#modules/notifications/index.ts';
import type { Ctx } from '#platform/context.ts';
import type { Connection } from '#platform/database.ts';
import type { PlanHead } from '../domain/content.ts';
import { approversOf, writersOf } from '../policy.ts';
import { roleInForce } from '#platform/scope.ts';

type Told = Pick<PlanHead, 'id' | 'level' | 'organisation' | 'version'> & { title: string };

export async function tellApprovers(ctx: Ctx, trx: Connection, plan: Told): Promise<void> {
  const userIds = await peopleAt(ctx, trx, [plan.organisation.id], approversOf(plan.level));
  await notify(ctx, trx, {
    userIds: userIds.filter((id) => id !== ctx.actor.userId),
    kind: 'plan-submitted',
    title: 'План ждёт утверждения',
    body: plan.title,
    href: `/plans/${plan.id}/approval`,
    dedupeKey: `plan-submitted:${plan.id}:${plan.version}`,
  });
}

export async function tellWriters(
  ctx: Ctx,
  trx: Connection,
  plan: Told,
  title: string,
  kind: 'plan-returned' | 'plan-approved' | 'plan-amended',
): Promise<void> {
  const userIds = await peopleAt(ctx, trx, [plan.organisation.id], writersOf(plan.level));
  await notify(ctx, trx, {
    userIds: userIds.filter((id) => id !== ctx.actor.userId),
    kind,
    title,
    body: plan.title,
    href: `/plans/${plan.id}`,
    dedupeKey: `${kind}:${plan.id}:${plan.version}`,
  });
}

/** A plan came down: one notice for each organisation's writers, leading to their own page of what came down. */
export async function tellRecipients(
  ctx: Ctx,
  trx: Connection,
  plan: Told,
  recipients: readonly Recipient[],
  measures: number,
): Promise<void> {
  await tellEach(ctx, trx, recipients, (recipient) => ({
    kind: 'plan-offered',
    title: `Сверху пришёл план: ${count(measures, 'мероприятие', 'мероприятия', 'мероприятий')}`,
    body: plan.title,
    href: `/plans/incoming?organisation=${recipient.id}&plan=${plan.id}`,
    dedupeKey: `plan-offered:${plan.id}:${plan.version}:${recipient.id}`,
  }));
}

/** At most one reminder a day about the same measure. Returns the number of people reminded. */
export async function remindRecipients(
  ctx: Ctx,
  trx: Connection,
  plan: Told,
  recipients: readonly Recipient[],
  measure: { id: number; label: string },
): Promise<number> {
  return tellEach(ctx, trx, recipients, (recipient) => ({
    kind: 'measure-unanswered',
    title: `Ждёт вашего решения: ${measure.label}`,
    body: plan.title,
    href: `/plans/incoming?organisation=${recipient.id}&plan=${plan.id}#measure-${measure.id}`,
    dedupeKey: `measure-unanswered:${measure.id}:${recipient.id}:${ctx.clock.today()}`,
  }));
}

/** Those who keep the register of the organisation, here or above, are asked to add a body that a plan names. */
export async function proposeOrganisation(
  ctx: Ctx,
  trx: Connection,
  home: { id: number; path: string },
  name: string,
): Promise<number> {
  const people = await peopleByOrganisation(ctx, trx, pathIds(home.path));
  const userIds = people.filter((row) => row.role === 'administrator').map((row) => row.userId);
  await notify(ctx, trx, {
    userIds,
    kind: 'organisation-proposed',
    title: `Предложено добавить в справочник: ${name}`,
    body: `Предлагает ${ctx.actor.name}.`,
    href: `/organisations/new?${new URLSearchParams({ name, parent: String(home.id) })}`,
    dedupeKey: `organisation-proposed:${home.id}:${name}`,
  });
  return new Set(userIds).size;
}

type Recipient = { id: number; level: PlanHead['level'] };
type Message = { kind: string; title: string; body: string; href: string; dedupeKey: string };

async function tellEach(
  ctx: Ctx,
  trx: Connection,
  recipients: readonly Recipient[],
  message: (recipient: Recipient) => Message,
): Promise<number> {
  const people = await peopleByOrganisation(
    ctx,
    trx,
    recipients.map((recipient) => recipient.id),
  );
  let told = 0;
  for (const recipient of recipients) {
    const roles = writersOf(recipient.level);
    const userIds = people
      .filter((row) => row.organisationId === recipient.id && roles.includes(row.role))
      .map((row) => row.userId);
    await notify(ctx, trx, { userIds, ...message(recipient) });
    told += new Set(userIds).size;
  }
  return told;
}

async function peopleAt(
  ctx: Ctx,
  trx: Connection,
  organisationIds: readonly number[],
  roles: readonly Role[],
): Promise<string[]> {
  const people = await peopleByOrganisation(ctx, trx, organisationIds);
  return people.filter((row) => roles.includes(row.role)).map((row) => row.userId);
}

async function peopleByOrganisation(ctx: Ctx, trx: Connection, organisationIds: readonly number[]) {
  const { rows } = await sql<{ userId: string; organisationId: number; role: Role }>`
    select r.user_id as "userId", r.organisation_id as "organisationId", r.role
    from role_assignments r join users u on u.id = r.user_id
    where r.organisation_id = any(${organisationIds}::bigint[]) and u.disabled_at is null
      and ${roleInForce(ctx.clock.today())}`.execute(trx);
  return rows;
}
