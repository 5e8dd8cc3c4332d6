import { creditAbilities, creditFit } from '#stats/items/credit-ability.ts';
import { fitPartialCredit } from '#stats/items/partial-credit.ts';
import { itemNames, readItems } from '../responses.ts';
import { figure, grid, heading } from '../text.ts';
import { flag, statsVerb, string } from '../verb.ts';

/** More credits in one item than any work has. */
const HIGHEST = 20;

export const verbs = [
  statsVerb({
    method: 'partial-credit',
    summary: 'задания с несколькими баллами: трудности ступеней по модели частичных баллов',
    form: '--data ФАЙЛ (--items СТОЛБЦЫ | --all-items) [--json]',
    options: {
      items: string('СТОЛБЦЫ', 'задания с баллами 0, 1, 2 …, через запятую; пусто — не предъявлялось', true),
      'all-items': flag('все столбцы с целыми баллами'),
    },
    examples: ['--data demo/statistics/items.csv --items i1,i2,i3,i4,c1,c2'],
    async run(call) {
      const table = await call.table();
      const { items, skipped } = await itemNames(call, table, [], HIGHEST);
      const credits = await readItems(call, items, HIGHEST);
      const fit = fitPartialCredit(credits);
      const report = creditFit(credits, fit.thresholds);
      const persons = creditAbilities(fit.thresholds);
      let place = 0;
      const rows = report.map((one, i) => {
        const thresholds = fit.thresholds[i] as number[];
        const categories = thresholds.map((_, h) => {
          const category = { credit: h + 1, easiness: fit.easiness[place] as number, se: fit.se[place] as number };
          place += 1;
          return category;
        });
        const location = thresholds.reduce((sum, tau) => sum + tau, 0) / thresholds.length;
        return { ...one, location, thresholds, categories };
      });
      return {
        json: {
          schema: 'opora.stats.partial-credit/1',
          n: credits.persons,
          withoutAnswers: credits.empty,
          skipped,
          logLik: fit.logLik,
          parameters: fit.parameters,
          items: rows,
          persons,
        },
        text: [
          `Учеников: ${credits.persons}. Логарифм правдоподобия ${figure(fit.logLik)}.\n`,
          heading('Задания'),
          grid(
            ['', 'средний балл', 'трудность', 'ступени', 'infit', 'outfit'],
            rows.map((one) => [
              one.item,
              one.mean,
              one.location,
              one.thresholds.map((tau) => figure(tau)).join('; '),
              one.infit,
              one.outfit,
            ]),
          ),
          heading('Сумма баллов и уровень подготовки'),
          grid(
            ['баллы', 'уровень', 'ошибка'],
            persons.map(({ raw, wle, se }) => [raw, wle, se]),
          ),
        ].join(''),
      };
    },
  }),
];
