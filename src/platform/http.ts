/** What every answer and every request obeys, whatever the page: headers, origin, size, request id. */
import { randomBytes, randomUUID } from 'node:crypto';
import type { MiddlewareHandler } from 'hono';

export type HttpVariables = { requestId: string; nonce: string };
type Env = { Variables: HttpVariables };

/** Gives each request an id and a nonce, and each answer the headers of a site that embeds nothing foreign. */
export function secureHeaders(options: { https: boolean; development: boolean }): MiddlewareHandler<Env> {
  return async (context, next) => {
    const nonce = randomBytes(16).toString('base64');
    context.set('requestId', randomUUID());
    context.set('nonce', nonce);
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
    headers.set('Permissions-Policy', 'camera=(), microphone=(), geolocation=()');
    headers.set('X-Request-Id', context.get('requestId'));
    if (options.https) headers.set('Strict-Transport-Security', 'max-age=31536000; includeSubDomains');
    if (!headers.has('Cache-Control')) headers.set('Cache-Control', 'no-store');
  };
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
