import { isAppError } from '#kernel/errors.ts';
import { type CliIo, type CliVerb, EXIT, misused } from '#kernel/cli.ts';
import { type Convert, readDocument } from '#documents/read.ts';
import type { PlanReading } from './contract.ts';
import { readPlan } from './read-plan.ts';
import { tableOf } from './report.ts';

/** DOC is read by our own reader; what it cannot read goes through LibreOffice where that is installed. */
const convertOlder: Convert = async (bytes, from) => {
  const [{ convertByLibreOffice }, { readConfig }] = await Promise.all([
    import('#platform/libreoffice.ts'),
    import('#platform/config.ts'),
  ]);
  return convertByLibreOffice(readConfig().searchPath, bytes, from);
};

const planParse: CliVerb = {
  name: 'plan parse',
  summary: 'прочитать план из документа (DOCX, DOC, ODT, RTF, XLSX, PDF, HTML, текст)',
  usage: 'opora plan parse ФАЙЛ [--json]',
  options: { json: { type: 'boolean', summary: 'вывести opora.plan/1 целиком' } },
  async run({ positionals, values }, io) {
    const [path] = positionals;
    if (path === undefined || positionals.length !== 1) return misused(planParse, io);
    const bytes = await bytesOf(path, io);
    if (bytes === null) return EXIT.refused;
    let reading: PlanReading;
    try {
      reading = readPlan(await readDocument(bytes, { fileName: path, convert: convertOlder }));
    } catch (error) {
      if (!isAppError(error)) throw error;
      io.stderr.write(`${error.text} ${error.advice}\n`);
      return EXIT.refused;
    }
    io.stdout.write(values['json'] ? `${JSON.stringify(reading, null, 1)}\n` : tableOf(reading));
    return reading.issues.some(({ severity }) => severity === 'error') ? EXIT.doneWithErrors : EXIT.done;
  },
};

async function bytesOf(path: string, io: CliIo): Promise<Uint8Array | null> {
  try {
    return await io.readFile(path);
  } catch {
    io.stderr.write(`Файл «${path}» не открывается. Проверьте путь и права на чтение.\n`);
    return null;
  }
}

export const verbs: readonly CliVerb[] = [planParse];
