/** Verbs of backup and restore. */
import { stat } from 'node:fs/promises';
import { resolve } from 'node:path';
import { type CliArgs, type CliIo, type CliVerb, EXIT, JSON_OPTION, misused, tellDone } from '#kernel/cli.ts';
import { AppError } from '#kernel/errors.ts';
import { count } from '#kernel/plural.ts';
import { readConfig } from '../config.ts';
import { withServices } from '../start.ts';
import { makeBackup } from './backup.ts';
import { recordLastBackup } from './last-backup.ts';
import type { BackupManifest } from './manifest.ts';
import { makeBase, restoreBase } from './point-in-time.ts';
import { restoreBackup } from './restore.ts';
import { readBackup } from './verify.ts';

const passphraseFile = {
  type: 'string',
  placeholder: 'ФАЙЛ',
  summary: 'файл с паролем копии; иначе OPORA_BACKUP_PASSPHRASE, а без него копия не шифруется',
} as const;

const backup: CliVerb = {
  name: 'backup',
  summary: 'сделать копию базы, файлов и результатов одним файлом, не останавливая Опору',
  usage: 'opora backup --out КОПИЯ [--passphrase-file ФАЙЛ] [--json]',
  options: {
    out: { type: 'string', placeholder: 'КОПИЯ', summary: 'куда записать' },
    'passphrase-file': passphraseFile,
    json: JSON_OPTION,
  },
  async run(args, io) {
    const out = args.values['out'];
    if (typeof out !== 'string' || args.positionals.length > 0) return misused(backup, io);
    const passphrase = await passphraseOf(args, io);
    return withServices(async ({ config, pool, clock }) => {
      const source = { pool, dataDirectory: config.dataDirectory, now: clock.now() };
      const manifest = await makeBackup(source, out, passphrase);
      await recordLastBackup(config.dataDirectory, { madeAt: source.now.toISOString(), out: resolve(out) });
      tell(io, args, 'Копия записана', manifest, { bytes: (await stat(out)).size, encrypted: passphrase !== null });
      return EXIT.done;
    });
  },
};

const verify: CliVerb = {
  name: 'backup verify',
  summary: 'проверить копию, не восстанавливая её',
  usage: 'opora backup verify КОПИЯ [--passphrase-file ФАЙЛ] [--json]',
  options: { 'passphrase-file': passphraseFile, json: JSON_OPTION },
  async run(args, io) {
    const [path, ...more] = args.positionals;
    if (!path || more.length > 0) return misused(verify, io);
    const { head, manifest, problems } = await readBackup(path, await passphraseOf(args, io));
    tell(io, args, problems.length === 0 ? 'Копия цела' : 'Копия повреждена', manifest, {
      madeAt: head.madeAt,
      problems,
    });
    for (const problem of problems) io.stderr.write(`${problem}\n`);
    return problems.length === 0 ? EXIT.done : EXIT.doneWithErrors;
  },
};

const restore: CliVerb = {
  name: 'restore',
  summary: 'восстановить копию в пустую базу и пустой каталог данных',
  usage:
    'opora restore КОПИЯ [--passphrase-file ФАЙЛ] [--json] | opora restore --base КАТАЛОГ --wal КАТАЛОГ [--until 2026-09-01T12:00:00Z] [--json]',
  options: {
    'passphrase-file': passphraseFile,
    base: { type: 'string', placeholder: 'КАТАЛОГ', summary: 'основная копия, сделанная opora backup base' },
    wal: { type: 'string', placeholder: 'КАТАЛОГ', summary: 'архив журнала базы (OPORA_WAL_ARCHIVE)' },
    until: { type: 'string', placeholder: 'МОМЕНТ', summary: 'состояние на этот момент; без него — на конец архива' },
    json: JSON_OPTION,
  },
  async run(args, io) {
    const [path, ...more] = args.positionals;
    const { base, wal, until } = args.values;
    const config = readConfig();
    if (typeof base === 'string' && typeof wal === 'string' && !path) {
      const instant = typeof until === 'string' ? new Date(until) : null;
      if (instant && Number.isNaN(instant.getTime())) return misused(restore, io);
      await restoreBase(config, base, wal, instant);
      const text = 'Основная копия на месте. База дойдёт до нужного момента при запуске: npm start.';
      tellDone(args, io, text, { base, wal, until: instant });
      return EXIT.done;
    }
    if (!path || more.length > 0 || base !== undefined) return misused(restore, io);
    tell(io, args, 'Восстановлено', await restoreBackup(config, path, await passphraseOf(args, io)), {});
    return EXIT.done;
  },
};

const base: CliVerb = {
  name: 'backup base',
  summary: 'сделать основную копию базы для восстановления на любой момент',
  usage: 'opora backup base --out КАТАЛОГ [--json]',
  options: { out: { type: 'string', placeholder: 'КАТАЛОГ', summary: 'новый каталог' }, json: JSON_OPTION },
  async run(args, io) {
    const { out } = args.values;
    if (typeof out !== 'string' || args.positionals.length > 0) return misused(base, io);
    return withServices(async ({ config, pool }) => {
      await makeBase(config, pool, out);
      tellDone(args, io, `Основная копия записана: ${out}`, { directory: out });
      return EXIT.done;
    });
  },
};

export const verbs: readonly CliVerb[] = [backup, verify, base, restore];

function tell(io: CliIo, args: CliArgs, text: string, manifest: BackupManifest, more: Record<string, unknown>): void {
  const tables = manifest.tables.map(({ name, rows, sha256 }) => ({ name, rows, sha256 }));
  const rows = tables.reduce((sum, table) => sum + table.rows, 0);
  if (args.values['json']) {
    io.stdout.write(
      `${JSON.stringify({ schema: 'opora.backup-report/1', rows, files: manifest.files.length, tables, ...more })}\n`,
    );
    return;
  }
  io.stdout.write(
    `${text}: ${count(rows, 'строка', 'строки', 'строк')} в базе, ${count(manifest.files.length, 'файл', 'файла', 'файлов')}.\n`,
  );
}

async function passphraseOf(args: CliArgs, io: CliIo): Promise<string | null> {
  const file = args.values['passphrase-file'];
  if (typeof file !== 'string') return readConfig().backupPassphrase ?? null;
  const passphrase = Buffer.from(await io.readFile(file))
    .toString('utf8')
    .trim();
  if (passphrase.length < 12)
    throw new AppError('backupRefused', { text: 'Пароль копии короче 12 знаков.', advice: 'Задайте более длинный.' });
  return passphrase;
}
