/** `opora results check`, `opora results template`: files of results without a database. */
import { writeFile } from 'node:fs/promises';
import { type CliIo, type CliVerb, EXIT, JSON_OPTION, misused } from '#kernel/cli.ts';
import { isAppError } from '#kernel/errors.ts';
import { tableToCsv } from '#documents/write/csv.ts';
import { tableToXlsx } from '#documents/write/xlsx.ts';
import {
  type Procedure,
  procedureId,
  procedureOfId,
  procedureTitle,
  shippedItems,
} from '#modules/assessments/index.ts';
import type { ResultFile, ResultItem, RowCounts } from '../contract.ts';
import { readResultFile, type ResultReading } from './read-result-file.ts';
import { factsTemplate, isFactsKind, resultsTemplate } from './templates.ts';

const check: CliVerb = {
  name: 'results check',
  summary: 'проверить файлы результатов, ничего не загружая',
  usage: 'opora results check ФАЙЛ… [--procedure КОД] [--json]',
  options: {
    procedure: { type: 'string', placeholder: 'КОД', summary: 'процедура, если её не говорит имя: vpr-5-ma-2021' },
    json: { type: 'boolean', summary: 'вывести итог и замечания как JSON, по строке на файл' },
  },
  async run({ positionals, values }, io) {
    const procedure = procedureOption(values['procedure'], io);
    if (positionals.length === 0 || procedure === null) return misused(check, io);
    let worst: number = EXIT.done;
    for (const path of positionals) {
      try {
        const reading = await readResultFile(await io.readFile(path), { path, procedure });
        io.stdout.write(
          values['json'] ? `${JSON.stringify({ path, ...outlineOf(reading) })}\n` : report(path, reading),
        );
        if (issuesOf(reading).some(({ severity }) => severity === 'error'))
          worst = Math.max(worst, EXIT.doneWithErrors);
      } catch (error) {
        io.stderr.write(
          `${path}: ${isAppError(error) ? `${error.text} ${error.advice}` : 'файл не открывается. Проверьте путь и права на чтение.'}\n`,
        );
        worst = EXIT.refused;
      }
    }
    return worst;
  },
};

const template: CliVerb = {
  name: 'results template',
  summary: 'дать пустой шаблон: результатов процедуры, социального паспорта, контекстных данных, участия в олимпиаде',
  usage: 'opora results template КОД|passport|context|olympiad [--items «1:1 2:2»] [--out ШАБЛОН.xlsx] [--json]',
  options: {
    out: { type: 'string', placeholder: 'ФАЙЛ', summary: 'записать в файл XLSX или CSV; иначе CSV выводится' },
    items: {
      type: 'string',
      placeholder: 'ЗАДАНИЯ',
      summary: 'задания и наибольшие баллы: «1:1 2К1:2»; иначе известные Опоре',
    },
    json: JSON_OPTION,
  },
  async run({ positionals: [what = '', ...rest], values }, io) {
    const procedure = procedureOfId(what);
    const items = values['items'] === undefined ? null : itemsOf(String(values['items']));
    const sheet = isFactsKind(what)
      ? factsTemplate(what)
      : procedure && resultsTemplate(procedure, items ?? shippedItems(procedure) ?? []).sheet;
    if (!sheet || rest.length > 0 || (items !== null && items.length === 0)) return misused(template, io);
    const { out } = values;
    const isJson = values['json'] === true;
    if (typeof out !== 'string') {
      if (isJson) {
        io.stdout.write(`${JSON.stringify(sheet)}\n`);
        return EXIT.done;
      }
      io.stdout.write(new TextDecoder('utf-8', { ignoreBOM: true }).decode(tableToCsv(sheet)));
      return EXIT.done;
    }
    await writeFile(out, /\.xlsx$/i.test(out) ? await tableToXlsx(sheet) : tableToCsv(sheet));
    if (isJson) io.stdout.write(`${JSON.stringify({ file: out })}\n`);
    return EXIT.done;
  },
};

/** Undefined when it is not given, null when it is no code. */
function procedureOption(value: unknown, io: CliIo): Procedure | null | undefined {
  if (value === undefined) return undefined;
  const procedure = procedureOfId(String(value));
  if (!procedure) io.stderr.write(`«${String(value)}» не код процедуры; пример: vpr-5-ma-2021.\n`);
  return procedure;
}

function itemsOf(text: string): ResultItem[] {
  return text.split(/[\s,;]+/).flatMap((item): ResultItem[] => {
    const [, name, maximum] = /^([\d.]+(?:К\d)?):(\d{1,2})$/i.exec(item) ?? [];
    return name ? [{ name, maximum: Number(maximum) }] : [];
  });
}

function issuesOf(reading: ResultReading) {
  return 'file' in reading ? reading.file.issues : reading.issues;
}

function outlineOf(reading: ResultReading) {
  const issues = issuesOf(reading);
  if (reading.kind === 'results') {
    const files = [reading.file, ...reading.further].map((file) => ({
      procedure: procedureId(file.procedure),
      format: file.format,
      schools: file.schools.length,
      items: file.items,
      absent: absentIn(file),
      counts: file.counts,
    }));
    return { kind: reading.kind, files, issues };
  }
  return 'file' in reading ? { kind: reading.kind, counts: reading.file.counts, issues } : reading;
}

const KINDS: Record<ResultReading['kind'], string> = {
  results: 'результаты',
  context: 'контекстные данные',
  passport: 'социальный паспорт',
  olympiad: 'участие в олимпиаде',
  unclear: 'не ясно, какая процедура',
  mapping: 'нужно сопоставить столбцы',
  unknown: 'таблица неизвестного вида',
};

function report(path: string, reading: ResultReading): string {
  const lines = [`${path}: ${KINDS[reading.kind]}`];
  if (reading.kind === 'results')
    for (const file of [reading.file, ...reading.further])
      lines.push(
        `  ${procedureTitle(file.procedure)}: школ ${file.schools.length}, заданий ${file.items.length}, отсутствовали ${absentIn(file)}; ${rowsOf(file.counts)}`,
      );
  else if ('file' in reading) lines.push(`  ${rowsOf(reading.file.counts)}`);
  for (const { severity, where, text, advice } of issuesOf(reading))
    lines.push(`  ${{ error: 'Ошибка', warning: 'Внимание', note: 'Заметка' }[severity]}: ${where}. ${text} ${advice}`);
  return `${lines.join('\n')}\n`;
}

function rowsOf({ rows, taken }: RowCounts): string {
  return `строк ${rows}, взято ${taken}, не взято ${rows - taken}`;
}

function absentIn({ rows }: ResultFile): number {
  return rows.absent.reduce((sum, absent) => sum + absent, 0);
}

export const verbs: readonly CliVerb[] = [check, template];
