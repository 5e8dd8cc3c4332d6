/** Reading one file of an import, in a thread of its own: a hostile file ends the thread, not the worker. */
import { createHmac } from 'node:crypto';
import { join } from 'node:path';
import type { Issue } from '#kernel/issue.ts';
import type { Procedure } from '#modules/assessments/index.ts';
import type { Services } from '#platform/context.ts';
import { readOrMakeSecret } from '#platform/secret.ts';
import type { ReadPart } from '../domain/part.ts';
import type { EffectiveReferences } from '../domain/references.ts';
import type { SchoolFacts } from '../domain/school-facts.ts';
import { rememberedMappings } from '../queries/mappings.ts';
import { effectiveReferences } from '../queries/references.ts';
import type { ColumnMapping } from '../reading/mapping.ts';
import type { PartToRecount } from '../recount-part.ts';

/** What a person said about a file. */
export type FileSettings = { procedure?: Partial<Procedure>; mapping?: ColumnMapping };

/** What stopped a file and waits for a person: which procedure it is, or which column is what. */
export type FileQuestion =
  | { asks: 'procedure'; known: Partial<Procedure>; missing: string[] }
  | { asks: 'columns'; proposal: ColumnMapping; headers: string[] };

export type FileReading =
  | { kind: 'read'; parts: [ReadPart, ...ReadPart[]] }
  | { kind: 'facts'; facts: SchoolFacts; counts: { rows: number; taken: number }; issues: Issue[] }
  | { kind: 'asks'; question: FileQuestion; issues: Issue[] }
  | { kind: 'refused'; error: { code: string; text: string; advice: string }; issues?: Issue[] };

/** The same for all files of an import. */
export type ReadingSetup = {
  year: number | null;
  references: EffectiveReferences;
  /** Mappings of columns told before, by the signature of the headers. */
  mappings: Record<string, ColumnMapping>;
  /** Keyed by the region: the same person has other pseudonyms elsewhere. */
  pupilKey: string;
  lakeDirectory: string;
  filesDirectory: string;
  inputBytes: number;
};

/** `recounts`: the file was read before, its rows are in the lake and are only counted anew. */
export type FileToRead = ReadingSetup & {
  sha256: string;
  name: string;
  settings: FileSettings;
  recounts: PartToRecount | null;
};

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
    mappings: await rememberedMappings(db, region.id),
    pupilKey: createHmac('sha256', key).update(`region ${region.id}`).digest('hex'),
    lakeDirectory: join(config.dataDirectory, 'lake'),
    filesDirectory: join(config.dataDirectory, 'files'),
    inputBytes: config.uploadLimitBytes,
  };
}

export function readFileInThread(
  { threads }: Services,
  setup: ReadingSetup,
  {
    sha256,
    name,
    settings,
    recounts,
  }: Omit<FileToRead, keyof ReadingSetup | 'settings'> & { settings: FileSettings | null },
  lane: number,
): Promise<FileReading> {
  const input: FileToRead = { ...setup, sha256, name, settings: settings ?? {}, recounts };
  return threads.run<FileReading>('modules/results/read-part.thread.ts', input, { timeLimit: TIME_LIMIT, lane });
}
