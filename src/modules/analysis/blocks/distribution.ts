/** Distribution of primary points against the region. */
import { histogramSvg } from '#charts/histogram.ts';
import { formatNumber, formatPercent } from '#kernel/format.ts';
import type { Scale } from '#modules/assessments/index.ts';
import type { SchoolResult } from '#modules/results/index.ts';
import type { Block } from '../domain/block.ts';
import { groupedBars, type PointsBar } from '../domain/grouped-bars.ts';
import { FEW_PUPILS, percentOf } from '../domain/shown-share.ts';

export type Whose = {
  /** «Регион», «Муниципалитет», «Школа». */
  words: string;
  result: SchoolResult;
  own: boolean;
};

export function distributionBlock(title: string, mine: Whose, region: SchoolResult | null, scale: Scale | null): Block {
  const { result, own, words } = mine;
  const bars = groupedBars(result.histogram, own);
  const regionBars = region && groupedBars(region.histogram);
  const maximum = Math.max(result.maximum, region?.maximum ?? 0, 1);
  const borders = bordersOf(scale);
  const conclusion = conclusionOf(words, result, region);
  const shareOf = (all: readonly PointsBar[], { from, to }: { from: number; to: number }) =>
    all.reduce((sum, bar) => {
      const common = Math.min(to, bar.to) - Math.max(from, bar.from) + 1;
      return common > 0 ? sum + (bar.count * common) / (bar.to - bar.from + 1) : sum;
    }, 0);
  return {
    id: 'distribution',
    title: 'Распределение первичных баллов',
    conclusion,
    svg: histogramSvg({
      id: 'distribution',
      title: `${title}: распределение первичных баллов`,
      description: conclusion,
      maximum,
      bars: bars.map(({ from, to, count: pupils }) => ({ from, to, share: pupils / result.n })),
      region: regionBars && region.n > 0 ? regionBars.map((bar) => ({ ...bar, share: bar.count / region.n })) : null,
      borders,
      small: result.n < FEW_PUPILS,
    }),
    table: {
      caption: 'Сколько учеников получили столько баллов',
      columns: [
        { header: 'Баллы' },
        { header: 'Учеников', numeric: true },
        { header: 'Доля, %', numeric: true },
        ...(region ? [{ header: 'В регионе, %', numeric: true }] : []),
      ],
      rows: bars.map((bar) => [
        bar.from === bar.to ? String(bar.from) : `${bar.from}–${bar.to}`,
        bar.count,
        percentOf(bar.count / result.n),
        ...(region && regionBars ? [percentOf(shareOf(regionBars, bar) / region.n)] : []),
      ]),
    },
    how: `Учеников с результатом: ${formatNumber(result.n)}; отсутствовавших нет в расчёте. ${
      own ? '' : 'Соседние баллы объединены, пока в столбце не наберётся 5 учеников; их доля поделена поровну. '
    }${borders.length > 0 && scale ? `Штриховые линии — границы отметок (${scale.source}).` : 'Шкала отметок неизвестна, границ нет.'}`,
  };
}

function conclusionOf(words: string, result: SchoolResult, region: SchoolResult | null): string {
  const mean = result.sum / result.n;
  const base = `${words}: в среднем ${formatNumber(mean, { atMost: 1, atLeast: 1 })} балла из ${formatNumber(result.maximum)} (${formatPercent(mean / Math.max(1, result.maximum), 1)}).`;
  if (region === null || region.n === 0) return base;
  return `${base} В регионе ${formatNumber(region.sum / region.n, { atMost: 1, atLeast: 1 })}.`;
}

/** Of a scale in points only: scores of ЕГЭ lie on another axis, and are drawn as they come. */
function bordersOf(scale: Scale | null): { at: number; label: string }[] {
  if (!scale) return [];
  const { three, four, five } = scale.least;
  const marks =
    scale.unit === 'score'
      ? [[three, 'минимум']]
      : [
          [three, '«3»'],
          [four, '«4»'],
          [five, '«5»'],
        ];
  return marks.flatMap(([at, label]) => (typeof at === 'number' ? [{ at, label: String(label) }] : []));
}
