/** Reads spoilt inputs one after another. Where it is, the shared memory says, so that a hang is seen from outside. */
import { parentPort, workerData } from 'node:worker_threads';
import { isAppError } from '#kernel/errors.ts';
import { inputOf } from './input.ts';
import { READERS } from './readers.ts';

/** How many inputs of each reader, in this order. */
export type Plan = readonly { reader: string; count: number }[];
/** `shared`: one more than the place of the input it is at, 0 while it loads; then of each reader how many were read, how many refused, and the milliseconds. */
export type Work = { plan: Plan; seed: number; from: number; shared: Int32Array };
export type Told =
  | { fault: { reader: string; index: number; text: string } }
  | { slowest: { reader: string; index: number; milliseconds: number } }
  | 'done';

const { plan, seed, from, shared } = workerData as Work;
const tell = (told: Told) => parentPort?.postMessage(told);

let place = 0;
for (const [at, { reader: name, count }] of plan.entries()) {
  if (place + count <= from) {
    place += count;
    continue;
  }
  const reader = READERS.find((one) => one.name === name)!;
  const samples = await reader.samples();
  let slowest = 0;
  const atFirst = process.threadCpuUsage();
  for (let index = 0; index < count; index += 1, place += 1) {
    if (place < from) continue;
    Atomics.store(shared, 0, place + 1);
    const begun = process.threadCpuUsage();
    try {
      const { bytes, name: fileName } = inputOf(samples, name, seed, index);
      await reader.read(bytes, fileName);
      Atomics.add(shared, 1 + at * 3, 1);
    } catch (error) {
      if (isAppError(error) && error.status < 500) Atomics.add(shared, 2 + at * 3, 1);
      else tell({ fault: { reader: name, index, text: error instanceof Error ? (error.stack ?? '') : String(error) } });
    }
    const { user, system } = process.threadCpuUsage(begun);
    const milliseconds = (user + system) / 1000;
    if (milliseconds > slowest) {
      slowest = milliseconds;
      tell({ slowest: { reader: name, index, milliseconds } });
    }
  }
  const { user, system } = process.threadCpuUsage(atFirst);
  Atomics.add(shared, 3 + at * 3, Math.round((user + system) / 1000));
}
tell('done');
