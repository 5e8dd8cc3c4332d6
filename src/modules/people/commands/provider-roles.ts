/** Roles that follow what the identity provider says. What was given by hand is left alone. */
import { sql } from 'kysely';
import type { Role } from '#kernel/actor.ts';
import { recordAudits } from '#platform/audit.ts';
import type { Ctx } from '#platform/context.ts';
import type { Connection } from '#platform/database.ts';
import type { WantedRole } from '#platform/oidc/rules.ts';
import { roleFits } from '../domain.ts';
import { retire } from './roles.ts';

export type PlacedRole = { role: Role; organisationId: number };
type Acting = Pick<Ctx, 'actor' | 'clock' | 'requestId' | 'source'>;

const FROM_PROVIDER = 'provider';

/** A code that no open organisation has, or more than one, places nothing; nor does a role that does not fit there. */
export async function placedRoles(trx: Connection, wanted: readonly WantedRole[]): Promise<PlacedRole[]> {
  const placed: PlacedRole[] = [];
  for (const { role, code, value } of wanted) {
    const [place, another] = await trx
      .selectFrom('organisations')
      .select(['id', 'kind'])
      .where(sql.ref(code), '=', value)
      .where('status', '=', 'open')
      .limit(2)
      .execute();
    if (place && !another && roleFits(role, place.kind)) placed.push({ role, organisationId: place.id });
  }
  return placed;
}

/** Takes back what came from the provider and is no longer said, gives what is new. A role held anyway stays as it is. */
export async function followProvider(
  ctx: Acting,
  trx: Connection,
  userId: string,
  { roles, reason }: { roles: readonly PlacedRole[]; reason: string },
): Promise<void> {
  const held = await trx
    .selectFrom('role_assignments')
    .select(['id', 'role', 'organisation_id as organisationId', 'basis', 'valid_until'])
    .where('user_id', '=', userId)
    .execute();
  const isSaid = (one: { role: string; organisationId: number }) =>
    roles.some(({ role, organisationId }) => role === one.role && organisationId === one.organisationId);
  const gone = held.filter((one) => one.basis === FROM_PROVIDER && !isSaid(one));
  for (const { id } of gone) await retire(ctx, trx, { id }, reason);
  // What was given for a term and has ended is no role any more; it makes room.
  const ended = held.filter((one) => one.valid_until !== null && one.valid_until < ctx.clock.today() && isSaid(one));
  for (const { id } of ended) await retire(ctx, trx, { id }, reason);
  const kept = held.filter((one) => !ended.includes(one));
  const fresh = roles.filter(
    ({ role, organisationId }, at) =>
      !kept.some((one) => one.role === role && one.organisationId === organisationId) &&
      roles.findIndex((one) => one.role === role && one.organisationId === organisationId) === at,
  );
  if (fresh.length > 0)
    await trx
      .insertInto('role_assignments')
      .values(
        fresh.map(({ role, organisationId }) => ({
          user_id: userId,
          organisation_id: organisationId,
          role,
          basis: FROM_PROVIDER,
          granted_at: ctx.clock.now(),
        })),
      )
      .execute();
  const about = { objectType: 'user', objectId: userId, reason };
  await recordAudits(ctx, trx, [
    ...gone.map(({ role, organisationId }) => ({
      ...about,
      action: 'user.role-revoked',
      organisationId,
      before: { role },
    })),
    ...fresh.map(({ role, organisationId }) => ({
      ...about,
      action: 'user.role-granted',
      organisationId,
      after: { role },
    })),
  ]);
}
