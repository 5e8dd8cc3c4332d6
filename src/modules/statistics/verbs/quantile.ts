import { designMatrix } from '#stats/design.ts';
import { quantileRegression } from '#stats/growth/quantile-regression.ts';
import { UsageError } from '../errors.ts';
import { droppedLine, grid } from '../text.ts';
import { PREDICTOR_OPTIONS, droppedOf, statsVerb, string } from '../verb.ts';

export const verbs = [
  statsVerb({
    method: 'quantile-regression',
    summary: 'квантильная регрессия: не среднее, а медиана или другая доля',
    form: '--data ФАЙЛ --outcome СТОЛБЕЦ --fixed СТОЛБЦЫ [--tau 0.25,0.5,0.75] [--weights СТОЛБЕЦ] [--json]',
    options: {
      outcome: string('СТОЛБЕЦ', 'результат'),
      fixed: string('СТОЛБЦЫ', 'предикторы, через запятую', true),
      tau: string('ЧИСЛА', 'доли от 0 до 1, через запятую, 0.5', true),
      weights: string('СТОЛБЕЦ', 'веса строк'),
      ...PREDICTOR_OPTIONS,
    },
    examples: ['--data demo/statistics/pupils.csv --outcome score --fixed prior,sex --tau 0.1,0.5,0.9'],
    async run(call) {
      const outcome = call.required('outcome');
      const weights = call.text('weights');
      const rows = await call.rows([outcome, weights, ...call.list('fixed')]);
      const taus = call.numbers('tau').sort((a, b) => a - b);
      if (taus.some((tau) => !(tau > 0 && tau < 1))) throw new UsageError('Ключ --tau: числа от 0 до 1.');
      const { terms, columns } = designMatrix(call.predictors(rows, 'fixed'), rows.n);
      const p = terms.length;
      const x = new Float64Array(rows.n * p);
      columns.forEach((column, k) => {
        for (let i = 0; i < rows.n; i += 1) x[i * p + k] = column[i] as number;
      });
      const found = quantileRegression(
        { x, y: rows.numbers(outcome), p, ...(weights === undefined ? {} : { weights: rows.numbers(weights) }) },
        taus.length === 0 ? [0.5] : taus,
      );
      return {
        json: {
          schema: 'opora.stats.quantile-regression/1',
          n: rows.n,
          ...droppedOf(rows),
          terms,
          quantiles: found.map(({ tau, coefficients, objective }) => ({
            tau,
            coefficients: terms.map((term, k) => ({ term, estimate: coefficients[k] })),
            objective,
          })),
        },
        text: `${droppedLine(rows)}${grid(
          ['', ...found.map(({ tau }) => `τ = ${String(tau).replace('.', ',')}`)],
          terms.map((term, k) => [term, ...found.map(({ coefficients }) => coefficients[k])]),
        )}`,
      };
    },
  }),
];
