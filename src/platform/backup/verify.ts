/** Reads a whole backup and holds it against its own list, without touching any database. */
import { createHash, type Hash } from 'node:crypto';
import { basename } from 'node:path';
import { AppError } from '#kernel/errors.ts';
import { readArchive } from './archive.ts';
import { BACKUP_SCHEMA, type BackupHead, type BackupManifest } from './manifest.ts';

export type BackupReading = { head: BackupHead; manifest: BackupManifest; problems: string[] };

/** `take` gets each entry in turn, before the list of all is known. */
export async function readBackup(
  path: string,
  passphrase: string | null,
  take: (name: string, bytes: Buffer, head: BackupHead) => Promise<void> = async () => undefined,
): Promise<BackupReading> {
  let head: BackupHead | undefined;
  let manifest: BackupManifest | undefined;
  const seen = new Map<string, { bytes: number; hash: Hash }>();
  await readArchive(path, passphrase, async (name, bytes) => {
    if (!head) {
      head = name === 'head.json' ? (JSON.parse(bytes.toString()) as BackupHead) : undefined;
      if (head?.schema !== BACKUP_SCHEMA)
        throw new AppError('backupRefused', {
          text: 'Это не копия Опоры.',
          advice: 'Укажите файл, созданный opora backup.',
        });
      return;
    }
    if (name === 'manifest.json') {
      manifest = JSON.parse(bytes.toString()) as BackupManifest;
      return;
    }
    const part = name.startsWith('tables/') ? name.slice(0, name.lastIndexOf('/')) : name;
    const known = seen.get(part) ?? { bytes: 0, hash: createHash('sha256') };
    known.hash.update(bytes);
    known.bytes += bytes.length;
    seen.set(part, known);
    await take(name, bytes, head);
  });
  if (!head || !manifest)
    throw new AppError('backupRefused', { text: 'Копия обрывается.', advice: 'Возьмите другую копию.' });
  return { head, manifest, problems: problemsOf(manifest, seen) };
}

function problemsOf(manifest: BackupManifest, seen: ReadonlyMap<string, { bytes: number; hash: Hash }>): string[] {
  const problems: string[] = [];
  const expected = [
    ...manifest.tables.map((table) => ({ ...table, entry: `tables/${table.name}` })),
    ...manifest.files.map((file) => ({ ...file, entry: `data/${file.name}` })),
  ];
  for (const { entry, bytes, sha256 } of expected) {
    const found = seen.get(entry);
    if (!found ? bytes > 0 : found.hash.copy().digest('hex') !== sha256) problems.push(`${entry}: содержимое не то`);
  }
  for (const { name, sha256 } of manifest.files) {
    const said = /^[0-9a-f]{64}/.exec(basename(name))?.[0];
    if (said && said !== sha256) problems.push(`data/${name}: имя не соответствует содержимому`);
  }
  for (const entry of seen.keys())
    if (!expected.some((one) => one.entry === entry)) problems.push(`${entry}: в списке копии такого нет`);
  return problems;
}
