/** Descriptions of works at the command line: the same steps as on the pages. */
import { basename } from 'node:path';
import { type CliVerb, EXIT, JSON_OPTION, misused } from '#kernel/cli.ts';
import { AppError } from '#kernel/errors.ts';
import { ASSESSMENT_KINDS } from '#modules/assessments/index.ts';
import { operator } from '#modules/people/index.ts';
import { withServices } from '#platform/start.ts';
import { enterWorks, previewWorks, undoWorks } from './commands/enter-works.ts';
import { titleOf } from './domain/works.ts';
import { regionToKeep } from './queries/regions.ts';
import { workEntries, worksImports } from './queries/works.ts';
import { undoVerb } from './undo-verb.ts';

const workImport: CliVerb = {
  name: 'work import',
  summary: 'внести описания работ: задания, баллы, коды КЭС и КТ с названиями тем',
  usage: 'opora work import ФАЙЛ… [--kind ВИД] [--year ГОД] [--check] [--json]',
  options: {
    kind: { type: 'string', placeholder: 'ВИД', summary: 'вид процедуры, если его не говорит имя файла: ВПР, ОГЭ…' },
    year: { type: 'string', placeholder: 'ГОД', summary: 'год работы, если его не говорит имя файла' },
    check: { type: 'boolean', summary: 'только проверить и показать, что изменится' },
    json: JSON_OPTION,
  },
  async run({ positionals, values }, io) {
    const kind = ASSESSMENT_KINDS.find((one) => one === values['kind']);
    const year = values['year'] === undefined ? undefined : Number(values['year']);
    const isMisused =
      positionals.length === 0 ||
      (values['kind'] !== undefined && !kind) ||
      (year !== undefined && !(Number.isInteger(year) && year >= 2000 && year <= 2100));
    if (isMisused) return misused(workImport, io);
    return withServices(async (services) => {
      const ctx = await operator(services);
      let worst: number = EXIT.done;
      for (const path of positionals) {
        const bytes = await io.readFile(path).catch(() => {
          throw new AppError('badRequest', {
            text: `Файл «${path}» не открывается.`,
            advice: 'Проверьте путь и права на чтение.',
          });
        });
        const file = { bytes, name: basename(path) };
        const { arrivals, issues } = await previewWorks(ctx, file, { kind, year });
        const refused = arrivals.length === 0 || issues.some(({ severity }) => severity === 'error');
        const entered = refused || values['check'] === true ? null : await enterWorks(ctx, file, { kind, year });
        if (refused) worst = EXIT.doneWithErrors;
        if (values['json']) {
          const works = arrivals.map(({ title, change, version, sum }) => ({ title, change, version, sum }));
          io.stdout.write(`${JSON.stringify({ file: file.name, works, issues, entered })}\n`);
          continue;
        }
        for (const { severity, where, text, advice } of issues)
          io.stderr.write(
            `${{ error: 'Ошибка', warning: 'Внимание', note: 'Заметка' }[severity]}: ${where}. ${text} ${advice}\n`,
          );
        for (const { title, change, sum } of arrivals)
          io.stdout.write(
            `${title}: ${{ new: 'новое', changed: 'изменится', same: 'без изменений' }[change]}, сумма баллов ${sum}\n`,
          );
        io.stdout.write(entered ? `Записано описаний: ${entered.entered}.\n` : 'Ничего не записано.\n');
      }
      return worst;
    });
  },
};

const workList: CliVerb = {
  name: 'work list',
  summary: 'показать описания работ и файлы, из которых они взяты',
  usage: 'opora work list [--json]',
  options: { json: JSON_OPTION },
  run: async ({ values }, io) =>
    withServices(async (services) => {
      const { scope, db, actor } = await operator(services);
      const region = await regionToKeep(scope, db, actor);
      const works = await workEntries(db, region.id);
      const imports = await worksImports(db, region.id);
      if (values['json']) io.stdout.write(`${JSON.stringify({ works, imports }, null, 1)}\n`);
      else {
        for (const work of works)
          io.stdout.write(`${titleOf(work)}: редакция ${work.version}, заданий ${work.content.items.length}\n`);
        for (const { id, fileName, works: count, undoneAt } of imports)
          io.stdout.write(`Загрузка ${id}: ${fileName}, описаний ${count}${undoneAt ? ', отменена' : ''}\n`);
        if (works.length + imports.length === 0) io.stdout.write('Описаний работ пока нет.\n');
      }
      return EXIT.done;
    }),
};

const workUndo = undoVerb(
  'work undo',
  'отменить загрузку описаний работ: вернутся прежние редакции',
  async (ctx, id) => `Загрузка ${id} отменена, описаний: ${await undoWorks(ctx, id)}.`,
);

export const verbs: readonly CliVerb[] = [workImport, workList, workUndo];
