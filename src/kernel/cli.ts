/**
 * The shape of a command-line verb. Each module offers its own in `cli.ts` as `verbs`;
 * the root `src/cli.ts` finds the verb, parses the options by its table and runs it.
 */

/** One option, in the terms of `node:util` `parseArgs` plus a line of help. */
export type CliOption = {
  type: 'boolean' | 'string';
  short?: string;
  multiple?: boolean;
  default?: string | boolean;
  /** What stands for the value in the help: «ФАЙЛ». Only for `string`. */
  placeholder?: string;
  /** One line of help, in Russian. */
  summary: string;
};

export type CliArgs = {
  positionals: string[];
  values: Record<string, string | boolean | (string | boolean)[] | undefined>;
};

/** What a verb may touch; `process.stdout` and `process.stderr` fit as they are. */
export type CliIo = {
  stdout: { write(text: string): unknown };
  stderr: { write(text: string): unknown };
  readFile(path: string): Promise<Uint8Array>;
  readStdin(): Promise<string>;
  /** Asks on the terminal without echo; null where there is none. */
  askSecret(question: string): Promise<string | null>;
};

export type CliVerb = {
  /** The words typed after `opora`: `plan parse`. */
  name: string;
  /** One line for the list of verbs, in Russian. */
  summary: string;
  /** The form of the call: `opora plan parse ФАЙЛ [--json]`. */
  usage: string;
  /** Whole calls that work as they stand in the directory of the project. */
  examples?: readonly string[];
  options: Record<string, CliOption>;
  /** Returns the exit code. */
  run(args: CliArgs, io: CliIo): Promise<number>;
};

/** Every verb takes it. */
export const JSON_OPTION = { type: 'boolean', summary: 'ответ для программ (JSON)' } as const;
/** Of verbs that answer nothing else: taken, so that a program need not know which they are. */
export const ALWAYS_JSON = { type: 'boolean', summary: 'ничего не меняет: ответ всегда JSON' } as const;

/** The call does not have the form of the verb. */
export function misused({ usage }: Pick<CliVerb, 'usage'>, io: CliIo): number {
  io.stderr.write(`Использование: ${usage}\n`);
  return EXIT.wrongUsage;
}

/** What was written after the key; nothing for blanks. */
export function textIn({ values }: CliArgs, name: string): string | undefined {
  const value = values[name];
  return typeof value === 'string' && value.trim() !== '' ? value : undefined;
}

/** Says what was done: sentences to people, facts to programs. */
export function tellDone({ values }: CliArgs, io: CliIo, sentences: string, facts: Record<string, unknown>): void {
  io.stdout.write(values['json'] === true ? `${JSON.stringify(facts)}\n` : `${sentences}\n`);
}

export const EXIT = {
  done: 0,
  /** Done, but the data have errors that someone must look at. */
  doneWithErrors: 1,
  wrongUsage: 2,
  /** The input was refused; one clear line is on stderr. */
  refused: 3,
} as const;
