/** One series through the years: the value with its interval, the region as a thin line, labels at the points. */
import {
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

export type YearPoint = { label: string; value: number | null; low: number; high: number; small: boolean };
export type YearsChart = Drawing & {
  points: readonly YearPoint[];
  /** By the same places as the points. */
  region: readonly (number | null)[];
  regionLabel: string;
};

const LEFT = 58;
const RIGHT = WIDTH - 130;
const TOP = 24;
const BOTTOM = 230;

export function yearsSvg(chart: YearsChart): string {
  const known = chart.points.flatMap((point, index) => (point.value === null ? [] : [{ ...point, index }]));
  const values = [...known.map(({ high }) => high), ...chart.region.map((value) => value ?? 0)];
  const { top, ticks } = percentTicks(Math.max(0.1, ...values));
  const step = (RIGHT - LEFT) / Math.max(1, chart.points.length);
  const x = (index: number) => LEFT + step * (index + 0.5);
  const y = (value: number) => BOTTOM - ((BOTTOM - TOP) * Math.min(value, top)) / top;
  const region = chart.region.flatMap((value, index) => (value === null ? [] : [[x(index), y(value)] as const]));
  const [endX, endY] = region.at(-1) ?? [0, 0];
  return svgOf(chart, BOTTOM + 30, [
    ...ticks.flatMap((tick) => [
      lineFrom(LEFT, y(tick), RIGHT, y(tick)),
      textAt(LEFT - 8, y(tick) + 5, percentLabel(tick), { part: 'soft', anchor: 'end' }),
    ]),
    region.length === 0
      ? ''
      : pathThrough(region, { part: 'ink', width: 1, what: 'region' }) +
        textAt(endX + 12, endY + 5, chart.regionLabel, { part: 'soft', halo: true }),
    pathThrough(
      known.map(({ index, value }) => [x(index), y(value!)] as const),
      { width: 2, what: 'series' },
    ),
    ...known.map(({ label, index, value, low, high, small }) =>
      titled(
        `${label}: ${valueLabel(value!)}`,
        lineFrom(x(index), y(low), x(index), y(high), { part: 'mark', width: 1.5, what: 'interval' }),
        `<circle cx="${round(x(index))}" cy="${round(y(value!))}" r="5" data-what="dot" ${paint(chart.id, small)}/>`,
        textAt(x(index) - 10, y(value!) - 8, valueLabel(value!), {
          anchor: 'end',
          halo: true,
        }),
      ),
    ),
    ...chart.points.map(({ label, value }, index) =>
      textAt(x(index), BOTTOM + 20, value === null ? `${label}: нет данных` : label, {
        part: 'soft',
        anchor: 'middle',
      }),
    ),
  ]);
}
