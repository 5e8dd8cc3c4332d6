/**
 * Sign-in by better-auth on our tables. Who asks is found without it: the session cookie is a
 * token signed with our secret, and one query brings the session, the user and the roles, so that
 * signing out, disabling a user and changing roles work from the next request on.
 */
import { createHmac, timingSafeEqual } from 'node:crypto';
import { betterAuth } from 'better-auth';
import { APIError } from 'better-auth/api';
import { getSessionCookie } from 'better-auth/cookies';
import { twoFactor } from 'better-auth/plugins/two-factor';
import { sql } from 'kysely';
import { type Actor, holdsAnyRole, type Opening, type Role, type RoleAssignment } from '#kernel/actor.ts';
import { AppError } from '#kernel/errors.ts';
import type { Services } from './context.ts';
import { prepared } from './database.ts';
import { SHORTEST_PASSWORD } from './password-rules.ts';
import { forgetFailures, insistMayTry, recordFailure } from './sign-in-throttle.ts';

const COOKIE_PREFIX = 'opora';
const SESSION_DAYS = 14;
const DISABLED = 403;

export type Credentials = { email: string; password: string };

/** 'second-factor': the headers hold a cookie with which a code is to be brought, within ten minutes. */
export type SignIn = { outcome: 'signed-in' | 'second-factor'; headers: Headers };

/** To be shown once: what the app on the phone reads, and codes for when the phone is lost. */
export type SecondFactor = { uri: string; recoveryCodes: string[] };

export type Auth = {
  actorOf(request: Request): Promise<SignedIn | null>;
  /** Whose session these `Set-Cookie` headers begin: the id of the user. */
  ownerOf(headers: Headers): Promise<string | null>;
  /** Must this person have a second factor before anything else? */
  asksSecondFactorOf(actor: Actor): Promise<boolean>;
  /** The token of this request's session, to tell it apart among the sessions of its person. */
  tokenOf(request: Request): string | null;
  /** Refuses wrong credentials and disabled users, and those who guess too often; `source` is where they come from. */
  signIn(request: Request, credentials: Credentials, source: string): Promise<SignIn>;
  /** A code of the app or one of the recovery codes completes the sign-in. */
  bringCode(request: Request, code: string): Promise<Headers>;
  /** Begins with the password; nothing is asked for until the first code was right. */
  prepareSecondFactor(request: Request, password: string): Promise<SecondFactor>;
  confirmSecondFactor(request: Request, code: string): Promise<Headers>;
  removeSecondFactor(request: Request, password: string): Promise<Headers>;
  /** Ends the session and returns the headers that clear its cookie. */
  signOut(request: Request): Promise<Headers>;
};

/** Who asks, and whether with a second factor. */
export type SignedIn = Actor & { hasSecondFactor: boolean };

type AuthServices = Pick<Services, 'config' | 'db' | 'clock'> & { secret: string };

export async function openAuth(services: AuthServices): Promise<Auth> {
  const engine = engineOf(services);
  await engine.$context;
  return {
    actorOf: (request) => actorOf(services, request),
    async ownerOf(headers) {
      const cookies = headers.getSetCookie().map((cookie) => cookie.split(';')[0]);
      const made = new Request(services.config.publicUrl, { headers: { cookie: cookies.join('; ') } });
      return (await actorOf(services, made))?.userId ?? null;
    },
    asksSecondFactorOf: async (actor) => holdsAnyRole(actor, ['administrator']) && (await asksAdministrators(services)),
    tokenOf: (request) => sessionToken(request, services.secret),
    async signIn(request, credentials, source) {
      const attempt = { email: credentials.email.trim().toLowerCase(), source };
      await insistMayTry(services.db, attempt, services.clock.now());
      const response = await engine.api.signInEmail({
        body: { email: attempt.email, password: credentials.password.normalize('NFC') },
        headers: request.headers,
        asResponse: true,
      });
      if (response.status === DISABLED) throw new AppError('accountDisabled');
      if (!response.ok) {
        await recordFailure(services.db, attempt, services.clock.now());
        throw new AppError('signInRefused');
      }
      const { twoFactorRedirect } = (await response.clone().json()) as { twoFactorRedirect?: boolean };
      if (twoFactorRedirect) return { outcome: 'second-factor', headers: cookiesOf(response) };
      await forgetFailures(services.db, attempt.email);
      return { outcome: 'signed-in', headers: cookiesOf(response) };
    },
    async bringCode(request, code) {
      const { headers } = request;
      const digits = code.replaceAll(/\s/g, '');
      const response = /^[0-9]{6}$/.test(digits)
        ? await engine.api.verifyTOTP({ body: { code: digits }, headers, asResponse: true })
        : await engine.api.verifyBackupCode({ body: { code: code.trim() }, headers, asResponse: true });
      if (response.ok) return cookiesOf(response);
      throw await codeError(response);
    },
    async prepareSecondFactor({ headers }, password) {
      const response = await engine.api.enableTwoFactor({
        body: { password: password.normalize('NFC'), method: 'totp' },
        headers,
        asResponse: true,
      });
      if (!response.ok) throw new AppError('passwordWrong', { field: 'password' });
      const { totpURI, backupCodes } = (await response.json()) as { totpURI: string; backupCodes: string[] };
      return { uri: totpURI, recoveryCodes: backupCodes };
    },
    async confirmSecondFactor({ headers }, code) {
      const response = await engine.api.verifyTOTP({
        body: { code: code.replaceAll(/\s/g, '') },
        headers,
        asResponse: true,
      });
      if (response.ok) return cookiesOf(response);
      throw await codeError(response);
    },
    async removeSecondFactor({ headers }, password) {
      const response = await engine.api.disableTwoFactor({
        body: { password: password.normalize('NFC') },
        headers,
        asResponse: true,
      });
      if (!response.ok) throw new AppError('passwordWrong', { field: 'password' });
      return cookiesOf(response);
    },
    async signOut(request) {
      return cookiesOf(await engine.api.signOut({ headers: request.headers, asResponse: true }));
    },
  };
}

