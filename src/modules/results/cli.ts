/** Results at the command line: the same steps as on the pages, read in this process. */
import { readdir, stat } from 'node:fs/promises';
import { basename, join, relative } from 'node:path';
import { type CliArgs, type CliIo, type CliVerb, EXIT, JSON_OPTION, misused } from '#kernel/cli.ts';
import { AppError, isAppError } from '#kernel/errors.ts';
import { formatNumber } from '#kernel/format.ts';
import { procedureTitle } from '#modules/assessments/index.ts';
import { operator } from '#modules/people/index.ts';
import type { Ctx } from '#platform/context.ts';
import { withServices } from '#platform/start.ts';
import { applyImport, undoImport } from './commands/apply-import.ts';
import { readImport } from './commands/read-import.ts';
import { cancelImport, openImport, receiveFile, waitHere } from './commands/receive.ts';
import { openRecount } from './commands/recount.ts';
import { currentSets } from './queries/catalogue.ts';
import { importById, importFiles, importIssues, recentImports } from './queries/imports.ts';
import { type Arrival, arrivalsOf } from './queries/preview.ts';
import { regionToKeep } from './queries/regions.ts';
import { undoVerb } from './undo-verb.ts';

const importVerb: CliVerb = {
  name: 'results import',
  summary: 'загрузить файлы результатов процедур: файлы и папки целиком',
  usage: 'opora results import ПУТЬ… [--year ГОД] [--region НОМЕР] [--check] [--json]',
  options: {
    year: { type: 'string', placeholder: 'ГОД', summary: 'год работ, где его не говорит ни файл, ни его имя' },
    region: { type: 'string', placeholder: 'НОМЕР', summary: 'номер региона, если их несколько' },
    check: { type: 'boolean', summary: 'только проверить и показать, что изменится' },
    json: JSON_OPTION,
  },
  async run(args, io) {
    const year = number(args, 'year');
    const regionId = number(args, 'region');
    if (args.positionals.length === 0 || Number.isNaN(year) || Number.isNaN(regionId)) return misused(importVerb, io);
    const files = (await Promise.all(args.positionals.map(filesAt))).flat();
    if (files.length === 0)
      throw new AppError('invalidInput', { text: 'Файлов XLSX и CSV там нет.', advice: 'Проверьте путь.' });
    return withServices(async (services) => {
      const ctx = await operator(services);
      const importId = await openImport(ctx, {
        ...(year === undefined ? {} : { year }),
        ...(regionId === undefined ? {} : { regionId }),
      });
      const left: Left[] = await receiveAll(ctx, importId, files, io);
      await waitHere(ctx, importId);
      await readImport(services, importId);
      return conclude(ctx, importId, left, args, io);
    });
  },
};

const listVerb: CliVerb = {
  name: 'results list',
  summary: 'показать наборы данных и последние загрузки результатов',
  usage: 'opora results list [--region НОМЕР] [--json]',
  options: {
    region: { type: 'string', placeholder: 'НОМЕР', summary: 'номер региона, если их несколько' },
    json: JSON_OPTION,
  },
  run: async (args, io) =>
    withServices(async (services) => {
      const ctx = await operator(services);
      const region = await regionToKeep(ctx.scope, ctx.db, ctx.actor, number(args, 'region'));
      const sets = await currentSets(ctx.scope, ctx.db, region);
      const imports = await recentImports(ctx.scope, ctx.db);
      if (args.values['json']) io.stdout.write(`${JSON.stringify({ sets, imports }, null, 1)}\n`);
      else {
        for (const { procedure, version, schools, pupils, absent } of sets)
          io.stdout.write(
            `${procedureTitle(procedure)}: версия ${version}, школ ${schools}, учеников ${pupils}, отсутствовали ${absent}\n`,
          );
        for (const { id, state, progress } of imports)
          io.stdout.write(`Загрузка ${id}: файлов ${progress.files}, ${STATES[state]}\n`);
        if (sets.length + imports.length === 0) io.stdout.write('Результаты ещё не загружены.\n');
      }
      return EXIT.done;
    }),
};

const undo = undoVerb(
  'results undo',
  'отменить загрузку результатов: наборы данных вернутся к прежним версиям',
  async (ctx, id) => `Загрузка ${id} отменена, наборов данных: ${await undoImport(ctx, id)}.`,
);

const recountVerb: CliVerb = {
  name: 'results recount',
  summary: 'пересчитать отметки загруженных результатов по действующим шкалам: новые версии, прежние остаются',
  usage: 'opora results recount [--check] [--json]',
  options: {
    check: { type: 'boolean', summary: 'только показать, что изменится' },
    json: JSON_OPTION,
  },
  run: async (args, io) =>
    withServices(async (services) => {
      const ctx = await operator(services);
      const importId = await openRecount(ctx, { of: null, here: true });
      await readImport(services, importId);
      return conclude(ctx, importId, [], args, io);
    }),
};

