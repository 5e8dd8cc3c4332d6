/** When the last copy was made and where it went, kept beside the data so that `opora doctor` can tell. */
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';

const FILE = 'last-backup.json';
const schema = z.object({ madeAt: z.iso.datetime(), out: z.string() });

export type LastBackup = z.infer<typeof schema>;

export async function recordLastBackup(dataDirectory: string, last: LastBackup): Promise<void> {
  await writeFile(join(dataDirectory, FILE), `${JSON.stringify(last)}\n`, { mode: 0o600 });
}

/** Null where no copy was made yet, or nothing readable tells of it. */
export async function lastBackup(dataDirectory: string): Promise<LastBackup | null> {
  const text = await readFile(join(dataDirectory, FILE), 'utf8').catch(() => null);
  if (text === null) return null;
  try {
    return schema.parse(JSON.parse(text));
  } catch {
    return null;
  }
}
