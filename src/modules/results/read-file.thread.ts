/** Reading a results file in a thread of its own: files are read on all cores, a hostile one ends only its thread. */
import { answerInThread } from '#platform/answer-in-thread.ts';
import { readResultFile, type ReadResultOptions } from './reading/read-result-file.ts';

answerInThread(({ bytes, options }: { bytes: Uint8Array; options: ReadResultOptions }) =>
  readResultFile(bytes, options),
);
