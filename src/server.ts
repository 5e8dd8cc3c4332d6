/** The web server: opens the services, starts the worker beside it, answers requests until told to stop. */
import '#platform/node-env.ts';
import cluster from 'node:cluster';
import { createServer, type IncomingMessage, type Server, type ServerOptions, type ServerResponse } from 'node:http';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { constants, gzip } from 'node:zlib';
import { getRequestListener } from '@hono/node-server';
import { serveStatic } from '@hono/node-server/serve-static';
import { Hono } from 'hono';
import { compress } from 'hono/compress';
import { createRequestHandler, RouterContextProvider, type ServerBuild } from 'react-router';
import { loadDemoIfEmpty } from '#demo/index.ts';
import { scopeOf } from '#kernel/actor.ts';
import { type Auth, openAuth } from '#platform/auth.ts';
import { type Config, readConfig } from '#platform/config.ts';
import { bodyLimit, type HttpVariables, observeRequests, sameOriginOnly, secureHeaders } from '#platform/http.ts';
import { openLog } from '#platform/log.ts';
import { openMetrics, type RequestMetrics, routeOf, serveMetrics } from '#platform/metrics.ts';
import { rateLimits } from '#platform/rate-limit.ts';
import { type Readiness, readiness } from '#platform/readiness.ts';
import { openWalledDatabase, type WalledDatabase } from '#platform/row-security.ts';
import { openServices, type RunningServices } from '#platform/start.ts';
import { onStop, QUIET, superviseServers } from './supervisor.ts';
import { keepWorker } from './worker-process.ts';
import type * as Entry from '#web/entry.server.tsx';

const CLIENT = fileURLToPath(new URL('../build/client', import.meta.url));
/** The form that takes hundreds of files at once. */
const MANY_FILES = /^\/results\/import(?:\.data)?$/;
const FORM_OVERHEAD = 1024 * 1024;
const OWNER_CONNECTIONS = 4;
const NO_SCOPE = { subtrees: [], ancestors: [] };

type WalledServices = RunningServices & { walled: WalledDatabase };
type PageHandler = (
  request: Request,
  services: WalledServices,
  auth: Auth,
  variables: HttpVariables,
) => Promise<Response>;

export async function startServer(
  config: Config,
  options: { development: boolean; worker: boolean; quiet?: boolean },
): Promise<{ url: string; stop(): Promise<void> }> {
  // Here the owner only finds who asks; the connections of requests are apart.
  const services = await openServices(config, { connections: OWNER_CONNECTIONS });
  let walled: WalledDatabase | undefined;
  try {
    walled = await openWalledDatabase(services.pool, services.databaseUrl);
    const closeWalled = walled.close;
    const accounts = config.demo === 'auto' ? await loadDemoIfEmpty(services) : [];
    const auth = await openAuth(services);
    const server = createServer(timeLimits(config.requestSeconds));
    const pages = options.development ? await developmentPages(server) : await builtPages();
    const metrics = config.metricsPort === undefined ? null : await openMetrics(services.pool, walled.pool);
    // In a cluster the supervisor adds up what its servers counted.
    const told = metrics && !cluster.isWorker ? await serveMetrics(config.metricsPort ?? 0, 'own') : null;
    const ready = readiness(services.pool);
    const app = application(
      { services: { ...services, walled }, auth, pages: pages.handle, metrics, ready },
      options.development,
    );
    const answer = getRequestListener(app.fetch);
    server.on('request', (request, response) => {
      if (pages.middleware) pages.middleware(request, response, () => void answer(request, response));
      else void answer(request, response);
    });
    await listen(server, config);
    const worker = options.worker ? keepWorker(openLog(config)) : null;
    const address = server.address();
    const port = typeof address === 'object' && address ? address.port : config.port;
    const url = `http://${config.host === '0.0.0.0' ? 'localhost' : config.host}:${port}`;
    if (!options.quiet) announce(url, accounts);
    return {
      url,
      async stop() {
        ready.stop();
        told?.close();
        await Promise.all([close(server), worker?.stop()]);
        await pages.close?.();
        await closeWalled();
        await services.close();
      },
    };
  } catch (error) {
    await walled?.close();
    await services.close();
    throw error;
  }
}

