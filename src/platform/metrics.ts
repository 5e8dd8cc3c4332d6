/**
 * What Opora counts for Prometheus, on a port of its own that only the machine itself reaches. Nothing is loaded and
 * nothing is counted unless OPORA_METRICS_PORT asks for it. Labels name routes, never persons or objects.
 */
import { createServer, type Server } from 'node:http';
import type pg from 'pg';
import { JOBS_SCHEMA } from './jobs.ts';
import { routeOf } from './route-of.ts';

export type RequestMetrics = { answered(method: string, path: string, status: number, seconds: number): void };

/** Routes beyond these are counted together: whoever asks for made-up addresses must not fill the memory. */
const MOST_ROUTES = 400;
const BUCKETS = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];
const LOCAL = '127.0.0.1';

/** Begins to count; in a process of several also answers the supervisor that adds them up. */
export async function openMetrics(pool: pg.Pool, ofRequests: pg.Pool): Promise<RequestMetrics> {
  const { AggregatorRegistry, collectDefaultMetrics, Gauge, Histogram } = await import('prom-client');
  new AggregatorRegistry();
  collectDefaultMetrics();
  const seconds = new Histogram({
    name: 'opora_http_request_duration_seconds',
    help: 'Time from a request to its answer, by route.',
    labelNames: ['method', 'route', 'status'] as const,
    buckets: BUCKETS,
  });
  new Gauge({
    name: 'opora_database_connections',
    help: 'Connections to the database: of requests, and of the owner, who finds who asks.',
    labelNames: ['pool', 'state'] as const,
    collect() {
      for (const [name, { totalCount, idleCount, waitingCount }] of Object.entries({
        owner: pool,
        requests: ofRequests,
      })) {
        this.set({ pool: name, state: 'open' }, totalCount);
        this.set({ pool: name, state: 'idle' }, idleCount);
        this.set({ pool: name, state: 'awaited' }, waitingCount);
      }
    },
  });
  new Gauge({
    name: 'opora_jobs',
    help: 'Background jobs that wait, run, or failed in the last days.',
    labelNames: ['state'] as const,
    // Every process tells the same number.
    aggregator: 'max',
    async collect() {
      for (const [state, count] of await jobCounts(pool)) this.set({ state }, count);
    },
  });
  const routes = new Set<string>();
  return {
    answered(method, path, status, duration) {
      const known = routeOf(path);
      if (routes.size < MOST_ROUTES && status !== 404) routes.add(known);
      const route = routes.has(known) ? known : 'other';
      seconds.observe({ method, route, status: String(status) }, duration);
    },
  };
}

/** Serves the metrics of this process, or with `all` of all processes of its cluster. */
export async function serveMetrics(port: number, of: 'own' | 'all'): Promise<Server> {
  const { AggregatorRegistry, register } = await import('prom-client');
  const cluster = new AggregatorRegistry();
  const server = createServer((request, response) => {
    if (request.url !== '/metrics') {
      response.writeHead(404).end();
      return;
    }
    (of === 'own' ? register.metrics() : cluster.clusterMetrics()).then(
      (text) => response.writeHead(200, { 'Content-Type': register.contentType }).end(text),
      () => response.writeHead(503).end(),
    );
  });
  await new Promise<void>((resolve, reject) => server.once('error', reject).listen(port, LOCAL, resolve));
  server.unref();
  return server;
}

async function jobCounts(pool: pg.Pool): Promise<[string, number][]> {
  const states = ['created', 'retry', 'active', 'failed'];
  const { rows } = await pool.query<{ state: string; count: number }>(
    `select state::text, count(*)::int as count from ${JOBS_SCHEMA}.job where state::text = any($1) group by state`,
    [states],
  );
  const found = new Map(rows.map((row) => [row.state, row.count]));
  return states.map((state) => [state, found.get(state) ?? 0]);
}
