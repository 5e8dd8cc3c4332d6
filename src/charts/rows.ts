/**
 * Rows with a value on a common scale of percent from zero: a dot with its interval, or a bar with it; the region as a
 * thin line through all rows or a tick of each. The order of rows is the caller's: by name or by number, never by value.
 */
import {
  cut,
  type Drawing,
  lineFrom,
  paint,
  percentLabel,
  percentTicks,
  round,
  svgOf,
  textAt,
  titled,
  valueLabel,
  WIDTH,
} from './svg.ts';

export type ChartRow = {
  label: string;
  /** Null: hidden or unknown; `note` says why. */
  value: number | null;
  low: number;
  high: number;
  small: boolean;
  /** Set apart by colour and by the words «ниже региона». */
  behind?: boolean;
  /** The region in this very row. */
  region?: number | null;
  note?: string;
};

export type RowsChart = Drawing & {
  kind: 'dot' | 'bar';
  rows: readonly ChartRow[];
  /** The region for all rows. */
  region: { value: number; label: string } | null;
};

const LABELS = 290;
const RIGHT = WIDTH - 130;
const ROW = 26;
const TOP = 40;

export function rowsSvg(chart: RowsChart): string {
  const values = chart.rows.flatMap(({ value, high, region }) => (value === null ? [] : [value, high, region ?? 0]));
  const { top, ticks } = percentTicks(Math.max(0.1, chart.region?.value ?? 0, ...values));
  const x = (value: number) => LABELS + ((RIGHT - LABELS) * Math.min(value, top)) / top;
  const bottom = TOP + chart.rows.length * ROW;
  return svgOf(chart, bottom + 16, [
    ...ticks.flatMap((tick) => [
      lineFrom(x(tick), TOP - 6, x(tick), bottom),
      textAt(x(tick), TOP - 12, percentLabel(tick), { part: 'soft', anchor: 'middle' }),
    ]),
    ...chart.rows.map((row, index) => rowDrawing(chart, row, TOP + index * ROW, x)),
    chart.region === null ? '' : wholeRegion(chart.region, x, bottom),
  ]);
}

function wholeRegion({ value, label }: { value: number; label: string }, x: (value: number) => number, bottom: number) {
  return (
    lineFrom(x(value), TOP - 6, x(value), bottom, { part: 'ink', what: 'region' }) +
    textAt(x(value) + 4, bottom + 13, label, { part: 'soft', halo: true })
  );
}

function rowDrawing({ id, kind }: RowsChart, row: ChartRow, top: number, x: (value: number) => number): string {
  const middle = top + ROW / 2;
  const label = textAt(0, middle + 5, cut(row.label, LABELS - 16));
  if (row.value === null) return label + textAt(x(0) + 6, middle + 5, row.note ?? 'нет данных', { part: 'soft' });
  const part = row.behind ? 'behind' : 'mark';
  const shape =
    kind === 'bar'
      ? `<rect x="${round(x(0))}" y="${top + 6}" width="${round(x(row.value) - x(0))}" height="${ROW - 12}" data-what="bar" ${paint(id, row.small, part)}/>`
      : `<circle cx="${round(x(row.value))}" cy="${middle}" r="5" data-what="dot" ${paint(id, row.small, part)}/>`;
  // On a bar the line needs a rim of paper to be seen.
  const rim = kind === 'bar' ? lineFrom(x(row.low), middle, x(row.high), middle, { part: 'paper', width: 4 }) : '';
  const interval = lineFrom(x(row.low), middle, x(row.high), middle, {
    part: kind === 'bar' ? 'ink' : part,
    width: 1.5,
    what: 'interval',
  });
  const tick =
    row.region === null || row.region === undefined
      ? ''
      : lineFrom(x(row.region), top + 2, x(row.region), top + ROW - 2, { part: 'paper', width: 5 }) +
        lineFrom(x(row.region), top + 2, x(row.region), top + ROW - 2, { part: 'ink', width: 2, what: 'region' });
  const words = `${valueLabel(row.value)}${row.behind ? ', ниже' : ''}`;
  return [
    titled(
      `${row.label}: ${words}, от ${valueLabel(row.low)} до ${valueLabel(row.high)}`,
      kind === 'bar' ? shape + rim + interval : interval + shape,
    ),
    tick,
    label,
    textAt(RIGHT + 12, middle + 5, words, { part: row.behind ? 'behind' : 'ink' }),
  ].join('');
}
