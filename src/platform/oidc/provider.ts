/**
 * The identity provider by OpenID Connect: authorisation code with PKCE, state and nonce; issuer, audience, times and
 * signature of the ID token are checked by openid-client. No token is kept: what they say is read once, at the sign-in.
 */
import { readFile } from 'node:fs/promises';
import * as client from 'openid-client';
import { AppError } from '#kernel/errors.ts';
import type { Config } from '../config.ts';
import type { Clock } from '../clock.ts';
import { openLog } from '../log.ts';
import { type Flow, flowCookie, flowOf } from './flow.ts';
import { type Claims, readRules, type RoleRules } from './rules.ts';
import { clientSecretOf, type OidcSettings } from './settings.ts';

export const RETURN_PATH = '/sign-in/provider/return';
const PATIENCE_SECONDS = 10;
const LARGEST_ANSWER = 1024 * 1024;
/** A provider that went down is noticed before people are sent to it, and a busy morning asks it no more than this. */
const DISCOVERY_LASTS_MS = 5_000;

/** Who somebody is, as the provider says. */
export type Identity = { subject: string; claims: Claims };

export type IdentityProvider = {
  /** Under which accounts are tied to people of this provider; another issuer is another one. */
  id: string;
  name: string;
  rules: RoleRules;
  /** Where to send the browser, and the cookie it has to bring back. */
  begin(next: string): Promise<{ address: string; cookie: string }>;
  /** What the browser came back with: the query of the address and the value of the cookie. */
  complete(answer: URLSearchParams, flow: string | undefined): Promise<{ identity: Identity; next: string }>;
  /** Where the browser signs out of the provider too; null when it cannot be asked that or does not answer. */
  signOutAddress(): Promise<string | null>;
  /** Throws when it does not answer or is not who it should be. */
  discover(): Promise<void>;
};

type Services = { config: Config; clock: Clock; secret: string };

/** Throws for the operator when a file of the settings is missing or wrong; the provider itself is not asked yet. */
export async function openIdentityProvider({ config, clock, secret }: Services): Promise<IdentityProvider | null> {
  const { oidc } = config;
  if (!oidc) return null;
  const rules = await rulesOf(oidc);
  const clientSecret = await clientSecretOf(oidc);
  const log = openLog(config);
  const home = `${config.publicUrl}/sign-in`;
  let known: { found: client.Configuration; at: number } | null = null;

  const discovered = async (): Promise<client.Configuration> => {
    if (known && clock.now().getTime() - known.at < DISCOVERY_LASTS_MS) return known.found;
    const found = await discover(oidc, clientSecret);
    known = { found, at: clock.now().getTime() };
    return found;
  };
  /** Faults of the provider become ours, and the log gets the kind of fault: never what the provider said of a person. */
  const asking = async <T>(work: (provider: client.Configuration) => Promise<T>): Promise<T> => {
    try {
      return await work(await discovered());
    } catch (error) {
      const fault = faultOf(error);
      const { code, error: kind, message } = error as { code?: string; error?: string; message?: string };
      log.warn('Вход через поставщика не состоялся', { fault: fault.code, kind: kind ?? code, message });
      throw fault;
    }
  };

  return {
    id: `oidc:${oidc.issuer.href}`,
    name: oidc.name,
    rules,
    begin: (next) =>
      asking(async (provider) => {
        const flow: Flow = {
          state: client.randomState(),
          nonce: client.randomNonce(),
          verifier: client.randomPKCECodeVerifier(),
          next,
        };
        const acr = rules['second-factor']?.acr;
        const address = client.buildAuthorizationUrl(provider, {
          redirect_uri: config.publicUrl + RETURN_PATH,
          scope: oidc.scopes,
          state: flow.state,
          nonce: flow.nonce,
          code_challenge: await client.calculatePKCECodeChallenge(flow.verifier),
          code_challenge_method: 'S256',
          ...(acr && { acr_values: acr.join(' ') }),
        });
        return { address: address.href, cookie: flowCookie(flow, secret, clock.now()) };
      }),
    async complete(answer, cookie) {
      const flow = flowOf(cookie, secret, clock.now());
      if (!flow) throw new AppError('providerFlowLost');
      return asking(async (provider) => {
        const tokens = await client.authorizationCodeGrant(
          provider,
          new URL(`${config.publicUrl}${RETURN_PATH}?${answer}`),
          {
            expectedState: flow.state,
            expectedNonce: flow.nonce,
            pkceCodeVerifier: flow.verifier,
            idTokenExpected: true,
          },
        );
        const told = tokens.claims();
        if (!told) throw new AppError('providerAnswerInvalid');
        const more = provider.serverMetadata().userinfo_endpoint
          ? await client.fetchUserInfo(provider, tokens.access_token, told.sub)
          : {};
        return { identity: { subject: told.sub, claims: { ...more, ...told } }, next: flow.next };
      });
    },
    async signOutAddress() {
      try {
        const provider = await discovered();
        if (!provider.serverMetadata().end_session_endpoint) return null;
        return client.buildEndSessionUrl(provider, { post_logout_redirect_uri: home }).href;
      } catch {
        return null;
      }
    },
    discover: async () => void (await discover(oidc, clientSecret)),
  };
}

