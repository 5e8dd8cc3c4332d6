/**
 * Sessions: who asks is found without better-auth. The cookie holds a token signed with our secret, and one query
 * brings the session, the user and the roles, so that signing out, disabling a user and changing roles work from the
 * next request on.
 */
import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import { getSessionCookie } from 'better-auth/cookies';
import { sql } from 'kysely';
import type { Actor, Opening, Role, RoleAssignment } from '#kernel/actor.ts';
import type { Config } from './config.ts';
import type { Services } from './context.ts';
import { type Connection, prepared } from './database.ts';
import { newId } from './token.ts';
import { roleInForce } from './scope.ts';

export const SESSION_DAYS = 14;

/** What the provider says of a person is asked for again once a working day at least. */
const PROVIDER_SESSION_HOURS = 12;

/** A page view mostly writes nothing: use is written down once in this time, or in a tenth of the time of idleness. */
const LONGEST_BETWEEN_TOUCHES = 5 * 60_000;

/** Who asks, and whether with a second factor: an own one, or one that the provider asked for at this sign-in. */
export type SignedIn = Actor & { hasSecondFactor: boolean; provider: { secondFactor: boolean } | null };

export type SessionServices = Pick<Services, 'config' | 'db' | 'clock'> & { secret: string };

/** With `__Host-` the browser takes the cookie over HTTPS only, from this very host; plain HTTP knows no such cookies. */
export function cookiePrefix({ publicUrl }: Pick<Config, 'publicUrl'>): string {
  return publicUrl.startsWith('https:') ? '__Host-opora' : 'opora';
}

export async function actorOf(services: SessionServices, request: Request): Promise<SignedIn | null> {
  const { db, clock } = services;
  const token = sessionToken(services, request);
  if (!token) return null;
  const { rows } = await sql<{
    id: string;
    name: string;
    email: string;
    role: Role | null;
    organisation_id: number | null;
    path: string | null;
    second: boolean;
    provider: boolean;
    provider_second: boolean;
    used_at: Date;
    openings: Opening[] | null;
  }>`${prepared}
    select u.id, u.name, u.email, u.two_factor_enabled as second, s.used_at, s.provider,
      s.second_factor as provider_second, r.role, o.id as organisation_id, o.path,
      (select json_agg(json_build_object('id', e.id, 'organisationId', e.organisation_id)) from emergency_openings e
       where e.opened_by = u.id and e.ended_at is null and e.ends_at > ${clock.now()}) as openings
    from sessions s
    join users u on u.id = s.user_id
    left join role_assignments r on r.user_id = u.id and ${roleInForce(clock.today())}
    left join organisations o on o.id = r.organisation_id
    where s.token = ${token} and s.expires_at > ${clock.now()} and s.used_at > ${idleSince(services)} and u.disabled_at is null
    order by r.id`.execute(db);
  const [user] = rows;
  if (!user) return null;
  await touch(services, token, user.used_at);
  const assignments = rows.flatMap(({ role, organisation_id, path }): RoleAssignment[] =>
    role && organisation_id && path ? [{ role, organisationId: organisation_id, path }] : [],
  );
  return {
    userId: user.id,
    name: user.name,
    email: user.email,
    assignments,
    openings: user.openings ?? [],
    hasSecondFactor: user.second || user.provider_second,
    provider: user.provider ? { secondFactor: user.provider_second } : null,
  };
}

/** Begins the session of somebody whom the provider vouches for; better-auth finds and ends it like its own. */
export async function beginProviderSession(
  services: SessionServices,
  request: Request,
  userId: string,
  secondFactor: boolean,
): Promise<string> {
  const token = randomBytes(24).toString('base64url');
  const now = services.clock.now();
  await services.db
    .insertInto('sessions')
    .values({
      id: newId(),
      user_id: userId,
      token,
      expires_at: endOfProviderSession(services),
      user_agent: request.headers.get('User-Agent'),
      created_at: now,
      updated_at: now,
      used_at: now,
      provider: true,
      second_factor: secondFactor,
    })
    .execute();
  return signedCookie(services, 'session_token', token, PROVIDER_SESSION_HOURS * 3600);
}

/** The session of this request was begun by better-auth after the code that the provider's word was not enough for. */
export async function becomeProviderSession(services: SessionServices, request: Request): Promise<void> {
  const token = sessionToken(services, request);
  if (!token) return;
  await services.db
    .updateTable('sessions')
    .set({ provider: true, expires_at: endOfProviderSession(services) })
    .where('token', '=', token)
    .execute();
}

