/** The worker as a process of its own: takes up jobs at once, ends in order when told to or when its server is gone. */
import { type ChildProcess, fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { afterAll, afterEach, expect, test } from 'vitest';
import { queueMail } from '#platform/mail.ts';
import { testServices } from '#tests/support/factory.ts';
import { smtpServer } from '#tests/support/smtp.ts';

const smtp = await smtpServer();
afterAll(() => smtp.close());
const services = await testServices({ environment: { OPORA_SMTP_URL: smtp.url } });
let worker: ChildProcess | undefined;
afterEach(() => worker?.kill('SIGKILL'));

function startWorker(): Promise<ChildProcess> {
  const { config, databaseUrl } = services;
  const env = {
    PATH: process.env['PATH'],
    DATABASE_URL: databaseUrl,
    OPORA_DATA: config.dataDirectory,
    OPORA_SMTP_URL: smtp.url,
  };
  const child = fork(fileURLToPath(new URL('./worker.ts', import.meta.url)), {
    env,
    stdio: ['ignore', 'inherit', 'pipe', 'ipc'],
    execArgv: [],
  });
  worker = child;
  return new Promise((resolve, reject) => {
    child.stderr?.on(
      'data',
      (chunk: Buffer) => chunk.toString().includes('Фоновые задания запущены') && resolve(child),
    );
    child.once('exit', (code) => reject(new Error(`the worker ended with ${code}`)));
  });
}

function end(child: ChildProcess, how: () => void): Promise<number | null> {
  return new Promise((resolve) => {
    child.removeAllListeners('exit').once('exit', resolve);
    how();
  });
}

test('a letter written while the worker runs leaves at once; told to stop, the worker ends in order', async () => {
  const child = await startWorker();
  await services.db
    .transaction()
    .execute((trx) => queueMail(services, trx, { to: 'head@school.test', subject: 'Срок', text: 'завтра' }));
  await expect.poll(() => smtp.letters.length, { timeout: 10_000 }).toBe(1);
  expect(await end(child, () => child.kill('SIGTERM'))).toBe(0);
}, 30_000);

test('a letter written while nobody works waits for the next worker, which ends when its server is gone', async () => {
  smtp.letters.length = 0;
  await queueMail(services, services.db, { to: 'head@school.test', subject: 'Срок', text: 'сегодня' });
  const child = await startWorker();
  await expect.poll(() => smtp.letters.length, { timeout: 10_000 }).toBe(1);
  expect(await end(child, () => child.disconnect())).toBe(0);
}, 30_000);
