/**
 * Sign-in by better-auth on our tables. Who asks is found without it: the session cookie is a
 * token signed with our secret, and one query brings the session, the user and the roles, so that
 * signing out, disabling a user and changing roles work from the next request on.
 */
import { createHmac, timingSafeEqual } from 'node:crypto';
import { betterAuth } from 'better-auth';
import { APIError } from 'better-auth/api';
import { getSessionCookie } from 'better-auth/cookies';
import { sql } from 'kysely';
import type { Actor, Role, RoleAssignment } from '#kernel/actor.ts';
import { AppError } from '#kernel/errors.ts';
import type { Services } from './context.ts';
import { prepared } from './database.ts';
import { MINIMUM_PASSWORD_LENGTH } from './password.ts';

const COOKIE_PREFIX = 'opora';
const SESSION_DAYS = 14;
const DISABLED = 403;

export type Credentials = { email: string; password: string };

export type Auth = {
  actorOf(request: Request): Promise<Actor | null>;
  /** The token of this request's session, to tell it apart among the sessions of its person. */
  tokenOf(request: Request): string | null;
  /** Returns the `Set-Cookie` headers of the new session; refuses wrong credentials and disabled users. */
  signIn(request: Request, credentials: Credentials): Promise<Headers>;
  /** Ends the session and returns the headers that clear its cookie. */
  signOut(request: Request): Promise<Headers>;
};

type AuthServices = Pick<Services, 'config' | 'db' | 'clock'> & { secret: string };

export async function openAuth(services: AuthServices): Promise<Auth> {
  const engine = engineOf(services);
  await engine.$context;
  return {
    actorOf: (request) => actorOf(services, request),
    tokenOf: (request) => sessionToken(request, services.secret),
    async signIn(request, credentials) {
      const email = credentials.email.trim().toLowerCase();
      const response = await engine.api.signInEmail({
        body: { email, password: credentials.password },
        headers: request.headers,
        asResponse: true,
      });
      if (response.ok) return cookiesOf(response);
      if (response.status === DISABLED) throw new AppError('accountDisabled');
      throw new AppError('signInRefused');
    },
    async signOut(request) {
      return cookiesOf(await engine.api.signOut({ headers: request.headers, asResponse: true }));
    },
  };
}

async function actorOf({ db, clock, secret }: AuthServices, request: Request): Promise<Actor | null> {
  const token = sessionToken(request, secret);
  if (!token) return null;
  const { rows } = await sql<{
    id: string;
    name: string;
    email: string;
    role: Role | null;
    organisation_id: number | null;
    path: string | null;
  }>`${prepared}
    select u.id, u.name, u.email, r.role, o.id as organisation_id, o.path
    from sessions s
    join users u on u.id = s.user_id
    left join role_assignments r on r.user_id = u.id and (r.valid_until is null or r.valid_until >= ${clock.today()}::date)
    left join organisations o on o.id = r.organisation_id
    where s.token = ${token} and s.expires_at > ${clock.now()} and u.disabled_at is null
    order by r.id`.execute(db);
  const [user] = rows;
  if (!user) return null;
  const assignments = rows.flatMap(({ role, organisation_id, path }): RoleAssignment[] =>
    role && organisation_id && path ? [{ role, organisationId: organisation_id, path }] : [],
  );
  return { userId: user.id, name: user.name, email: user.email, assignments };
}

/** The token of the session cookie, if we signed it: `token.HMAC-SHA-256 in base64`. */
function sessionToken(request: Request, secret: string): string | null {
  const cookie = getSessionCookie(request, { cookiePrefix: COOKIE_PREFIX });
  const dot = cookie?.lastIndexOf('.') ?? -1;
  if (!cookie || dot < 1) return null;
  const token = cookie.slice(0, dot);
  const given = Buffer.from(cookie.slice(dot + 1), 'base64');
  const right = createHmac('sha256', secret).update(token).digest();
  return given.length === right.length && timingSafeEqual(given, right) ? token : null;
}

function cookiesOf(response: Response): Headers {
  const headers = new Headers();
  for (const cookie of response.headers.getSetCookie()) headers.append('Set-Cookie', cookie);
  return headers;
}

function engineOf({ config, db, secret }: AuthServices) {
  const stamps = { createdAt: 'created_at', updatedAt: 'updated_at' };
  return betterAuth({
    appName: 'Опора',
    baseURL: config.publicUrl,
    secret,
    database: { db, type: 'postgres' },
    emailAndPassword: { enabled: true, disableSignUp: true, minPasswordLength: MINIMUM_PASSWORD_LENGTH },
    // Fixed term, not prolonged by use: a page view then writes nothing.
    session: {
      modelName: 'sessions',
      fields: {
        userId: 'user_id',
        expiresAt: 'expires_at',
        ipAddress: 'ip_address',
        userAgent: 'user_agent',
        ...stamps,
      },
      expiresIn: SESSION_DAYS * 86_400,
      disableSessionRefresh: true,
    },
    user: { modelName: 'users', fields: { emailVerified: 'email_verified', ...stamps } },
    account: {
      modelName: 'accounts',
      fields: {
        userId: 'user_id',
        accountId: 'account_id',
        providerId: 'provider_id',
        accessToken: 'access_token',
        refreshToken: 'refresh_token',
        idToken: 'id_token',
        accessTokenExpiresAt: 'access_token_expires_at',
        refreshTokenExpiresAt: 'refresh_token_expires_at',
        ...stamps,
      },
    },
    verification: { modelName: 'verifications', fields: { expiresAt: 'expires_at', ...stamps } },
    advanced: {
      cookiePrefix: COOKIE_PREFIX,
      useSecureCookies: config.publicUrl.startsWith('https:'),
      // Our server answers for the origin of every request itself.
      disableOriginCheck: true,
      disableCSRFCheck: true,
    },
    telemetry: { enabled: false },
    logger: { disabled: true },
    databaseHooks: {
      session: {
        create: {
          async before(session) {
            const user = await db
              .selectFrom('users')
              .select('disabled_at')
              .where('id', '=', session.userId)
              .executeTakeFirst();
            // Comes after the password was found right, so telling so gives nothing away.
            if (user?.disabled_at) throw new APIError(DISABLED);
          },
        },
      },
    },
  });
}
