/**
 * Heads of the chain written outside the database from time to time: who rewrites the whole journal with the key, or cuts
 * its end off, contradicts them. Copy the file to another machine or print it.
 */
import { appendFile, readFile } from 'node:fs/promises';
import { join } from 'node:path';

export type Anchor = { at: string; position: number; hash: string };

const FILE = 'audit-anchors.log';

export async function readAnchors(dataDirectory: string): Promise<Anchor[]> {
  const text = await readFile(join(dataDirectory, FILE), 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return '';
    throw error;
  });
  return text.split('\n').flatMap((line) => {
    const [at, position, hash] = line.split(' ');
    return at && position && hash ? [{ at, position: Number(position), hash }] : [];
  });
}

export async function writeAnchor(dataDirectory: string, { at, position, hash }: Anchor): Promise<void> {
  await appendFile(join(dataDirectory, FILE), `${at} ${position} ${hash}\n`, { mode: 0o600 });
}
