/** The drawing of a sign: which bars, which words. */
import type { BarsAgainst } from '#charts/bars-against.ts';
import type { Signal } from '../../contract.ts';

export function chartOf({ kind, chart, value }: Signal, id: number): BarsAgainst | null {
  if (!chart) return null;
  if (kind === 'borders') {
    const below = chart.labels.findIndex((label) => label.startsWith('+'));
    return {
      ...chart,
      id: `borders-${id}`,
      title: 'Результаты рядом с границами отметок',
      description:
        value > 0
          ? 'Слева от границы результатов меньше, чем ожидаемо, справа — больше.'
          : 'Рядом с границами результаты распределены как обычно.',
      unit: 'Результатов',
      axis: 'Баллов до границы отметки',
      divider: { before: below, label: 'граница' },
    };
  }
  return {
    ...chart,
    id: `items-${id}`,
    title: 'Выполнение заданий от лёгких к трудным',
    description: 'Слева лёгкие задания, справа трудные; линия — сколько ожидаемо при том же общем результате.',
    unit: '% от наибольшего балла',
    axis: 'Задания от лёгких к трудным',
  };
}
