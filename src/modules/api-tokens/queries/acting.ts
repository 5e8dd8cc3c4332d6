/** Who acts by a token: its owner with the present roles, narrowed to what the token says. */
import { sql } from 'kysely';
import type { Actor, Role, RoleAssignment } from '#kernel/actor.ts';
import type { IsoDate } from '#kernel/dates.ts';
import { AppError } from '#kernel/errors.ts';
import { type Connection, prepared } from '#platform/database.ts';
import { tokenHash } from '#platform/token.ts';
import { TOKEN_PREFIX, tokenState } from '../domain.ts';
import { roleInForce } from '#platform/scope.ts';

export type ActingByToken = {
  actor: Actor;
  token: { id: number; rights: string[]; uses: string[]; lastUsedAt: Date | null };
  /** Of the account as a whole: a token of an administrator asks what the administrator is asked. */
  owner: { assignments: RoleAssignment[]; hasSecondFactor: boolean };
};

type Row = {
  id: number;
  role: Role;
  path: string;
  rights: string[];
  uses: string[];
  validUntil: IsoDate;
  revokedAt: Date | null;
  lastUsedAt: Date | null;
  userId: string;
  name: string;
  email: string;
  disabled: boolean;
  hasSecondFactor: boolean;
  assignments: RoleAssignment[];
};

/** What the header says, whatever it is. */
export function saidBearer(request: Request): string | undefined {
  return /^Bearer +(\S+)$/i.exec(request.headers.get('authorization') ?? '')?.[1];
}

/** The token of the header, well formed; what is none never reaches the database. */
export function bearerOf(request: Request): string {
  if (!request.headers.has('authorization')) throw new AppError('tokenMissing');
  const token = saidBearer(request) ?? '';
  if (!/^[\w-]{43}$/.test(token.slice(TOKEN_PREFIX.length)) || !token.startsWith(TOKEN_PREFIX))
    throw new AppError('tokenRefused');
  return token;
}

/** Why a token does not act is told to nobody: one answer for all, lest somebody learn which ones were real. */
export async function actingByToken(db: Connection, token: string, today: IsoDate): Promise<ActingByToken> {
  const {
    rows: [row],
  } = await sql<Row>`${prepared}
    select t.id, t.role, o.path, t.rights, t.uses, t.valid_until as "validUntil", t.revoked_at as "revokedAt", t.last_used_at as "lastUsedAt",
      u.id as "userId", u.name, u.email, u.disabled_at is not null as disabled, u.two_factor_enabled as "hasSecondFactor",
      (select coalesce(json_agg(json_build_object('role', r.role, 'organisationId', r.organisation_id, 'path', held.path) order by r.id), '[]')
       from role_assignments r join organisations held on held.id = r.organisation_id
       where r.user_id = u.id and ${roleInForce(today)}) as assignments
    from api_tokens t join users u on u.id = t.user_id join organisations o on o.id = t.organisation_id
    where t.token_sha256 = ${tokenHash(token)}`.execute(db);
  if (!row || row.disabled) throw new AppError('tokenRefused');
  const { id, role, path: within, rights, uses, lastUsedAt, userId, name, email, hasSecondFactor } = row;
  const assignments = row.assignments.filter((held) => held.role === role && within.startsWith(held.path));
  if (tokenState({ ...row, isHeld: assignments.length > 0 }, today) !== 'valid') throw new AppError('tokenRefused');
  return {
    actor: { userId, name, email, assignments, token: { id, within } },
    token: { id, rights, uses, lastUsedAt },
    owner: { assignments: row.assignments, hasSecondFactor },
  };
}
