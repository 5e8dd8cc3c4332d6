/**
 * Page latency at 150 requests a second for 20 s on the demo region and on one ten times larger:
 * the plan page, the list of plans, the overdue list and the dashboard, signed in.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { Agent, get } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import autocannon from 'autocannon';
import type { Measurement } from './index.ts';
import { median } from './timing.ts';

const RATE = 150;
const SECONDS = 20;
const PAGES = ['/plans/1', '/plans', '/overdue', '/dashboard'];
const STARTED = /Опора работает: (http:\S+)/;

export async function run(): Promise<Measurement[]> {
  const small = await measure(300);
  const large = await measure(3000);
  return PAGES.flatMap((page, index) => {
    const a = small[index];
    const b = large[index];
    if (!a || !b) return [];
    const common = { unit: 'ms' as const, note: `${RATE} requests/s for ${SECONDS} s, the load from the same machine` };
    return [
      {
        ...common,
        name: `${page} P95, 300 schools`,
        ours: a.p95,
        target: page === '/plans/1' ? '≤ 60 ms' : undefined,
        note: `${common.note}; median ${a.p50.toFixed(1)} ms, errors ${a.errors}`,
      },
      {
        ...common,
        name: `${page} P95, 3000 schools`,
        ours: b.p95,
        other: { name: '300 schools', value: a.p95 },
        ratio: b.p50 / a.p50,
        target: 'ratio of medians ≤ 1.3',
        note: `median ${b.p50.toFixed(1)} ms, errors ${b.errors}`,
      },
    ];
  });
}

type Latency = { p50: number; p95: number; errors: number };

async function measure(schools: number): Promise<Latency[]> {
  const directory = await mkdtemp(join(tmpdir(), 'opora-bench-'));
  const environment = {
    ...process.env,
    OPORA_DATA: directory,
    OPORA_PORT: '0',
    OPORA_LOG: 'error',
    NODE_ENV: 'production',
  };
  try {
    await finished(
      spawn('bin/opora', ['demo', '--schools', String(schools), '--seed', '1'], { env: environment, stdio: 'ignore' }),
    );
    const server = spawn(process.execPath, ['src/server.ts'], {
      env: environment,
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    try {
      const url = await address(server);
      const cookie = await signIn(url);
      const out: Latency[] = [];
      for (const page of PAGES) {
        await warmUp(`${url}${page}`, cookie);
        out.push(await load(`${url}${page}`, cookie, SECONDS));
      }
      return out;
    } finally {
      server.kill('SIGTERM');
      await finished(server);
    }
  } finally {
    await rm(directory, { recursive: true, force: true });
  }
}

/** As fast as it goes for a moment: compiled code and filled caches are not what is measured. */
async function warmUp(url: string, cookie: string): Promise<void> {
  await new Promise<void>((resolve, reject) => {
    autocannon({ url, duration: 3, connections: 4, headers: { cookie } }, (error: unknown) =>
      error ? reject(error) : resolve(),
    );
  });
}

/** Requests at even distances, whether or not earlier ones were answered: nothing waits for the generator. */
async function load(url: string, cookie: string, seconds: number): Promise<Latency> {
  const times: number[] = [];
  let errors = 0;
  const agent = new Agent({ keepAlive: true });
  const ask = () =>
    new Promise<void>((resolve) => {
      const begun = performance.now();
      const failed = () => {
        errors += 1;
        resolve();
      };
      get(url, { agent, headers: { cookie } }, (answer) => {
        if (answer.statusCode !== 200) errors += 1;
        answer.resume().once('end', () => {
          times.push(performance.now() - begun);
          resolve();
        });
      }).once('error', failed);
    });
  const asked: Promise<void>[] = [];
  const start = performance.now();
  for (let sent = 0; sent < seconds * RATE; sent += 1) {
    const wait = start + (sent * 1000) / RATE - performance.now();
    if (wait > 0) await new Promise((resolve) => setTimeout(resolve, wait));
    asked.push(ask());
  }
  await Promise.all(asked);
  agent.destroy();
  times.sort((a, b) => a - b);
  return { p50: median(times), p95: times[Math.floor(times.length * 0.95)] ?? Number.NaN, errors };
}

async function signIn(url: string): Promise<string> {
  const body = new URLSearchParams({ email: 'region@opora.example', password: 'Opora-demo-2026' });
  const answer = await fetch(`${url}/sign-in`, { method: 'POST', body, redirect: 'manual', headers: { origin: url } });
  return answer.headers
    .getSetCookie()
    .map((cookie) => cookie.split(';')[0])
    .join('; ');
}

function address(server: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    let output = '';
    server.stdout?.on('data', (chunk: Buffer) => {
      output += chunk.toString();
      const found = STARTED.exec(output)?.[1];
      if (found) resolve(found);
    });
    server.once('exit', (code) => reject(new Error(`The server ended with ${code}:\n${output}`)));
  });
}

function finished(child: ChildProcess): Promise<void> {
  return new Promise((resolve) => {
    if (child.exitCode !== null) return resolve();
    child.once('exit', () => resolve());
  });
}
