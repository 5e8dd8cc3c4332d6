/** What every answer and every request obeys, whatever the page: headers, origin, size, request id. */
import { randomBytes, randomUUID } from 'node:crypto';
import { getConnInfo } from '@hono/node-server/conninfo';
import type { Context, MiddlewareHandler } from 'hono';

export type HttpVariables = { requestId: string; nonce: string; source: string };
type Env = { Variables: HttpVariables };

/** Programs ask there, by a token; people never do. */
export function isApi(request: Request): boolean {
  return new URL(request.url).pathname.startsWith('/api/');
}

/** Gives each request an id, a nonce and its source, and each answer the headers of a site that embeds nothing foreign. */
export function secureHeaders(options: {
  https: boolean;
  development: boolean;
  trustedProxies: number;
}): MiddlewareHandler<Env> {
  return async (context, next) => {
    const nonce = randomBytes(16).toString('base64');
    context.set('requestId', randomUUID());
    context.set('nonce', nonce);
    context.set('source', clientAddress(context, options.trustedProxies));
    await next();
    const script = options.development ? "'self' 'unsafe-inline' 'unsafe-eval'" : `'self' 'nonce-${nonce}'`;
    const style = options.development ? "'self' 'unsafe-inline'" : "'self'";
    const headers = context.res.headers;
    // A download brings a stricter one.
    if (!headers.has('Content-Security-Policy')) {
      headers.set(
        'Content-Security-Policy',
        `default-src 'self'; script-src ${script}; style-src ${style}; img-src 'self' data:; font-src 'self'; object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'`,
      );
    }
    headers.set('X-Content-Type-Options', 'nosniff');
    headers.set('Referrer-Policy', 'same-origin');
    headers.set('Cross-Origin-Opener-Policy', 'same-origin');
    headers.set('Cross-Origin-Resource-Policy', 'same-origin');
    headers.set('Permissions-Policy', 'camera=(), microphone=(), geolocation=()');
    headers.set('X-Request-Id', context.get('requestId'));
    if (options.https) {
      headers.set('Strict-Transport-Security', 'max-age=31536000; includeSubDomains');
      makeCookiesSecure(headers);
    }
    if (!headers.has('Cache-Control')) headers.set('Cache-Control', 'no-store');
  };
}

/** Whoever set a cookie need not know whether the site is reached by HTTPS; `cookieValue` knows both names. */
function makeCookiesSecure(headers: Headers): void {
  const cookies = headers.getSetCookie();
  headers.delete('Set-Cookie');
  for (const cookie of cookies) {
    const named = cookie.startsWith(HOST_PREFIX) ? cookie : HOST_PREFIX + cookie;
    headers.append('Set-Cookie', SECURE.test(named) ? named : `${named}; Secure`);
  }
}

const HOST_PREFIX = '__Host-';

const SECURE = /;\s*secure\s*(?:;|$)/i;

/** The address of the browser: what the outermost proxy of ours saw, or the other end of the connection. */
function clientAddress(context: Context, trustedProxies: number): string {
  const peer = getConnInfo(context).remote.address ?? 'неизвестно';
  if (trustedProxies === 0) return peer;
  // Each proxy appends whom it heard; what stands further left was written by the client and proves nothing.
  const heard = (context.req.header('x-forwarded-for') ?? '').split(',').map((address) => address.trim());
  return heard.at(-trustedProxies) || peer;
}

const SAFE = new Set(['GET', 'HEAD', 'OPTIONS']);

/**
 * Refuses a change asked for by another site. Browsers send Sec-Fetch-Site; where an old one does not,
 * Origin must name this host.
 */
export function sameOriginOnly(): MiddlewareHandler<Env> {
  return async (context, next) => {
    const request = context.req.raw;
    if (!SAFE.has(request.method)) {
      const site = request.headers.get('sec-fetch-site');
      const origin = request.headers.get('origin');
      const foreign = site
        ? site !== 'same-origin' && site !== 'none'
        : origin !== null && hostOf(origin) !== request.headers.get('host');
      if (foreign) return context.text('Запрос пришёл с другого сайта и отклонён.', 403);
    }
    return next();
  };
}

/** Hands what was answered to those who count or log it. */
export function observeRequests(
  told: readonly ((request: { method: string; path: string; status: number; seconds: number; id: string }) => void)[],
): MiddlewareHandler<Env> {
  return async (context, next) => {
    const begun = performance.now();
    await next();
    const seconds = (performance.now() - begun) / 1000;
    const { method, path } = context.req;
    for (const tell of told) tell({ method, path, status: context.res.status, seconds, id: context.get('requestId') });
  };
}

/** Refuses a body over the limit before it is read. */
export function bodyLimit(bytes: number): MiddlewareHandler<Env> {
  return async (context, next) => {
    const length = Number(context.req.header('content-length') ?? 0);
    if (length > bytes) {
      return context.text('Файл слишком велик. Уменьшите его или разделите на части и загрузите снова.', 413);
    }
    if (!SAFE.has(context.req.method) && context.req.header('transfer-encoding') === 'chunked') {
      return context.text('Размер запроса не указан. Отправьте форму ещё раз.', 411);
    }
    return next();
  };
}

function hostOf(origin: string): string | null {
  try {
    return new URL(origin).host;
  } catch {
    return null;
  }
}
