import { designMatrix } from '#stats/design.ts';
import { type GroupEffect, probabilityBelow } from '#stats/value-added/group-effect.ts';
import { type MixedModel, mixedModel } from '#stats/value-added/mixed-model.ts';
import { UsageError } from '../errors.ts';
import { droppedLine, grid, heading } from '../text.ts';
import { type Call, droppedOf, flag, PREDICTOR_OPTIONS, statsVerb, string } from '../verb.ts';

export const verbs = [
  statsVerb({
    method: 'value-added',
    summary: 'вклад школы: результат при том же начальном уровне (смешанная модель, REML)',
    form: '--data ФАЙЛ --outcome СТОЛБЕЦ [--fixed СТОЛБЦЫ] --group СТОЛБЕЦ [--group СТОЛБЕЦ] [--slope СТОЛБЕЦ] [--ml] [--json]',
    options: {
      outcome: string('СТОЛБЕЦ', 'результат ученика'),
      fixed: string('СТОЛБЦЫ', 'что учесть, через запятую: начальный уровень, пол, состав школы', true),
      ...PREDICTOR_OPTIONS,
      group: string('СТОЛБЕЦ', 'школа; второй раз — во что школы вложены (муниципалитет)', true),
      crossed: flag('группировки не вложены, а пересекаются (школа и прежняя школа)'),
      slope: string('СТОЛБЕЦ', 'числовой столбец, влияние которого в каждой школе своё'),
      ml: flag('обычное правдоподобие вместо ограниченного: для сравнения моделей с разными --fixed'),
      level: string('ЧИСЛО', 'надёжность интервала вклада, 0.95'),
      below: string('ЧИСЛО', 'добавить вероятность, что вклад ниже этого числа'),
    },
    examples: ['--data demo/statistics/pupils.csv --outcome score --fixed prior,sex --group school'],
    async run(call) {
      const outcome = call.required('outcome');
      const fixed = call.list('fixed').filter((name) => name !== '1');
      const names = call.list('group');
      const slope = call.text('slope');
      requireGroups(call, names);
      const rows = await call.rows([outcome, ...fixed, ...names, slope]);
      const groups = names.map((name) => rows.grouping(name));
      const model = mixedModel({
        outcome: rows.numbers(outcome),
        design: designMatrix(call.predictors(rows, 'fixed'), rows.n),
        groups: groups as unknown as Parameters<typeof mixedModel>[0]['groups'],
        crossed: call.has('crossed'),
        slope: slope === undefined ? undefined : { name: slope, values: rows.numbers(slope) },
        method: call.has('ml') ? 'ML' : 'REML',
        level: call.number('level') ?? 0.95,
      });
      const cut = call.number('below');
      const effects =
        cut === undefined
          ? model.effects
          : Object.fromEntries(
              Object.entries(model.effects).map(([name, list]) => [
                name,
                list.map((one) => ({ ...one, below: probabilityBelow(one, cut) })),
              ]),
            );
      const { covariance, ...rest } = model;
      return {
        json: {
          schema: 'opora.stats.value-added/1',
          outcome,
          ...droppedOf(rows),
          ...rest,
          covariance: rowsOf(covariance, model.fixed.length),
          effects,
        },
        text: `${droppedLine(rows)}${told(model)}`,
      };
    },
  }),
];

function requireGroups(call: Call, names: readonly string[]): void {
  if (names.length === 0) throw new UsageError('Не хватает ключа --group.');
  if (names.length > 2) throw new UsageError('Ключ --group указывают один или два раза.');
  if (names.length === 2 && names[0] === names[1]) throw new UsageError(`Группировка «${names[0]}» указана дважды.`);
  if (call.has('crossed') && names.length !== 2) throw new UsageError('С ключом --crossed нужны две группировки.');
}

function rowsOf(matrix: Float64Array, p: number): Float64Array[] {
  return Array.from({ length: p }, (_, i) => matrix.slice(i * p, (i + 1) * p));
}

function told(model: MixedModel): string {
  const total = model.residual + model.variance.filter(isIntercept).reduce((sum, { value }) => sum + value, 0);
  return [
    `Наблюдений: ${model.n}. ${Object.entries(model.groups)
      .map(([name, count]) => `${name}: ${count}`)
      .join(', ')}. ${model.method}, критерий ${model.criterion.toFixed(3).replace('.', ',')}.\n`,
    heading('Постоянные коэффициенты'),
    grid(
      ['', 'оценка', 'ошибка'],
      model.fixed.map(({ term, estimate, se }) => [term, estimate, se]),
    ),
    heading('Дисперсии'),
    grid(
      ['', '', 'дисперсия', 'доля'],
      [
        ...model.variance.map((one) => [
          one.group,
          one.term2 === null ? one.term : `${one.term} и ${one.term2}`,
          one.value,
          isIntercept(one) ? one.value / total : null,
        ]),
        ['остаток', '', model.residual, model.residual / total],
      ],
    ),
    ...Object.entries(model.effects).flatMap(([name, list]) => [
      heading(`Вклад (${name}): от наименьшего`),
      grid(['', 'n', 'вклад', 'от', 'до', 'ошибка', 'надёжность'], sorted(list), 40),
    ]),
  ].join('');
}

function isIntercept({ term, term2 }: MixedModel['variance'][number]): boolean {
  return term === '(Intercept)' && term2 === null;
}

function sorted(list: readonly GroupEffect[]) {
  return [...list]
    .sort((a, b) => a.effect - b.effect)
    .map(({ id, n, effect, low, high, sd, reliability }) => [id, n, effect, low, high, sd, reliability]);
}
