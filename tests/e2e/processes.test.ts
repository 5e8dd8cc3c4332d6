import { existsSync, readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect, test, vi } from 'vitest';
import { testDatabase } from '#tests/support/database.ts';
import { startServer } from './support.ts';

vi.setConfig({ testTimeout: 90_000 });

/** Child processes, where the system tells of them. */
function childrenOf(pid: number): number[] {
  const list = `/proc/${pid}/task/${pid}/children`;
  return existsSync(list) ? readFileSync(list, 'utf8').trim().split(' ').filter(Boolean).map(Number) : [];
}

test('several server processes share one port, a dead one is replaced, and all end together', async ({ skip }) => {
  const { url: databaseUrl } = await testDatabase();
  const server = await startServer({ DATABASE_URL: databaseUrl, OPORA_PROCESSES: '2', OPORA_DEMO: 'off' });
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
  } finally {
    await server.stop();
  }
  await expect(fetch(`${server.url}/health`)).rejects.toThrow();
});
