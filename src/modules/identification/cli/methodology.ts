/** `opora methodology list|show|check`. */
import { type CliIo, type CliVerb, EXIT, JSON_OPTION, misused, tellDone } from '#kernel/cli.ts';
import { AppError } from '#kernel/errors.ts';
import { describeMethodology } from '../methodology/describe.ts';
import { type ShippedMethodology, shippedMethodologies, shippedMethodology } from '../methodology/shipped.ts';
import { methodologyFromText, readMethodology } from '../methodology/text.ts';

const list: CliVerb = {
  name: 'methodology list',
  summary: 'показать методики выявления, которые есть в Опоре',
  usage: 'opora methodology list [--json]',
  options: { json: JSON_OPTION },
  async run({ values }, io) {
    const shipped = (await shippedMethodologies()).map(({ methodology }) => methodology);
    if (values['json']) io.stdout.write(`${JSON.stringify(shipped, null, 1)}\n`);
    else {
      const width = Math.max(...shipped.map(({ id }) => id.length));
      for (const { id, title } of shipped) io.stdout.write(`${id.padEnd(width)}  ${title}\n`);
    }
    return EXIT.done;
  },
};

const show: CliVerb = {
  name: 'methodology show',
  summary: 'показать методику: правило, источник, параметры',
  usage: 'opora methodology show ID|ФАЙЛ [--yaml | --json]',
  options: {
    yaml: { type: 'boolean', summary: 'вывести текст, который можно изменить и использовать' },
    json: JSON_OPTION,
  },
  async run({ positionals: [name, ...more], values }, io) {
    if (name === undefined || more.length > 0) return misused(show, io);
    const { text, methodology } = await chosenMethodology(name, io);
    if (values['json']) io.stdout.write(`${JSON.stringify(methodology, null, 1)}\n`);
    else io.stdout.write(values['yaml'] ? text : describeMethodology(methodology));
    return EXIT.done;
  },
};

const check: CliVerb = {
  name: 'methodology check',
  summary: 'проверить текст методики',
  usage: 'opora methodology check ФАЙЛ [--json]',
  options: { json: JSON_OPTION },
  async run(args, io) {
    const [path, ...more] = args.positionals;
    if (path === undefined || more.length > 0) return misused(check, io);
    const { methodology, issues } = readMethodology(await textOf(path, io));
    for (const { where, text, advice } of issues) io.stderr.write(`${where}: ${text} ${advice}\n`);
    if (args.values['json']) tellDone(args, io, '', { valid: methodology !== null, issues });
    else if (methodology !== null) io.stdout.write(`Ошибок нет.\n\n${describeMethodology(methodology)}`);
    return methodology === null ? EXIT.doneWithErrors : EXIT.done;
  },
};

export const methodologyVerbs: readonly CliVerb[] = [list, show, check];

/** A shipped methodology by its id, or one in a file. */
export async function chosenMethodology(name: string, io: CliIo): Promise<ShippedMethodology> {
  if (!/[./\\]/.test(name)) return shippedMethodology(name);
  const text = await textOf(name, io);
  return { text, ...methodologyFromText(text) };
}

async function textOf(path: string, io: CliIo): Promise<string> {
  const bytes = await io.readFile(path).catch(() => {
    throw new AppError('badRequest', {
      text: `Файл «${path}» не открывается.`,
      advice: 'Проверьте путь и права на чтение.',
    });
  });
  return new TextDecoder().decode(bytes);
}
