import { setTimeout as sleep } from 'node:timers/promises';
import { PgBoss } from 'pg-boss';
import { expect, test, vi } from 'vitest';
import { testServices } from '#tests/support/factory.ts';
import { JOBS_SCHEMA, startWorker } from './jobs.ts';
import { openLog } from './log.ts';

const services = await testServices();

test('a job exists only when the transaction that wanted it is committed', async () => {
  const failed = services.db.transaction().execute(async (db) => {
    await services.jobs.enqueue(db, 'test.rolled-back', { number: 1 });
    throw new Error('changed my mind');
  });
  await expect(failed).rejects.toThrow('changed my mind');
  await services.db.transaction().execute((db) => services.jobs.enqueue(db, 'test.committed', { number: 2 }));
  expect(await services.enqueued()).toEqual([{ name: 'test.committed', data: { number: 2 } }]);
});

test('a queue of an earlier version learns that a worker may die in the middle of a job', async () => {
  const boss = new PgBoss({ connectionString: services.databaseUrl, schema: JOBS_SCHEMA, max: 1, supervise: false });
  await boss.start();
  await boss.createQueue('test.earlier', { policy: 'short', notify: true, retryLimit: 3 });
  await services.jobs.enqueue(services.db, 'test.earlier', {});
  const queue = await boss.getQueue('test.earlier');
  await boss.stop();
  expect(queue).toMatchObject({ heartbeatSeconds: 60 });
});

test('of jobs with the same key one waits', async () => {
  for (const number of [1, 2, 3])
    await services.jobs.enqueue(services.db, 'test.keyed', { number }, { singletonKey: 'plan 7' });
  await services.jobs.enqueue(services.db, 'test.keyed', { number: 4 }, { singletonKey: 'plan 8' });
  for (const number of [5, 6]) await services.jobs.enqueue(services.db, 'test.keyed', { number });
  const keyed = (await services.enqueued()).filter((job) => job.name === 'test.keyed');
  expect(keyed.map((job) => job.data['number'])).toEqual([1, 4, 5, 6]);
});

test('the worker runs what waits at once and finishes what is under way before it ends', async () => {
  const done: unknown[] = [];
  const worker = await startWorker(
    services,
    [
      { name: 'test.quick', run: async (_services, data) => void done.push(data['number']) },
      {
        name: 'test.slow',
        run: async () => {
          await sleep(300);
          done.push('slow');
        },
      },
      { name: 'test.nightly', schedule: '0 3 * * *', run: async () => undefined },
    ],
    openLog({ logLevel: 'silent' }),
  );
  await services.jobs.enqueue(services.db, 'test.quick', { number: 1 });
  await expect.poll(() => done, { timeout: 1_500 }).toEqual([1]);
  await services.jobs.enqueue(services.db, 'test.slow', {});
  await sleep(150);
  await worker.close();
  expect(done).toEqual([1, 'slow']);
});

test('two workers on one database take each job once, one after another without a pause', async () => {
  const done: unknown[] = [];
  const definition = {
    name: 'test.shared',
    async run(_services: unknown, data: Record<string, unknown>) {
      await sleep(5);
      done.push(data['number']);
    },
  };
  const log = openLog({ logLevel: 'silent' });
  const workers = await Promise.all([1, 2].map(() => startWorker(services, [definition], log)));
  const numbers = Array.from({ length: 12 }, (_, number) => number);
  for (const number of numbers) await services.jobs.enqueue(services.db, 'test.shared', { number });
  await vi.waitUntil(() => done.length >= numbers.length, { timeout: 5_000 });
  await sleep(200);
  await Promise.all(workers.map((worker) => worker.close()));
  expect(done.toSorted((a, b) => Number(a) - Number(b))).toEqual(numbers);
});
