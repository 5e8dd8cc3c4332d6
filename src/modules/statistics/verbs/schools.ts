/** Results of schools: the band of mean residuals, stability over years, pooled years. */
import { pooledEstimates } from '#stats/change/pooled.ts';
import { stability } from '#stats/change/stability.ts';
import { contextRegression } from '#stats/context/regression.ts';
import { residualBands } from '#stats/value-added/band.ts';
import { UsageError } from '../errors.ts';
import { droppedLine, figure, grid } from '../text.ts';
import { type Call, PREDICTOR_OPTIONS, droppedOf, statsVerb, string } from '../verb.ts';

const BANDS: Record<string, string> = {
  'well-above': 'намного выше',
  above: 'выше',
  average: 'около среднего',
  below: 'ниже',
  'well-below': 'намного ниже',
};

const band = statsVerb({
  method: 'band',
  summary: 'средний остаток школы с интервалом и разрядом, без притягивания к среднему',
  form: '--data ФАЙЛ --outcome СТОЛБЕЦ --fixed СТОЛБЦЫ --group СТОЛБЕЦ --far ЧИСЛО [--smallest 10] [--json]',
  options: {
    outcome: string('СТОЛБЕЦ', 'результат ученика'),
    fixed: string('СТОЛБЦЫ', 'что учесть, через запятую', true),
    group: string('СТОЛБЕЦ', 'школа'),
    far: string('ЧИСЛО', 'какая разница уже велика, в единицах результата'),
    smallest: string('ЧИСЛО', 'школы меньше этого не показывать, 10'),
    level: string('ЧИСЛО', 'надёжность интервала, 0.95'),
    ...PREDICTOR_OPTIONS,
  },
  examples: ['--data demo/statistics/pupils.csv --outcome score --fixed prior,sex --group school --far 4'],
  async run(call) {
    const [outcome, group] = [call.required('outcome'), call.required('group')];
    const far = call.number('far');
    if (far === undefined) throw new UsageError('Не хватает ключа --far.');
    const rows = await call.rows([outcome, group, ...call.list('fixed')]);
    const { residuals } = contextRegression(rows.numbers(outcome), call.predictors(rows, 'fixed'), 'classical');
    const schools = residualBands(residuals, rows.grouping(group), {
      far,
      smallest: call.number('smallest') ?? 10,
      level: call.number('level') ?? 0.95,
    });
    return {
      json: { schema: 'opora.stats.band/1', n: rows.n, ...droppedOf(rows), far, schools },
      text: `${droppedLine(rows)}${grid(
        ['', 'n', 'разряд', 'остаток', 'от', 'до', 'место', 'пятая доля'],
        schools.map((one) =>
          one.suppressed
            ? [one.id, one.n, 'мало учеников', null, null, null, null, null]
            : [one.id, one.n, BANDS[one.band], one.mean, one.low, one.high, one.rank, one.quintile],
        ),
        80,
      )}`,
    };
  },
});

const LONG = {
  value: string('СТОЛБЕЦ', 'показатель школы за год'),
  school: string('СТОЛБЕЦ', 'школа'),
  year: string('СТОЛБЕЦ', 'год'),
  se: string('СТОЛБЕЦ', 'ошибка показателя'),
};

/** One row a school and year → years × schools, NaN where absent. */
async function byYears(call: Call, se: string | undefined) {
  const [value, school, year] = [call.required('value'), call.required('school'), call.required('year')];
  const rows = await call.rows([value, school, year, se]);
  const schools = rows.grouping(school);
  const years = rows.grouping(year);
  const spread = (column: Float64Array) => {
    const out = years.levels.map(() => new Float64Array(schools.levels.length).fill(Number.NaN));
    column.forEach((one, i) => {
      const own = out[years.codes[i] as number] as Float64Array;
      const j = schools.codes[i] as number;
      if (!Number.isNaN(own[j]))
        throw new UsageError(`Школа «${schools.levels[j]}», ${years.levels[years.codes[i] as number]}: две строки.`);
      own[j] = one;
    });
    return out;
  };
  return {
    rows,
    schools: schools.levels,
    years: years.levels,
    values: spread(rows.numbers(value)),
    errors: se === undefined ? undefined : spread(rows.numbers(se)),
  };
}

const stabilityVerb = statsVerb({
  method: 'stability',
  summary: 'сколько в различиях школ постоянного: надёжность одного года и трёх',
  form: '--data ФАЙЛ --value СТОЛБЕЦ --school СТОЛБЕЦ --year СТОЛБЕЦ [--se СТОЛБЕЦ] [--json]',
  options: LONG,
  examples: ['--data demo/statistics/panel.csv --value result --school school --year year'],
  async run(call) {
    const { rows, values, errors } = await byYears(call, call.text('se'));
    const found = stability(
      values,
      errors?.map((year) => year.map((one) => one * one)),
    );
    return {
      json: { schema: 'opora.stats.stability/1', ...droppedOf(rows), ...found },
      text: [
        droppedLine(rows),
        `Школ ${found.schools}, школо-лет ${found.observations}. Надёжность одного года ${figure(found.reliability.oneYear)}, среднего за три ${figure(found.reliability.threeYears)}.\n`,
        grid(
          ['через лет', 'пар', 'связь'],
          found.correlations.map((one) => [one.lag, one.pairs, one.correlation]),
        ),
      ].join(''),
    };
  },
});

const pooled = statsVerb({
  method: 'pooled',
  summary: 'одна оценка школы из нескольких лет, притянутая к общей',
  form: '--data ФАЙЛ --value СТОЛБЕЦ --se СТОЛБЕЦ --school СТОЛБЕЦ --year СТОЛБЕЦ [--transitory 0] [--json]',
  options: { ...LONG, transitory: string('ЧИСЛО', 'дисперсия настоящих отклонений одного года (stats stability), 0') },
  examples: ['--data demo/statistics/estimates.csv --value estimate --se se --school school --year year'],
  async run(call) {
    const { rows, schools, values, errors } = await byYears(call, call.required('se'));
    const found = pooledEstimates(values, errors ?? [], call.number('transitory') ?? 0);
    const list = schools.map((id, j) => ({ id, ...found.schools[j] }));
    return {
      json: {
        schema: 'opora.stats.pooled/1',
        ...droppedOf(rows),
        mean: found.mean,
        between: found.between,
        schools: list,
      },
      text: `${droppedLine(rows)}Среднее ${figure(found.mean)}, дисперсия между школами ${figure(found.between)}.\n${grid(
        ['', 'лет', 'за годы', 'ошибка', 'притянутая', 'ошибка', 'надёжность'],
        list.map((one) => [one.id, one.years, one.pooled, one.se, one.shrunk, one.sd, one.reliability]),
        80,
      )}`,
    };
  },
});

export const verbs = [band, stabilityVerb, pooled];
