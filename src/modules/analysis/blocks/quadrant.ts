/** Result against the social index: the quadrants and the resilient schools among them. */
import { quadrantSvg } from '#charts/quadrant.ts';
import { formatNumber, formatPercent } from '#kernel/format.ts';
import { count } from '#kernel/plural.ts';
import type { Block } from '../domain/block.ts';
import type { ContextIndex, Quadrants, SchoolInQuadrant } from '../domain/quadrant.ts';
import { FEW_PUPILS, percentOf } from '../domain/shown-share.ts';

export type NamedSchool = SchoolInQuadrant & { name: string; municipality: string | null };

const NAMED_AT_MOST = 6;

export function quadrantBlock(
  year: number,
  { medians, regionMean, hardFrom }: Omit<Quadrants, 'schools'>,
  { variables, incomplete }: Pick<ContextIndex, 'variables' | 'incomplete'>,
  schools: readonly NamedSchool[],
): Block {
  const rows = [...schools].sort(
    (a, b) =>
      (a.municipality ?? '').localeCompare(b.municipality ?? '', 'ru') ||
      a.name.localeCompare(b.name, 'ru', { numeric: true }),
  );
  const resilient = rows.filter((row) => row.resilient);
  const hard = rows.filter(({ context }) => context >= hardFrom);
  const conclusion =
    hard.length === 0
      ? 'Среди школ, которые вам видны, нет работающих в самых трудных условиях региона.'
      : `В трудных условиях работают ${count(hard.length, 'школа', 'школы', 'школ')} из ${count(rows.length, 'школы', 'школ', 'школ')}; из них не ниже среднего по региону результат у ${formatNumber(resilient.length)}${resilient.length > 0 && resilient.length <= NAMED_AT_MOST ? `: ${resilient.map(({ name }) => name).join(', ')}` : ''}.`;
  return {
    id: 'quadrant',
    title: 'Результат и социальные условия',
    conclusion,
    svg: quadrantSvg({
      id: 'quadrant',
      title: `Результат и социальный индекс школ, ${year} год`,
      description: conclusion,
      medians,
      points: rows.map(({ name, context, result, n, resilient: named }) => ({
        label: name,
        context,
        result,
        small: n < FEW_PUPILS,
        named: named && resilient.length <= NAMED_AT_MOST,
      })),
    }),
    table: {
      caption: 'Школы по муниципалитету и названию',
      columns: [
        { header: 'Школа' },
        { header: 'Муниципалитет' },
        { header: 'Социальный индекс', numeric: true },
        { header: 'Результатов', numeric: true },
        { header: 'Выполнено, %', numeric: true },
        { header: 'От среднего по региону, п. п.', numeric: true },
        { header: 'Трудные условия, результат не ниже среднего' },
      ],
      rows: rows.map(({ name, municipality, context, n, result, resilient: held }) => [
        name,
        municipality,
        Math.round(context),
        n,
        percentOf(result),
        Math.round((result - regionMean) * 1000) / 10,
        held ? 'да' : 'нет',
      ]),
    },
    how: `Индекс от 0 до 100 — с равными весами из социального паспорта: ${variables.join(', ')}. Результат — среднее региона (${formatPercent(regionMean, 1)}) и отклонение школы от него в тех работах, которые она писала в ${year} году, чтобы набор работ не влиял. Тонкие линии — медианы региона. Трудные условия — верхняя треть индекса. Один год мало что значит: устойчивость за три года считает методика «Резильентные школы». Связь с условиями не говорит о причинах.${incomplete > 0 ? ` Без полного паспорта: ${count(incomplete, 'школа', 'школы', 'школ')}.` : ''}`,
  };
}
