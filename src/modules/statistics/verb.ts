/** One shape for all `opora stats …` commands: options in, a plain answer out as JSON or as a readable table. */
import { type CliArgs, type CliIo, type CliOption, type CliVerb, EXIT } from '#kernel/cli.ts';
import { StatsError } from '#stats/errors.ts';
import { explained, UsageError } from './errors.ts';
import { openTable, type Rows, type Table } from './table.ts';

export type Answer = {
  /** Written as it is with --json; typed arrays become arrays, what is no number becomes null. */
  json: { schema: string } & Record<string, unknown>;
  /** The same to read, in Russian. */
  text: string;
};

export type Call = {
  table(): Promise<Table>;
  file(option: string): Promise<Table>;
  has(option: string): boolean;
  text(option: string): string | undefined;
  required(option: string): string;
  /** «a,b» or the option several times; empty where absent. */
  list(option: string): string[];
  number(option: string): number | undefined;
  numbers(option: string): number[];
  choice<T extends string>(option: string, choices: readonly T[], otherwise: T): T;
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
  return {
    table: () => file('data'),
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

function asNumber(option: string, value: string): number {
  const number = Number(value);
  if (value === '' || !Number.isFinite(number)) throw new UsageError(`Ключ --${option}: «${value}» — не число.`);
  return number;
}
