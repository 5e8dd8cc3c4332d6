/** A file of results read where it lies: bytes → rows in the lake, roll-ups and issues back to the worker; or rows of the lake counted anew. */
import { answerInThread } from '#platform/answer-in-thread.ts';
import { openFileStore } from '#platform/files.ts';
import { type Lake, openLake } from '#platform/lake.ts';
import type { FileReading, FileToRead } from './commands/read-file.ts';
import { readPart } from './read-part.ts';
import { recountPart } from './recount-part.ts';

/** Beside the thread's own heap; sorting rows of one file needs little. */
const LIMITS = { threads: 1, memoryMb: 256 };

let lake: { directory: string; open: Lake } | undefined;

answerInThread(async (file: FileToRead): Promise<FileReading> => {
  if (lake?.directory !== file.lakeDirectory) {
    await lake?.open.close();
    lake = { directory: file.lakeDirectory, open: openLake(file.lakeDirectory, LIMITS) };
  }
  if (file.recounts) return recountPart(lake.open, file.recounts, file.references);
  return readPart(lake.open, await openFileStore(file.filesDirectory).get(file.sha256), file);
});
