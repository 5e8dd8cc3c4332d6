import { trend } from '#stats/change/trend.ts';
import { droppedLine, figure } from '../text.ts';
import { droppedOf, statsVerb, string } from '../verb.ts';

export const verbs = [
  statsVerb({
    method: 'trend',
    summary: 'изменение по годам: наклон Тейла–Сена и проверка Манна–Кендалла',
    form: '--data ФАЙЛ --y СТОЛБЕЦ [--t СТОЛБЕЦ] [--level 0.95] [--json]',
    options: {
      y: string('СТОЛБЕЦ', 'показатель'),
      t: string('СТОЛБЕЦ', 'год; без него строки идут по порядку'),
      level: string('ЧИСЛО', 'надёжность интервала, 0.95'),
    },
    examples: ['--data demo/statistics/series.csv --y result --t year'],
    async run(call) {
      const t = call.text('t');
      const rows = await call.rows([call.required('y'), t]);
      const found = trend(
        rows.numbers(call.required('y')),
        t === undefined ? undefined : rows.numbers(t),
        call.number('level') ?? 0.95,
      );
      const { test, interval, interpolated } = found;
      return {
        json: { schema: 'opora.stats.trend/1', ...droppedOf(rows), ...found },
        text: [
          droppedLine(rows),
          `Наклон ${figure(found.slope)} за единицу времени, от ${figure(interval.low)} до ${figure(interval.high)}${interpolated === null ? '' : `; между рангами от ${figure(interpolated.low)} до ${figure(interpolated.high)}`}.\n`,
          test
            ? `Манн–Кендалл: S ${test.s}, z ${figure(test.z)}, p ${figure(test.p)}${test.exactP === null ? '' : ` (точное ${figure(test.exactP)})`}, τ ${figure(test.tauB)}.\n`
            : `Точек ${found.n}: при таком числе значимость невозможна, смотрите только наклон и интервал.\n`,
        ].join(''),
      };
    },
  }),
];
