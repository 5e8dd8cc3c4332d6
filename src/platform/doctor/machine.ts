/** The machine: Node, the data directory, room on the disk, programs beside Opora, how it is reached. */
import { mkdir, rm, stat, statfs, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createTransport } from 'nodemailer';
import { count } from '#kernel/plural.ts';
import { lastBackup } from '../backup/last-backup.ts';
import type { Config } from '../config.ts';
import { findLibreOffice } from '../libreoffice.ts';
import { type Finding, failure, ok, warning } from './findings.ts';

const GIGABYTE = 1024 ** 3;
const LITTLE_ROOM = 2 * GIGABYTE;
const NO_ROOM = 0.2 * GIGABYTE;
const SMTP_PATIENCE_MS = 10_000;
const NODE_MAJOR = 24;
const HOUR_MS = 3_600_000;
const FRESH_BACKUP_HOURS = 48;

export async function checkMachine(config: Config): Promise<Finding[]> {
  return [
    node(),
    await directory(config.dataDirectory),
    await room('disk', config.dataDirectory, 'данных'),
    ...(config.walArchive ? [await room('wal-disk', config.walArchive, 'архива журнала базы')] : []),
    await secrets(config.dataDirectory),
    address(config),
    await mail(config),
    await backup(config.dataDirectory),
    (await findLibreOffice(config.searchPath)) === null
      ? warning(
          'libreoffice',
          'LibreOffice не найден.',
          'Без него старые XLS и часть DOC не читаются: установите и добавьте в PATH.',
        )
      : ok('libreoffice', 'LibreOffice найден.'),
  ];
}

function node(): Finding {
  const major = Number(process.versions.node.split('.')[0]);
  return major >= NODE_MAJOR
    ? ok('node', `Node ${process.versions.node}.`)
    : failure('node', `Node ${process.versions.node} слишком стар.`, 'Выполните npm ci: нужный Node приходит пакетом.');
}

async function directory(path: string): Promise<Finding> {
  const probe = join(path, `.probe-${process.pid}`);
  try {
    await mkdir(path, { recursive: true });
    await writeFile(probe, 'x');
    await rm(probe);
    return ok('data', `Каталог данных доступен для записи: ${path}.`);
  } catch (error) {
    return failure(
      'data',
      `В каталог данных ${path} нельзя писать: ${(error as Error).message}.`,
      'Проверьте OPORA_DATA, владельца и права каталога.',
    );
  }
}

async function room(check: string, path: string, what: string): Promise<Finding> {
  const { bavail, bsize } = await statfs(path).catch(() => ({ bavail: 0, bsize: 0 }));
  const free = bavail * bsize;
  const text = `Свободно на диске ${what}: ${(free / GIGABYTE).toFixed(1).replace('.', ',')} ГБ.`;
  const advice = 'Освободите место: без него не записать ни документ, ни строку базы.';
  if (free < NO_ROOM) return failure(check, text, advice);
  return free < LITTLE_ROOM ? warning(check, text, advice) : ok(check, text);
}

/** Keys that others of this machine can read are none. */
async function secrets(path: string): Promise<Finding> {
  if (process.platform === 'win32') return ok('secrets', 'Права на ключи на Windows не проверяются.');
  const open: string[] = [];
  for (const name of ['secret', 'audit-key', 'pupil-key']) {
    const about = await stat(join(path, name)).catch(() => null);
    if (about && (about.mode & 0o077) !== 0) open.push(name);
  }
  return open.length === 0
    ? ok('secrets', 'Ключи читает только владелец.')
    : failure(
        'secrets',
        `Ключи доступны не только владельцу: ${open.join(', ')}.`,
        `chmod 600 ${open.map((name) => join(path, name)).join(' ')}`,
      );
}

function address({ publicUrl, host, trustedProxies }: Config): Finding {
  const isLocal = /^http:\/\/(?:localhost|127\.)/.test(publicUrl);
  if (!publicUrl.startsWith('https:') && !isLocal)
    return failure(
      'address',
      `Публичный адрес без HTTPS: ${publicUrl}.`,
      'Поставьте перед Опорой веб-сервер с HTTPS и задайте OPORA_URL=https://…',
    );
  if (isLocal)
    return warning(
      'address',
      `Публичный адрес — ${publicUrl}: ссылки в письмах откроются только здесь.`,
      'Задайте OPORA_URL, если Опорой пользуются с других машин.',
    );
  return host === '127.0.0.1' && trustedProxies === 0
    ? warning(
        'address',
        'Перед Опорой стоит прокси, но его заголовкам не верят.',
        'Задайте OPORA_TRUSTED_PROXIES=1, чтобы журнал знал адреса людей, а не прокси.',
      )
    : ok('address', `Публичный адрес: ${publicUrl}.`);
}

async function mail({ smtpUrl }: Config): Promise<Finding> {
  if (!smtpUrl)
    return warning(
      'mail',
      'Почтовый сервер не задан: письма остаются на странице «Исходящие письма».',
      'Задайте OPORA_SMTP_URL.',
    );
  const transport = createTransport({
    url: smtpUrl,
    connectionTimeout: SMTP_PATIENCE_MS,
    greetingTimeout: SMTP_PATIENCE_MS,
  });
  try {
    await transport.verify();
    return ok('mail', 'Почтовый сервер принимает письма.');
  } catch (error) {
    return failure(
      'mail',
      `Почтовый сервер не отвечает: ${(error as Error).message}.`,
      'Проверьте OPORA_SMTP_URL: адрес, порт, имя и пароль.',
    );
  } finally {
    transport.close();
  }
}

async function backup(dataDirectory: string): Promise<Finding> {
  const last = await lastBackup(dataDirectory);
  const advice = 'Делайте копию каждую ночь: opora backup --out КОПИЯ, и проверяйте её: opora backup verify КОПИЯ.';
  if (last === null) return warning('backup', 'Резервных копий ещё не было.', advice);
  const hours = Math.floor((Date.now() - Date.parse(last.madeAt)) / HOUR_MS);
  const text = `Последняя резервная копия сделана ${hours < 1 ? 'меньше часа' : `${count(hours, 'час', 'часа', 'часов')}`} назад: ${last.out}.`;
  return hours <= FRESH_BACKUP_HOURS ? ok('backup', text) : warning('backup', text, advice);
}
