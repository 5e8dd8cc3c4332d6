import { afterAll, expect, test } from 'vitest';
import { testDatabase } from '#tests/support/database.ts';
import { openJobs } from './jobs.ts';
import { openMetrics, serveMetrics } from './metrics.ts';
import { routeOf } from './route-of.ts';

test.each([
  ['/plans/17/report.data', '/plans/:id/report'],
  ['/feeds/3f1c9a7e5b2d4f60a1b2c3d4e5f60718.ics', '/feeds/:text'],
  ['/users/a@b.example', '/users/:text'],
  ['/', '/'],
])('the route of %s is %s', (path, route) => {
  expect(routeOf(path)).toBe(route);
});

const { db, pool, url } = await testDatabase();
const jobs = openJobs(url);
afterAll(() => jobs.close());

test('metrics tell the time of answers by route, connections and jobs, and no made-up addresses', async () => {
  await jobs.enqueue(db, 'counted', {});
  const metrics = await openMetrics(pool, pool);
  const server = await serveMetrics(0, 'own');
  try {
    metrics.answered('GET', '/plans/1', 200, 0.02);
    metrics.answered('GET', '/plans/2', 200, 0.03);
    metrics.answered('GET', '/wp-login.php', 404, 0.01);
    const { port } = server.address() as { port: number };
    const text = await (await fetch(`http://127.0.0.1:${port}/metrics`)).text();
    expect(text).toContain('opora_http_request_duration_seconds_count{method="GET",route="/plans/:id",status="200"} 2');
    expect(text).toContain('route="other",status="404"');
    expect(text).not.toContain('wp-login');
    expect(text).toContain('opora_database_connections{pool="requests",state="open"}');
    expect(text).toContain('opora_jobs{state="created"} 1');
    expect(text).toContain('opora_jobs{state="failed"} 0');
    expect((await fetch(`http://127.0.0.1:${port}/`)).status).toBe(404);
  } finally {
    server.close();
  }
});
