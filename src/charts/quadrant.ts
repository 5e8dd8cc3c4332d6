/** Result against context: four fields cut by the medians of the region, each named on the drawing itself. */
import { formatNumber } from '#kernel/format.ts';
import {
  cut,
  type Drawing,
  lineFrom,
  paint,
  percentLabel,
  round,
  svgOf,
  textAt,
  titled,
  WIDTH,
  valueLabel,
  widthOf,
} from './svg.ts';

export type QuadrantPoint = {
  label: string;
  /** Social index, 0 … 100: higher is harder. */
  context: number;
  /** Mean share of the maximum. */
  result: number;
  small: boolean;
  /** Named on the drawing. */
  named: boolean;
};

export type QuadrantChart = Drawing & {
  points: readonly QuadrantPoint[];
  medians: { context: number; result: number };
};

const LEFT = 58;
const RIGHT = WIDTH - 20;
const TOP = 34;
const BOTTOM = 460;

export function quadrantSvg(chart: QuadrantChart): string {
  const results = chart.points.map(({ result }) => result);
  const least = Math.max(0, Math.floor(Math.min(...results) * 10) / 10);
  const most = Math.min(1, Math.max(Math.ceil(Math.max(...results) * 10) / 10, least + 0.1));
  const x = (context: number) => LEFT + ((RIGHT - LEFT) * context) / 100;
  const y = (result: number) => BOTTOM - ((BOTTOM - TOP) * (result - least)) / (most - least);
  const ticks = Array.from({ length: Math.round((most - least) * 10) + 1 }, (_, k) => least + k / 10);
  const { context, result } = chart.medians;
  return svgOf(chart, BOTTOM + 48, [
    ...ticks.map((tick) => textAt(LEFT - 8, y(tick) + 5, percentLabel(tick), { part: 'soft', anchor: 'end' })),
    ...[0, 25, 50, 75, 100].map((tick) =>
      textAt(x(tick), BOTTOM + 20, String(tick), { part: 'soft', anchor: 'middle' }),
    ),
    lineFrom(LEFT, BOTTOM, RIGHT, BOTTOM),
    lineFrom(LEFT, TOP, LEFT, BOTTOM),
    lineFrom(x(context), TOP, x(context), BOTTOM, { part: 'ink', what: 'region' }),
    lineFrom(LEFT, y(result), RIGHT, y(result), { part: 'ink', what: 'region' }),
    textAt(LEFT + 6, TOP + 14, 'условия легче, результат выше', { part: 'soft', halo: true }),
    textAt(RIGHT, TOP + 14, 'условия труднее, результат выше', { part: 'soft', anchor: 'end', halo: true }),
    textAt(LEFT + 6, BOTTOM - 8, 'условия легче, результат ниже', { part: 'soft', halo: true }),
    textAt(RIGHT, BOTTOM - 8, 'условия труднее, результат ниже', { part: 'soft', anchor: 'end', halo: true }),
    ...chart.points.map((point) =>
      titled(
        `${point.label}: индекс ${formatNumber(point.context, { atMost: 0 })}, выполнено ${valueLabel(point.result)}`,
        `<circle cx="${round(x(point.context))}" cy="${round(y(point.result))}" r="${point.named ? 6 : 4.5}" ${paint(chart.id, point.small)}/>`,
      ),
    ),
    ...labelsOf(
      chart.points
        .filter(({ named }) => named)
        .map(({ label, context: at, result: height }) => ({ label: cut(label, 240), x: x(at), y: y(height) })),
    ),
    textAt(LEFT, TOP - 16, 'Средний процент выполнения', { part: 'soft' }),
    textAt(RIGHT, BOTTOM + 40, 'Социальный индекс: больше — условия труднее', { part: 'soft', anchor: 'end' }),
  ]);
}

type Label = { label: string; x: number; y: number };
type Box = { from: number; to: number; y: number };

const LINE = 17;

/** After the point, else before it; what would lie on another label is left to the title and the table. */
function labelsOf(labels: readonly Label[]): string[] {
  const taken: Box[] = [];
  const isFree = ({ from, to, y }: Box) =>
    from >= LEFT && to <= RIGHT && !taken.some((box) => Math.abs(box.y - y) < LINE && box.from < to && from < box.to);
  return labels.flatMap(({ label, x, y }) => {
    const after = { from: x + 10, to: x + 10 + widthOf(label), y: y + 5 };
    const before = { from: x - 10 - widthOf(label), to: x - 10, y: y + 5 };
    const box = [after, before].find(isFree);
    if (!box) return [];
    taken.push(box);
    return [
      textAt(box === after ? box.from : box.to, box.y, label, { anchor: box === after ? 'start' : 'end', halo: true }),
    ];
  });
}
