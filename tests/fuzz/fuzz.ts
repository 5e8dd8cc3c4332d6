/** Runs readers over spoilt inputs in a thread with limits; an input that passes a limit costs the thread, not the run. */
import { Worker } from 'node:worker_threads';
import type { Plan, Told, Work } from './reader.thread.ts';

export type Fault = { reader: string; seed: number; index: number; text: string };
export type Outcome = {
  reader: string;
  inputs: number;
  read: number;
  refused: number;
  /** Of processor time, as of the slowest input. */
  milliseconds: number;
  slowest: { milliseconds: number; index: number };
  faults: Fault[];
};

/** Of processor time, so that a busy machine accuses nobody; what waits without working is given longer. */
const LONGEST_MS = 5000;
const LONGEST_WAIT_MS = 60_000;
const MEMORY_MB = 512;
const LOOK_EVERY_MS = 250;

export async function fuzz(plan: Plan, seed: number): Promise<Outcome[]> {
  const outcomes = plan.map(
    ({ reader, count }): Outcome => ({
      reader,
      inputs: count,
      read: 0,
      refused: 0,
      milliseconds: 0,
      slowest: { milliseconds: 0, index: 0 },
      faults: [],
    }),
  );
  const shared = new Int32Array(new SharedArrayBuffer(4 * (1 + 3 * plan.length)));
  const all = plan.reduce((sum, { count }) => sum + count, 0);
  for (let from = 0; from < all; ) {
    Atomics.store(shared, 0, 0);
    const end = await stretch({ plan, seed, from, shared }, outcomes);
    if (end === null) break;
    const { reader, index } = inputAt(plan, end.place);
    outcomes.find((one) => one.reader === reader)!.faults.push({ reader, seed, index, text: end.fault });
    from = end.place + 1;
  }
  for (const [at, outcome] of outcomes.entries())
    Object.assign(outcome, { read: shared[1 + at * 3], refused: shared[2 + at * 3], milliseconds: shared[3 + at * 3] });
  return outcomes;
}

function inputAt(plan: Plan, place: number): { reader: string; index: number } {
  let index = place;
  for (const { reader, count } of plan) {
    if (index < count) return { reader, index };
    index -= count;
  }
  throw new Error(`No input ${place}`);
}

/** Until the end, or the input that passed a limit. */
function stretch(work: Work, outcomes: readonly Outcome[]): Promise<{ place: number; fault: string } | null> {
  const worker = new Worker(new URL('reader.thread.ts', import.meta.url), {
    workerData: work,
    resourceLimits: { maxOldGenerationSizeMb: MEMORY_MB },
  });
  const at = () => Atomics.load(work.shared, 0);
  return new Promise((resolve) => {
    let seen = { at: 0, cpu: 0, looks: 0 };
    const watch = setInterval(async () => {
      // Refused while the thread starts or ends.
      const used = await worker.cpuUsage().catch(() => null);
      if (used === null) return;
      const cpu = (used.user + used.system) / 1000;
      if (at() !== seen.at) seen = { at: at(), cpu, looks: 0 };
      seen.looks += 1;
      const isLate = cpu - seen.cpu > LONGEST_MS || seen.looks * LOOK_EVERY_MS > LONGEST_WAIT_MS;
      if (seen.at > 0 && isLate) finish({ place: seen.at - 1, fault: `Longer than ${LONGEST_MS} ms` });
    }, LOOK_EVERY_MS);
    const finish = (end: { place: number; fault: string } | null) => {
      clearInterval(watch);
      worker.removeAllListeners();
      void worker.terminate().then(() => resolve(end));
    };
    worker.on('message', (told: Told) => {
      if (told === 'done') return finish(null);
      const { reader } = 'fault' in told ? told.fault : told.slowest;
      const outcome = outcomes.find((one) => one.reader === reader)!;
      if ('fault' in told) outcome.faults.push({ seed: work.seed, ...told.fault });
      else if (told.slowest.milliseconds > outcome.slowest.milliseconds) outcome.slowest = told.slowest;
    });
    worker.on('error', (error: NodeJS.ErrnoException) => {
      const isMemory = error.code === 'ERR_WORKER_OUT_OF_MEMORY';
      const fault = isMemory ? `More than ${MEMORY_MB} MB` : (error.stack ?? error.message);
      finish({ place: Math.max(work.from, at() - 1), fault });
    });
  });
}
