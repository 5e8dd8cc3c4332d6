/** The other end of threads.ts: a script in a thread says what it does with each input. */
import { parentPort } from 'node:worker_threads';
import { isAppError } from '#kernel/errors.ts';
import type { ThreadAnswer } from './threads.ts';

export function answerInThread<Input>(work: (input: Input) => Promise<unknown>): void {
  parentPort?.on('message', (input: Input) => {
    work(input).then(
      (value) => post({ value }),
      (error: unknown) => {
        if (isAppError(error)) post({ refused: { code: error.code, details: error.details } });
        else post({ failed: error instanceof Error ? (error.stack ?? error.message) : String(error) });
      },
    );
  });
}

function post(answer: ThreadAnswer): void {
  parentPort?.postMessage(answer);
}
