/**
 * How many pupils of a hundred got so many points, with the borders of marks; the region as a thin stepped line. Bars
 * stand on zero. A bar over several points shares its pupils among them evenly, so that areas stay true.
 */
import {
  countTicks,
  type Drawing,
  lineFrom,
  paint,
  pathThrough,
  percentLabel,
  percentTicks,
  round,
  svgOf,
  textAt,
  titled,
  valueLabel,
  WIDTH,
} from './svg.ts';

/** Pupils with `from` … `to` points, as a share of all. */
export type HistogramBar = { from: number; to: number; share: number };

export type HistogramChart = Drawing & {
  maximum: number;
  bars: readonly HistogramBar[];
  /** The region beside a part of it. */
  region: readonly HistogramBar[] | null;
  /** Least points of a mark, with its word: {at: 7, label: '«3»'}. */
  borders: readonly { at: number; label: string }[];
  small: boolean;
};

const LEFT = 58;
const RIGHT = WIDTH - 20;
const TOP = 44;
const BOTTOM = 330;

export function histogramSvg(chart: HistogramChart): string {
  const perPoint = ({ from, to, share }: HistogramBar) => share / (to - from + 1);
  const { top, ticks } = percentTicks(Math.max(0.01, ...[...chart.bars, ...(chart.region ?? [])].map(perPoint)));
  const x = (points: number) => LEFT + ((RIGHT - LEFT) * points) / (chart.maximum + 1);
  const y = (share: number) => BOTTOM - ((BOTTOM - TOP) * share) / top;
  const bars = chart.bars
    .filter(({ share }) => share > 0)
    .map((bar) =>
      titled(
        `${pointsOf(bar)}: ${valueLabel(bar.share)} учеников`,
        `<rect x="${round(x(bar.from) + 1)}" y="${round(y(perPoint(bar)))}" width="${round(x(bar.to + 1) - x(bar.from) - 2)}" height="${round(BOTTOM - y(perPoint(bar)))}" data-what="bar" ${paint(chart.id, chart.small)}/>`,
      ),
    );
  return svgOf(chart, BOTTOM + 48, [
    ...ticks.flatMap((tick) => [
      lineFrom(LEFT, y(tick), RIGHT, y(tick)),
      textAt(LEFT - 8, y(tick) + 5, percentLabel(tick), { part: 'soft', anchor: 'end' }),
    ]),
    ...bars,
    chart.region === null ? '' : regionSteps(chart.region, perPoint, x, y),
    ...chart.borders.flatMap(({ at, label }) => [
      lineFrom(x(at), TOP - 8, x(at), BOTTOM, { part: 'ink', width: 1.5, dashes: '4 3', what: 'border' }),
      textAt(x(at) + 4, TOP - 12, `${label} →`, { bold: true }),
    ]),
    ...countTicks(chart.maximum).map((tick) =>
      textAt(x(tick + 0.5), BOTTOM + 20, String(tick), { part: 'soft', anchor: 'middle' }),
    ),
    textAt(LEFT, TOP - 30, 'Доля учеников', { part: 'soft' }),
    textAt(RIGHT, BOTTOM + 40, 'Первичный балл', { part: 'soft', anchor: 'end' }),
  ]);
}

function regionSteps(
  region: readonly HistogramBar[],
  perPoint: (bar: HistogramBar) => number,
  x: (points: number) => number,
  y: (share: number) => number,
): string {
  const points = region.flatMap((bar): [number, number][] => [
    [x(bar.from), y(perPoint(bar))],
    [x(bar.to + 1), y(perPoint(bar))],
  ]);
  const highest = region.reduce<HistogramBar | null>(
    (best, bar) => (best === null || perPoint(bar) > perPoint(best) ? bar : best),
    null,
  );
  const label = highest === null ? '' : textAt(x(highest.to + 1) + 6, y(perPoint(highest)), 'регион', { halo: true });
  // A rim of paper keeps the line apart from the bars below it.
  return (
    pathThrough(points, { part: 'paper', width: 4 }) +
    pathThrough(points, { part: 'ink', width: 1.25, what: 'region' }) +
    label
  );
}

export function pointsOf({ from, to }: Pick<HistogramBar, 'from' | 'to'>): string {
  return from === to ? `${from} б.` : `${from}–${to} б.`;
}
