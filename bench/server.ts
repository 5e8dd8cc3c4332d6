/** A server, built if its sources have changed, on a demo region of its own, as an operator would run it. */
import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export type DemoRegion = { environment: NodeJS.ProcessEnv; directory: string; remove(): Promise<void> };
export type BenchServer = { url: string; pid: number; stop(): Promise<void> };

/** What has to end with this process, the latest first: a server is a group of its own, so Ctrl+C does not reach it. */
const open: (() => Promise<void>)[] = [];
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const)
  process.once(signal, async () => {
    for (const close of open.splice(0).reverse()) await close();
    process.exit(1);
  });

const STARTED = /Опора работает: (http:\S+)/;

export async function demoRegion(schools: number): Promise<DemoRegion> {
  spawnSync(process.execPath, ['bin/ensure-build.ts'], { stdio: 'ignore' });
  const directory = await mkdtemp(join(tmpdir(), 'opora-bench-'));
  const environment = {
    ...process.env,
    OPORA_DATA: directory,
    OPORA_PORT: '0',
    OPORA_LOG: 'error',
    NODE_ENV: 'production',
  };
  const demo = spawn('bin/opora', ['demo', '--schools', String(schools), '--seed', '1'], {
    env: environment,
    stdio: 'ignore',
  });
  await finished(demo);
  const remove = () => rm(directory, { recursive: true, force: true });
  open.push(remove);
  return { environment, directory, remove };
}

/** `npm start` on a built tree with `npm`, else the server itself. */
export async function serve({ environment }: DemoRegion, through: 'npm' | 'node' = 'node'): Promise<BenchServer> {
  const [program, args] =
    through === 'npm' ? ['npm', ['start']] : [process.execPath, ['--max-semi-space-size=64', 'src/server.ts']];
  const server = spawn(program, args, { env: environment, stdio: ['ignore', 'pipe', 'inherit'], detached: true });
  const url = await address(server);
  const { pid } = server;
  if (pid === undefined) throw new Error('The server has no process.');
  const stop = async () => {
    if (server.exitCode !== null || server.signalCode !== null) return;
    // The whole group: npm does not hand the signal on.
    process.kill(-pid, 'SIGTERM');
    await finished(server);
  };
  open.push(stop);
  return { url, pid, stop };
}

/** As one of the demo accounts. */
export async function signIn(url: string, name = 'region'): Promise<string> {
  const body = new URLSearchParams({ email: `${name}@opora.example`, password: 'Opora-demo-2026' });
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
    if (child.exitCode !== null || child.signalCode !== null) return resolve();
    child.once('exit', () => resolve());
  });
}
