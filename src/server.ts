/** The web server: opens the services, starts the worker beside it, answers requests until told to stop. */
import '#platform/node-env.ts';
import cluster from 'node:cluster';
import { createServer, type IncomingMessage, type Server, type ServerOptions, type ServerResponse } from 'node:http';
import { getRequestListener } from '@hono/node-server';
import type { ServerBuild } from 'react-router';
import { loadDemoIfEmpty } from '#demo/index.ts';
import { isAppError } from '#kernel/errors.ts';
import { openAuth } from '#platform/auth.ts';
import { type Config, readConfig } from '#platform/config.ts';
import { openLog } from '#platform/log.ts';
import { openMetrics, serveMetrics } from '#platform/metrics.ts';
import { readiness } from '#platform/readiness.ts';
import { openWalledDatabase, type WalledDatabase } from '#platform/row-security.ts';
import { openTraces } from '#platform/traces.ts';
import { openServices } from '#platform/start.ts';
import { application, type PageHandler, pagesOf } from './application.ts';
import { onStop, QUIET, superviseServers } from './supervisor.ts';
import { keepWorker } from './worker-process.ts';

const OWNER_CONNECTIONS = 4;

export async function startServer(
  config: Config,
  options: { development: boolean; worker: boolean; quiet?: boolean },
): Promise<{ url: string; stop(): Promise<void> }> {
  const endTraces = config.tracesUrl === undefined ? null : await openTraces(config.tracesUrl, 'opora-server');
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
        await endTraces?.();
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
      console.error(`Опора не запустилась. ${isAppError(error) ? `${error.text} ${error.advice}` : error.message}`);
      process.exit(3);
    });
    // A channel tells that there is a supervisor; when it closes, nobody would end this process.
    if (cluster.isWorker) process.once('disconnect', () => void running.stop().then(() => process.exit(0)));
    onStop(() => running.stop());
  }
}