function endOfProviderSession({ clock }: Pick<Services, 'clock'>): Date {
  return new Date(clock.now().getTime() + PROVIDER_SESSION_HOURS * 3_600_000);
}

/** Not used since then: over. */
export function idleSince({ config, clock }: Pick<Services, 'config' | 'clock'>): Date {
  return config.sessionIdleMinutes === 0
    ? new Date(0)
    : new Date(clock.now().getTime() - config.sessionIdleMinutes * 60_000);
}

async function touch({ config, db, clock }: SessionServices, token: string, usedAt: Date): Promise<void> {
  if (config.sessionIdleMinutes === 0) return;
  const pause = Math.min(LONGEST_BETWEEN_TOUCHES, config.sessionIdleMinutes * 6000);
  // Written while the clock of the machine was ahead, it would keep an idle session alive.
  if (Math.abs(clock.now().getTime() - usedAt.getTime()) < pause) return;
  await db.updateTable('sessions').set({ used_at: clock.now() }).where('token', '=', token).execute();
}

/** Did the session of this browser end because nobody used it? */
export async function endedByIdleness(services: SessionServices, request: Request): Promise<boolean> {
  const token = sessionToken(services, request);
  if (!token) return false;
  const row = await services.db
    .selectFrom('sessions')
    .select('id')
    .where('token', '=', token)
    .where('expires_at', '>', services.clock.now())
    .where('used_at', '<=', idleSince(services))
    .executeTakeFirst();
  return row !== undefined;
}

/** Who signs in anew leaves no session of this browser behind. */
export async function endSessionOf(services: SessionServices, request: Request): Promise<void> {
  const token = sessionToken(services, request);
  if (token) await services.db.deleteFrom('sessions').where('token', '=', token).execute();
}

/** All of this session's person but itself. */
export async function endOtherSessions(services: SessionServices, request: Request): Promise<void> {
  const token = sessionToken(services, request);
  if (!token) return;
  const person = services.db.selectFrom('sessions').select('user_id').where('token', '=', token);
  await services.db.deleteFrom('sessions').where('user_id', 'in', person).where('token', '<>', token).execute();
}

/** Signs the person out on every device; returns how many sessions ended. */
export async function endAllSessions(db: Connection, userId: string): Promise<number> {
  const { numDeletedRows } = await db.deleteFrom('sessions').where('user_id', '=', userId).executeTakeFirst();
  return Number(numDeletedRows);
}

/** The next request of the browser that gets these headers. */
export function requestAfter({ config }: Pick<Services, 'config'>, headers: Headers): Request {
  const cookies = headers.getSetCookie().map((cookie) => cookie.split(';')[0]);
  return new Request(config.publicUrl, { headers: { cookie: cookies.join('; ') } });
}

/** The token of the session cookie, if we signed it. */
export function sessionToken(services: Pick<SessionServices, 'config' | 'secret'>, request: Request): string | null {
  return signedValue(services, request, 'session_token');
}

/** `value.HMAC-SHA-256 in base64`, as better-auth signs its cookies. */
export function signedValue(
  { config, secret }: Pick<SessionServices, 'config' | 'secret'>,
  request: Request,
  cookieName: string,
): string | null {
  const cookie = getSessionCookie(request, { cookiePrefix: cookiePrefix(config), cookieName });
  const dot = cookie?.lastIndexOf('.') ?? -1;
  if (!cookie || dot < 1) return null;
  const value = cookie.slice(0, dot);
  const given = Buffer.from(cookie.slice(dot + 1), 'base64');
  const right = createHmac('sha256', secret).update(value).digest();
  return given.length === right.length && timingSafeEqual(given, right) ? value : null;
}

export function signedCookie(
  { config, secret }: Pick<SessionServices, 'config' | 'secret'>,
  name: string,
  value: string,
  maxAge: number,
): string {
  const signed = `${value}.${createHmac('sha256', secret).update(value).digest('base64')}`;
  const secure = config.publicUrl.startsWith('https:') ? '; Secure' : '';
  return `${cookiePrefix(config)}.${name}=${encodeURIComponent(signed)}; Max-Age=${maxAge}; Path=/; HttpOnly; SameSite=Lax${secure}`;
}
