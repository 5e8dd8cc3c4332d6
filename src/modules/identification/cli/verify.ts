/** `opora verify`: a run made again from its bundle. */
import { type CliVerb, EXIT, misused } from '#kernel/cli.ts';
import { AppError } from '#kernel/errors.ts';
import { programVersion } from '#platform/version.ts';
import { verifyBundle } from '../bundle/verify.ts';
import { readFolder } from '../folder/read-folder.ts';

export const verifyVerb: CliVerb = {
  name: 'verify',
  summary: 'повторить расчёт из пакета и сравнить до байта',
  usage: 'opora verify ПАКЕТ.zip [--results ПАПКА] [--json]',
  options: {
    results: { type: 'string', short: 'r', placeholder: 'ПАПКА', summary: 'проверить и по исходным файлам' },
    schools: {
      type: 'string',
      multiple: true,
      placeholder: 'ФАЙЛ',
      summary: 'сведения о школах, если они были при расчёте',
    },
    json: { type: 'boolean', summary: 'вывести как JSON' },
  },
  async run({ positionals: [path, ...more], values }, io) {
    if (path === undefined || more.length > 0) return misused(verifyVerb, io);
    const bytes = await io.readFile(path).catch(() => {
      throw new AppError('badRequest', {
        text: `Файл «${path}» не открывается.`,
        advice: 'Проверьте путь и права на чтение.',
      });
    });
    const registers = Array.isArray(values['schools']) ? values['schools'].map(String) : [];
    const fresh = typeof values['results'] === 'string' ? await readFolder(values['results'], registers) : null;
    const verification = verifyBundle(bytes, () => performance.now(), fresh);
    if (values['json']) io.stdout.write(`${JSON.stringify({ ...verification, here: programVersion() }, null, 1)}\n`);
    else {
      const { same, program, methodology, year, differences } = verification;
      io.stdout.write(
        `${methodology}, год ${year}; расчёт сделан Опорой ${program}, здесь Опора ${programVersion()}.\n`,
      );
      io.stdout.write(same ? 'Результат тот же до байта.\n' : 'Результат другой:\n');
      for (const difference of differences) io.stdout.write(`  ${difference}\n`);
    }
    return verification.same ? EXIT.done : EXIT.doneWithErrors;
  },
};
