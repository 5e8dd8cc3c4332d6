import { expect, test } from 'vitest';
import { funnelSvg } from './funnel.ts';
import { histogramSvg } from './histogram.ts';
import { quadrantSvg } from './quadrant.ts';
import { type ChartRow, rowsSvg } from './rows.ts';
import { percentTicks } from './svg.ts';
import { yearsSvg } from './years.ts';

const text = { id: 'c', title: 'Чертёж', description: 'Вывод словами.' };
const row = (label: string, value: number | null, more: Partial<ChartRow> = {}): ChartRow => ({
  label,
  value,
  low: (value ?? 0) / 2,
  high: (value ?? 0) * 1.5,
  small: false,
  ...more,
});
const funnelOf = (points: Parameters<typeof funnelSvg>[0]['points']) =>
  funnelSvg({
    ...text,
    target: 0.1,
    limits: (n, level) => ({ low: Math.max(0, 0.1 - level / Math.sqrt(n)), high: 0.1 + level / Math.sqrt(n) }),
    points,
  });
const POINT = { n: 40, share: 0.3, outside: true, small: false };
const ALL = [
  funnelOf([{ label: 'Школа № 1', ...POINT }]),
  histogramSvg({ ...text, maximum: 5, bars: [{ from: 0, to: 5, share: 1 }], region: null, borders: [], small: false }),
  rowsSvg({ ...text, kind: 'bar', rows: [row('а', 0.2)], region: null }),
  yearsSvg({ ...text, points: [{ ...row('2021', 0.2) }], region: [0.1], regionLabel: 'регион' }),
  quadrantSvg({
    ...text,
    points: [{ label: 'Школа № 1', context: 80, result: 0.6, small: false, named: true }],
    medians: { context: 50, result: 0.5 },
  }),
];

test('every chart tells its conclusion to those who listen and carries no inline style', () => {
  for (const svg of ALL) {
    expect(svg).toContain('role="img" aria-labelledby="c-title c-description"');
    expect(svg).toContain('<desc id="c-description">Вывод словами.</desc>');
    expect(svg).not.toMatch(/style[=>]|NaN|undefined|Infinity/);
  }
});

test('the funnel names what stands outside and draws four limits and the region', () => {
  const svg = funnelOf([
    { label: 'Школа № 1', ...POINT },
    { label: 'Школа № 2', ...POINT, share: 0.1, outside: false },
  ]);
  expect(svg.match(/data-what="limit"/g)).toHaveLength(4);
  expect(svg).toContain('data-what="region"');
  expect(svg).toContain('>Школа № 1</text>');
  expect(svg).not.toContain('>Школа № 2</text>');
});

test('many schools outside are not named on top of each other', () => {
  const svg = funnelOf(Array.from({ length: 9 }, (_, k) => ({ label: `Школа № ${k}`, ...POINT })));
  expect(svg).not.toContain('>Школа № 3</text>');
  expect(svg).toContain('<title>Школа № 3: ');
});

test('names cannot become markup', () => {
  expect(funnelOf([{ label: '<b>"Школа"', ...POINT }])).not.toContain('<b>');
});

test('bars of a distribution stand on zero, and their areas are true', () => {
  const svg = histogramSvg({
    ...text,
    maximum: 9,
    bars: [
      { from: 0, to: 4, share: 0.5 },
      { from: 5, to: 9, share: 0.5 },
    ],
    region: [{ from: 0, to: 9, share: 1 }],
    borders: [{ at: 5, label: '«3»' }],
    small: true,
  });
  const bars = [...svg.matchAll(/y="([\d.]+)" width="([\d.]+)" height="([\d.]+)" data-what="bar"/g)].map((found) =>
    found.slice(1).map(Number),
  );
  expect(bars).toHaveLength(2);
  for (const [y, , height] of bars) expect(y! + height!).toBeCloseTo(330, 0);
  expect(bars[0]![2]).toBe(bars[1]![2]);
  expect(svg).toContain('data-what="border"');
  expect(svg).toContain('>«3» →</text>');
  expect(svg).toContain('data-what="region"');
  expect(svg).toContain('url(#c-hatch)');
});

test('small numbers are hatched, firm ones are not', () => {
  const dots = (small: boolean) => rowsSvg({ ...text, kind: 'dot', rows: [row('а', 0.2, { small })], region: null });
  expect(dots(true)).toContain('fill="url(#c-hatch)"');
  expect(dots(false)).not.toContain('fill="url(#c-hatch)"');
});

test('rows keep their order, draw intervals from zero and say what is hidden', () => {
  const svg = rowsSvg({
    ...text,
    kind: 'bar',
    rows: [row('Б', 0.4, { region: 0.5, behind: true }), row('А', 0.1), row('В', null, { note: 'скрыто' })],
    region: { value: 0.3, label: 'регион' },
  });
  expect(svg.indexOf('>Б</text>')).toBeLessThan(svg.indexOf('>А</text>'));
  expect(svg.match(/data-what="interval"/g)).toHaveLength(2);
  expect([...svg.matchAll(/<rect x="(\d+)"[^>]*data-what="bar"/g)].map(([, x]) => x)).toEqual(['290', '290']);
  expect(svg).toContain('>0\u202f%</text>');
  expect(svg).toContain('40,0\u202f%, ниже');
  expect(svg).toContain('>скрыто</text>');
  expect(svg).toContain('>регион</text>');
});

test('years without data leave a gap that is named', () => {
  const svg = yearsSvg({
    ...text,
    points: [row('2020', 0.2), row('2021', null), row('2022', 0.3, { small: true })],
    region: [0.1, null, 0.1],
    regionLabel: 'регион',
  });
  expect(svg.match(/data-what="dot"/g)).toHaveLength(2);
  expect(svg).toContain('2021: нет данных');
  expect(svg.match(/data-what="interval"/g)).toHaveLength(2);
});

test('the four fields of a quadrant are named on the drawing', () => {
  expect(ALL[4]).toContain('условия труднее, результат выше');
  expect(ALL[4]!.match(/data-what="region"/g)).toHaveLength(2);
});

test('axes of percent begin at zero and end at 100 % at most', () => {
  for (const largest of [0.004, 0.03, 0.1, 0.42, 0.5, 0.99, 1]) {
    const { top, ticks } = percentTicks(largest);
    expect(ticks[0]).toBe(0);
    expect(top).toBeGreaterThanOrEqual(largest - 1e-9);
    expect(top).toBeLessThanOrEqual(1 + 1e-9);
    expect(ticks.length).toBeLessThanOrEqual(7);
  }
});
