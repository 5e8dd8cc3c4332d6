/** Reading one file of an import, in a thread of its own: a hostile file ends the thread, not the worker. */
import { createHmac } from 'node:crypto';
import { join } from 'node:path';
import type { Issue } from '#kernel/issue.ts';
import type { Procedure } from '#modules/assessments/index.ts';
import type { Services } from '#platform/context.ts';
import { readOrMakeSecret } from '#platform/secret.ts';
import type { ReadPart } from '../domain/part.ts';
import type { EffectiveReferences } from '../domain/references.ts';
import { effectiveReferences } from '../queries/references.ts';

/** What a person said about a file. */
export type FileSettings = { procedure?: Partial<Procedure> };

/** What stopped a file and waits for a person. */
export type FileQuestion = { known: Partial<Procedure>; missing: string[] };

export type FileReading =
  | { kind: 'read'; part: ReadPart }
  | { kind: 'asks'; question: FileQuestion; issues: Issue[] }
  | { kind: 'refused'; error: { code: string; text: string; advice: string }; issues?: Issue[] };

/** The same for all files of an import. */
export type ReadingSetup = {
  year: number | null;
  references: EffectiveReferences;
  /** Keyed by the region: the same person has other pseudonyms elsewhere. */
  pupilKey: string;
  lakeDirectory: string;
  filesDirectory: string;
  inputBytes: number;
};

export type FileToRead = ReadingSetup & { sha256: string; name: string; settings: FileSettings };

/** A workbook of the largest size takes half a minute on a slow machine. */
const TIME_LIMIT = 180_000;

export async function readingSetup(
  { db, config }: Services,
  region: { id: number },
  year: number | null,
): Promise<ReadingSetup> {
  const key = await readOrMakeSecret(config.dataDirectory, 'pupil-key');
  return {
    year,
    references: await effectiveReferences(db, region.id),
    pupilKey: createHmac('sha256', key).update(`region ${region.id}`).digest('hex'),
    lakeDirectory: join(config.dataDirectory, 'lake'),
    filesDirectory: join(config.dataDirectory, 'files'),
    inputBytes: config.uploadLimitBytes,
  };
}

export function readFileInThread(
  { threads }: Services,
  setup: ReadingSetup,
  file: { sha256: string; name: string; settings: FileSettings | null },
  lane: number,
): Promise<FileReading> {
  const input: FileToRead = { ...setup, sha256: file.sha256, name: file.name, settings: file.settings ?? {} };
  return threads.run<FileReading>('modules/results/read-part.thread.ts', input, { timeLimit: TIME_LIMIT, lane });
}
