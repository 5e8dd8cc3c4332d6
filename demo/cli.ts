/** `bin/opora demo`: a demo region of any size, in an empty database. */
import { type CliVerb, EXIT, JSON_OPTION } from '#kernel/cli.ts';
import { readConfig } from '#platform/config.ts';
import { openServices } from '#platform/start.ts';
import { loadDemo } from './index.ts';

const MOST_SCHOOLS = 20_000;

const demo: CliVerb = {
  name: 'demo',
  summary: 'загрузить вымышленный регион в пустую базу',
  usage: 'opora demo [--schools N] [--seed S] [--on ДАТА] [--json]',
  options: {
    schools: { type: 'string', default: '300', placeholder: 'N', summary: 'число школ, по умолчанию 300' },
    seed: {
      type: 'string',
      default: '1',
      placeholder: 'S',
      summary: 'целое число: одно и то же даёт один и тот же регион',
    },
    on: {
      type: 'string',
      placeholder: 'ДАТА',
      summary: 'день, на который исполнены планы (ГГГГ-ММ-ДД), по умолчанию сегодня',
    },
    json: JSON_OPTION,
  },
  async run({ values }, io) {
    const schools = Number(values['schools']);
    const seed = Number(values['seed']);
    const on = values['on'];
    if (
      !Number.isInteger(schools) ||
      schools < 1 ||
      schools > MOST_SCHOOLS ||
      !Number.isInteger(seed) ||
      (on !== undefined && !/^\d{4}-\d{2}-\d{2}$/.test(String(on)))
    ) {
      io.stderr.write(`Укажите --schools от 1 до ${MOST_SCHOOLS}, --seed целым числом, --on в виде ГГГГ-ММ-ДД.\n`);
      return EXIT.wrongUsage;
    }
    const services = await openServices(readConfig());
    try {
      const accounts = await loadDemo(services, {
        schools,
        seed,
        on: on === undefined ? services.clock.today() : String(on),
      });
      if (values['json'])
        io.stdout.write(
          `${JSON.stringify({ schools, seed, accounts: accounts.map(({ email, password, role }) => ({ email, password, role })) })}\n`,
        );
      else {
        io.stdout.write(`Загружен вымышленный регион: школ ${schools}.\n`);
        for (const { email, password, title } of accounts) io.stdout.write(`  ${email}  ${password}  ${title}\n`);
      }
      return EXIT.done;
    } finally {
      await services.close();
    }
  },
};

export const verbs = [demo];
