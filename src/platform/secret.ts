/** Keys made on the first start and kept where only the owner reads them: `secret` signs sessions, `audit-key` ties the journal, `pupil-key` makes the pseudonyms of pupils. */
import { randomBytes } from 'node:crypto';
import { link, open, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';

export async function readOrMakeSecret(directory: string, name = 'secret'): Promise<string> {
  const path = join(directory, name);
  const kept = await readFile(path, 'utf8').catch(() => null);
  if (kept?.trim()) return kept.trim();
  const draft = `${path}.${randomBytes(4).toString('hex')}`;
  const handle = await open(draft, 'w', 0o600);
  await handle.writeFile(`${randomBytes(32).toString('base64url')}\n`);
  await handle.sync();
  await handle.close();
  // Linking fails when another process was quicker; then its key is the one.
  await link(draft, path).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'EEXIST') throw error;
  });
  await rm(draft);
  return (await readFile(path, 'utf8')).trim();
}
