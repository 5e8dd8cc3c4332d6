/** Tokens: whose, of what, until when. */
import { type RawBuilder, sql } from 'kysely';
import type { Actor, Role, Scope } from '#kernel/actor.ts';
import type { ApiRight } from '#kernel/api-rights.ts';
import type { IsoDate } from '#kernel/dates.ts';
import type { PermittedUse } from '#kernel/permitted-use.ts';
import type { Connection } from '#platform/database.ts';
import { roleInForce, withinScope } from '#platform/scope.ts';
import { type TokenState, tokenState } from '../domain.ts';

export type TokenRow = {
  id: number;
  name: string;
  purpose: string;
  owner: { id: string; name: string };
  role: Role;
  organisation: { id: number; shortName: string };
  rights: ApiRight[];
  uses: PermittedUse[];
  validUntil: IsoDate;
  createdAt: Date;
  lastUsedAt: Date | null;
  revokedAt: Date | null;
  state: TokenState;
};

export function tokensOf(db: Connection, userId: string, today: IsoDate): Promise<TokenRow[]> {
  return listed(db, sql`t.user_id = ${userId}`, today);
}

/** Tokens bound to organisations of the scope. */
export function tokensIn(scope: Scope, db: Connection, today: IsoDate): Promise<TokenRow[]> {
  return listed(db, withinScope(scope), today);
}

async function listed(db: Connection, condition: RawBuilder<unknown>, today: IsoDate): Promise<TokenRow[]> {
  const { rows } = await sql<Omit<TokenRow, 'state'> & { isHeld: boolean }>`
    select t.id, t.name, t.purpose, json_build_object('id', u.id, 'name', u.name) as owner, t.role,
      json_build_object('id', o.id, 'shortName', o.short_name) as organisation, t.rights, t.uses,
      t.valid_until as "validUntil", t.created_at as "createdAt", t.last_used_at as "lastUsedAt", t.revoked_at as "revokedAt",
      u.disabled_at is null and ${isHeld(today)} as "isHeld"
    from api_tokens t join organisations o on o.id = t.organisation_id join users u on u.id = t.user_id
    where ${condition} order by t.revoked_at is not null, t.valid_until < ${today}::date, t.id desc`.execute(db);
  return rows.map(({ isHeld: held, ...row }) => ({ ...row, state: tokenState({ ...row, isHeld: held }, today) }));
}

/** For a query with `api_tokens t` and its `organisations o`: the owner still holds the role there or above. */
function isHeld(today: IsoDate): RawBuilder<boolean> {
  return sql<boolean>`exists (select from role_assignments r join organisations held on held.id = r.organisation_id
    where r.user_id = t.user_id and r.role = t.role and starts_with(o.path, held.path) and ${roleInForce(today)})`;
}

export type OwnPlace = { role: Role; organisation: { id: number; shortName: string; path: string } };

/** The roles that a token may be given, each where it is held. */
export async function ownPlaces(db: Connection, actor: Pick<Actor, 'assignments'>): Promise<OwnPlace[]> {
  const ids = [...new Set(actor.assignments.map(({ organisationId }) => organisationId))];
  if (ids.length === 0) return [];
  const found = await db
    .selectFrom('organisations')
    .select(['id', 'short_name as shortName', 'path'])
    .where('id', 'in', ids)
    .execute();
  const byId = new Map(found.map((one) => [one.id, one]));
  return actor.assignments.flatMap(({ role, organisationId }) => {
    const organisation = byId.get(organisationId);
    return organisation ? [{ role, organisation }] : [];
  });
}

export type TokenOwner = Pick<Actor, 'userId' | 'assignments'>;

/** An active person by the address, with the present roles. */
export async function tokenOwner(db: Connection, email: string, today: IsoDate): Promise<TokenOwner | undefined> {
  const { rows } = await sql<TokenOwner>`
    select u.id as "userId",
      (select coalesce(json_agg(json_build_object('role', r.role, 'organisationId', r.organisation_id, 'path', o.path) order by r.id), '[]')
       from role_assignments r join organisations o on o.id = r.organisation_id
       where r.user_id = u.id and ${roleInForce(today)}) as assignments
    from users u where u.email = ${email.trim().toLowerCase()} and u.disabled_at is null`.execute(db);
  return rows[0];
}
