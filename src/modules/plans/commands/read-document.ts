/** A file on its way to a reading. */
import type { SourceDocument } from '#documents/model.ts';
import type { PlanReading } from '#modules/plan-reading/contract.ts';
import type { Ctx } from '#platform/context.ts';

export type DocumentToRead = { bytes: Uint8Array; fileName: string; searchPath: string; limit: number };

export function readInBackground(
  { threads, config }: Ctx,
  bytes: Uint8Array,
  fileName: string,
): Promise<{ source: SourceDocument; reading: PlanReading }> {
  const input: DocumentToRead = { bytes, fileName, searchPath: config.searchPath, limit: config.uploadLimitBytes };
  return threads.run('modules/plans/read-document.thread.ts', input);
}
