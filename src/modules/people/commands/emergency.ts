/** Emergency access to a school: opened for hours with a reason, everyone concerned is told, ended by its hour or by hand. */
import { sql } from 'kysely';
import { pathIds, type Role } from '#kernel/actor.ts';
import { AppError } from '#kernel/errors.ts';
import { notify } from '#modules/notifications/index.ts';
import { recordAudit } from '#platform/audit.ts';
import { momentIn } from '#platform/clock.ts';
import type { Ctx } from '#platform/context.ts';
import type { Connection } from '#platform/database.ts';
import { queueMail } from '#platform/mail.ts';
import { LONGEST_OPENING_HOURS } from '../domain.ts';
import { mayEndOpening, mayOpenInEmergency } from '../policy.ts';
import { roleInForce } from '#platform/scope.ts';

const SHORTEST_REASON = 10;
const TOLD: readonly Role[] = ['administrator', 'school-head'];

export type OpeningOrder = { organisationId: number; hours: number; reason: string };

export async function openInEmergency(ctx: Ctx, { organisationId, hours, reason }: OpeningOrder): Promise<number> {
  const why = reason.trim();
  if (why.length < SHORTEST_REASON)
    throw new AppError('reasonRequired', { field: 'reason', advice: 'Напишите, что случилось: школа это прочтёт.' });
  if (!(hours > 0 && hours <= LONGEST_OPENING_HOURS))
    throw new AppError('invalidInput', { field: 'hours', text: `Не больше ${LONGEST_OPENING_HOURS} часов.` });
  return ctx.db.transaction().execute(async (trx) => {
    const school = await trx
      .selectFrom('organisations')
      .select(['id', 'path', 'kind', 'short_name as shortName'])
      .where('id', '=', organisationId)
      .executeTakeFirst();
    if (!school) throw new AppError('notFound');
    if (school.kind !== 'school' || !mayOpenInEmergency(ctx.actor, school)) throw new AppError('notAllowed');
    const openedAt = ctx.clock.now();
    const endsAt = new Date(openedAt.getTime() + hours * 3_600_000);
    const { id } = await trx
      .insertInto('emergency_openings')
      .values({
        opened_by: ctx.actor.userId,
        organisation_id: school.id,
        reason: why,
        opened_at: openedAt,
        ends_at: endsAt,
      })
      .returning('id')
      .executeTakeFirstOrThrow();
    await recordAudit(ctx, trx, {
      kind: 'access',
      action: 'emergency.opened',
      objectType: 'emergency-opening',
      objectId: id,
      organisationId: school.id,
      after: { hours },
      reason: why,
    });
    await tell(ctx, trx, { id, school, why, until: momentIn(ctx.config.timeZone, endsAt) });
    return id;
  });
}

export async function endOpening(ctx: Ctx, id: number): Promise<void> {
  await ctx.db.transaction().execute(async (trx) => {
    const opening = await trx
      .selectFrom('emergency_openings as e')
      .innerJoin('organisations as o', 'o.id', 'e.organisation_id')
      .select(['e.opened_by as openedBy', 'e.ended_at as endedAt', 'e.organisation_id as organisationId', 'o.path'])
      .where('e.id', '=', id)
      .executeTakeFirst();
    if (!opening) throw new AppError('notFound');
    if (!mayEndOpening(ctx.actor, opening)) throw new AppError('notAllowed');
    if (opening.endedAt) return;
    await trx
      .updateTable('emergency_openings')
      .set({ ended_at: ctx.clock.now(), ended_by: ctx.actor.userId })
      .where('id', '=', id)
      .execute();
    await recordAudit(ctx, trx, {
      kind: 'access',
      action: 'emergency.ended',
      objectType: 'emergency-opening',
      objectId: id,
      organisationId: opening.organisationId,
    });
  });
}

type Told = { id: number; school: { id: number; path: string; shortName: string }; why: string; until: string };

/** The head of the school and every administrator above it: in the app and by mail. */
async function tell(ctx: Ctx, trx: Connection, { id, school, why, until }: Told): Promise<void> {
  const { rows } = await sql<{ id: string; email: string; name: string }>`
    select distinct u.id, u.email, u.name from role_assignments r join users u on u.id = r.user_id
    where r.organisation_id = any(${pathIds(school.path)}::bigint[]) and r.role = any(${[...TOLD]}::text[])
      and u.disabled_at is null and u.id <> ${ctx.actor.userId}
      and ${roleInForce(ctx.clock.today())}`.execute(trx);
  const title = `Экстренный доступ: ${school.shortName}`;
  const body = `${ctx.actor.name}, до ${until}. Причина: ${why}`;
  await notify(ctx, trx, {
    userIds: rows.map((person) => person.id),
    kind: 'emergency-opening',
    title,
    body,
    href: '/emergency-access',
    dedupeKey: `emergency-opening:${id}`,
  });
  for (const { name, email } of rows)
    await queueMail(ctx, trx, {
      to: email,
      subject: `Опора: ${title.toLowerCase()}`,
      text: [
        `Здравствуйте, ${name}!`,
        '',
        `Открыт экстренный доступ к данным, которые обычно видит только сама школа: ${school.shortName}.`,
        `Кто открыл: ${ctx.actor.name}. До: ${until}.`,
        `Причина: ${why}`,
        '',
        `Всё, что делается при этом доступе, отмечено в журнале действий. Список: ${ctx.config.publicUrl}/emergency-access`,
      ].join('\n'),
    });
}
