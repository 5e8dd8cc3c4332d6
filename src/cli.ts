/** The command line: finds the verb, parses its options, runs it. Modules are loaded only when their verb is called. */
import { readFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { type CliArgs, type CliIo, type CliVerb, EXIT } from '#kernel/cli.ts';
import { isAppError } from '#kernel/errors.ts';
import { statisticsVerbs } from '#modules/statistics/cli.ts';

type VerbFile = { verbs: readonly CliVerb[] };

const planReading = () => import('#modules/plan-reading/cli.ts');
const reports = () => import('#modules/reports/cli.ts');
const resultFiles = () => import('#modules/results/reading/cli.ts');
const assessments = () => import('#modules/assessments/cli.ts');
const identification = () => import('#modules/identification/cli.ts');
const people = () => import('#modules/people/cli.ts');
const tokens = () => import('#modules/api-tokens/cli.ts');
const organisations = () => import('#modules/organisations/cli.ts');
const audit = () => import('#modules/audit/cli.ts');
const backup = () => import('#platform/backup/cli.ts');
const results = () => import('#modules/results/cli.ts');
const scales = () => import('#modules/results/scale-cli.ts');
const works = () => import('#modules/results/works-cli.ts');
const demo = () => import('#demo/cli.ts');
const integrity = () => import('#modules/integrity/cli.ts');
const demoResults = () => import('#demo/results/cli.ts');
const platform = () => import('#platform/cli.ts');
const doctor = () => import('#platform/doctor/cli.ts');

/** Where each verb lives, in the order of the help. */
export const VERBS: Readonly<Record<string, () => Promise<VerbFile>>> = {
  'plan parse': planReading,
  'plan export': reports,
  'results check': resultFiles,
  'results template': resultFiles,
  'scale check': assessments,
  'work check': assessments,
  report: reports,
  identify: identification,
  verify: identification,
  'methodology list': identification,
  'methodology show': identification,
  'methodology check': identification,
  'organisation import': organisations,
  'organisation export': organisations,
  'results import': results,
  'results list': results,
  'results undo': results,
  'results recount': results,
  'scale list': scales,
  'scale undo': scales,
  'work import': works,
  'work list': works,
  'work undo': works,
  'user create': people,
  'user list': people,
  'user disable': people,
  'user enable': people,
  'user password': people,
  'user end-sessions': people,
  'user erase': people,
  'user data': people,
  'role grant': people,
  'role revoke': people,
  'token create': tokens,
  'token list': tokens,
  'token revoke': tokens,
  backup,
  'backup verify': backup,
  'backup base': backup,
  restore: backup,
  'audit verify': audit,
  'audit anchor': audit,
  'audit export': audit,
  demo,
  'demo results': demoResults,
  'integrity check': integrity,
  ...statisticsVerbs,
  doctor,
  migrate: platform,
  'db types': platform,
};

export async function main(words: readonly string[], io: CliIo): Promise<number> {
  const name = verbNameIn(words);
  if (name === null) {
    const asked = words.length === 0 || words.some((word) => word === '--help' || word === '-h') || words[0] === 'help';
    if (!asked)
      io.stderr.write(
        `Нет такой команды: ${words
          .filter((word) => !word.startsWith('-'))
          .slice(0, 2)
          .join(' ')}\n\n`,
      );
    (asked ? io.stdout : io.stderr).write(await overview(words.find(isGroup)));
    return asked ? EXIT.done : EXIT.wrongUsage;
  }
  const verb = await verbNamed(name);
  const rest = words.slice(name.split(' ').length);
  if (rest.some((word) => word === '--help' || word === '-h')) {
    io.stdout.write(helpOf(verb));
    return EXIT.done;
  }
  const args = parsed(verb, rest, io);
  if (args === null) return EXIT.wrongUsage;
  try {
    return await verb.run(args, io);
  } catch (error) {
    io.stderr.write(
      isAppError(error)
        ? `${error.text} ${error.advice}\n`
        : `Внутренняя ошибка: ${error instanceof Error ? error.stack : String(error)}\n`,
    );
    return EXIT.refused;
  }
}

/** The verb that the words begin with; the longer name wins. */
function verbNameIn(words: readonly string[]): string | null {
  for (const length of [2, 1]) {
    const name = words.slice(0, length).join(' ');
    if (words.length >= length && Object.hasOwn(VERBS, name)) return name;
  }
  return null;
}

async function verbNamed(name: string): Promise<CliVerb> {
  const { verbs } = await VERBS[name]!();
  const verb = verbs.find((one) => one.name === name);
  if (!verb) throw new Error(`No verb «${name}» where it is said to be`);
  return verb;
}

function parsed(verb: CliVerb, words: readonly string[], io: CliIo): CliArgs | null {
  try {
    const options = Object.fromEntries(
      Object.entries(verb.options).map(([name, { type, short, multiple, default: value }]) => [
        name,
        {
          type,
          ...(short ? { short } : {}),
          ...(multiple ? { multiple } : {}),
          ...(value === undefined ? {} : { default: value }),
        },
      ]),
    );
    return parseArgs({ args: [...words], options, allowPositionals: true, strict: true });
  } catch (error) {
    io.stderr.write(`${complaint(error as NodeJS.ErrnoException)}\nИспользование: ${verb.usage}\n`);
    return null;
  }
}

function complaint({ code, message }: NodeJS.ErrnoException): string {
  const option = /'(-[^']+?)(?: <value>)?'/.exec(message)?.[1] ?? '';
  if (code === 'ERR_PARSE_ARGS_UNKNOWN_OPTION') return `Неизвестный ключ ${option}.`;
  if (code === 'ERR_PARSE_ARGS_INVALID_OPTION_VALUE') return `Ключ ${option}: значение не указано или лишнее.`;
  return message;
}