/** The made-up demo region lets everybody in who reads its passwords on the screen; a real one does not. */
async function asksAdministrators({ config, db }: AuthServices): Promise<boolean> {
  if (config.adminTotp !== 'auto') return config.adminTotp === 'required';
  const { rows } = await sql`${prepared} select from settings where key = 'demo'`.execute(db);
  return rows.length === 0;
}

async function actorOf({ db, clock, secret }: AuthServices, request: Request): Promise<SignedIn | null> {
  const token = sessionToken(request, secret);
  if (!token) return null;
  const { rows } = await sql<{
    id: string;
    name: string;
    email: string;
    role: Role | null;
    organisation_id: number | null;
    path: string | null;
    second: boolean;
    openings: Opening[] | null;
  }>`${prepared}
    select u.id, u.name, u.email, u.two_factor_enabled as second, r.role, o.id as organisation_id, o.path,
      (select json_agg(json_build_object('id', e.id, 'organisationId', e.organisation_id)) from emergency_openings e
       where e.opened_by = u.id and e.ended_at is null and e.ends_at > ${clock.now()}) as openings
    from sessions s
    join users u on u.id = s.user_id
    left join role_assignments r on r.user_id = u.id and (r.valid_from is null or r.valid_from <= ${clock.today()}::date)
      and (r.valid_until is null or r.valid_until >= ${clock.today()}::date)
    left join organisations o on o.id = r.organisation_id
    where s.token = ${token} and s.expires_at > ${clock.now()} and u.disabled_at is null
    order by r.id`.execute(db);
  const [user] = rows;
  if (!user) return null;
  const assignments = rows.flatMap(({ role, organisation_id, path }): RoleAssignment[] =>
    role && organisation_id && path ? [{ role, organisationId: organisation_id, path }] : [],
  );
  return {
    userId: user.id,
    name: user.name,
    email: user.email,
    assignments,
    openings: user.openings ?? [],
    hasSecondFactor: user.second,
  };
}

/** A code that was not taken: wrong, too many wrong ones, or brought too late. */
async function codeError(response: Response): Promise<AppError> {
  const { code } = (await response.json().catch(() => ({}))) as { code?: string };
  if (code === 'INVALID_TWO_FACTOR_COOKIE') return new AppError('codeTimeout');
  if (code === 'ACCOUNT_TEMPORARILY_LOCKED' || code === 'TOO_MANY_ATTEMPTS_REQUEST_NEW_CODE')
    return new AppError('signInLocked', { advice: 'Подождите четверть часа и войдите заново.' });
  return new AppError('codeRefused', { field: 'code' });
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
    emailAndPassword: { enabled: true, disableSignUp: true, minPasswordLength: SHORTEST_PASSWORD },
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
    plugins: [
      twoFactor({
        issuer: 'Опора',
        twoFactorTable: 'two_factors',
        schema: {
          user: { fields: { twoFactorEnabled: 'two_factor_enabled' } },
          twoFactor: {
            fields: {
              backupCodes: 'backup_codes',
              userId: 'user_id',
              failedVerificationCount: 'failed_verification_count',
              lockedUntil: 'locked_until',
            },
          },
        },
      }),
    ],
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
