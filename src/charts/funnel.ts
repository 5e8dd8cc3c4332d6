/**
 * Shares of schools against the number of pupils, inside the limits that chance alone would draw. A point beyond the
 * limits is a reason to look, not a place in a table: schools are not ranked.
 */
import { formatNumber } from '#kernel/format.ts';
import {
  countTicks,
  cut,
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
  WIDTH,
  valueLabel,
  widthOf,
} from './svg.ts';

export type FunnelPoint = { label: string; n: number; share: number; outside: boolean; small: boolean };

export type FunnelChart = Drawing & {
  /** Share of the whole region. */
  target: number;
  limits(n: number, level: number): { low: number; high: number };
  points: readonly FunnelPoint[];
};

const LEFT = 58;
const RIGHT = WIDTH - 150;
const TOP = 34;
const BOTTOM = 390;
const LABELS_AT_MOST = 6;

export function funnelSvg(chart: FunnelChart): string {
  const largestN = Math.max(20, ...chart.points.map(({ n }) => n)) * 1.04;
  const { top, ticks } = percentTicks(Math.max(chart.target * 2, ...chart.points.map(({ share }) => share)));
  const x = (n: number) => LEFT + ((RIGHT - LEFT) * n) / largestN;
  const y = (share: number) => BOTTOM - ((BOTTOM - TOP) * Math.min(share, top)) / top;
  const sizes = Array.from({ length: 60 }, (_, k) => 3 + ((largestN - 3) * k) / 59);
  const limit = (level: number, side: 'low' | 'high', dashes?: string) =>
    pathThrough(
      sizes.map((n) => [x(n), y(chart.limits(n, level)[side])] as const),
      { part: 'region', width: 1, what: 'limit', ...(dashes ? { dashes } : {}) },
    );
  const atEnd = (level: number, side: 'low' | 'high') => y(chart.limits(largestN, level)[side]);
  return svgOf(chart, BOTTOM + 48, [
    ...ticks.flatMap((tick) => [
      lineFrom(LEFT, y(tick), RIGHT, y(tick)),
      textAt(LEFT - 8, y(tick) + 5, percentLabel(tick), { part: 'soft', anchor: 'end' }),
    ]),
    ...countTicks(largestN).map((tick) =>
      textAt(x(tick), BOTTOM + 20, formatNumber(tick), { part: 'soft', anchor: 'middle' }),
    ),
    textAt(LEFT, TOP - 16, 'Доля ниже порога', { part: 'soft' }),
    textAt(RIGHT, BOTTOM + 40, 'Учеников, писавших работу', { part: 'soft', anchor: 'end' }),
    limit(0.95, 'low', '2 3'),
    limit(0.95, 'high', '2 3'),
    limit(0.998, 'low', '6 3'),
    limit(0.998, 'high', '6 3'),
    lineFrom(LEFT, y(chart.target), RIGHT, y(chart.target), { part: 'region', what: 'region' }),
    ...endLabels([
      { at: atEnd(0.998, 'high'), label: 'предел 99,8 %' },
      { at: atEnd(0.95, 'high'), label: 'предел 95 %' },
      { at: y(chart.target), label: `регион ${valueLabel(chart.target)}` },
    ]),
    ...chart.points.map(({ label, n, share, outside, small }) =>
      titled(
        `${label}: ${valueLabel(share)}, учеников ${formatNumber(n)}`,
        `<circle cx="${round(x(n))}" cy="${round(y(share))}" r="${outside ? 6 : 4.5}" ${paint(chart.id, small)}/>`,
      ),
    ),
    ...named(chart.points).map(({ label, n, share }) => pointLabel(label, x(n), y(share))),
  ]);
}

/** Labels at the right end, pushed apart so that they do not touch. */
function endLabels(labels: { at: number; label: string }[]): string[] {
  let free = TOP;
  return labels
    .sort((a, b) => a.at - b.at)
    .map(({ at, label }) => {
      const place = Math.max(at + 5, free);
      free = place + 17;
      return textAt(RIGHT + 8, place, label, { part: 'soft' });
    });
}

/** Only what stands out is named on the drawing, in the order of names; the rest are in the table. */
function named(points: readonly FunnelPoint[]): FunnelPoint[] {
  const outside = points.filter((point) => point.outside);
  return outside.length <= LABELS_AT_MOST ? outside : [];
}

function pointLabel(label: string, x: number, y: number): string {
  const short = cut(label, 260);
  const before = x + 10 + widthOf(short) > RIGHT;
  return textAt(before ? x - 10 : x + 10, y - 6, short, { anchor: before ? 'end' : 'start', halo: true });
}
