/** Documents out at the command line: a plan read from a file, and the execution report from the database. */
import { writeFile } from 'node:fs/promises';
import { type CliIo, type CliVerb, EXIT, JSON_OPTION, misused, tellDone } from '#kernel/cli.ts';
import { isValid } from '#kernel/dates.ts';
import { AppError, isAppError } from '#kernel/errors.ts';
import { readDocument } from '#documents/read.ts';
import type { OfficialDocument } from '#documents/write/model.ts';
import { executionRows } from '#modules/execution/index.ts';
import { readPlan } from '#modules/plan-reading/index.ts';
import { readConfig } from '#platform/config.ts';
import { openServices } from '#platform/start.ts';
import { executionReport } from './domain.ts';
import { FORMAT_NAMES, formatOf, writeAs } from './formats.ts';
import { planDocument } from './plan-document.ts';
import { wholeScope } from './queries.ts';
import { reportDocument } from './report-document.ts';

const planExport: CliVerb = {
  name: 'plan export',
  summary: 'прочитать план из документа и записать его в официальной форме (DOCX, PDF, XLSX)',
  usage: 'opora plan export ФАЙЛ --to ПЛАН.docx [--json]',
  options: {
    to: { type: 'string', placeholder: 'ФАЙЛ', summary: 'куда записать; формат – по расширению' },
    json: JSON_OPTION,
  },
  async run(args, io) {
    const { positionals, values } = args;
    const [from] = positionals;
    const { to } = values;
    if (from === undefined || positionals.length !== 1 || typeof to !== 'string') return misused(planExport, io);
    return reported(io, async () => {
      const plan = readPlan(await readDocument(await bytesOf(from, io), { fileName: from }));
      await write(planDocument(plan), to);
      tellDone(args, io, `Записано: ${to}`, { file: to, issues: plan.issues });
      return plan.issues.some(({ severity }) => severity === 'error') ? EXIT.doneWithErrors : EXIT.done;
    });
  },
};

const report: CliVerb = {
  name: 'report',
  summary: 'записать отчёт о реализации плана на дату (DOCX, PDF, XLSX)',
  usage: 'opora report --plan НОМЕР [--on ГГГГ-ММ-ДД] --out ОТЧЁТ.docx [--json]',
  options: {
    plan: { type: 'string', placeholder: 'НОМЕР', summary: 'номер плана: последняя часть адреса /plans/…' },
    on: { type: 'string', placeholder: 'ДАТА', summary: 'по состоянию на этот день; без него – на сегодня' },
    out: { type: 'string', placeholder: 'ФАЙЛ', summary: 'куда записать; формат – по расширению' },
    json: JSON_OPTION,
  },
  async run(args, io) {
    const { positionals, values } = args;
    const { plan, on, out } = values;
    const wellFormed =
      typeof plan === 'string' &&
      /^\d+$/.test(plan) &&
      typeof out === 'string' &&
      (on === undefined || (typeof on === 'string' && isValid(on)));
    if (!wellFormed || positionals.length > 0) return misused(report, io);
    return reported(io, async () => {
      const services = await openServices(readConfig());
      try {
        const asOf = on ?? services.clock.today();
        const execution = await executionRows(await wholeScope(services.db), services.db, {
          planId: Number(plan),
          asOf,
        });
        await write(reportDocument(executionReport(execution)), out);
      } finally {
        await services.close();
      }
      tellDone(args, io, `Записано: ${out}`, { file: out });
      return EXIT.done;
    });
  },
};

async function write(document: OfficialDocument, path: string): Promise<void> {
  const format = formatOf(path);
  if (format === null) {
    throw new AppError('fileTypeUnknown', {
      text: `В формат файла «${path}» документ не записать.`,
      advice: `Назовите файл с расширением ${FORMAT_NAMES.map((name) => `.${name}`).join(', ')}.`,
    });
  }
  const bytes = await writeAs(document, format);
  await writeFile(path, bytes).catch(() => {
    throw new AppError('badRequest', {
      text: `Файл «${path}» не записывается.`,
      advice: 'Проверьте путь и права на запись.',
    });
  });
}

async function bytesOf(path: string, io: CliIo): Promise<Uint8Array> {
  return io.readFile(path).catch(() => {
    throw new AppError('badRequest', {
      text: `Файл «${path}» не открывается.`,
      advice: 'Проверьте путь и права на чтение.',
    });
  });
}

/** A refusal is one clear line; anything else is a fault of ours and goes up. */
async function reported(io: CliIo, work: () => Promise<number>): Promise<number> {
  try {
    return await work();
  } catch (error) {
    if (!isAppError(error)) throw error;
    io.stderr.write(`${error.text} ${error.advice}\n`);
    return EXIT.refused;
  }
}

export const verbs: readonly CliVerb[] = [planExport, report];
