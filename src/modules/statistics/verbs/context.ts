/** Results given the context: regression, one index from several variables, groups of similar schools. */
import { ranksFromTop } from '#stats/context/ranks-from-top.ts';
import { contextRegression } from '#stats/context/regression.ts';
import { quantileGroups } from '#stats/context/quantile-groups.ts';
import { similarSchools } from '#stats/context/similar-schools.ts';
import { socialIndex } from '#stats/context/social-index.ts';
import { UsageError } from '../errors.ts';
import type { Rows } from '../table.ts';
import { droppedLine, figure, grid, heading } from '../text.ts';
import { type Call, PREDICTOR_OPTIONS, droppedOf, statsVerb, string } from '../verb.ts';

const ID = { id: string('СТОЛБЕЦ', 'название школы; без него — номер строки') };
const BY = { by: string('СТОЛБЦЫ', 'переменные, через запятую', true) };

function idsOf(call: Call, rows: Rows): string[] {
  const id = call.text('id');
  return id === undefined ? Array.from(rows.places, (row) => String(row + 1)) : rows.texts(id);
}

async function variablesOf(call: Call, more: readonly (string | undefined)[] = []) {
  const by = call.list('by');
  if (by.length === 0) throw new UsageError('Не хватает ключа --by.');
  const rows = await call.rows([...by, ...more], [call.text('id')]);
  return { rows, variables: by.map((name) => ({ name, values: rows.numbers(name) })), ids: idsOf(call, rows) };
}

const regression = statsVerb({
  method: 'regression',
  summary: 'результат при данном контексте: линейная регрессия с устойчивыми ошибками',
  form: '--data ФАЙЛ --outcome СТОЛБЕЦ --fixed СТОЛБЦЫ [--id СТОЛБЕЦ] [--errors HC3|HC1|classical] [--json]',
  options: {
    outcome: string('СТОЛБЕЦ', 'результат'),
    fixed: string('СТОЛБЦЫ', 'контекст, через запятую', true),
    errors: string('ВИД', 'ошибки: HC3 (по умолчанию), HC1, classical'),
    ...ID,
    ...PREDICTOR_OPTIONS,
  },
  examples: ['--data demo/statistics/schools.csv --outcome before --fixed poverty,place --id school'],
  async run(call) {
    const outcome = call.required('outcome');
    const rows = await call.rows([outcome, ...call.list('fixed')], [call.text('id')]);
    const found = contextRegression(
      rows.numbers(outcome),
      call.predictors(rows, 'fixed'),
      call.choice('errors', ['HC3', 'HC1', 'classical'], 'HC3'),
    );
    const { residuals, leverages, standardised, covariance, ...model } = found;
    const ranks = ranksFromTop(residuals);
    const p = model.coefficients.length;
    const schools = idsOf(call, rows).map((id, i) => ({
      id,
      residual: residuals[i] as number,
      standardised: standardised[i] as number,
      leverage: leverages[i] as number,
      rank: ranks[i] as number,
    }));
    return {
      json: {
        schema: 'opora.stats.regression/1',
        ...droppedOf(rows),
        ...model,
        covariance: Array.from({ length: p }, (_, i) => covariance.slice(i * p, (i + 1) * p)),
        rows: schools,
      },
      text: [
        droppedLine(rows),
        `Строк ${model.n}. R² ${figure(model.rSquared)}, с поправкой ${figure(model.adjustedRSquared)}.\n`,
        grid(
          ['', 'оценка', 'ошибка', 't', 'p', 'от', 'до'],
          model.coefficients.map((one) => [one.term, one.estimate, one.se, one.t, one.p, one.low, one.high]),
        ),
        heading('Выше ожидаемого — сверху'),
        grid(
          ['', 'остаток', 'в своих отклонениях'],
          [...schools].sort((a, b) => a.rank - b.rank).map((one) => [one.id, one.residual, one.standardised]),
          40,
        ),
      ].join(''),
    };
  },
});

