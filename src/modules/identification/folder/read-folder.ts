/** A folder of result files, as a region keeps them → what identification needs. No database. */
import { createHash } from 'node:crypto';
import { readdir, readFile, stat } from 'node:fs/promises';
import { extname, join } from 'node:path';
import { readSheets } from '#documents/read-sheets.ts';
import { AppError, isAppError } from '#kernel/errors.ts';
import type { Issue } from '#kernel/issue.ts';
import { type Procedure, procedureId, procedureTitle, scaleFor, SHIPPED_SCALES } from '#modules/assessments/index.ts';
import { readResultFile, type ResultFile, rollUp, type SchoolResult } from '#modules/results/index.ts';
import type { IdentificationData, InputFile } from '../contract.ts';
import { compareText } from '../engine/table.ts';
import type { PupilResults } from '../effects/linked-pupils.ts';
import { type FileIssue, inFile } from './issues.ts';
import { namedPupils, type PupilRow, pupilResults } from './pupils.ts';
import { fromPassport, fromQuestionnaire, mergedRegister, type RegisterRow, registerRows } from './register.ts';
import { identifiedSchools, keyIn, type SeenSchools } from './schools.ts';

export type FolderData = IdentificationData & {
  inputs: InputFile[];
  issues: FileIssue[];
  /** Pupils whose codes name persons. */
  pupils: PupilResults[];
};

const NO_ROWS: ResultFile['rows'] = {
  count: 0,
  sourceRow: new Uint32Array(0),
  school: new Uint32Array(0),
  pupil: [],
  klass: [],
  gender: new Uint8Array(0),
  variant: [],
  absent: new Uint8Array(0),
  total: new Float64Array(0),
  givenMark: new Float64Array(0),
  journalMark: new Uint8Array(0),
  itemPoints: [],
  itemState: [],
};

const TABLES = new Set(['.xlsx', '.xlsm', '.csv', '.tsv', '.txt']);

/** @param registers files with what is known of the schools beside their results */
export async function readFolder(
  folder: string,
  registers: readonly string[] = [],
  onFile: (path: string) => void = () => {},
): Promise<FolderData> {
  const told = (await Promise.all(registers.map(readRegister))).flat();
  const inputs: InputFile[] = [];
  const issues: FileIssue[] = [];
  const files: { path: string; file: ResultFile; results: SchoolResult[]; pupils: PupilRow[] }[] = [];
  const found: RegisterRow[] = [];
  const hashes = new Set<string>();
  for (const path of await tablesIn(folder)) {
    onFile(path);
    const bytes = await readFile(join(folder, path));
    const sha256 = createHash('sha256').update(bytes).digest('hex');
    if (hashes.has(sha256)) {
      issues.push(issueOf('note', 'file-twice', path, 'Такой же файл уже прочитан.', 'Ничего делать не нужно.'));
      continue;
    }
    hashes.add(sha256);
    const read = await readOne(bytes, path, issues);
    if (read.files.length + read.register.length > 0) inputs.push({ file: path, sha256 });
    found.push(...read.register);
    // The pupils are let go at once: a region's worth of them need not fit into memory.
    for (const file of read.files)
      files.push({
        path,
        file: { ...file, rows: NO_ROWS },
        results: rolledUp(path, file, issues),
        pupils: namedPupils(file),
      });
  }
  // What is told wins over what lies in the folder.
  const register = mergedRegister([...found, ...told]);
  const seen = files.map(({ file: { procedure, schools } }): SeenSchools => ({ procedure, schools }));
  const keyOf = keyIn(register, seen);
  const results = new Map<string, { result: SchoolResult; path: string }>();
  for (const { path, file, results: own } of files)
    own.forEach((result, index) => {
      const school = file.schools[index] ?? { login: result.school, name: null, municipality: null };
      keep({ ...result, school: keyOf(school, file.procedure) }, path, file.procedure, results, issues);
    });
  const procedures = new Map(seen.map(({ procedure }) => [procedureId(procedure), procedure]));
  return {
    procedures: [...procedures.values()],
    results: [...results.values()].map(({ result }) => result),
    schools: identifiedSchools(seen, register),
    inputs,
    issues,
    pupils: pupilResults(files, keyOf),
  };
}

async function readRegister(path: string): Promise<RegisterRow[]> {
  const bytes = await readFile(path).catch(() => {
    throw new AppError('badRequest', {
      text: `Файл «${path}» не открывается.`,
      advice: 'Проверьте путь и права на чтение.',
    });
  });
  const rows = registerRows(await readSheets(bytes, { fileName: path }));
  if (rows.length === 0)
    throw new AppError('invalidInput', {
      text: `В файле «${path}» нет таблицы школ.`,
      advice: 'Нужны столбцы «Логин» и, например, «Тип школы», «Кластер», «Код ОГЭ».',
    });
  return rows;
}

