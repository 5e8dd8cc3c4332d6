/** `bin/opora integrity check`: the check of a year on the server's data, by the operator. */
import { type CliVerb, EXIT, JSON_OPTION } from '#kernel/cli.ts';
import { operator } from '#modules/people/index.ts';
import { withServices } from '#platform/start.ts';
import { checkIntegrity } from './commands/check.ts';

const check: CliVerb = {
  name: 'integrity check',
  summary: 'найти поводы проверить результаты за год',
  usage: 'opora integrity check --year ГОД [--region НОМЕР] [--json]',
  options: {
    year: { type: 'string', placeholder: 'ГОД', summary: 'год результатов' },
    region: { type: 'string', placeholder: 'НОМЕР', summary: 'номер региона, если их несколько' },
    json: JSON_OPTION,
  },
  async run({ values }, io) {
    const year = Number(values['year']);
    const region = values['region'] === undefined ? undefined : Number(values['region']);
    if (!Number.isInteger(year) || (region !== undefined && !Number.isInteger(region))) {
      io.stderr.write('Укажите --year годом, --region номером.\n');
      return EXIT.wrongUsage;
    }
    return withServices(async (services) => {
      const outcome = await checkIntegrity(await operator(services), {
        year,
        ...(region === undefined ? {} : { regionId: region }),
      });
      io.stdout.write(
        values['json']
          ? `${JSON.stringify(outcome)}\n`
          : `Проверено школ: ${outcome.tested}. Поводы проверить — у ${outcome.reasons}. Список: /integrity?year=${year}\n`,
      );
      return EXIT.done;
    });
  },
};

export const verbs = [check];
