/** Files by the SHA-256 of their bytes: the same file twice is stored once and is never changed. */
import { createHash, randomUUID } from 'node:crypto';
import { mkdir, open, readdir, readFile, rename, rm, stat, utimes } from 'node:fs/promises';
import { join } from 'node:path';
import { AppError } from '#kernel/errors.ts';
import { syncDirectoryOf } from './durable.ts';

export type FileStore = {
  /** Stores the bytes durably and returns their SHA-256 in lower-case hex. */
  put(bytes: Uint8Array): Promise<string>;
  get(sha256: string): Promise<Uint8Array>;
  /** Takes away files that are not kept, and drafts, if they were written before the instant; returns their names. */
  collect(kept: ReadonlySet<string>, writtenBefore: Date): Promise<string[]>;
};

export function openFileStore(directory: string): FileStore {
  return {
    async put(bytes) {
      const sha256 = createHash('sha256').update(bytes).digest('hex');
      const target = pathOf(directory, sha256);
      // Kept anew: the collector must not take it for one that nobody came back for.
      const now = new Date();
      if (
        await utimes(target, now, now).then(
          () => true,
          () => false,
        )
      )
        return sha256;
      await mkdir(join(directory, sha256.slice(0, 2)), { recursive: true });
      const temporary = join(directory, `.${sha256}.${randomUUID()}`);
      try {
        await writeDurably(temporary, bytes);
        await rename(temporary, target);
      } catch (error) {
        // Of what did not fit nothing stays: a full disk would only grow fuller with every attempt.
        await rm(temporary, { force: true });
        throw error;
      }
      await syncDirectoryOf(target);
      return sha256;
    },
    async get(sha256) {
      if (!/^[0-9a-f]{64}$/.test(sha256)) throw new AppError('notFound');
      return readFile(pathOf(directory, sha256)).catch(() => {
        throw new AppError('notFound', { text: 'Файл не найден в хранилище.' });
      });
    },
    async collect(kept, writtenBefore) {
      const removed: string[] = [];
      const entries = await readdir(directory, { recursive: true, withFileTypes: true }).catch(() => []);
      for (const entry of entries) {
        if (!entry.isFile() || !OURS.test(entry.name) || kept.has(entry.name)) continue;
        const path = join(entry.parentPath, entry.name);
        const written = await stat(path).catch(() => null);
        if (!written || written.mtime >= writtenBefore) continue;
        await rm(path, { force: true });
        removed.push(entry.name);
      }
      return removed;
    },
  };
}

async function writeDurably(path: string, bytes: Uint8Array): Promise<void> {
  const handle = await open(path, 'wx', 0o600);
  try {
    await handle.writeFile(bytes);
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/** A file by its hash, or the draft of one. */
const OURS = /^(?:[0-9a-f]{64}|\.[0-9a-f]{64}\.[0-9a-f-]{36})$/;

function pathOf(directory: string, sha256: string): string {
  return join(directory, sha256.slice(0, 2), sha256);
}
