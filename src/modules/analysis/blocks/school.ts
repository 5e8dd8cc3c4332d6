/** One school: its series through the years, its classes, its pupils by code. */
import { rowsSvg } from '#charts/rows.ts';
import { yearsSvg } from '#charts/years.ts';
import { formatNumber, formatPercent } from '#kernel/format.ts';
import { count } from '#kernel/plural.ts';
import { isTooSmall, type SchoolResult, SMALLEST_SHOWN } from '#modules/results/index.ts';
import { boundedMeanInterval, shareDifference } from '#stats/shares/intervals.ts';
import type { Block } from '../domain/block.ts';
import {
  FEW_PUPILS,
  intervalInWords,
  percentOf,
  shareCells,
  type ShownShare,
  shownShare,
} from '../domain/shown-share.ts';
import type { KlassRow, PupilRow } from '../queries/pupils.ts';

export type YearOfSchool = { label: string; result: SchoolResult; region: { below: number | null; n: number } | null };

export function yearsBlock(title: string, years: readonly YearOfSchool[], own: boolean): Block {
  const rows = years.map(({ label, result, region }) => ({
    label,
    share: shownShare(result.below, result.n, own),
    region: region && region.below !== null && region.n > 0 ? region.below / region.n : null,
  }));
  const conclusion = changeInWords(rows);
  return {
    id: 'years',
    title: 'Доля ниже порога по годам',
    conclusion,
    svg: rows.some(({ share }) => share !== null && share.kind !== 'few')
      ? yearsSvg({
          id: 'years',
          title: `${title}: доля ниже порога по годам`,
          description: conclusion,
          points: rows.map(({ label, share }) =>
            share === null || share.kind === 'few'
              ? { label, value: null, low: 0, high: 0, small: false }
              : {
                  label,
                  value: share.value,
                  low: share.low,
                  high: share.high,
                  small: share.n < FEW_PUPILS || share.kind === 'range',
                },
          ),
          region: rows.map(({ region }) => region),
          regionLabel: 'регион',
        })
      : null,
    table: {
      caption: 'Годы по порядку, рядом — регион',
      columns: [
        { header: 'Год' },
        { header: 'Писали', numeric: true },
        { header: 'Ниже порога', numeric: true },
        { header: 'Доля, %', numeric: true },
        { header: 'Интервал 95 %', numeric: true },
        { header: 'В регионе, %', numeric: true },
      ],
      rows: rows.map(({ label, share, region }) => [
        label,
        ...shareCells(share),
        region === null ? null : percentOf(region),
      ]),
    },
    how: 'Отрезок — интервал Уилсона 95 %, тонкая линия — весь регион. Работы и шкалы разных лет не равны, поэтому смотрите на разницу с регионом. Каждый год пишут другие дети: это история параллелей, а не рост учеников. По трём годам тенденцию доказать нельзя.',
  };
}

type YearRow = { label: string; share: ShownShare | null; region: number | null };

function changeInWords(rows: readonly YearRow[]): string {
  const exact = rows.flatMap(({ label, share }) => (share?.kind === 'exact' ? [{ label, ...share }] : []));
  const first = exact[0];
  const last = exact.at(-1);
  if (!first || !last) return 'Доли по годам скрыты или неизвестны: учеников слишком мало или нет шкалы.';
  if (exact.length === 1)
    return `${last.label}: ниже порога ${formatPercent(last.value, 1)} (от ${intervalInWords(last)} %); сравнить не с чем.`;
  const { difference, low, high } = shareDifference(last.below, last.n, first.below, first.n);
  const points = (value: number) => formatNumber(value * 100, { atMost: 1, atLeast: 1 });
  const certain = low > 0 || high < 0;
  return `Ниже порога: ${first.label} — ${formatPercent(first.value, 1)}, ${last.label} — ${formatPercent(last.value, 1)}. Изменение ${difference > 0 ? '+' : ''}${points(difference)} п. п. (от ${points(low)} до ${points(high)}): ${certain ? 'больше, чем бывает случайно' : 'могло получиться случайно'}.`;
}

export type SeriesOfSchool = { words: string; years: Map<number, YearOfSchool[]> };