export const verbs: readonly CliVerb[] = [importVerb, listVerb, undo, recountVerb];

const STATES = {
  receiving: 'принимается',
  queued: 'ждёт чтения',
  reading: 'читается',
  checked: 'проверена, не записана',
  applied: 'записана',
  undone: 'отменена после записи',
  cancelled: 'отменена',
} as const;

type Left = { file: string; text: string; advice: string };
type Found = { path: string; name: string };

const TABLE = /\.(?:xlsx|xlsm|csv|txt|tsv)$/i;

/** Folders are part of the name: they may say the grade. */
async function filesAt(path: string): Promise<Found[]> {
  const found = await stat(path).catch(() => {
    throw new AppError('badRequest', {
      text: `Файл «${path}» не открывается.`,
      advice: 'Проверьте путь и права на чтение.',
    });
  });
  if (!found.isDirectory()) return [{ path, name: basename(path) }];
  const entries = await readdir(path, { recursive: true, withFileTypes: true });
  return entries
    .filter(
      (entry) =>
        entry.isFile() && TABLE.test(entry.name) && !entry.name.startsWith('.') && !entry.name.startsWith('~$'),
    )
    .map((entry) => join(entry.parentPath, entry.name))
    .sort()
    .map((one) => ({ path: one, name: relative(path, one) }));
}

async function receiveAll(ctx: Ctx, importId: number, files: readonly Found[], io: CliIo): Promise<Left[]> {
  const left: Left[] = [];
  for (const { path, name } of files) {
    try {
      await receiveFile(ctx, importId, { name, bytes: await io.readFile(path), contentType: '' });
    } catch (error) {
      if (!isAppError(error)) throw error;
      left.push({ file: name, text: error.text, advice: error.advice });
    }
  }
  return left;
}

const ISSUES_AT_MOST = 100_000;

async function conclude(ctx: Ctx, importId: number, left: Left[], { values }: CliArgs, io: CliIo): Promise<number> {
  const files = await importFiles(ctx.db, importId);
  for (const { name, error, question } of files) {
    if (error) left.push({ file: name, text: error.text, advice: error.advice });
    if (question)
      left.push({
        file: name,
        text: 'Не сказано, какая это процедура.',
        advice: 'Назовите файл так: «ВПР 5 математика 2021.xlsx», или загрузите его на странице «Результаты».',
      });
  }
  const { rows: issues } = await importIssues(ctx.db, importId, {}, { limit: ISSUES_AT_MOST, offset: 0 });
  const { region } = await importById(ctx.scope, ctx.db, importId);
  const arrivals = await arrivalsOf(ctx.db, region.id, importId);
  const isCheck = values['check'] === true;
  if (isCheck || arrivals.length === 0) await cancelImport(ctx, importId);
  else await applyImport(ctx, importId, { version: null });
  if (values['json'])
    io.stdout.write(
      `${JSON.stringify({ importId, applied: !isCheck && arrivals.length > 0, procedures: arrivals.map(summary), left, issues }, null, 1)}\n`,
    );
  else tell(arrivals, left, issues.length, isCheck, io);
  if (arrivals.length === 0) return EXIT.refused;
  return left.length > 0 ? EXIT.doneWithErrors : EXIT.done;
}

function summary({ procedureId, numbers, files, unknown, unchanged, current, mode }: Arrival) {
  return {
    procedureId,
    ...numbers,
    files,
    unknownSchools: unknown,
    unchanged,
    mode,
    replaces: current?.version ?? null,
  };
}

function tell(arrivals: readonly Arrival[], left: readonly Left[], issues: number, isCheck: boolean, io: CliIo): void {
  for (const { procedure, numbers, unknown, unchanged } of arrivals) {
    const known = unknown > 0 ? `, не опознано школ ${unknown}` : '';
    const what = unchanged
      ? 'без изменений'
      : `школ ${numbers.schools}, учеников ${formatNumber(numbers.pupils)}, отсутствовали ${formatNumber(numbers.absent)}${known}`;
    io.stdout.write(`${procedureTitle(procedure)}: ${what}\n`);
  }
  for (const { file, text, advice } of left) io.stderr.write(`Не прочитан ${file}: ${text} ${advice}\n`);
  const done = isCheck || arrivals.length === 0 ? 'Ничего не записано.' : 'Записано.';
  io.stdout.write(`Процедур: ${arrivals.length}, не прочитано файлов: ${left.length}, замечаний: ${issues}. ${done}\n`);
}

function number({ values }: CliArgs, name: string): number | undefined {
  const given = values[name];
  if (given === undefined) return undefined;
  return /^\d{1,15}$/.test(String(given)) ? Number(given) : Number.NaN;
}
