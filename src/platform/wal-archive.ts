/** The archive of the write-ahead log of Opora's own PostgreSQL. */
import { chown, mkdir } from 'node:fs/promises';
import { resolve } from 'node:path';

/** Settings that make the server keep its log: each finished piece is copied under another name and renamed. */
export function archiveSettings(archive: string): Record<string, string> {
  const target = `${resolve(archive)}/%f`;
  return {
    archive_mode: 'on',
    archive_command: `test ! -f "${target}" && cp "%p" "${target}.part" && mv "${target}.part" "${target}"`,
    // At most a minute of work is lost with the machine.
    archive_timeout: '60',
  };
}

/** The archive belongs to the user of PostgreSQL. */
export async function prepareArchive(archive: string, owner: { uid: number; gid: number } | undefined): Promise<void> {
  await mkdir(archive, { recursive: true, mode: 0o700 });
  if (owner) await chown(archive, owner.uid, owner.gid);
}
