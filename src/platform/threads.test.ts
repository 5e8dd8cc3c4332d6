import { expect, test } from 'vitest';
import { testServices } from '#tests/support/factory.ts';
import { isAppError } from '#kernel/errors.ts';

const SCRIPT = 'modules/plans/read-document.thread.ts';
const services = await testServices();
const read = (bytes: Uint8Array, timeLimit?: number) =>
  services.threads.run<{ reading: { measures: { text: string }[] } }>(
    SCRIPT,
    { bytes, fileName: 'план.txt', searchPath: '', limit: 1_000_000_000 },
    { timeLimit },
  );
const text = (rows: number) =>
  new TextEncoder().encode(
    [
      '№\tМероприятие\tСрок',
      ...Array.from({ length: rows }, (_, i) => `${i + 1}\tСеминар для учителей ${i + 1}\tмай 2026 г.`),
    ].join('\n\n'),
  );

test('a document is read beside the event loop, several in turn by one thread', async () => {
  const readings = await Promise.all([read(text(3)), read(text(4))]);
  expect(readings.map(({ reading }) => reading.measures.length)).toEqual([3, 4]);
});

test('a refusal comes back with its code and advice', async () => {
  const refusal = await read(new Uint8Array(0)).catch((error: unknown) => error);
  expect(isAppError(refusal) && refusal.code).toBe('fileEmpty');
});

test('work over its time is ended, and the next finds a new thread', async () => {
  const late = await read(text(20_000), 1).catch((error: unknown) => error);
  expect(isAppError(late) && late.code).toBe('readTimeout');
  expect((await read(text(2))).reading.measures).toHaveLength(2);
});

test('work that waited behind an ended thread and work that comes then do not take each other’s answers', async () => {
  const late = read(text(20_000), 1).catch(() => null);
  const waited = read(text(5));
  await late;
  const came = read(text(6));
  expect((await waited).reading.measures).toHaveLength(5);
  expect((await came).reading.measures).toHaveLength(6);
});
