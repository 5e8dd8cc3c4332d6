import { interruptedSeries } from '#stats/effect/interrupted-series.ts';
import { regressionToMean } from '#stats/effect/regression-to-mean.ts';
import type { Coefficient } from '#stats/linear/coefficients.ts';
import { UsageError } from '../errors.ts';
import { droppedLine, figure } from '../text.ts';
import { type Answer, type Call, droppedOf } from '../verb.ts';
import { coefficientGrid, effectText, verdictOf, withNormalP } from './told.ts';

export async function interrupted(call: Call): Promise<Answer> {
  const outcome = call.required('outcome');
  const time = call.required('time');
  const start = call.number('start');
  if (start === undefined) throw new UsageError('Не хватает ключа --start.');
  const rows = await call.rows([outcome, time]);
  const moments = rows.numbers(time);
  const values = rows.numbers(outcome);
  const order = Array.from(moments.keys()).sort((a, b) => (moments[a] as number) - (moments[b] as number));
  const sorted = (column: Float64Array) => Float64Array.from(order, (i) => column[i] as number);
  const found = interruptedSeries(
    sorted(values),
    sorted(moments),
    start,
    call.number('lag'),
    call.number('level') ?? 0.95,
  );
  const level = found.coefficients.find(({ term }) => term === 'level') as Coefficient;
  const { term: _term, ...estimate } = level;
  return {
    json: {
      schema: 'opora.stats.effect/1',
      design: 'its',
      ...droppedOf(rows),
      ...found,
      ...estimate,
      ...verdictOf(call, level),
    },
    text: [
      droppedLine(rows),
      `Точек ${found.n}, до начала ${found.before}; связь соседних ошибок ${figure(found.autocorrelation)}; ошибки Ньюи–Уэста, запаздывание ${found.lag}.\n`,
      effectText(call, level),
      '\n',
      coefficientGrid(found.coefficients),
    ].join(''),
  };
}

export async function fallBack(call: Call): Promise<Answer> {
  const [before, after, treated] = [call.required('before'), call.required('after'), call.required('treated')];
  const reliability = call.number('reliability');
  if (reliability === undefined)
    throw new UsageError('Не хватает ключа --reliability: надёжность даёт команда stats stability.');
  const rows = await call.rows([before, after, treated]);
  const found = regressionToMean(
    rows.numbers(before),
    rows.numbers(after),
    rows.numbers(treated),
    reliability,
    call.number('level') ?? 0.95,
  );
  const effect = withNormalP({ estimate: found.adjusted, se: found.se, low: found.low, high: found.high });
  return {
    json: {
      schema: 'opora.stats.effect/1',
      design: 'regression-to-mean',
      ...droppedOf(rows),
      n: rows.n,
      ...found,
      ...effect,
      ...verdictOf(call, effect),
    },
    text: [
      droppedLine(rows),
      `До и после: ${figure(found.naive)}. Из них возврат к среднему ${figure(found.byChance)}, общий сдвиг ${figure(found.shift)}.\n`,
      effectText(call, effect),
    ].join(''),
  };
}
