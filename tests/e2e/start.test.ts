import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { startServer } from './support.ts';

const OWN_DATABASE = { DATABASE_URL: '' };

test('the first start loads the demo region on its own PostgreSQL; after kill -9 everything is there again', async () => {
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
    await second.stop();
  } finally {
    await rm(directory, { recursive: true, force: true });
  }
}, 90_000);
