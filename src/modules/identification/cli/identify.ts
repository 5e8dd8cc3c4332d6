/** `opora identify`: a methodology on a folder of result files, without a database. */
import { writeFile } from 'node:fs/promises';
import { type CliArgs, type CliIo, type CliVerb, EXIT, misused } from '#kernel/cli.ts';
import { AppError } from '#kernel/errors.ts';
import { formatNumber, formatPercent } from '#kernel/format.ts';
import type { Issue } from '#kernel/issue.ts';
import { count } from '#kernel/plural.ts';
import { programVersion } from '#platform/version.ts';
import { writeBundle } from '../bundle/write.ts';
import type { Identification, Status } from '../contract.ts';
import { tableOf } from '../engine/table.ts';
import { folderEffects } from '../folder/effects.ts';
import { groupedIssues, type FileIssue } from '../folder/issues.ts';
import { readFolder } from '../folder/read-folder.ts';
import { type Settings, withSettings } from '../methodology/parameters.ts';
import type { Uncertainty } from '../methodology/schema.ts';
import { identification, identificationText } from '../seal.ts';
import { chosenMethodology } from './methodology.ts';

export const identifyVerb: CliVerb = {
  name: 'identify',
  summary: 'применить методику к папке с файлами результатов: список школ, причины, надёжность',
  usage: 'opora identify --methodology ID|ФАЙЛ --results ПАПКА [--year ГОД] [--set ИМЯ=ЧИСЛО…] [--json]',
  options: {
    methodology: {
      type: 'string',
      short: 'm',
      placeholder: 'ID|ФАЙЛ',
      summary: 'методика: см. opora methodology list',
    },
    results: {
      type: 'string',
      short: 'r',
      placeholder: 'ПАПКА',
      summary: 'папка с файлами ВПР, ОГЭ, ЕГЭ, с подпапками',
    },
    year: {
      type: 'string',
      short: 'y',
      placeholder: 'ГОД',
      summary: 'год, за который составляется список; иначе последний',
    },
    set: { type: 'string', multiple: true, placeholder: 'ИМЯ=ЧИСЛО', summary: 'другое значение параметра методики' },
    uncertainty: {
      type: 'string',
      placeholder: 'point|interval[=0,95]|posterior[=0,8]',
      summary: 'другой учёт случайности',
    },
    schools: {
      type: 'string',
      multiple: true,
      placeholder: 'ФАЙЛ',
      summary: 'сведения о школах: реестр, анкета, социальный паспорт (XLSX, CSV)',
    },
    bundle: { type: 'string', placeholder: 'ПАКЕТ.zip', summary: 'записать пакет, по которому расчёт можно повторить' },
    json: { type: 'boolean', summary: 'вывести opora.identification/1; замечания – все по одному' },
    verbose: { type: 'boolean', short: 'v', summary: 'вывести замечания к файлам все по одному' },
  },
  async run({ positionals, values }, io) {
    const { methodology: name, results, json, bundle } = values;
    const tell = json || values['verbose'] ? tellEach : tellGrouped;
    if (typeof name !== 'string' || typeof results !== 'string' || positionals.length > 0)
      return misused(identifyVerb, io);
    const settings = settingsOf(values);
    const { text, source } = await chosenMethodology(name, io);
    const methodology = withSettings(source, settings);
    const read = await readFolder(results, textsOf(values['schools']));
    if (read.results.length === 0) {
      tell(read.issues, io);
      throw new AppError('invalidInput', {
        text: `В папке «${results}» нет результатов, которые удалось прочитать.`,
        advice: 'Проверьте, что в ней лежат файлы ВПР, ОГЭ или ЕГЭ в формате XLSX или CSV.',
      });
    }
    const year = yearOf(
      values['year'],
      read.procedures.map((procedure) => procedure.year),
    );
    const data = { ...read, ...folderEffects(read, methodology, year) };
    const result = identification(tableOf(data), methodology, year, data.inputs);
    if (typeof bundle === 'string')
      await write(
        bundle,
        writeBundle({
          program: programVersion(),
          methodologyText: text,
          settings,
          year,
          inputs: result.inputs,
          data,
          resultText: identificationText(result),
        }),
      );
    tell(data.issues, io);
    io.stdout.write(json ? `${JSON.stringify(result, null, 1)}\n` : tableText(result));
    return data.issues.some(({ severity }) => severity === 'error') ? EXIT.doneWithErrors : EXIT.done;
  },
};

