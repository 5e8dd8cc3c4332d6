import { assign } from '#stats/assignment/assignment.ts';
import { StatsError } from '#stats/errors.ts';
import { UsageError } from '../errors.ts';
import { completeRows, type Table } from '../table.ts';
import { figure, grid } from '../text.ts';
import { statsVerb, string } from '../verb.ts';

export const verbs = [
  statsVerb({
    method: 'assign',
    summary: 'назначить школам наставников с наименьшей общей стоимостью',
    form: '--cost ФАЙЛ [--capacity ФАЙЛ] [--json]',
    options: {
      cost: string('ФАЙЛ', 'стоимости: строка — школа, столбец — наставник; пусто — нельзя'),
      capacity: string('ФАЙЛ', 'сколько школ может взять наставник: название и число; иначе по одной'),
      rows: string('СТОЛБЕЦ', 'столбец с названиями строк, если он числовой'),
    },
    examples: ['--cost demo/statistics/costs.csv --capacity demo/statistics/capacity.csv'],
    data: false,
    async run(call) {
      const costs = await matrixOf(await call.file('cost'), call.text('rows'));
      const { rows, columns, values } = costs;
      const capacity = call.has('capacity')
        ? await capacitiesOf(await call.file('capacity'), columns)
        : new Int32Array(columns.length).fill(1);
      const found = assign(values, rows.length, capacity);
      const pairs = rows.map((row, i) => {
        const column = found.columns[i] as number;
        return { row, column: columns[column] as string, cost: values[i * columns.length + column] as number };
      });
      return {
        json: {
          schema: 'opora.stats.assign/1',
          cost: found.cost,
          assignment: pairs,
          columns: found.columns,
          loads: columns.map((column, k) => ({ column, load: found.loads[k], capacity: capacity[k] })),
        },
        text: `Общая стоимость: ${figure(found.cost)}.\n${grid(
          ['школа', 'наставник', 'стоимость'],
          pairs.map(({ row, column, cost }) => [row, column, cost]),
          200,
        )}`,
      };
    },
  }),
];

type Matrix = { rows: string[]; columns: string[]; values: Float64Array };

/** A first column without heading, or of texts, names the rows. A heading of numbers is no heading but the first row. */
async function matrixOf(table: Table, named: string | undefined): Promise<Matrix> {
  const places = table.names.map((_, k) => k);
  const all = await table.at(places);
  const nameColumn = named === undefined ? 0 : table.names.indexOf(named);
  if (nameColumn < 0) throw new UsageError(`Столбца «${named}» в файле стоимостей нет.`);
  const first = all[nameColumn];
  const hasNames = named !== undefined || table.names[0] === '' || first?.numbers === null;
  const kept = places.filter((k) => !(hasNames && k === nameColumn));
  const columns = kept.map((k) => table.names[k] as string);
  const headless = !hasNames && columns.every((name) => name !== '' && Number.isFinite(Number(name.replace(',', '.'))));
  const body = kept.map((k) => {
    const column = all[k];
    if (!column?.numbers)
      throw new UsageError(
        `Стоимости: в столбце «${column?.name}», строка ${column?.odd?.row}, стоит «${column?.odd?.text}».`,
      );
    return column.numbers;
  });
  const below = body[0]?.length ?? 0;
  const extra = headless ? 1 : 0;
  const n = below + extra;
  const values = new Float64Array(n * columns.length);
  body.forEach((column, k) => {
    if (headless) values[k] = Number((columns[k] as string).replace(',', '.'));
    // An empty cell forbids the pair.
    column.forEach((cost, i) => {
      values[(i + extra) * columns.length + k] = Number.isNaN(cost) ? Number.POSITIVE_INFINITY : cost;
    });
  });
  const { levels, codes } = first?.factor() ?? { levels: [], codes: [] };
  return {
    rows: Array.from({ length: n }, (_, i) =>
      hasNames ? (levels[codes[i] as number] ?? String(i + 1)) : String(i + 1),
    ),
    columns: headless ? columns.map((_, k) => String(k + 1)) : columns,
    values,
  };
}

async function capacitiesOf(table: Table, columns: readonly string[]): Promise<Int32Array> {
  const [first, second] = table.names;
  let given: number[];
  if (second === undefined) {
    const head = Number(first);
    const numbers = [...(await completeRows(table, [first as string])).numbers(first as string)];
    given = numbers.length === columns.length ? numbers : [head, ...numbers];
  } else if (table.names.length === columns.length && columns.every((name) => table.names.includes(name))) {
    const rows = await completeRows(table, [...table.names]);
    given = columns.map((name) => rows.numbers(name)[0] as number);
  } else {
    const [names, numbers] = await table.at([0, 1]);
    if (!names || !numbers?.numbers) throw new UsageError('Вместимость: нужны два столбца, название и число.');
    const { levels, codes } = names.factor();
    const byName = new Map(Array.from(codes, (code, i) => [levels[code] as string, numbers.numbers?.[i] as number]));
    given = columns.map((name) => {
      const own = byName.get(name);
      if (own === undefined) throw new UsageError(`Вместимость: нет строки для «${name}».`);
      return own;
    });
  }
  if (given.length !== columns.length)
    throw new StatsError('lengthsDiffer', { capacities: given.length, columns: columns.length });
  const wrong = given.findIndex((one) => !(Number.isInteger(one) && one >= 0));
  if (wrong >= 0) throw new StatsError('outOfRange', { column: columns[wrong], capacity: given[wrong] });
  return Int32Array.from(given);
}
