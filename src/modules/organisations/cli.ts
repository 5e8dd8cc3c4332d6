/** The register of organisations at the command line. */
import { writeFile } from 'node:fs/promises';
import { basename } from 'node:path';
import { tableToCsv } from '#documents/write/csv.ts';
import { tableToXlsx } from '#documents/write/xlsx.ts';
import { type CliIo, type CliVerb, EXIT, JSON_OPTION, misused, tellDone } from '#kernel/cli.ts';
import { AppError } from '#kernel/errors.ts';
import type { Issue } from '#kernel/issue.ts';
import { operator } from '#modules/people/index.ts';
import { withServices } from '#platform/start.ts';
import { importOrganisations, type ImportPreview, previewImport } from './commands/import.ts';
import { registerSheet } from './import/export.ts';

const importVerb: CliVerb = {
  name: 'organisation import',
  summary: 'загрузить организации из XLSX или CSV: целиком или никак',
  usage: 'opora organisation import ФАЙЛ [--dry-run] [--json]',
  options: {
    'dry-run': { type: 'boolean', summary: 'только показать, что изменится' },
    json: JSON_OPTION,
  },
  async run({ positionals, values }, io) {
    const [path] = positionals;
    if (path === undefined || positionals.length > 1) return misused(importVerb, io);
    const file = { bytes: await bytesOf(path, io), name: basename(path) };
    return withServices(async (services) => {
      const ctx = await operator(services);
      const preview = await previewImport(ctx, file);
      const failed = preview.issues.some(({ severity }) => severity === 'error');
      if (!values['dry-run'] && !failed) await importOrganisations(ctx, file);
      const { counts, issues } = preview;
      if (values['json']) io.stdout.write(`${JSON.stringify({ counts, issues }, null, 1)}\n`);
      else tell(preview, values['dry-run'] === true || failed, io);
      return failed ? EXIT.refused : EXIT.done;
    });
  },
};

const exportVerb: CliVerb = {
  name: 'organisation export',
  summary: 'выгрузить организации в XLSX или CSV; этот же файл можно загрузить обратно',
  usage: 'opora organisation export ФАЙЛ.xlsx [--json]',
  options: { json: JSON_OPTION },
  async run(args, io) {
    const [path, ...more] = args.positionals;
    if (path === undefined || more.length > 0) return misused(exportVerb, io);
    const write = /\.csv$/i.test(path) ? tableToCsv : /\.xlsx$/i.test(path) ? tableToXlsx : null;
    if (!write)
      throw new AppError('fileTypeUnknown', {
        text: `В файл «${path}» список не записать.`,
        advice: 'Назовите файл с расширением .xlsx или .csv.',
      });
    return withServices(async (services) => {
      const sheet = await registerSheet((await operator(services)).scope, services.db);
      await writeFile(path, await write(sheet)).catch(() => {
        throw new AppError('badRequest', {
          text: `Файл «${path}» не записывается.`,
          advice: 'Проверьте путь и права на запись.',
        });
      });
      const organisations = sheet.rows.length;
      tellDone(args, io, `Записано организаций: ${organisations}. Файл: ${path}`, { organisations, file: path });
      return EXIT.done;
    });
  },
};

export const verbs: readonly CliVerb[] = [importVerb, exportVerb];

function tell({ counts, issues }: ImportPreview, untouched: boolean, io: CliIo): void {
  for (const issue of issues) io.stderr.write(`${lineOf(issue)}\n`);
  const { create, update, same } = counts;
  const done = untouched
    ? ['будет добавлено', 'будет изменено', 'без изменений']
    : ['добавлено', 'изменено', 'без изменений'];
  io.stdout.write(
    `Организаций: ${done[0]} ${create}, ${done[1]} ${update}, ${done[2]} ${same}.${untouched ? ' Ничего не записано.' : ''}\n`,
  );
}

const SEVERITY: Record<Issue['severity'], string> = { error: 'ошибка', warning: 'предупреждение', note: 'замечание' };

function lineOf({ severity, where, text, advice }: Issue): string {
  return `${SEVERITY[severity]}: ${where}: ${text} ${advice}`;
}

async function bytesOf(path: string, io: CliIo): Promise<Uint8Array> {
  return io.readFile(path).catch(() => {
    throw new AppError('badRequest', {
      text: `Файл «${path}» не открывается.`,
      advice: 'Проверьте путь и права на чтение.',
    });
  });
}
