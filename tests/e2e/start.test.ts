import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { childrenOf, commandOf } from '#tests/support/processes.ts';
import { startServer } from './support.ts';

const OWN_DATABASE = { DATABASE_URL: '' };

/** The worker of a server, but for the one known; none where the system does not tell. */
async function workersOf(pid: number, known?: number): Promise<number[]> {
  for (let waited = 0; waited < 300; waited += 1) {
    const workers = childrenOf(pid).filter((child) => child !== known && commandOf(child).includes('worker.ts'));
    if (workers.length > 0 || !existsSync('/proc/self/task')) return workers;
    await sleep(50);
  }
  throw new Error('No worker came.');
}

test('the first start loads the demo region on its own PostgreSQL; after kill -9 of server and worker all is there again', async () => {
  const directory = await mkdtemp(join(tmpdir(), 'opora-start-'));
  try {
    const first = await startServer({ ...OWN_DATABASE, OPORA_DATA: directory });
    expect(first.output()).toContain('admin@opora.example');
    expect((await fetch(`${first.url}/health`)).status).toBe(200);
    expect((await fetch(`${first.url}/sign-in`)).status).toBe(200);
    const ended = new Promise((resolve) => first.process.once('exit', resolve));
    first.process.kill('SIGKILL');
    await ended;

    const second = await startServer({ ...OWN_DATABASE, OPORA_DATA: directory });
    const body = new URLSearchParams({ email: 'region@opora.example', password: 'Opora-demo-2026' });
    const answer = await fetch(`${second.url}/sign-in`, {
      method: 'POST',
      body,
      redirect: 'manual',
      headers: { origin: second.url },
    });
    expect(answer.status).toBe(302);
    const cookie = answer.headers
      .getSetCookie()
      .map((one) => one.split(';')[0])
      .join('; ');
    const plan = await fetch(`${second.url}/plans/1`, { headers: { cookie } });
    expect(plan.status).toBe(200);

    const [worker] = await workersOf(second.process.pid!);
    if (worker !== undefined) {
      process.kill(worker, 'SIGKILL');
      const [next] = await workersOf(second.process.pid!, worker);
      expect(next).not.toBe(worker);
      // Dies by the signal that stops the server too, before it has learnt to follow it.
      process.kill(next!, 'SIGKILL');
    }
    await second.stop();
    expect(second.process.exitCode).toBe(0);
  } finally {
    await rm(directory, { recursive: true, force: true });
  }
}, 90_000);
