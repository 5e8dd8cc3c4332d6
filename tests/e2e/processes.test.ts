import { get } from 'node:http';
import { createServer } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect, test, vi } from 'vitest';
import { testDatabase } from '#tests/support/database.ts';
import { childrenOf } from '#tests/support/processes.ts';
import { startServer } from './support.ts';

vi.setConfig({ testTimeout: 240_000 });

function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const { port } = server.address() as { port: number };
      server.close(() => resolve(port));
    });
  });
}

/** The status by a connection of its own; 0 where none came about. */
function statusOf(url: string): Promise<number> {
  return new Promise((resolve) => {
    get(url, { agent: false }, (answer) => answer.resume().once('end', () => resolve(answer.statusCode ?? 0))).once(
      'error',
      () => resolve(0),
    );
  });
}

test('several server processes share one port, are replaced without a pause, and all end together', async ({
  skip,
}) => {
  const { url: databaseUrl } = await testDatabase();
  const metricsPort = String(await freePort());
  const server = await startServer({
    DATABASE_URL: databaseUrl,
    OPORA_PROCESSES: '2',
    OPORA_DEMO: 'off',
    OPORA_METRICS_PORT: metricsPort,
  });
  const asked = async () => (await fetch(`${server.url}/health`)).status;
  try {
    let servers: number[] = [];
    for (let waited = 0; waited < 300 && servers.length < 2; waited += 1) {
      servers = childrenOf(server.process.pid!);
      await sleep(100);
    }
    if (servers.length === 0) skip('the system does not tell of child processes');
    expect(servers).toHaveLength(2);
    process.kill(servers[1]!, 'SIGKILL');
    for (let waited = 0; waited < 300; waited += 1) {
      const now = childrenOf(server.process.pid!);
      if (now.length === 2 && !now.includes(servers[1]!)) break;
      await sleep(100);
    }
    expect(childrenOf(server.process.pid!)).toHaveLength(2);
    expect(await Promise.all(Array.from({ length: 20 }, asked))).toEqual(Array.from({ length: 20 }, () => 200));

    const before = childrenOf(server.process.pid!);
    server.process.kill('SIGHUP');
    const statuses: number[] = [];
    for (let waited = 0; waited < 600; waited += 1) {
      statuses.push(await statusOf(`${server.url}/ready`));
      const now = childrenOf(server.process.pid!);
      if (now.length === 2 && !now.some((pid) => before.includes(pid))) break;
      await sleep(50);
    }
    expect(childrenOf(server.process.pid!).filter((pid) => before.includes(pid))).toEqual([]);
    expect(statuses.filter((status) => status !== 200)).toEqual([]);

    const metrics = await (await fetch(`http://127.0.0.1:${metricsPort}/metrics`)).text();
    expect(metrics).toContain('opora_http_request_duration_seconds_count{method="GET",route="/ready",status="200"}');
  } finally {
    await server.stop();
  }
  await expect(fetch(`${server.url}/health`)).rejects.toThrow();
});
