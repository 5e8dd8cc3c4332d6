/** What the engine says in Russian: changes, their effect, notes. */
import { formatNumber, formatPercent } from '#kernel/format.ts';
import { count } from '#kernel/plural.ts';
import type { Methodology, Metric } from '../methodology/schema.ts';
import type { Column } from './column.ts';
import { baseOf } from './column.ts';
import type { Flip } from './nearest.ts';

export const METRIC_NAMES: Record<Metric['kind'], string> = {
  'share-below': 'доля не преодолевших порог',
  'mean-percent': 'средний процент выполнения',
  'lower-quantile-share': 'доля учеников в нижней части группы сравнения',
  'value-added': 'добавленная стоимость',
  'growth-median': 'медиана роста',
  'social-residual': 'результат с учётом социальных условий',
  'social-index': 'социальный индекс',
  index: 'интегральный индекс',
  percentile: 'место среди школ группы сравнения',
  deviation: 'отклонение от среднего группы сравнения',
};

export function changeText(flips: readonly Flip[], j: number): string {
  return flips.map((flip) => flipText(flip, j)).join(' и ');
}

/** «3 ученика меньше ниже порога в ВПР 5 математика 2025» */
function flipText({ column, pupils, toMeet }: Flip, j: number): string {
  const base = baseOf(column.condition.metric);
  const where = column.set.title;
  const more = toMeet === raises(column);
  const direction = more ? 'больше' : 'меньше';
  if (base.kind === 'share-below') return `${pupilsText(pupils)} ${direction} ниже порога в ${where}`;
  if (base.kind === 'lower-quantile-share')
    return `${pupilsText(pupils)} ${direction} в нижней части группы сравнения в ${where}`;
  const name = METRIC_NAMES[base.kind];
  const size = pupils / Math.max(1, column.estimates.n[j] as number);
  if (base.kind === 'mean-percent')
    return `${name} ${more ? 'выше' : 'ниже'} на ${formatPercent(Math.max(size, 0.001), 1)} (${where})`;
  return `${name} ${more ? 'выше' : 'ниже'} (${where})`;
}

export function pupilsText(pupils: number): string {
  return count(pupils, 'ученик', 'ученика', 'учеников').replaceAll('\u00A0', ' ');
}

/** Does a greater value of the base metric bring the condition nearer to being met? */
function raises({ condition: { metric, is } }: Column): boolean {
  const upward = is === 'at-least' || is === 'above';
  if (metric.kind !== 'percentile' && metric.kind !== 'deviation') return upward;
  const higherIsWorse = ['share-below', 'lower-quantile-share', 'social-index'].includes(metric.of.kind);
  return upward !== higherIsWorse;
}

export function effectText(goal: boolean): string {
  return goal ? 'школа вошла бы в список' : 'школа не вошла бы в список';
}

export function tooLittleText(minimumN: number): string {
  return `Недостаточно данных: слишком мало работ, в которых участвовали не менее ${count(minimumN, 'ученика', 'учеников', 'учеников').replaceAll('\u00A0', ' ')}.`;
}

export function uncertaintyText({ uncertainty }: Pick<Methodology, 'uncertainty'>): string {
  switch (uncertainty.kind) {
    case 'point':
      return 'по значению показателя';
    case 'interval':
      return `весь ${formatNumber(uncertainty.level * 100)}-процентный интервал за порогом (${uncertainty.method})`;
    case 'posterior':
      return `вероятность не ниже ${formatNumber(uncertainty.cut)}`;
  }
}
