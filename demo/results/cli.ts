/** `bin/opora demo results`: result files of the demo region, with what is planted in them. */
import { type CliVerb, EXIT, JSON_OPTION } from '#kernel/cli.ts';
import { generateResults } from './index.ts';

const MOST_SCHOOLS = 20_000;
const MOST_YEARS = 10;

const demoResults: CliVerb = {
  name: 'demo results',
  summary: 'записать файлы результатов вымышленного региона с заранее известными ответами',
  usage:
    'opora demo results --out КАТАЛОГ [--schools N] [--years Y] [--from ГОД] [--seed S] [--works core|all] [--json]',
  options: {
    out: { type: 'string', placeholder: 'КАТАЛОГ', summary: 'куда записать' },
    schools: { type: 'string', default: '300', placeholder: 'N', summary: 'число школ, по умолчанию 300' },
    years: { type: 'string', default: '3', placeholder: 'Y', summary: 'число лет' },
    from: {
      type: 'string',
      default: '2020',
      placeholder: 'ГОД',
      summary: 'первый год; формы 2020, 2021 и 2022 годов различаются',
    },
    seed: {
      type: 'string',
      default: '1',
      placeholder: 'S',
      summary: 'целое число, то же, что у демонстрационного региона',
    },
    works: {
      type: 'string',
      default: 'all',
      placeholder: 'core|all',
      summary: 'русский и математика с ГИА или все работы',
    },
    json: JSON_OPTION,
  },
  async run({ values }, io) {
    const [schools, years, from, seed] = ['schools', 'years', 'from', 'seed'].map((name) => Number(values[name])) as [
      number,
      number,
      number,
      number,
    ];
    const { out, works } = values;
    const whole = (value: number, least: number, most: number) =>
      Number.isInteger(value) && value >= least && value <= most;
    if (
      typeof out !== 'string' ||
      !whole(schools, 1, MOST_SCHOOLS) ||
      !whole(years, 1, MOST_YEARS) ||
      !whole(from, 2015, 2040) ||
      !Number.isInteger(seed) ||
      (works !== 'core' && works !== 'all')
    ) {
      io.stderr.write(
        `Укажите --out, --schools от 1 до ${MOST_SCHOOLS}, --years от 1 до ${MOST_YEARS}, --from годом, --seed целым числом, --works core или all.\n`,
      );
      return EXIT.wrongUsage;
    }
    const json = values['json'] === true;
    const { files, procedures } = await generateResults(out, {
      schools,
      years,
      from,
      seed,
      works,
      onFile: (path, rows) => {
        if (!json && rows > 0) io.stdout.write(`${path}: ${rows}\n`);
      },
    });
    const rows = procedures.reduce((sum, procedure) => sum + procedure.rows, 0);
    io.stdout.write(
      json
        ? `${JSON.stringify({ out, files: files.length, rows })}\n`
        : `Записано: файлов ${files.length}, строк результатов ${rows}; что заложено — в truth.json.\n`,
    );
    return EXIT.done;
  },
};

export const verbs = [demoResults];
