/**
 * The file of a backup: tar, compressed by Zstandard, encrypted as age files are (age-encryption.org/v1) where a passphrase
 * is given: any of the three can be opened with common tools, without Opora.
 */
import { once } from 'node:events';
import { createReadStream, createWriteStream } from 'node:fs';
import { open, rename, rm } from 'node:fs/promises';
import { Readable, type Writable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { constants, createZstdCompress, createZstdDecompress } from 'node:zlib';
import { Decrypter, Encrypter } from 'age-encryption';
import { extract, pack } from 'tar-stream';
import { AppError } from '#kernel/errors.ts';
import { syncDirectoryOf } from '../durable.ts';

const AGE = 'age-encryption.org/';

export type ArchiveWriter = { add(name: string, bytes: Uint8Array): Promise<void> };

/** Writes beside and renames: a backup cut short leaves no file of that name. */
export async function writeArchive(
  path: string,
  passphrase: string | null,
  fill: (archive: ArchiveWriter) => Promise<void>,
): Promise<void> {
  const draft = `${path}.part`;
  const tar = pack();
  const compress = createZstdCompress({
    params: { [constants.ZSTD_c_compressionLevel]: 6, [constants.ZSTD_c_checksumFlag]: 1 },
  });
  try {
    const writing = (async () => {
      const compressed = tar.pipe(compress);
      const file = createWriteStream(draft, { mode: 0o600 });
      if (passphrase === null) return pipeline(compressed, file);
      const encrypter = new Encrypter();
      encrypter.setPassphrase(passphrase);
      const encrypted = await encrypter.encrypt(Readable.toWeb(compressed) as unknown as ReadableStream<Uint8Array>);
      return pipeline(Readable.fromWeb(encrypted as never), file);
    })();
    const filling = fill({
      async add(name, bytes) {
        const entry = tar.entry({ name, size: bytes.byteLength });
        entry.end(bytes);
        await Promise.race([once(entry, 'finish'), writing.then(() => undefined)]);
      },
    }).then(() => tar.finalize());
    await Promise.all([filling, writing]);
    const handle = await open(draft, 'r');
    await handle.sync();
    await handle.close();
    await rename(draft, path);
    await syncDirectoryOf(path);
  } catch (error) {
    tar.destroy();
    await rm(draft, { force: true });
    throw error;
  }
}

/** Hands over the entries one by one, in the order they were written. */
export async function readArchive(
  path: string,
  passphrase: string | null,
  take: (name: string, bytes: Buffer) => Promise<void>,
): Promise<void> {
  const opened = await plainStream(path, passphrase);
  const tar = extract();
  const reading = pipeline(opened, createZstdDecompress(), tar as unknown as Writable);
  reading.catch(() => undefined);
  try {
    for await (const entry of tar) {
      const chunks: Buffer[] = [];
      for await (const chunk of entry) chunks.push(chunk as Buffer);
      await take(entry.header.name, Buffer.concat(chunks));
    }
    await reading;
  } catch (error) {
    if (error instanceof AppError || (error as { code?: string }).code?.length === 5) throw error;
    throw damaged(error);
  }
}

async function plainStream(path: string, passphrase: string | null): Promise<Readable> {
  const encrypted = (await firstBytes(path, AGE.length)) === AGE;
  if (!encrypted) return createReadStream(path);
  if (passphrase === null)
    throw new AppError('backupRefused', {
      text: 'Копия зашифрована.',
      advice: 'Передайте пароль: --passphrase-file ФАЙЛ или OPORA_BACKUP_PASSPHRASE.',
    });
  const decrypter = new Decrypter();
  decrypter.addPassphrase(passphrase);
  try {
    const plain = await decrypter.decrypt(
      Readable.toWeb(createReadStream(path)) as unknown as ReadableStream<Uint8Array>,
    );
    return Readable.fromWeb(plain as never);
  } catch {
    throw new AppError('backupRefused', { text: 'Пароль копии не подходит.', advice: 'Проверьте пароль и файл.' });
  }
}

async function firstBytes(path: string, count: number): Promise<string> {
  const handle = await open(path, 'r').catch(() => {
    throw new AppError('backupRefused', { text: `Файл ${path} не открывается.`, advice: 'Проверьте путь и права.' });
  });
  try {
    const { buffer } = await handle.read(Buffer.alloc(count), 0, count, 0);
    return buffer.toString('latin1');
  } finally {
    await handle.close();
  }
}

function damaged(error: unknown): AppError {
  return new AppError('backupRefused', {
    text: `Файл копии повреждён: ${(error as Error).message}.`,
    advice: 'Возьмите другую копию; проверить копию заранее можно командой opora backup verify.',
  });
}