/** Who sends a request byte by byte is cut off: the head has a quarter of a minute, the whole as long as is set. */
function timeLimits(seconds: number): ServerOptions {
  const whole = seconds * 1000;
  return {
    requestTimeout: whole,
    headersTimeout: Math.min(15_000, whole),
    connectionsCheckingInterval: Math.min(5000, whole / 2),
  };
}

type Parts = {
  services: WalledServices;
  auth: Auth;
  pages: PageHandler;
  metrics: RequestMetrics | null;
  ready: Readiness;
};

function application({ services, auth, pages, metrics, ready }: Parts, development: boolean) {
  const app = new Hono<{ Variables: HttpVariables }>();
  const { publicUrl, trustedProxies } = services.config;
  app.use(secureHeaders({ https: publicUrl.startsWith('https:'), development, trustedProxies }));
  const observers = [...(metrics ? [countedBy(metrics)] : []), ...loggedBy(services.config)];
  if (observers.length > 0) app.use(observeRequests(observers));
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
  const tokenOf = (request: Request) => auth.tokenOf(request);
  app.use(rateLimits({ limits, trusted, tokenOf, log: openLog(services.config) }));
  app.use(compress());
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

/** The pages of a build, each asked with who asks and what they may see. */
function pagesOf(build: ServerBuild, mode: string): PageHandler {
  const { webRequest, prepareBuild, PageAnswer } = build.entry.module as unknown as typeof Entry;
  const answer = createRequestHandler(prepareBuild(build), mode);
  return async (request, { config, db: whole, walled, clock, files, lake, jobs, threads }, auth, variables) => {
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
}

type Pages = {
  handle: PageHandler;
  middleware?: (request: IncomingMessage, response: ServerResponse, next: () => void) => void;
  close?: () => Promise<void>;
};

async function builtPages(): Promise<Pages> {
  const path = new URL('../build/server/index.js', import.meta.url);
  const build = (await import(path.href)) as ServerBuild;
  return { handle: pagesOf(build, 'production') };
}

async function developmentPages(server: Server): Promise<Pages> {
  const { createServer: createVite } = await import('vite');
  const vite = await createVite({ server: { middlewareMode: true, hmr: { server } }, appType: 'custom' });
  return {
    async handle(...request) {
      const build = (await vite.ssrLoadModule('virtual:react-router/server-build')) as unknown as ServerBuild;
      return pagesOf(build, 'development')(...request);
    },
    middleware: vite.middlewares,
    close: () => vite.close(),
  };
}

function listen(server: Server, config: Config): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => {
      const text =
        error.code === 'EADDRINUSE'
          ? `Порт ${config.port} занят. Остановите другую программу или задайте OPORA_PORT.`
          : error.message;
      reject(new Error(text));
    });
    server.listen(config.port, config.host, resolve);
  });
}

function close(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    server.closeIdleConnections();
    setTimeout(() => server.closeAllConnections(), 5_000).unref();
  });
}

function announce(url: string, accounts: { email: string; password: string; title: string }[]): void {
  const width = Math.max(0, ...accounts.map((account) => account.email.length));
  const lines = accounts.map(({ email, password, title }) => `  ${email.padEnd(width)}  ${password}  ${title}\n`);
  const demo = lines.length === 0 ? '' : `\nДемонстрационный регион (вымышленный). Войти можно так:\n${lines.join('')}`;
  // One write, so that who waits for the address has the rest as well.
  console.log(`\nОпора работает: ${url}\n${demo}`);
}

if (import.meta.main) {
  const { argv } = process;
  const development = argv.includes('--development');
  const config = readConfig();
  if (cluster.isPrimary && config.processes > 1 && !development)
    superviseServers(config.processes, argv.slice(2), config.metricsPort);
  else {
    const options = { development, worker: !argv.includes('--no-worker'), quiet: argv.includes(QUIET) };
    const running = await startServer(config, options).catch((error: Error) => {
      console.error(`Опора не запустилась. ${error.message}`);
      process.exit(3);
    });
    // A channel tells that there is a supervisor; when it closes, nobody would end this process.
    if (cluster.isWorker) process.once('disconnect', () => void running.stop().then(() => process.exit(0)));
    onStop(() => running.stop());
  }
}