/** The first word of some verb: `opora user --help` tells of users. */
function isGroup(word: string): boolean {
  return Object.keys(VERBS).some((name) => name.split(' ')[0] === word);
}

async function overview(only: string | undefined): Promise<string> {
  const names = Object.keys(VERBS).filter((name) => only === undefined || name.split(' ')[0] === only);
  const verbs = await Promise.all(names.map(verbNamed));
  const width = Math.max(...names.map((name) => name.length));
  const lines = verbs.map(({ name, summary }) => `  ${name.padEnd(width)}  ${summary}`);
  return `Использование: opora КОМАНДА [ключи]\n\n${lines.join('\n')}\n\nПодробно о команде: opora КОМАНДА --help\n`;
}

function helpOf({ summary, usage, examples = [], options }: CliVerb): string {
  const rows = Object.entries(options).map(([name, { short, placeholder, type, summary: text, default: value }]) => ({
    key: `${short ? `-${short}, ` : ''}--${name}${type === 'string' ? ` ${placeholder ?? 'ЗНАЧЕНИЕ'}` : ''}`,
    text: value === undefined ? text : `${text} (по умолчанию ${String(value)})`,
  }));
  rows.push({ key: '-h, --help', text: 'эта справка' });
  const width = Math.max(...rows.map(({ key }) => key.length));
  const lines = rows.map(({ key, text }) => `  ${key.padEnd(width)}  ${text}`);
  const shown = examples.length === 0 ? '' : `\nПример:\n${examples.map((one) => `  ${one}\n`).join('')}`;
  return `${summary[0]?.toUpperCase()}${summary.slice(1)}.\n\nИспользование: ${usage}\n\nКлючи:\n${lines.join('\n')}\n${shown}`;
}

if (import.meta.main) {
  // The reader of a pipe may leave early: `opora user list | head`.
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code === 'EPIPE') process.exit(0);
    throw error;
  });
  const { terminal } = await import('#platform/terminal.ts');
  process.exitCode = await main(process.argv.slice(2), { ...terminal(), readFile });
}
