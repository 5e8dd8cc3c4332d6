import { ancova } from '#stats/effect/ancova.ts';
import { differenceInDifferences } from '#stats/effect/difference-in-differences.ts';
import { type FixedEffects, fixedEffects } from '#stats/effect/fixed-effects.ts';
import type { Coefficient } from '#stats/linear/coefficients.ts';
import { UsageError } from '../errors.ts';
import type { Rows } from '../table.ts';
import { droppedLine, figure } from '../text.ts';
import { type Answer, type Call, droppedOf } from '../verb.ts';
import { coefficientGrid, effectText, verdictOf } from './told.ts';

export async function ancovaAnswer(call: Call): Promise<Answer> {
  const [outcome, baseline, treated] = [call.required('outcome'), call.required('baseline'), call.required('treated')];
  const cluster = call.text('cluster');
  const rows = await call.rows([outcome, baseline, treated, cluster, ...call.list('fixed')]);
  const found = ancova({
    outcome: rows.numbers(outcome),
    baseline: rows.numbers(baseline),
    treated: rows.numbers(treated),
    covariates: call.predictors(rows, 'fixed'),
    ...(cluster === undefined ? {} : { clusters: rows.grouping(cluster).codes }),
  });
  return told(call, rows, 'ancova', found.effect, found.coefficients, found, [
    `Просто разность средних ${figure(found.naive.difference)}, разность приростов ${figure(found.naive.change)}; эффект в стандартных отклонениях ${figure(found.standardised)}.\n`,
    `Одинаков ли наклон по начальному уровню: p ${figure(found.equalSlopesP)}.\n`,
  ]);
}

export async function rowsDid(call: Call): Promise<Answer> {
  const [outcome, treated, after] = [call.required('outcome'), call.required('treated'), call.required('after')];
  const cluster = call.text('cluster');
  const rows = await call.rows([outcome, treated, after, cluster, ...call.list('fixed')]);
  const found = differenceInDifferences({
    outcome: rows.numbers(outcome),
    supported: rows.numbers(treated),
    after: rows.numbers(after),
    covariates: call.predictors(rows, 'fixed'),
    ...(cluster === undefined ? {} : { clusters: rows.grouping(cluster).codes }),
  });
  return told(call, rows, 'did', found.effect, found.coefficients, found);
}

/** Two ways: units and periods absorbed, errors by units unless told otherwise. */
export async function twoWay(call: Call): Promise<Answer> {
  const [outcome, unit, time, treated] = (['outcome', 'unit', 'time', 'treated'] as const).map((option) =>
    call.required(option),
  ) as [string, string, string, string];
  const cluster = call.text('cluster') ?? unit;
  const rows = await call.rows([outcome, unit, time, treated, cluster, ...call.list('fixed')]);
  const found = fixedEffects({
    outcome: rows.numbers(outcome),
    predictors: [{ name: treated, values: rows.numbers(treated) }, ...call.predictors(rows, 'fixed')],
    absorb: [rows.grouping(unit).codes, rows.grouping(time).codes],
    ...(call.has('classical')
      ? {}
      : { clusters: { codes: rows.grouping(cluster).codes, correction: correction(call) } }),
  });
  return told(call, rows, 'twfe', found.coefficients[0] as Coefficient, found.coefficients, short(found));
}

export async function absorbed(call: Call): Promise<Answer> {
  const outcome = call.required('outcome');
  const absorb = call.list('absorb');
  const treated = call.text('treated');
  const cluster = call.text('cluster');
  if (absorb.length > 2) throw new UsageError('Ключ --absorb: один или два столбца.');
  const rows = await call.rows([outcome, treated, cluster, ...absorb, ...call.list('fixed')]);
  const first = treated === undefined ? [] : [{ name: treated, values: rows.numbers(treated) }];
  const predictors = [...first, ...call.predictors(rows, 'fixed')];
  if (predictors.length === 0) throw new UsageError('Назовите столбцы ключом --treated или --fixed.');
  const found = fixedEffects({
    outcome: rows.numbers(outcome),
    predictors,
    absorb: absorb.map((name) => rows.grouping(name).codes) as unknown as [Int32Array],
    ...(cluster === undefined
      ? {}
      : { clusters: { codes: rows.grouping(cluster).codes, correction: correction(call) } }),
  });
  const effect = found.coefficients[absorb.length === 0 ? 1 : 0] as Coefficient;
  return told(call, rows, 'fixed-effects', effect, found.coefficients, short(found));
}

function correction(call: Call) {
  return call.choice('correction', ['CR1', 'CR0'], 'CR1');
}

/** Without what is as long as the table. */
function short({ n, parameters, clusters, residual }: FixedEffects) {
  return { n, parameters, clusters, residual };
}

function told(
  call: Call,
  rows: Rows,
  design: string,
  effect: Coefficient,
  coefficients: readonly Coefficient[],
  more: object,
  lines: readonly string[] = [],
): Answer {
  const { term, ...found } = effect;
  return {
    json: {
      schema: 'opora.stats.effect/1',
      ...more,
      design,
      ...droppedOf(rows),
      term,
      ...found,
      ...verdictOf(call, effect),
      coefficients,
    },
    text: [
      droppedLine(rows),
      `Строк ${rows.n}.\n`,
      effectText(call, effect),
      ...lines,
      '\n',
      coefficientGrid(coefficients),
    ].join(''),
  };
}
