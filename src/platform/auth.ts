/** Sign-in by better-auth on our tables. Who asks is found without it: session.ts. */
import { betterAuth } from 'better-auth';
import { APIError } from 'better-auth/api';
import { twoFactor } from 'better-auth/plugins/two-factor';
import { sql } from 'kysely';
import { type Actor, holdsAnyRole } from '#kernel/actor.ts';
import { AppError } from '#kernel/errors.ts';
import { prepared } from './database.ts';
import { hashPassword, isOutdated, verifyPassword } from './password.ts';
import { SHORTEST_PASSWORD } from './password-rules.ts';
import { type IdentityProvider, openIdentityProvider } from './oidc/provider.ts';
import { newRecoveryCodes, recoveryCodeHash, recoveryCodeStore } from './recovery-codes.ts';
import { beganAtProvider, challenge, codeError, codeWasUsed, spendCode } from './second-factor.ts';
import {
  actorOf,
  becomeProviderSession,
  beginProviderSession,
  cookiePrefix,
  endedByIdleness,
  endOtherSessions,
  endSessionOf,
  requestAfter,
  SESSION_DAYS,
  type SessionServices,
  sessionToken,
  type SignedIn,
} from './session.ts';
import { forgetFailures, insistMayTry, recordFailure } from './sign-in-throttle.ts';

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
  /** Did the session of this browser end because nobody used it? */
  endedByIdleness(request: Request): Promise<boolean>;
  /** Must this person have a second factor before anything else? */
  asksSecondFactorOf(actor: Actor): Promise<boolean>;
  /** The token of this request's session, to tell it apart among the sessions of its person. */
  tokenOf(request: Request): string | null;
  /** Refuses wrong credentials and disabled users, and those who guess too often; `source` is where they come from. */
  signIn(request: Request, credentials: Credentials, source: string): Promise<SignIn>;
  /** Through which people may sign in besides; null: passwords only. */
  provider: IdentityProvider | null;
  /** For somebody the provider vouches for. Its own second factor counts, or the code of ours is asked for. */
  signInVouched(request: Request, person: { userId: string; secondFactor: boolean }): Promise<SignIn>;
  /** A code of the app or one of the recovery codes completes the sign-in. */
  bringCode(request: Request, code: string): Promise<Headers>;
  /** Begins with the password, for who has one; nothing is asked for until the first code was right. */
  prepareSecondFactor(request: Request, password: string | undefined): Promise<SecondFactor>;
  confirmSecondFactor(request: Request, code: string): Promise<Headers>;
  removeSecondFactor(request: Request, password: string | undefined): Promise<Headers>;
  /** Ends the session and returns the headers that clear its cookie. */
  signOut(request: Request): Promise<Headers>;
};

