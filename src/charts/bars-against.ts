/** Bars of what is seen, and over each a line for what is expected. Colours as in `gantt.ts`: whole on paper, themed on a page. */
export type BarsAgainst = {
  /** Keeps the ids inside the drawing apart from those of others on the page. */
  id: string;
  title: string;
  /** The conclusion: what a reader who does not see the drawing should know. */
  description: string;
  labels: readonly string[];
  seen: readonly number[];
  expected: readonly number[];
  /** What the bars count: «учеников», «% баллов». */
  unit: string;
  /** The name under the bars. */
  axis: string;
  /** A line before the bar with this index: the border of a mark. */
  divider?: { before: number; label: string };
};

const WIDTH = 720;
const HEIGHT = 300;
const LEFT = 44;
const TOP = 30;
const BOTTOM = 52;

export function barsAgainstSvg(chart: BarsAgainst): string {
  const { id, labels, seen, expected } = chart;
  const most = niceAbove(Math.max(1e-9, ...seen, ...expected));
  const step = (WIDTH - LEFT - 8) / Math.max(1, labels.length);
  const floor = HEIGHT - BOTTOM;
  const y = (value: number) => round(floor - (value / most) * (floor - TOP));
  const x = (index: number) => round(LEFT + index * step);
  const ticks = [0, most / 2, most];
  // Names of many bars would run into each other.
  const every = Math.ceil(36 / step);
  const parts = [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${HEIGHT}" width="${WIDTH}" height="${HEIGHT}" role="img" aria-labelledby="${id}-title ${id}-description" font-family="'Golos Text', sans-serif" font-size="13">`,
    `<title id="${id}-title">${escaped(chart.title)}</title>`,
    `<desc id="${id}-description">${escaped(chart.description)}</desc>`,
    ...ticks.map(
      (tick) =>
        `<line x1="${LEFT}" x2="${WIDTH - 8}" y1="${y(tick)}" y2="${y(tick)}" stroke="#dedad0" data-part="grid"/><text x="${LEFT - 6}" y="${y(tick) + 4}" text-anchor="end" fill="#474a52" data-part="soft">${tickText(tick)}</text>`,
    ),
    `<text x="${LEFT}" y="14" fill="#474a52" data-part="soft">${escaped(chart.unit)}; столбцы — в школе, линии — ожидаемо</text>`,
    ...labels.map((label, i) => {
      const height = Math.max(0, floor - y(seen[i] ?? 0));
      const bar = `<rect x="${round(x(i) + step * 0.15)}" y="${y(seen[i] ?? 0)}" width="${round(step * 0.7)}" height="${round(height)}" fill="#1f4e79" data-part="bar"><title>${escaped(`${label}: ${tickText(seen[i] ?? 0)}, ожидаемо ${tickText(expected[i] ?? 0)}`)}</title></rect>`;
      const line = `<line x1="${round(x(i) + step * 0.04)}" x2="${round(x(i) + step * 0.96)}" y1="${y(expected[i] ?? 0)}" y2="${y(expected[i] ?? 0)}" stroke="#191b20" stroke-width="3" data-part="expected"/>`;
      const name =
        i % every === 0
          ? `<text x="${round(x(i) + step / 2)}" y="${floor + 18}" text-anchor="middle" fill="#191b20" data-part="ink">${escaped(label)}</text>`
          : '';
      return bar + line + name;
    }),
    `<text x="${round((WIDTH + LEFT) / 2)}" y="${HEIGHT - 8}" text-anchor="middle" fill="#474a52" data-part="soft">${escaped(chart.axis)}</text>`,
  ];
  if (chart.divider) {
    const at = x(chart.divider.before);
    parts.push(
      `<line x1="${at}" x2="${at}" y1="${TOP - 8}" y2="${floor}" stroke="#191b20" stroke-dasharray="4 3" data-part="expected"/><text x="${at + 5}" y="${TOP}" fill="#191b20" data-part="ink">${escaped(chart.divider.label)}</text>`,
    );
  }
  return [...parts, '</svg>'].join('\n');
}

/** 1, 2, 5 times a power of ten, not below the value. */
function niceAbove(value: number): number {
  const power = 10 ** Math.floor(Math.log10(value));
  return ([1, 2, 5, 10].find((factor) => factor * power >= value) ?? 10) * power;
}

const round = (value: number): number => Math.round(value * 10) / 10;
const tickText = (value: number): string => String(Math.round(value * 10) / 10).replace('.', ',');
const escaped = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
