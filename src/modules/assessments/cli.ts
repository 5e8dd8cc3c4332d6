/** `opora scale check`, `opora work check`: tables of reference data, read and checked without a database. */
import { ALWAYS_JSON, type CliArgs, type CliIo, type CliVerb, EXIT, misused } from '#kernel/cli.ts';
import { isAppError } from '#kernel/errors.ts';
import type { Issue } from '#kernel/issue.ts';
import { readScales } from './import/read-scales.ts';
import { readWorks, type WorkDescription } from './import/read-work.ts';
import { SHIPPED_SCALES } from './reference/index.ts';
import { subjectNamed } from './subjects.ts';

const scaleCheck: CliVerb = {
  name: 'scale check',
  summary: 'прочитать таблицу шкал отметок (DOCX, XLSX, CSV, JSON) и проверить границы',
  usage: 'opora scale check ФАЙЛ [--json]',
  options: { json: ALWAYS_JSON },
  run: (args, io) => checked(scaleCheck, args, io, readScales),
};

const workCheck: CliVerb = {
  name: 'work check',
  summary: 'прочитать описание работы (DOCX, XLSX, CSV, JSON) и сверить сумму баллов со шкалой ВПР 2021',
  usage: 'opora work check ФАЙЛ [--json]',
  options: { json: ALWAYS_JSON },
  run: (args, io) => checked(workCheck, args, io, (bytes, name) => readWorks(bytes, name, shippedMaximum)),
};

function shippedMaximum({ subject, paperGrade }: WorkDescription): number | null {
  const code = subjectNamed(subject ?? '');
  const scale = SHIPPED_SCALES.find(
    (one) => one.kind === 'ВПР' && one.paperGrade === paperGrade && one.subject === code,
  );
  return scale?.maximum ?? null;
}

async function checked(
  verb: CliVerb,
  { positionals }: CliArgs,
  io: CliIo,
  read: (bytes: Uint8Array, fileName: string) => Promise<{ issues: Issue[] }>,
): Promise<number> {
  const [path] = positionals;
  if (path === undefined || positionals.length !== 1) return misused(verb, io);
  let bytes: Uint8Array;
  try {
    bytes = await io.readFile(path);
  } catch {
    io.stderr.write(`Файл «${path}» не открывается. Проверьте путь и права на чтение.\n`);
    return EXIT.refused;
  }
  try {
    const reading = await read(bytes, path);
    io.stdout.write(`${JSON.stringify(reading, null, 1)}\n`);
    return reading.issues.some(({ severity }) => severity === 'error') ? EXIT.doneWithErrors : EXIT.done;
  } catch (error) {
    if (!isAppError(error)) throw error;
    io.stderr.write(`${error.text} ${error.advice}\n`);
    return EXIT.refused;
  }
}

export const verbs: readonly CliVerb[] = [scaleCheck, workCheck];
