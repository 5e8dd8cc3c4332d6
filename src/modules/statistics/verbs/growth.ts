import { growthPercentiles, schoolGrowth } from '#stats/growth/growth-percentiles.ts';
import { UsageError } from '../errors.ts';
import { droppedLine, grid, heading } from '../text.ts';
import { droppedOf, statsVerb, string } from '../verb.ts';

export const verbs = [
  statsVerb({
    method: 'growth',
    summary: 'процентили роста учеников и медианы школ (SGP)',
    form: '--data ФАЙЛ --outcome СТОЛБЕЦ --prior СТОЛБЦЫ --id СТОЛБЕЦ [--school СТОЛБЕЦ] [--json]',
    options: {
      outcome: string('СТОЛБЕЦ', 'результат ученика сейчас'),
      prior: string('СТОЛБЦЫ', 'прежние результаты, последний первым, через запятую', true),
      id: string('СТОЛБЕЦ', 'код ученика; без него — номер строки'),
      school: string('СТОЛБЕЦ', 'школа: добавить её медиану роста с интервалом'),
    },
    examples: ['--data demo/statistics/pupils.csv --outcome score --prior prior --id pupil --school school'],
    async run(call) {
      const outcome = call.required('outcome');
      const priors = call.list('prior');
      if (priors.length === 0) throw new UsageError('Не хватает ключа --prior.');
      const rows = await call.rows([outcome, ...priors], [call.text('id'), call.text('school')]);
      const score = rows.numbers(outcome);
      const { knots, quantiles, percentiles } = growthPercentiles(
        score,
        priors.map((name) => rows.numbers(name)),
      );
      const id = call.text('id');
      const ids = id === undefined ? Array.from(rows.places, (row) => String(row + 1)) : rows.texts(id);
      const school = call.text('school');
      const schools = school === undefined ? [] : medians(rows.texts(school), percentiles);
      const single = knots.length === 1 ? knots[0] : undefined;
      return {
        json: {
          schema: 'opora.stats.growth/1',
          n: rows.n,
          ...droppedOf(rows),
          // One prior: the knots themselves; several: one list for each prior.
          knots: single ? single.inner : knots.map(({ inner }) => inner),
          boundaries: single ? single.boundary : knots.map(({ boundary }) => boundary),
          taus: quantiles.map(({ tau }) => tau),
          objective: quantiles.map(({ objective }) => objective),
          coefficients: quantiles.map(({ coefficients }) => coefficients),
          percentiles: ids.map((one, i) => ({ id: one, sgp: percentiles[i] })),
          schools,
        },
        text: [
          droppedLine(rows),
          `Учеников: ${rows.n}. Узлы: ${knots.map(({ inner }) => inner.join(' ')).join('; ')}.\n`,
          school === undefined
            ? grid(
                ['ученик', 'процентиль роста'],
                ids.map((one, i) => [one, percentiles[i]]),
                40,
              )
            : `${heading('Медиана роста по школам: от наименьшей')}${grid(
                ['школа', 'n', 'медиана', 'от', 'до', 'среднее'],
                [...schools]
                  .sort((a, b) => a.median - b.median)
                  .map((one) => [one.id, one.n, one.median, one.low, one.high, one.mean]),
                60,
              )}`,
        ].join(''),
      };
    },
  }),
];

function medians(schools: readonly string[], percentiles: Uint8Array) {
  const members = new Map<string, number[]>();
  schools.forEach((id, i) => {
    if (id === '') return;
    const own = members.get(id);
    if (own) own.push(percentiles[i] as number);
    else members.set(id, [percentiles[i] as number]);
  });
  return [...members].map(([id, own]) => ({ id, ...schoolGrowth(Uint8Array.from(own)) }));
}