/** All series side by side; no chart: the chosen one has it. */
export function seriesBlock(series: readonly SeriesOfSchool[], years: readonly number[], own: boolean): Block {
  const cell = ({ result, region, label }: YearOfSchool) => {
    const share = shownShare(result.below, result.n, own);
    const autumn = label.includes('осень') ? 'осень: ' : '';
    const beside =
      region && region.below !== null && region.n > 0 ? `; регион ${formatPercent(region.below / region.n, 1)}` : '';
    if (share === null) return `${autumn}шкалы нет${beside}`;
    if (share.kind === 'few') return `${autumn}писали меньше ${SMALLEST_SHOWN}${beside}`;
    const value = share.kind === 'exact' ? formatPercent(share.value, 1) : `от ${share.from} до ${share.to} учеников`;
    return `${autumn}${value} (${intervalInWords(share)} %), писали ${share.n}${beside}`;
  };
  return {
    id: 'series',
    title: 'Все процедуры, годы рядом',
    conclusion: `${count(series.length, 'ряд процедур', 'ряда процедур', 'рядов процедур')} за ${years.join(', ')}: доля ниже порога с интервалом, рядом — регион.`,
    svg: null,
    table: {
      caption: 'Строка — процедура, столбец — год',
      columns: [{ header: 'Процедура' }, ...years.map((year) => ({ header: String(year) }))],
      rows: series.map((row) => [row.words, ...years.map((year) => row.years.get(year)?.map(cell).join('; ') ?? '—')]),
    },
    how: 'В скобках интервал Уилсона 95 %. Числа от 1 до 4 видит только сама школа.',
  };
}

export type KlassOfYear = KlassRow & { label: string };

export function classesBlock(
  title: string,
  classes: readonly KlassOfYear[],
  maximum: number,
  regionMean: number,
  own: boolean,
  linkWords: string,
): Block | null {
  if (classes.length === 0 || maximum === 0) return null;
  const rows = classes.map(({ label, klass, n, mean }) => {
    const hidden = !own && isTooSmall(n);
    const value = Math.min(1, mean / maximum);
    return {
      label: `${label}, ${klass === '' ? 'класс не указан' : klass}`,
      n,
      hidden,
      value,
      ...boundedMeanInterval(value, n),
    };
  });
  const shown = rows.filter(({ hidden }) => !hidden);
  const apart = shown.filter(({ low, high }) => low > regionMean || high < regionMean);
  const conclusion = `${
    apart.length === 0
      ? 'Классы не отличаются от региона больше, чем бывает случайно.'
      : `От региона (${formatPercent(regionMean, 1)}) отличаются: ${apart.map(({ label }) => label).join('; ')}.`
  } ${linkWords}`;
  return {
    id: 'classes',
    title: 'По классам',
    conclusion,
    svg: rowsSvg({
      id: 'classes',
      title: `${title}: выполнение по классам`,
      description: conclusion,
      kind: 'dot',
      rows: rows.map(({ label, value, low, high, n, hidden }) =>
        hidden
          ? { label, value: null, low: 0, high: 0, small: false, note: `учеников меньше ${SMALLEST_SHOWN}` }
          : { label, value, low, high, small: n < FEW_PUPILS },
      ),
      region: { value: regionMean, label: `регион ${formatPercent(regionMean, 1)}` },
    }),
    table: {
      caption: 'Классы по годам и названию',
      columns: [
        { header: 'Год и класс' },
        { header: 'Писали', numeric: true },
        { header: 'Выполнено, %', numeric: true },
        { header: 'Интервал 95 %', numeric: true },
      ],
      rows: rows.map(({ label, n, hidden, value, low, high }) =>
        hidden
          ? [label, `меньше ${SMALLEST_SHOWN}`, null, '—']
          : [label, n, percentOf(value), intervalInWords({ low, high })],
      ),
    },
    how: 'Сумма баллов класса, делённая на наибольшую возможную; отрезок — интервал 95 % с запасом. Порядок — по году и названию. Регион — последний год ряда. Разницу классов нельзя относить на учителя: состав классов разный.',
  };
}

export function pupilsBlock(
  pupils: readonly PupilRow[],
  label: string,
  maximum: number,
  regionMean: number,
): Block | null {
  if (pupils.length === 0 || maximum === 0) return null;
  const half = pupils.filter(({ points }) => points / maximum < regionMean).length;
  return {
    id: 'pupils',
    title: `Ученики по кодам, ${label}`,
    conclusion: `Ниже среднего по региону (${formatPercent(regionMean, 1)}) — ${count(half, 'ученик', 'ученика', 'учеников')} из ${formatNumber(pupils.length)}. Этот раздел видит только школа.`,
    svg: null,
    table: {
      caption: 'Класс и код по порядку',
      columns: [
        { header: 'Класс' },
        { header: 'Код' },
        { header: 'Баллы', numeric: true },
        { header: 'Выполнено, %', numeric: true },
      ],
      rows: pupils.map(({ klass, code, points }) => [klass || '—', code, points, percentOf(points / maximum)]),
    },
    how: 'Код — как в файле; имён в Опоре нет. Показано не больше 1000 строк.',
  };
}
