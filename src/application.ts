/** What answers a request: headers and limits first, then files, the API, the pages. */
import { promisify } from 'node:util';
import { fileURLToPath } from 'node:url';
import { constants, gzip } from 'node:zlib';
import { serveStatic } from '@hono/node-server/serve-static';
import { Hono } from 'hono';
import { compress } from 'hono/compress';
import { createRequestHandler, RouterContextProvider, type ServerBuild } from 'react-router';
import { scopeOf } from '#kernel/actor.ts';
import type { Auth } from '#platform/auth.ts';
import type { Config } from '#platform/config.ts';
import {
  bodyLimit,
  type HttpVariables,
  isApi,
  observeRequests,
  sameOriginOnly,
  secureHeaders,
} from '#platform/http.ts';
import { openLog } from '#platform/log.ts';
import type { RequestMetrics } from '#platform/metrics.ts';
import { routeOf } from '#platform/route-of.ts';
import { plainPage } from '#platform/plain-page.ts';
import { rateLimits } from '#platform/rate-limit.ts';
import type { Readiness } from '#platform/readiness.ts';
import type { WalledDatabase } from '#platform/row-security.ts';
import type { RunningServices } from '#platform/start.ts';
import { tracedRequests } from '#platform/traces.ts';
import { troubleOf } from '#platform/trouble.ts';
import type * as Entry from '#web/entry.server.tsx';
import { openApi } from './api.ts';

const CLIENT = fileURLToPath(new URL('../build/client', import.meta.url));
/** The form that takes hundreds of files at once. */
const MANY_FILES = /^\/results\/import(?:\.data)?$/;
const FORM_OVERHEAD = 1024 * 1024;
const NO_SCOPE = { subtrees: [], ancestors: [] };

type WalledServices = RunningServices & { walled: WalledDatabase };
export type PageHandler = (
  request: Request,
  services: WalledServices,
  auth: Auth,
  variables: HttpVariables,
) => Promise<Response>;

export type Parts = {
  services: WalledServices;
  auth: Auth;
  pages: PageHandler;
  metrics: RequestMetrics | null;
  ready: Readiness;
};

export function application({ services, auth, pages, metrics, ready }: Parts, development: boolean) {
  const app = new Hono<{ Variables: HttpVariables }>();
  const { publicUrl, trustedProxies } = services.config;
  app.use(secureHeaders({ https: publicUrl.startsWith('https:'), development, trustedProxies }));
  const observers = [...(metrics ? [countedBy(metrics)] : []), ...loggedBy(services.config)];
  if (observers.length > 0) app.use(observeRequests(observers));
  if (services.config.tracesUrl !== undefined) app.use(tracedRequests(trustedProxies));
  const ordinary = bodyLimit(services.config.uploadLimitBytes + FORM_OVERHEAD);
  const ofMany = bodyLimit(services.config.batchLimitBytes + FORM_OVERHEAD);
  app.use((context, next) => (MANY_FILES.test(context.req.path) ? ofMany : ordinary)(context, next));
  app.use(sameOriginOnly());
  app.get('/health', (context) => context.json({ status: 'ok' }));
  app.get('/ready', async (context) => {
    const state = await ready.state();
    return context.json({ status: state }, state === 'ready' ? 200 : 503);
  });
  app.use('/assets/*', async (context, next) => {
    await next();
    if (context.res.status === 200) context.res.headers.set('Cache-Control', 'public, max-age=31536000, immutable');
  });
  app.use('/assets/*', serveStatic({ root: CLIENT, precompressed: true }));
  // A page opened before an update asks for files that are gone: no page of ours is an answer to that.
  app.all('/assets/*', (context) => context.text('Такого файла больше нет. Обновите страницу.', 404));
  const { rateLimits: limits, rateTrusted: trusted } = services.config;
  const api = openApi(services, auth);
  const tokenOf = (request: Request) => (isApi(request) ? api.nameOf(request) : auth.tokenOf(request));
  app.use(rateLimits({ limits, trusted, tokenOf, log: openLog(services.config) }));
  app.use(compress());
  app.route('/api/v1', api.routes);
  app.all('*', (context) =>
    pages(context.req.raw, services, auth, {
      requestId: context.get('requestId'),
      nonce: context.get('nonce'),
      source: context.get('source'),
    }),
  );
  return app;
}

