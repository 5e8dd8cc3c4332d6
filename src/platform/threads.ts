/**
 * Heavy pure work beside the event loop: a warm thread for each script, or for each lane of it, with limits of time
 * and memory. Work that passes a limit is
 * ended with its thread, and the next finds a new one. Errors come back as they were thrown, AppErrors with their code.
 */
import { Worker } from 'node:worker_threads';
import { AppError, type ErrorCode } from '#kernel/errors.ts';

const SOURCES = new URL('../', import.meta.url);
const TIME_LIMIT = 30_000;
const MEMORY_LIMIT_MB = 768;

export type Threads = {
  /** `script` is a path below src that answers by `answerInThread`; input and output are structured-cloned. Work of one lane stands in line. */
  run<T>(script: string, input: unknown, options?: { timeLimit?: number; lane?: number }): Promise<T>;
  close(): Promise<void>;
};

export type ThreadAnswer =
  | { value: unknown }
  | { refused: { code: ErrorCode; details: Record<string, unknown> } }
  | { failed: string };

export function openThreads(): Threads {
  const workers = new Map<string, Worker>();
  /** The end of each line. It outlives its thread: who waits there must not be overtaken by who comes to a new one. */
  const lines = new Map<string, Promise<unknown>>();
  const workerOf = (script: string, key: string) => {
    let worker = workers.get(key);
    if (!worker) {
      worker = new Worker(new URL(script, SOURCES), { resourceLimits: { maxOldGenerationSizeMb: MEMORY_LIMIT_MB } });
      worker.unref();
      workers.set(key, worker);
    }
    return worker;
  };
  return {
    run<T>(script: string, input: unknown, options: { timeLimit?: number; lane?: number } = {}) {
      const key = `${options.lane ?? 0} ${script}`;
      const answer = (lines.get(key) ?? Promise.resolve()).then(() =>
        ask<T>(workerOf(script, key), input, options.timeLimit ?? TIME_LIMIT, () => workers.delete(key)),
      );
      lines.set(
        key,
        answer.catch(() => undefined),
      );
      return answer;
    },
    async close() {
      await Promise.all([...workers.values()].map((worker) => worker.terminate()));
      workers.clear();
    },
  };
}

function ask<T>(worker: Worker, input: unknown, timeLimit: number, forget: () => void): Promise<T> {
  return new Promise((resolve, reject) => {
    const finish = (settle: () => void) => {
      clearTimeout(timer);
      worker.removeAllListeners('message');
      worker.removeAllListeners('error');
      worker.removeAllListeners('exit');
      settle();
    };
    const abandon = (error: Error) => {
      forget();
      finish(() => reject(error));
      void worker.terminate();
    };
    const timer = setTimeout(() => abandon(new AppError('readTimeout')), timeLimit);
    worker.once('message', (answer: ThreadAnswer) => {
      finish(() => {
        if ('value' in answer) resolve(answer.value as T);
        else if ('refused' in answer) reject(new AppError(answer.refused.code, answer.refused.details));
        else reject(new Error(answer.failed));
      });
    });
    worker.once('error', (error: NodeJS.ErrnoException) => {
      abandon(
        error.code === 'ERR_WORKER_OUT_OF_MEMORY'
          ? new AppError('fileTooLarge', { text: 'На чтение файла не хватило памяти.' })
          : error,
      );
    });
    worker.once('exit', (code) => abandon(new Error(`The thread ended with ${code}`)));
    worker.postMessage(input);
  });
}