/** Paths below the folder with «/», in a fixed order; temporary and hidden files are passed by. */
async function tablesIn(folder: string): Promise<string[]> {
  const found = await stat(folder).catch(() => null);
  if (!found?.isDirectory())
    throw new AppError('badRequest', {
      text: `Папки «${folder}» нет.`,
      advice: 'Укажите папку с файлами результатов.',
    });
  const entries = await readdir(folder, { recursive: true });
  return entries
    .map((path) => path.replaceAll('\\', '/'))
    .filter((path) => TABLES.has(extname(path).toLowerCase()) && !path.split('/').some((part) => /^[.~]/.test(part)))
    .sort(compareText);
}

type ReadOne = { files: ResultFile[]; register: RegisterRow[] };

async function readOne(bytes: Uint8Array, path: string, issues: FileIssue[]): Promise<ReadOne> {
  const nothing: ReadOne = { files: [], register: [] };
  try {
    const reading = await readResultFile(bytes, { path });
    switch (reading.kind) {
      case 'results':
        issues.push(...inFile(path, reading.file.issues));
        return { files: [reading.file, ...reading.further], register: [] };
      case 'context':
        return { files: [], register: reading.file.records.map(fromQuestionnaire) };
      case 'passport':
        return { files: [], register: reading.file.records.map(fromPassport) };
      case 'unclear':
        issues.push(...inFile(path, reading.issues), unclear(path, reading.missing));
        return nothing;
      case 'mapping':
        issues.push(...inFile(path, reading.issues), unmapped(path));
        return nothing;
      case 'olympiad':
        return nothing;
      case 'unknown':
        issues.push(notResults(path));
        return nothing;
    }
  } catch (error) {
    if (!isAppError(error)) throw error;
    issues.push(issueOf('error', error.code, path, error.text, error.advice));
    return nothing;
  }
}

function unclear(path: string, missing: readonly (keyof Procedure)[]): FileIssue {
  return issueOf(
    'error',
    'procedure-unclear',
    path,
    `По имени и содержанию файла не видно процедуры: не хватает ${missing.map((part) => PARTS[part]).join(', ')}.`,
    'Назовите файл или папку так, чтобы были видны вид работы, предмет, класс и год: «ВПР 2025/5/Математика.xlsx».',
  );
}

function unmapped(path: string): FileIssue {
  return issueOf(
    'error',
    'columns-unclear',
    path,
    'Заголовки столбцов не позволяют понять, где школа и балл.',
    'Назовите столбцы как в выгрузке РИС («Код ОО», «Первичный балл», «Отметка») или загрузите файл на сервере: там столбцы можно указать.',
  );
}

function notResults(path: string): FileIssue {
  return issueOf(
    'note',
    'not-results',
    path,
    'В файле нет таблицы результатов.',
    'Файл не учтён; так и должно быть, если это не результаты.',
  );
}

const PARTS: Record<keyof Procedure, string> = {
  kind: 'вида работы',
  subject: 'предмета',
  year: 'года',
  round: 'времени года',
  paperGrade: 'класса работы',
  pupilGrade: 'класса учеников',
};

function rolledUp(path: string, file: ResultFile, issues: FileIssue[]): SchoolResult[] {
  const stated = file.items.every(({ maximum }) => maximum !== null)
    ? file.items.reduce((sum, { maximum }) => sum + (maximum ?? 0), 0)
    : null;
  const { scale, issue } = scaleFor(file.procedure, SHIPPED_SCALES, { maximum: stated });
  if (issue && !issues.some((one) => one.code === issue.code && one.where === issue.where))
    issues.push({ ...issue, file: path });
  return rollUp(file, scale);
}

/** A school stands once in a procedure; a second file that has it too is a correction or a mistake, which nobody can tell here. */
function keep(
  result: SchoolResult,
  path: string,
  procedure: Procedure,
  results: Map<string, { result: SchoolResult; path: string }>,
  issues: FileIssue[],
): void {
  const name = `${result.procedureId}|${result.school}`;
  const known = results.get(name);
  if (known && known.path !== path)
    issues.push(
      issueOf(
        'error',
        'school-twice',
        path,
        `Результаты школы за работу «${procedureTitle(procedure)}» есть и в файле «${known.path}». Взят файл «${path}».`,
        'Оставьте в папке один из двух файлов.',
        `файл «${path}», школа ${result.school}`,
      ),
    );
  const same = known && known.path === path ? known.result : null;
  results.set(name, { result: same ? added(same, result) : result, path });
}

/** Two logins of one school in one file. */
function added(a: SchoolResult, b: SchoolResult): SchoolResult {
  const histogram = Array.from(
    { length: Math.max(a.histogram.length, b.histogram.length) },
    (_, points) => (a.histogram[points] ?? 0) + (b.histogram[points] ?? 0),
  );
  return {
    ...a,
    n: a.n + b.n,
    absent: a.absent + b.absent,
    below: a.below === null || b.below === null ? null : a.below + b.below,
    sum: a.sum + b.sum,
    sumOfSquares: a.sumOfSquares + b.sumOfSquares,
    histogram,
  };
}

function issueOf(
  severity: Issue['severity'],
  code: string,
  path: string,
  text: string,
  advice: string,
  where = `файл «${path}»`,
): FileIssue {
  return { severity, code, file: path, where, text, advice };
}
