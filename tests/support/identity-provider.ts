/**
 * A real OpenID provider (the certified `oidc-provider`) on loopback, with its own pages to sign in and to consent, and
 * a walk through them as a browser does it. `spoil` lets it tell in the ID token what an honest one would not.
 */
import { generateKeyPairSync, sign } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Provider } from 'oidc-provider';

export const CLIENT = { id: 'opora', secret: 'a secret of tests that only the two of them know' };

type Told = Record<string, unknown>;

export type TestProvider = {
  issuer: string;
  /** What it tells of whom, by the name typed into its form. */
  people: Map<string, Told>;
  /** Changes the ID token before it is signed. */
  spoil: ((claims: Told) => Told) | null;
  /** Signs with a key that is not in its list. */
  foreignKey: boolean;
  /** What came to it, to tell that nothing did. */
  asked: string[];
  stop(): Promise<void>;
};

export async function identityProvider(publicUrl: string): Promise<TestProvider> {
  const key = newKey('known');
  const foreign = newKey('known');
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const people: TestProvider['people'] = new Map();
  const told: TestProvider = { issuer, people, spoil: null, foreignKey: false, asked: [], stop };
  const provider = new Provider(issuer, {
    clients: [
      {
        client_id: CLIENT.id,
        client_secret: CLIENT.secret,
        redirect_uris: [`${publicUrl}/sign-in/provider/return`],
        post_logout_redirect_uris: [`${publicUrl}/sign-in`],
      },
    ],
    jwks: { keys: [key.jwk] },
    cookies: { keys: ['a key of tests'] },
    claims: { openid: ['sub'], profile: ['name'], email: ['email', 'email_verified'], work: ['groups', 'org_inn'] },
    scopes: ['openid', 'profile', 'email', 'work'],
    pkce: { required: () => true },
    findAccount: (_context, id) => ({ accountId: id, claims: () => ({ sub: id, ...people.get(id) }) }),
  });
  provider.use(async (context, next) => {
    told.asked.push(context.path);
    await next();
    const body = context.body as { id_token?: string } | undefined;
    if (!body?.id_token || (!told.spoil && !told.foreignKey)) return;
    const claims = JSON.parse(Buffer.from(body.id_token.split('.')[1]!, 'base64url').toString('utf8')) as Told;
    const signer = told.foreignKey ? foreign : key;
    context.body = { ...body, id_token: signer.sign(told.spoil ? told.spoil(claims) : claims) };
  });
  server.on('request', provider.callback());
  return told;

  function stop(): Promise<void> {
    server.closeAllConnections();
    return new Promise((resolve) => server.close(() => resolve()));
  }
}

function newKey(kid: string) {
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const jwk = { ...privateKey.export({ format: 'jwk' }), kid, use: 'sig', alg: 'RS256' };
  const encoded = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');
  return {
    jwk,
    sign(claims: Told): string {
      const head = `${encoded({ alg: 'RS256', kid, typ: 'JWT' })}.${encoded(claims)}`;
      return `${head}.${sign('sha256', Buffer.from(head), privateKey).toString('base64url')}`;
    },
  };
}

/** Goes from the address to the provider's form, signs in as `login`, consents, and tells where it was sent back to. */
export async function walkThrough(address: string, login: string): Promise<URL> {
  const { origin } = new URL(address);
  const jar = new Map<string, string>();
  let at = new URL(address);
  let form: URLSearchParams | undefined;
  for (let step = 0; step < 15; step += 1) {
    const answer = await fetch(at, {
      redirect: 'manual',
      headers: { cookie: [...jar].map(([name, value]) => `${name}=${value}`).join('; ') },
      ...(form && { method: 'POST', body: form }),
    });
    for (const cookie of answer.headers.getSetCookie()) {
      const [, name, value] = /^([^=]+)=([^;]*)/.exec(cookie)!;
      if (value === '') jar.delete(name!);
      else jar.set(name!, value!);
    }
    const location = answer.headers.get('location');
    const html = await answer.text();
    form = undefined;
    if (location) at = new URL(location, at);
    else {
      const prompt = /name="prompt" value="(\w+)"/.exec(html)?.[1];
      const action = /<form[^>]* action="([^"]+)"/.exec(html)?.[1];
      if (!prompt || !action) throw new Error(`No form at ${at.href} (${answer.status}): ${html.slice(0, 500)}`);
      at = new URL(action, at);
      form = new URLSearchParams(prompt === 'login' ? { prompt, login, password: 'any' } : { prompt });
    }
    if (at.origin !== origin) return at;
  }
  throw new Error('The provider never sent the browser back');
}
