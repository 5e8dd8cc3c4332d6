/** `opora doctor`: everything that can be looked at without changing anything. */
import { type CliVerb, EXIT, JSON_OPTION } from '#kernel/cli.ts';
import { readConfig } from '../config.ts';
import { MIGRATIONS, reachDatabase } from '../start.ts';
import { checkDatabase } from './database.ts';
import { type Finding, failure } from './findings.ts';
import { checkMachine } from './machine.ts';
import { checkSignIn } from './sign-in.ts';

const MARKS: Record<Finding['state'], string> = { ok: 'хорошо  ', warning: 'внимание', failure: 'беда    ' };

const doctor: CliVerb = {
  name: 'doctor',
  summary: 'проверить установку: машину, базу, ключи, почту, копии; ничего не меняет',
  usage: 'opora doctor [--json]',
  examples: ['opora doctor'],
  options: { json: JSON_OPTION },
  async run(args, io) {
    const config = readConfig();
    const findings = [
      ...(await checkMachine(config)),
      ...(await checkSignIn(config)),
      ...(await databaseFindings(config)),
    ];
    const failed = findings.filter(({ state }) => state === 'failure').length;
    if (args.values['json']) {
      io.stdout.write(`${JSON.stringify({ schema: 'opora.doctor/1', healthy: failed === 0, findings }, null, 2)}\n`);
    } else {
      for (const { state, text, advice } of findings)
        io.stdout.write(`${MARKS[state]}  ${text}${advice ? `\n          ${advice}` : ''}\n`);
    }
    return failed === 0 ? EXIT.done : EXIT.doneWithErrors;
  },
};

async function databaseFindings(config: ReturnType<typeof readConfig>): Promise<Finding[]> {
  try {
    const database = await reachDatabase(config);
    try {
      return await checkDatabase(database.url, MIGRATIONS);
    } finally {
      await database.leave();
    }
  } catch (error) {
    return [
      failure('database', (error as Error).message, 'Посмотрите журнал: postgres/postgres.log в каталоге данных.'),
    ];
  }
}

export const verbs: readonly CliVerb[] = [doctor];
