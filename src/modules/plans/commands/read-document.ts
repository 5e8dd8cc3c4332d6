/** A file on its way to a reading. */
import { readDocument } from '#documents/read.ts';
import type { SourceDocument } from '#documents/model.ts';
import { type PlanReading, readPlan } from '#modules/plan-reading/index.ts';

export async function readInBackground(bytes: Uint8Array, fileName: string): Promise<{ source: SourceDocument; reading: PlanReading }> {
  const source = await readDocument(bytes, { fileName });
  return { source, reading: readPlan(source) };
}