function settingsOf(values: CliArgs['values']): Settings {
  const parameters: Record<string, number> = {};
  for (const text of textsOf(values['set'])) {
    const [, name, number] = /^\s*(\w+)\s*=\s*(.+?)\s*$/.exec(text) ?? [];
    const value = Number(number?.replace(',', '.'));
    if (name === undefined || !Number.isFinite(value))
      throw new AppError('badRequest', {
        text: `Ключ --set ${text} непонятен.`,
        advice: 'Запишите его как ИМЯ=ЧИСЛО, например --set minimumN=10.',
      });
    parameters[name] = value;
  }
  const uncertainty = values['uncertainty'];
  return {
    ...(Object.keys(parameters).length > 0 ? { parameters } : {}),
    ...(typeof uncertainty === 'string' ? { uncertainty: uncertaintyOf(uncertainty) } : {}),
  };
}

function uncertaintyOf(text: string): Uncertainty {
  const [, kind, number] = /^(point|interval|posterior)(?:=([\d.,]+))?$/.exec(text) ?? [];
  const value = number === undefined ? null : Number(number.replace(',', '.'));
  if (value === null || (value > 0 && value < 1)) {
    if (kind === 'point' && value === null) return { kind: 'point' };
    if (kind === 'interval') return { kind, method: 'wilson', level: value ?? 0.95 };
    if (kind === 'posterior') return { kind, cut: value ?? 0.8 };
  }
  throw new AppError('badRequest', {
    text: `Ключ --uncertainty ${text} непонятен.`,
    advice: 'Допустимо: point, interval, interval=0,9, posterior, posterior=0,8.',
  });
}

function yearOf(asked: CliArgs['values'][string], years: readonly number[]): number {
  if (asked === undefined) return Math.max(...years);
  const year = Number(asked);
  if (Number.isInteger(year) && year >= 2000 && year <= 2100) return year;
  throw new AppError('badRequest', {
    text: `Год «${String(asked)}» непонятен.`,
    advice: 'Запишите его так: --year 2025.',
  });
}

function textsOf(value: CliArgs['values'][string]): string[] {
  return (Array.isArray(value) ? value : [value]).filter((one): one is string => typeof one === 'string');
}

async function write(path: string, bytes: Uint8Array): Promise<void> {
  await writeFile(path, bytes).catch(() => {
    throw new AppError('badRequest', {
      text: `Файл «${path}» не записывается.`,
      advice: 'Проверьте путь и права на запись.',
    });
  });
}

const SEVERITY: Record<Issue['severity'], string> = { error: 'ошибка', warning: 'предупреждение', note: 'замечание' };

function tellEach(issues: readonly FileIssue[], io: CliIo): void {
  for (const { severity, where, text, advice } of issues)
    if (severity !== 'note') io.stderr.write(`${SEVERITY[severity]}: ${where}: ${text} ${advice}\n`);
}

function tellGrouped(issues: readonly FileIssue[], io: CliIo): void {
  const groups = groupedIssues(issues.filter(({ severity }) => severity !== 'note'));
  for (const { severity, text, advice, where, cases, files } of groups) {
    const place = cases === 1 ? where : `${casesText(cases)} в ${filesText(files.length)}, первый: ${where}`;
    io.stderr.write(`${SEVERITY[severity]}: ${text} ${advice}\n    ${place}\n`);
  }
  if (groups.some(({ cases }) => cases > 1)) io.stderr.write('Все по одному: добавьте --verbose.\n\n');
}

function casesText(cases: number): string {
  return count(cases, 'случай', 'случая', 'случаев').replaceAll('\u00A0', ' ');
}

function filesText(files: number): string {
  return count(files, 'файле', 'файлах', 'файлах').replaceAll('\u00A0', ' ');
}

const STATUS: Record<Status, string> = {
  listed: 'в списке поддержки',
  risk: 'группа риска',
  'not-listed': 'не в списке',
  'not-classifiable': 'данных мало',
  excluded: 'исключена',
};

function tableText({ methodology, year, schools, summary, hash }: Identification): string {
  const lines = [
    `Методика ${methodology.id}, версия ${methodology.version}; год ${year}; учёт случайности: ${summary.uncertainty}.`,
    `Школ: ${summary.schools}; в списке поддержки ${summary.listed}, группа риска ${summary.risk}, не в списке ${summary.notListed}, данных мало ${summary.notClassifiable}, исключено ${summary.excluded}.`,
    `Ожидаемо без случайности: ${formatNumber(summary.expected, { atMost: 1 })}.`,
    ...summary.warnings,
    '',
    ...schools
      .filter(({ status }) => status === 'listed' || status === 'risk')
      .flatMap(({ id, name, municipality, status, probability, reasons, nearest }) => [
        `${id}  ${name}${municipality === null ? '' : `, ${municipality}`}: ${STATUS[status]}, вероятность ${probability === null ? '—' : formatPercent(probability)}`,
        ...reasons.map(
          ({ title, n, value }) => `    ${title}: ${formatNumber(value, { atMost: 3 })} (участников ${n})`,
        ),
        ...nearest.slice(0, 1).map(({ change, effect }) => `    ${change} – и ${effect}`),
      ]),
    '',
    `Хеш результата: ${hash}`,
    '',
  ];
  return lines.join('\n');
}