export async function openAuth(services: SessionServices): Promise<Auth> {
  const provider = await openIdentityProvider(services);
  const engine = engineOf(services);
  await engine.$context;
  return {
    provider,
    actorOf: (request) => actorOf(services, request),
    ownerOf: async (headers) => (await actorOf(services, requestAfter(services, headers)))?.userId ?? null,
    endedByIdleness: (request) => endedByIdleness(services, request),
    asksSecondFactorOf: async (actor) => holdsAnyRole(actor, ['administrator']) && (await asksAdministrators(services)),
    tokenOf: (request) => sessionToken(services, request),
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
      await endSessionOf(services, request);
      await renewHash(services, attempt.email, credentials.password);
      const { twoFactorRedirect } = (await response.clone().json()) as { twoFactorRedirect?: boolean };
      if (twoFactorRedirect) return { outcome: 'second-factor', headers: cookiesOf(response) };
      await forgetFailures(services.db, attempt.email);
      return { outcome: 'signed-in', headers: cookiesOf(response) };
    },
    async signInVouched(request, { userId, secondFactor }) {
      await endSessionOf(services, request);
      const { two_factor_enabled: ownCodes } = await services.db
        .selectFrom('users')
        .select('two_factor_enabled')
        .where('id', '=', userId)
        .executeTakeFirstOrThrow();
      const headers = new Headers();
      const asks = ownCodes && !secondFactor;
      headers.append(
        'Set-Cookie',
        asks ? await challenge(services, userId) : await beginProviderSession(services, request, userId, secondFactor),
      );
      return { outcome: asks ? 'second-factor' : 'signed-in', headers };
    },
    async bringCode(request, code) {
      const { headers } = request;
      const digits = code.replaceAll(/\s/g, '');
      const isTotp = /^[0-9]{6}$/.test(digits);
      const response = isTotp
        ? await engine.api.verifyTOTP({ body: { code: digits }, headers, asResponse: true })
        : await engine.api.verifyBackupCode({ body: { code: recoveryCodeHash(code) }, headers, asResponse: true });
      if (!response.ok) throw await codeError(response);
      const begun = requestAfter(services, response.headers);
      const userId = (await actorOf(services, begun))?.userId;
      if (isTotp && !(userId && (await spendCode(services.db, userId, digits)))) {
        await endSessionOf(services, begun);
        throw codeWasUsed();
      }
      if (await beganAtProvider(services, request)) await becomeProviderSession(services, begun);
      return cookiesOf(response);
    },
    async prepareSecondFactor({ headers }, password) {
      const response = await engine.api.enableTwoFactor({
        body: { ...normalised(password), method: 'totp' },
        headers,
        asResponse: true,
      });
      if (!response.ok) throw new AppError('passwordWrong', { field: 'password' });
      const { totpURI, backupCodes } = (await response.json()) as { totpURI: string; backupCodes: string[] };
      return { uri: totpURI, recoveryCodes: backupCodes };
    },
    async confirmSecondFactor(request, code) {
      const { headers } = request;
      const digits = code.replaceAll(/\s/g, '');
      const response = await engine.api.verifyTOTP({ body: { code: digits }, headers, asResponse: true });
      if (!response.ok) throw await codeError(response);
      const next = continued(services, request, response.headers);
      const userId = (await actorOf(services, next))?.userId;
      if (userId) await spendCode(services.db, userId, digits);
      await endOtherSessions(services, next);
      return cookiesOf(response);
    },
    async removeSecondFactor(request, password) {
      const { headers } = request;
      const body = normalised(password);
      const response = await engine.api.disableTwoFactor({ body, headers, asResponse: true });
      if (!response.ok) throw new AppError('passwordWrong', { field: 'password' });
      await endOtherSessions(services, continued(services, request, response.headers));
      return cookiesOf(response);
    },
    async signOut(request) {
      return cookiesOf(await engine.api.signOut({ headers: request.headers, asResponse: true }));
    },
  };
}

/** The made-up demo region lets everybody in who reads its passwords on the screen; a real one does not. */
async function asksAdministrators({ config, db }: SessionServices): Promise<boolean> {
  if (config.adminTotp !== 'auto') return config.adminTotp === 'required';
  const { rows } = await sql`${prepared} select from settings where key = 'demo'`.execute(db);
  return rows.length === 0;
}

function normalised(password: string | undefined): { password?: string } {
  return password === undefined ? {} : { password: password.normalize('NFC') };
}

/** The session that goes on after these headers: a new one, or that of the request. */
function continued(services: SessionServices, request: Request, headers: Headers): Request {
  const next = requestAfter(services, headers);
  return sessionToken(services, next) ? next : request;
}

/** A password that was right and is kept as in former times is kept anew. */
async function renewHash({ db, clock }: SessionServices, email: string, password: string): Promise<void> {
  const account = await db
    .selectFrom('accounts as a')
    .innerJoin('users as u', 'u.id', 'a.user_id')
    .select(['a.id', 'a.password'])
    .where('u.email', '=', email)
    .where('a.provider_id', '=', 'credential')
    .executeTakeFirst();
  if (!account?.password || !isOutdated(account.password)) return;
  await db
    .updateTable('accounts')
    .set({ password: await hashPassword(password), updated_at: clock.now() })
    .where('id', '=', account.id)
    // Somebody may have set another one in the meantime.
    .where('password', '=', account.password)
    .execute();
}

function cookiesOf(response: Response): Headers {
  const headers = new Headers();
  for (const cookie of response.headers.getSetCookie()) headers.append('Set-Cookie', cookie);
  return headers;
}

function engineOf({ config, db, secret }: SessionServices) {
  const stamps = { createdAt: 'created_at', updatedAt: 'updated_at' };
  return betterAuth({
    appName: 'Опора',
    baseURL: config.publicUrl,
    secret,
    database: { db, type: 'postgres' },
    emailAndPassword: {
      enabled: true,
      disableSignUp: true,
      minPasswordLength: SHORTEST_PASSWORD,
      password: { hash: hashPassword, verify: verifyPassword },
    },
    // Fixed term, not prolonged by use.
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
        // Who comes through the provider may have no password to show.
        allowPasswordless: true,
        backupCodeOptions: {
          customBackupCodesGenerate: newRecoveryCodes,
          storeBackupCodes: recoveryCodeStore(secret),
        },
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
      // Of its own accord better-auth would put `__Secure-` before our prefix, and `__Host-` says more.
      cookiePrefix: cookiePrefix(config),
      useSecureCookies: false,
      defaultCookieAttributes: { secure: config.publicUrl.startsWith('https:') },
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