async function rulesOf({ rolesFile }: OidcSettings): Promise<RoleRules> {
  const text = await readFile(rolesFile, 'utf8').catch((error: NodeJS.ErrnoException) => {
    throw new Error(`Файл правил OPORA_OIDC_ROLES не читается: ${rolesFile} (${error.code}).`);
  });
  try {
    return readRules(text);
  } catch (error) {
    throw new Error(`Файл правил OPORA_OIDC_ROLES (${rolesFile}): ${(error as Error).message}`, { cause: error });
  }
}

async function discover({ issuer, clientId }: OidcSettings, secret: string): Promise<client.Configuration> {
  const ask = onlyAt(issuer);
  const plain = issuer.protocol === 'http:' ? [client.allowInsecureRequests] : [];
  const found = await client.discovery(issuer, clientId, undefined, undefined, {
    [client.customFetch]: ask,
    timeout: PATIENCE_SECONDS,
    execute: plain,
  });
  const metadata = found.serverMetadata();
  const ways = metadata.token_endpoint_auth_methods_supported ?? ['client_secret_basic'];
  const way = ways.includes('client_secret_basic') ? client.ClientSecretBasic(secret) : client.ClientSecretPost(secret);
  const provider = new client.Configuration(metadata, clientId, undefined, way);
  provider[client.customFetch] = ask;
  provider.timeout = PATIENCE_SECONDS;
  for (const allow of plain) allow(provider);
  // Signatures too, not the connection alone.
  client.enableNonRepudiationChecks(provider);
  return provider;
}

/** Asks the issuer and nobody else, whatever its description names; no redirects, no endless answers. */
function onlyAt(issuer: URL): client.CustomFetch {
  return async (address, options) => {
    if (new URL(address).origin !== issuer.origin)
      throw new Error(`The provider names an address that is not its own: ${new URL(address).origin}`);
    const answer = await fetch(address, { ...options, redirect: 'manual' } as RequestInit);
    return new Response(await limited(answer), { status: answer.status, headers: answer.headers });
  };
}

async function limited(answer: Response): Promise<Uint8Array<ArrayBuffer> | null> {
  if (!answer.body) return null;
  const pieces: Uint8Array[] = [];
  let size = 0;
  for await (const piece of answer.body) {
    size += piece.length;
    if (size > LARGEST_ANSWER) throw new Error('The answer of the provider is too large');
    pieces.push(piece);
  }
  return new Uint8Array(Buffer.concat(pieces));
}

function faultOf(error: unknown): AppError {
  if (error instanceof AppError) return error;
  if (error instanceof client.AuthorizationResponseError)
    return new AppError(error.error === 'access_denied' ? 'providerDeclined' : 'providerAnswerInvalid');
  const { code, status, cause } = error as { code?: string; status?: number; cause?: unknown };
  const answered = cause instanceof Response ? cause.status : status;
  if (code === 'OAUTH_TIMEOUT' || (answered !== undefined && answered >= 500) || isLostConnection(error))
    return new AppError('providerUnavailable');
  return new AppError('providerAnswerInvalid');
}

/** `fetch failed`, alone or as the cause of what the library says. */
function isLostConnection(error: unknown): boolean {
  const { cause } = error as { cause?: unknown };
  return error instanceof TypeError ? error.message === 'fetch failed' : cause !== undefined && isLostConnection(cause);
}
