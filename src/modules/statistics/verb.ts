/** One shape for all `opora stats …` commands: options in, a plain answer out as JSON or as a readable table. */
import { type CliArgs, type CliIo, type CliOption, type CliVerb, EXIT } from '#kernel/cli.ts';
import { StatsError } from '#stats/errors.ts';
import { explained, UsageError } from './errors.ts';
import type { Predictor } from '#stats/design.ts';
import { completeRows, openTable, type Rows, type Table } from './table.ts';

export type Answer = {
  /** Written as it is with --json; typed arrays become arrays, what is no number becomes null. */
  json: { schema: string } & Record<string, unknown>;
  /** The same to read, in Russian. */
  text: string;
};

export type Call = {
  table(): Promise<Table>;
  /** Rows of --data with a value in each of these columns, within --where. */
  rows(names: readonly (string | undefined)[], optional?: readonly (string | undefined)[]): Promise<Rows>;
  /** The columns of an option as predictors, by --factor and --reference. */
  predictors(rows: Rows, option: string): Predictor[];
  file(option: string): Promise<Table>;
  has(option: string): boolean;
  text(option: string): string | undefined;
  required(option: string): string;
  /** «a,b» or the option several times; empty where absent. */
  list(option: string): string[];
  number(option: string): number | undefined;
  numbers(option: string): number[];
  choice<const T extends string>(option: string, choices: readonly T[], otherwise: T): T;
};

type Definition = {
  method: string;
  summary: string;
  /** After «opora stats METHOD»: «--outcome СТОЛБЕЦ …». */
  form: string;
  options: Record<string, CliOption>;
  /** After «opora stats METHOD»; each runs on a file of the repository. */
  examples: readonly string[];
  /** false where the answer needs no table. */
  data?: boolean;
  run(call: Call): Promise<Answer>;
};

export function statsVerb({ method, summary, form, options, examples, data = true, run }: Definition): CliVerb {
  const name = `stats ${method}`;
  const verb: CliVerb = {
    name,
    summary,
    usage: `opora ${name} ${form}`,
    examples: examples.map((example) => `opora ${name} ${example}`),
    options: {
      ...(data ? { data: string('ФАЙЛ', 'таблица CSV или Parquet с заголовком') } : {}),
      ...options,
      ...(data ? { where: string('СТОЛБЕЦ=ТЕКСТ', 'только такие строки; != — кроме таких', true) } : {}),
      json: { type: 'boolean', summary: 'вывести ответ целиком как JSON' },
    },
    async run(args, io) {
      try {
        if (args.positionals.length > 0)
          throw new UsageError(`Лишнее слово «${args.positionals[0]}»: файл указывается ключом --data.`);
        const { json, text } = await run(callOf(args, io));
        io.stdout.write(args.values['json'] === true ? `${JSON.stringify(json, plain)}\n` : text);
        return EXIT.done;
      } catch (error) {
        if (error instanceof UsageError) {
          io.stderr.write(`${error.message}\nИспользование: ${verb.usage}\n`);
          return EXIT.wrongUsage;
        }
        if (error instanceof StatsError) {
          io.stderr.write(`${explained(error)}\n`);
          return EXIT.refused;
        }
        throw error;
      }
    },
  };
  return verb;
}

/** For commands that take predictors. */
export const PREDICTOR_OPTIONS = {
  factor: string('СТОЛБЦЫ', 'столбцы-категории, записанные числами, через запятую', true),
  reference: string('СТОЛБЕЦ=УРОВЕНЬ', 'с каким уровнем сравнивать остальные; иначе с первым по порядку', true),
};

export function string(placeholder: string, summary: string, multiple = false): CliOption {
  return { type: 'string', placeholder, summary, ...(multiple ? { multiple } : {}) };
}

export function flag(summary: string): CliOption {
  return { type: 'boolean', summary };
}

/** What was left out, for the answer; rows without gaps add nothing surprising. */
export function droppedOf({ dropped, missing }: Rows): { dropped: number; missing: Record<string, number> } {
  return { dropped, missing };
}

function plain(_key: string, value: unknown): unknown {
  return ArrayBuffer.isView(value) ? Array.from(value as Float64Array) : value;
}

function callOf({ values }: CliArgs, io: CliIo): Call {
  const text = (option: string) => {
    const value = values[option];
    const last = Array.isArray(value) ? value.at(-1) : value;
    return typeof last === 'string' ? last.trim() : undefined;
  };
  const required = (option: string) => {
    const value = text(option);
    if (value === undefined || value === '') throw new UsageError(`Не хватает ключа --${option}.`);
    return value;
  };
  const list = (option: string) => {
    const value = values[option];
    const given = Array.isArray(value) ? value : value === undefined ? [] : [value];
    return given
      .filter((one) => typeof one === 'string')
      .flatMap((one) => one.split(','))
      .map((one) => one.trim())
      .filter((one) => one !== '');
  };
  const file = (option: string) => openTable(required(option), io.readFile);
  let opened: Promise<Table> | undefined;
  const table = () => (opened ??= file('data'));
  return {
    table,
    rows: async (names, optional = []) =>
      completeRows(await table(), names.filter(isGiven), {
        optional: optional.filter(isGiven),
        where: conditions(values['where']),
        reference: references(values['reference']),
      }),
    predictors(rows, option) {
      const factors = new Set(list('factor'));
      return [...new Set(list(option))]
        .filter((name) => name !== '1')
        .map((name) => rows.predictor(name, factors.has(name)));
    },
    file,
    has: (option) => values[option] !== undefined && values[option] !== false,
    text,
    required,
    list,
    number(option) {
      const value = text(option);
      return value === undefined ? undefined : asNumber(option, value);
    },
    numbers: (option) => list(option).map((value) => asNumber(option, value)),
    choice(option, choices, otherwise) {
      const value = text(option);
      if (value === undefined) return otherwise;
      const found = choices.find((one) => one === value);
      if (found === undefined) throw new UsageError(`Ключ --${option}: «${value}» не из списка ${choices.join(', ')}.`);
      return found;
    },
  };
}

function isGiven(name: string | undefined): name is string {
  return name !== undefined;
}

function given(value: CliArgs['values'][string]): string[] {
  return (Array.isArray(value) ? value : [value]).filter((one) => typeof one === 'string');
}

function conditions(value: CliArgs['values'][string]) {
  return given(value).map((one) => {
    const at = one.indexOf('=');
    if (at <= 0) throw new UsageError(`Ключ --where: «${one}» — нужно СТОЛБЕЦ=ТЕКСТ.`);
    const not = one[at - 1] === '!';
    return { column: one.slice(0, not ? at - 1 : at).trim(), value: one.slice(at + 1).trim(), not };
  });
}

function references(value: CliArgs['values'][string]): Map<string, string> {
  return new Map(
    given(value).map((one) => {
      const at = one.indexOf('=');
      if (at <= 0) throw new UsageError(`Ключ --reference: «${one}» — нужно СТОЛБЕЦ=УРОВЕНЬ.`);
      return [one.slice(0, at).trim(), one.slice(at + 1).trim()];
    }),
  );
}

function asNumber(option: string, value: string): number {
  const number = Number(value);
  if (value === '' || !Number.isFinite(number)) throw new UsageError(`Ключ --${option}: «${value}» — не число.`);
  return number;
}