const index = statsVerb({
  method: 'social-index',
  summary: 'индекс условий школы 0–100 из нескольких переменных',
  form: '--data ФАЙЛ --by СТОЛБЦЫ (--weights ЧИСЛА | --outcome СТОЛБЕЦ) [--id СТОЛБЕЦ] [--json]',
  options: {
    ...BY,
    weights: string('ЧИСЛА', 'веса в том же порядке, через запятую (на стандартное отклонение)', true),
    outcome: string('СТОЛБЕЦ', 'подобрать веса по этому результату'),
    ...ID,
  },
  examples: ['--data demo/statistics/schools.csv --by poverty,turnover --weights=-2,-1 --id school'],
  async run(call) {
    const outcome = call.text('outcome');
    const given = call.numbers('weights');
    if (outcome === undefined && given.length === 0) throw new UsageError('Нужен ключ --weights или --outcome.');
    const { rows, variables, ids } = await variablesOf(call, [outcome]);
    const found = socialIndex(variables, outcome === undefined ? { given } : { outcome: rows.numbers(outcome) });
    const { index: values, ...rest } = found;
    const schools = ids.map((id, i) => ({ id, index: values[i] as number }));
    return {
      json: { schema: 'opora.stats.social-index/1', n: rows.n, ...droppedOf(rows), ...rest, schools },
      text: [
        droppedLine(rows),
        grid(
          ['переменная', 'вес', 'доля веса', 'среднее', 'отклонение'],
          rest.variables.map((one) => [one.name, one.weight, one.share, one.mean, one.sd]),
        ),
        heading('Индекс: от наименьшего'),
        grid(
          ['', 'индекс'],
          [...schools].sort((a, b) => a.index - b.index).map((one) => [one.id, one.index]),
          60,
        ),
      ].join(''),
    };
  },
});

const clusters = statsVerb({
  method: 'clusters',
  summary: 'группы похожих школ: по расстоянию или по пятым долям',
  form: '--data ФАЙЛ --by СТОЛБЦЫ --groups ЧИСЛО [--method kmeans|quantiles] [--id СТОЛБЕЦ] [--json]',
  options: {
    ...BY,
    groups: string('ЧИСЛО', 'сколько групп; для quantiles — на сколько частей делить каждую переменную'),
    method: string('ВИД', 'kmeans (по умолчанию) или quantiles'),
    ...ID,
  },
  examples: [
    '--data demo/statistics/schools.csv --by poverty,turnover --groups 4 --id school',
    '--data demo/statistics/schools.csv --by poverty,turnover --groups 3 --method quantiles --id school',
  ],
  async run(call) {
    const { rows, variables, ids } = await variablesOf(call);
    const k = call.number('groups') ?? 5;
    const kind = call.choice('method', ['kmeans', 'quantiles'], 'kmeans');
    const found = kind === 'kmeans' ? similarSchools(variables, k) : quantileGroups(variables, k);
    const schools = ids.map((id, i) => ({
      id,
      group: found.groups[i] as number,
      distance: found.distances[i] as number,
    }));
    const { groups: _groups, distances: _distances, ...rest } = found;
    return {
      json: {
        schema: 'opora.stats.clusters/1',
        method: kind,
        distance: 'расстояние Евклида в стандартных отклонениях до центра группы',
        n: rows.n,
        ...droppedOf(rows),
        variables: variables.map(({ name }) => name),
        ...rest,
        schools,
      },
      text: [
        droppedLine(rows),
        grid(
          ['группа', 'школ', ...variables.map(({ name }) => name)],
          found.centres.map((one, g) => [String(g), one.n, ...one.means]),
        ),
        heading('Школы'),
        grid(
          ['', 'группа', 'до центра'],
          schools.map((one) => [one.id, one.group, one.distance]),
          60,
        ),
      ].join(''),
    };
  },
});

export const verbs = [regression, index, clusters];