type Answered = Parameters<Parameters<typeof observeRequests>[0][number]>[0];

function countedBy(metrics: RequestMetrics): (request: Answered) => void {
  return ({ method, path, status, seconds }) => metrics.answered(method, path, status, seconds);
}

/** Routes, not addresses: those may hold what was searched for, and secrets of calendars. */
function loggedBy(config: Config): ((request: Answered) => void)[] {
  if (config.logLevel !== 'debug') return [];
  const log = openLog(config);
  return [
    ({ method, path, status, seconds, id }) =>
      log.debug('Запрос', { method, route: routeOf(path), status, ms: Math.round(seconds * 1000), requestId: id }),
  ];
}

/** Fast rather than small: what a higher level saves on the line it costs many times over here. */
const COMPRESSION = { level: constants.Z_BEST_SPEED + 2 };

/** The page as it goes out; `compress` leaves it alone. */
async function sent({ html, status, headers }: Entry.PageAnswer, request: Request): Promise<Response> {
  headers.append('Vary', 'Accept-Encoding');
  if (!acceptsGzip(request)) return new Response(html, { status, headers });
  headers.set('Content-Encoding', 'gzip');
  return new Response(await promisify(gzip)(html, COMPRESSION), { status, headers });
}

function acceptsGzip(request: Request): boolean {
  return /\bgzip\b(?!\s*;\s*q=0(?:\.0*)?\s*(?:,|$))/i.test(request.headers.get('Accept-Encoding') ?? '');
}

/** An address that only takes a button has no page of its own to say on what passes by itself: a browser would show data. */
async function readable(answer: Response, request: Request, nonce: string): Promise<Response> {
  const isData = answer.headers.get('Content-Type')?.startsWith('application/json') ?? false;
  if (!(answer.status in PASSING) || !isData || !request.headers.get('accept')?.includes('text/html')) return answer;
  const { text, advice } = (await answer.json()) as { text: string; advice: string };
  return passing(request, nonce, { status: answer.status, text, advice });
}

const PASSING: Record<number, string> = { 503: 'База данных не отвечает', 507: 'На сервере нет места' };
const SENSELESS = 'Запрос составлен неверно';

function passing(request: Request, nonce: string, told: { status: number; text: string; advice: string }): Response {
  const { status, text, advice } = told;
  const title = PASSING[status];
  if (title === undefined) return plainPage(request, nonce, { status, title: SENSELESS, text: [text, advice] });
  return plainPage(request, nonce, { status, title, text: [text, advice], retryAfterSeconds: 10 });
}

/** The pages of a build, each asked with who asks and what they may see. */
export function pagesOf(build: ServerBuild, mode: string): PageHandler {
  const { webRequest, prepareBuild, PageAnswer } = build.entry.module as unknown as typeof Entry;
  const answer = createRequestHandler(prepareBuild(build), mode);
  const page: PageHandler = async (request, services, auth, variables) => {
    const { config, db: whole, walled, clock, files, lake, jobs, threads } = services;
    const actor = await auth.actorOf(request);
    const context = new RouterContextProvider();
    const scope = actor ? scopeOf(actor) : NO_SCOPE;
    const mustEnrol = actor !== null && !actor.hasSecondFactor && (await auth.asksSecondFactorOf(actor));
    const db = walled.seenBy(actor);
    const wall = { seenBy: walled.seenBy, whole };
    const about = { auth, actor, scope, mustEnrol, wall, ...variables };
    context.set(webRequest, { config, db, clock, files, lake, jobs, threads, ...about });
    const answered = await answer(request, context);
    return answered instanceof PageAnswer ? sent(answered, request) : answered;
  };
  return async (request, services, auth, variables) => {
    try {
      return await readable(await page(request, services, auth, variables), request, variables.nonce);
    } catch (error) {
      // Without the database nobody is known, so there is no page to say it on.
      const trouble = troubleOf(error);
      if (!trouble) throw error;
      openLog(services.config).error('Запрос не выполнен', { requestId: variables.requestId, error });
      return passing(request, variables.nonce, trouble);
    }
  };
}
