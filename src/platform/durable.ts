/** What must survive a power cut: a rename is on the disk only when its directory is. */
import { open } from 'node:fs/promises';
import { dirname } from 'node:path';

export async function syncDirectoryOf(path: string): Promise<void> {
  // Windows keeps directories in order itself and lets nobody open them.
  if (process.platform === 'win32') return;
  const handle = await open(dirname(path), 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}
