import { StatsError } from '#stats/errors.ts';
import { abilityTable } from '#stats/items/ability.ts';
import { andersenTest, splitByRawScore } from '#stats/items/andersen.ts';
import { itemFit } from '#stats/items/item-fit.ts';
import { extremeItems, fitRasch } from '#stats/items/rasch.ts';
import { type Responses, selectResponses } from '#stats/items/responses.ts';
import { explained, UsageError } from '../errors.ts';
import { itemNames, readItems } from '../responses.ts';
import { completeRows, type Table } from '../table.ts';
import { figure, grid, heading } from '../text.ts';
import { flag, statsVerb, string } from '../verb.ts';

export const verbs = [
  statsVerb({
    method: 'rasch',
    summary: 'качество заданий: трудности по модели Раша, соответствие, проверка Андерсена',
    form: '--data ФАЙЛ (--items СТОЛБЦЫ | --all-items) [--split СТОЛБЕЦ|median|mean] [--json]',
    options: {
      items: string('СТОЛБЦЫ', 'задания с ответами 0 и 1, через запятую; пусто — не предъявлялось', true),
      'all-items': flag('все столбцы, кроме --split'),
      split: string('СТОЛБЕЦ', 'группы для проверки Андерсена: столбец, median (по умолчанию) или mean'),
    },
    examples: ['--data demo/statistics/items.csv --items i1,i2,i3,i4,i5,i6,i7,i8,i9,i10'],
    async run(call) {
      const table = await call.table();
      const split = call.text('split');
      const external = split !== undefined && table.names.includes(split) ? split : undefined;
      const { items, skipped } = await itemNames(call, table, [external]);
      const all = await readItems(call, items);
      const { responses, excluded } = withoutExtremeItems(all);
      const fit = fitRasch(responses);
      const report = itemFit(responses, fit.difficulty);
      const persons = abilityTable(fit.difficulty);
      const test = await compared(table, all.places, responses, split, external);
      const k = responses.items.length;
      return {
        json: {
          schema: 'opora.stats.rasch/1',
          n: responses.persons,
          withoutAnswers: all.empty,
          excluded,
          skipped,
          logLik: fit.logLik,
          parameters: fit.parameters,
          items: responses.items.map((item, i) => {
            const { infit, outfit, restCorrelation, n, share } = report.items[i] as (typeof report.items)[number];
            const figures = { item, n, share, difficulty: fit.difficulty[i], se: fit.se[i] };
            // An item that the strong solve less often than the weak: look at its key first.
            return { ...figures, infit, outfit, restCorrelation, ...(restCorrelation < 0 ? { key: 'doubtful' } : {}) };
          }),
          persons,
          andersen: test.answer,
          ...(test.refused === null ? {} : { andersenRefused: test.refused }),
          q3: Array.from({ length: k }, (_, i) => report.q3.slice(i * k, (i + 1) * k)),
          alpha: report.alpha,
        },
        text: [
          `Учеников: ${responses.persons}. Логарифм правдоподобия ${figure(fit.logLik)}. Альфа ${figure(report.alpha)}.\n`,
          excluded.length > 0 ? `Не вошли (решили все или никто): ${excluded.join(', ')}.\n` : '',
          heading('Задания'),
          grid(
            ['', 'решили', 'трудность', 'ошибка', 'infit', 'outfit', 'связь с остальными'],
            report.items.map((one, i) => [
              one.item,
              one.share,
              fit.difficulty[i],
              fit.se[i],
              one.infit,
              one.outfit,
              one.restCorrelation,
            ]),
          ),
          heading('Сумма баллов и уровень подготовки'),
          grid(
            ['баллы', 'уровень', 'ошибка'],
            persons.map(({ raw, wle, se }) => [raw, wle, se]),
          ),
          test.answer
            ? `\nПроверка Андерсена: LR ${figure(test.answer.LR)}, df ${test.answer.df}, p ${figure(test.answer.p)}.\n`
            : `\nПроверка Андерсена невозможна: ${test.refused}\n`,
        ].join(''),
      };
    },
  }),
];

/** Items that all or none solved say nothing of others; without them some further item may become such. */
function withoutExtremeItems(all: Responses): { responses: Responses; excluded: string[] } {
  const excluded: string[] = [];
  let responses = all;
  for (;;) {
    const extreme = new Set(extremeItems(responses));
    if (extreme.size === 0) return { responses, excluded };
    excluded.push(...[...extreme].map((item) => responses.items[item] as string));
    const kept = responses.items.map((_, item) => item).filter((item) => !extreme.has(item));
    if (kept.length < 2) throw new StatsError('noVariance', { items: excluded });
    responses = selectResponses(
      responses,
      Array.from({ length: responses.persons }, (_, person) => person),
      kept,
    );
  }
}

type Compared = { answer: { LR: number; df: number; p: number; excluded: string[] } | null; refused: string | null };

async function compared(
  table: Table,
  places: Int32Array,
  responses: Responses,
  split: string | undefined,
  external: string | undefined,
): Promise<Compared> {
  if (split !== undefined && external === undefined && split !== 'median' && split !== 'mean')
    await completeRows(table, [split]);
  let groups: string[];
  let persons = Array.from({ length: responses.persons }, (_, person) => person);
  if (external === undefined) groups = splitByRawScore(responses, split === 'mean' ? 'mean' : 'median');
  else {
    const names = (await completeRows(table, [], { optional: [external] })).texts(external);
    persons = persons.filter((person) => names[places[person] as number] !== '');
    groups = persons.map((person) => names[places[person] as number] as string);
    if (persons.length === 0) throw new UsageError(`Столбец «${external}» пуст.`);
  }
  try {
    const every = responses.items.map((_, item) => item);
    const { LR, df, p, excluded, groups: parts } = andersenTest(selectResponses(responses, persons, every), groups);
    const answer = { LR, df, p, excluded, groups: parts.map(({ name, persons: n }) => ({ name, n })) };
    return { answer, refused: null };
  } catch (error) {
    if (!(error instanceof StatsError) || external !== undefined) throw error;
    return { answer: null, refused: explained(error) };
  }
}
